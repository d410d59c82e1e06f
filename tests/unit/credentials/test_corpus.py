"""The corpus through the first door: the command, its JSON and its exit code.

``tests/golden/corpus.txt`` names every case, so that tests are gathered without making one: ``LAUREAT_ECRIRE=1``
writes it anew.
"""

import json
import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from laureat.cli.verifier import verifier
from laureat.credentials.verdict import Reason
from support.corpus_files import LISTED, NAMES, by_name, everything, the_world


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the trust list and the status lists."""
    folder = tmp_path_factory.mktemp("monde") / "monde"
    the_world().write(folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_the_command_gives_the_verdict_of_the_corpus(name: str, known: Path, tmp_path: Path) -> None:
    case = by_name()[name]
    file = tmp_path / case.file
    file.write_bytes(case.content)
    start = time.process_time()
    arguments = [str(file), "--confiance", str(known / "confiance.json"), "--statuts", str(known / "statuts"), "--json"]
    done = CliRunner().invoke(verifier, arguments)
    told = json.loads(done.stdout)
    assert told["verdict"] == case.reason.identifier, told
    assert done.exit_code == told["code"] == case.reason.exit_code
    assert told["libelle"] == case.reason.label
    assert time.process_time() - start < 4


def test_the_corpus_covers_every_verdict_of_a_file_and_names_no_two_cases_alike() -> None:
    _world, cases = everything()
    if os.environ.get("LAUREAT_ECRIRE"):
        LISTED.write_text("".join(f"{case.name}\n" for case in cases), encoding="utf-8")
        return
    assert [case.name for case in cases] == list(NAMES), "à écrire dans tests/golden/corpus.txt"
    assert len(by_name()) == len(cases)
    of_the_page = {Reason.HORS_PAGE, Reason.NAVIGATEUR}
    assert {case.reason for case in cases} == set(Reason) - of_the_page


def test_only_what_is_vouched_for_is_told_without_a_warning(known: Path, tmp_path: Path) -> None:
    for case in by_name().values():
        if case.reason.exit_code in (0, 11) or case.file != "titre.json":
            continue
        (tmp_path / case.file).write_bytes(case.content)
        arguments = [str(tmp_path / case.file), "--confiance", str(known / "confiance.json")]
        said = CliRunner().invoke(verifier, [*arguments, "--statuts", str(known / "statuts")]).output
        assert "Atteste :" not in said, case.name
        assert case.reason.identifier not in said or "_" not in case.reason.identifier, case.name
