"""The corpus through the second and third doors: the web and the offline page say what the command says."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from laureat.cli.verifier import verifier
from laureat.credentials import offline
from laureat.credentials.verdict import Reason
from laureat.web import data_folder
from support.corpus_files import NAMES, by_name, the_world

HORS_PAGE = Reason.HORS_PAGE.identifier


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the trust list, and the status lists of a session."""
    folder = tmp_path_factory.mktemp("trois-portes") / "monde"
    the_world().write(folder)
    session = folder / data_folder.CREDENTIALS / "session"
    session.mkdir(parents=True)
    (folder / "statuts").rename(session / "statuts")
    return folder


@pytest.fixture(scope="module")
def page(known: Path, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The offline page, with the lists given once; the corpus is made before the browser is there."""
    file = tmp_path_factory.mktemp("page") / "verifier.html"
    file.write_text(offline.page(the_world().trust()), encoding="utf-8")
    context = browser.new_context(locale="fr-FR", offline=True)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(file.as_uri())
    lists = known / data_folder.CREDENTIALS / "session" / "statuts"
    opened.set_input_files("#statuts", sorted(map(str, lists.iterdir())))
    yield opened
    assert errors == []
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_the_page_gives_the_same_verdict_or_says_that_it_cannot_read(
    name: str, page: Any, known: Path, tmp_path: Path
) -> None:
    case = by_name()[name]
    page.set_input_files("#titre", {"name": case.file, "mimeType": "application/json", "buffer": case.content})
    section = page.wait_for_selector("#verdict[data-verdict]")
    told = section.get_attribute("data-verdict")
    assert told == case.reason.identifier or (told == HORS_PAGE and not case.page), section.inner_text()
    reason = next(reason for reason in Reason if reason.identifier == told)
    assert section.get_attribute("data-code") == str(reason.exit_code)
    assert reason.label in section.inner_text()
    if shown := section.query_selector(".atteste"):
        assert shown.inner_text().splitlines()[0] == _holder(case.content, known, tmp_path / case.file)


def _holder(content: bytes, known: Path, file: Path) -> str:
    """Whom the command says that a title is about."""
    file.write_bytes(content)
    lists = known / data_folder.CREDENTIALS / "session" / "statuts"
    arguments = [str(file), "--confiance", str(known / "confiance.json"), "--statuts", str(lists), "--json"]
    return str(json.loads(CliRunner().invoke(verifier, arguments).stdout)["atteste"]["titulaire"])


@cache
def turned() -> bytes:
    """A title which, read as it stands, has a holder named « MARNIT »."""
    return json.dumps(the_world().sign(the_world().draft(nom="MAR\u202eTIN"))).encode()


@pytest.mark.browser
def test_the_page_shows_what_turns_a_text_around(page: Any) -> None:
    page.set_input_files("#titre", {"name": "titre.json", "mimeType": "application/json", "buffer": turned()})
    assert "Chloé MAR<U+202E>TIN" in page.wait_for_selector("#verdict[data-verdict]").inner_text()


def test_the_web_and_the_command_show_what_turns_a_text_around(
    known: Path, shared_base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DONNEES", known)
    answer = Client().post("/verifier/", {"document": SimpleUploadedFile("titre.json", turned())})
    assert "Chloé MAR&lt;U+202E&gt;TIN" in answer.content.decode()
    (known / "tourne.json").write_bytes(turned())
    arguments = [str(known / "tourne.json"), "--confiance", str(known / "confiance.json")]
    assert "Chloé MAR<U+202E>TIN" in CliRunner().invoke(verifier, arguments).output


@pytest.mark.parametrize("name", NAMES)
def test_the_web_gives_the_same_verdict(
    name: str, known: Path, shared_base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = by_name()[name]
    monkeypatch.setattr(settings, "DONNEES", known)
    given = SimpleUploadedFile(case.file, case.content)
    answer = Client().post("/verifier/", {"document": given} if case.content else {})
    assert f'data-verdict="{case.reason.identifier}" data-code="{case.reason.exit_code}"' in answer.content.decode()
