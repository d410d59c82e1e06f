"""The folder of a session that somebody spoilt: told in French, never a traceback."""

from pathlib import Path

import pytest

from laureat.exchange.cohorte_files import write_cohort
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.exchange.dossier import read_dossier
from laureat.vocabulary import InvalidInput
from support.deliberations import reglement
from unit.vocabulary.test_yaml_text import ENGLISH


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rules, place = reglement("cap_electricien").at(), tmp_path_factory.mktemp("dossier")
    write_cohort(place / "liste.csv", rules, 5, 1)
    deliberate_file(Request(place / "liste.csv", rules, place / "session"))
    return place / "session"


@pytest.mark.parametrize("name", ["synthese.json", "reglement.json", "parametres.json"])
@pytest.mark.parametrize("content", [b"{", b"3", b"[]", b"[1]", b'{"a": 1}', b"\xe9", b"[" * 100_000, b"null"])
def test_a_spoilt_file_of_a_folder_is_told(folder: Path, name: str, content: bytes) -> None:
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(content)
    try:
        if name == "synthese.json" and content == b'{"a": 1}':
            return
        with pytest.raises(InvalidInput) as refused:
            read_dossier(folder)
        assert not any(ENGLISH.search(problem.message) for problem in refused.value.problems)
    finally:
        (folder / name).write_bytes(whole)
