"""The inputs of the W3C and 1EdTech suites through the three doors: no wrong verdict. Skipped without them."""

import json
import re
from collections import Counter
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
from support import suites

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BY_NAME = {reason.identifier: reason for reason in Reason}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the trust list; skips where no suite was given."""
    if not suites.inputs():
        pytest.skip("LAUREAT_SUITES ne nomme aucun dossier git d'une suite publique")
    folder = tmp_path_factory.mktemp("suites")
    (folder / "confiance.json").write_text(json.dumps(suites.trust()), encoding="utf-8")
    return folder


def by_command(content: bytes, folder: Path) -> Reason:
    file = folder / "entree"
    file.write_bytes(content)
    done = CliRunner().invoke(verifier, [str(file), "--confiance", str(folder / "confiance.json"), "--json"])
    return BY_NAME[json.loads(done.stdout)["verdict"]]


def by_web(content: bytes) -> Reason:
    answer = Client().post("/verifier/", {"document": SimpleUploadedFile("entree", content)})
    found = re.search(r'data-verdict="(\w+)"', answer.content.decode())
    assert found
    return BY_NAME[found[1]]


def by_page(page: Any, content: bytes) -> Reason:
    page.set_input_files("#titre", {"name": "entree", "mimeType": "application/json", "buffer": content})
    return BY_NAME[page.wait_for_selector("#verdict[data-verdict]").get_attribute("data-verdict")]


def test_no_input_of_the_public_suites_has_a_wrong_verdict(
    known: Path, browser: Any, shared_base: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DONNEES", known)
    (known / "page.html").write_text(offline.page(suites.trust()), encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((known / "page.html").as_uri())
    wrong, counts = [], Counter()
    for each in suites.inputs():
        told = by_command(each.content, known)
        if told not in each.reasons or by_web(each.content) is not told:
            wrong.append((each.suite, each.name, told))
        shown = by_page(page, each.content)
        if shown not in (told, Reason.HORS_PAGE):
            wrong.append((each.suite, each.name, told, shown))
        counts[each.suite, "entrées"] += 1
        counts[each.suite, "page"] += shown is not Reason.HORS_PAGE
    context.close()
    assert wrong == []
    said = (root / "docs" / "reference" / "titres.md").read_text(encoding="utf-8")
    rows = [f"| {suite} | {counts[suite, 'entrées']} | 0 | 0 | {counts[suite, 'page']} | 0 |" for suite, _ in counts]
    assert [row for row in rows if row not in said] == []
