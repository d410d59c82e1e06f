"""The English catalogues are whole, compiled, and say as much as the French: nothing shown waits for a translation."""

import re
from pathlib import Path

import pytest

pytest.importorskip("babel")
pytest.importorskip("django")

from traduction.catalogues import DOMAINS, FOLDER, TABLE, missing, mo_of, table_of_scripts, wanted, written
from traduction.found import SCRIPTS, is_sentence, of_scripts

HOLE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%|<[a-z/][^>]*>")
RUN = "lancer : python -m traduction, puis traduire ce qu'il montre dans src/laureat/locale/en"


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_string_has_its_english(domain: str) -> None:
    catalogue = wanted(DOMAINS[domain](), written(domain))
    assert not missing(catalogue), RUN
    assert {str(one.id) for one in written(domain)} == {str(one.id) for one in catalogue}, RUN


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_is_shipped_is_what_is_written(domain: str) -> None:
    assert (FOLDER / f"{domain}.mo").read_bytes() == mo_of(written(domain)), RUN


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_translation_has_the_values_of_its_sentence(domain: str) -> None:
    for message in written(domain):
        pairs = (
            zip(message.id, message.string, strict=True)
            if isinstance(message.id, tuple)
            else [(message.id, message.string)]
        )
        for french, english in pairs:
            assert sorted(HOLE.findall(french)) == sorted(HOLE.findall(str(english))), french


def test_what_scripts_say_is_in_the_catalogues_and_the_script_that_speaks_for_them_has_it() -> None:
    script = TABLE.read_text(encoding="utf-8")
    assert script == table_of_scripts(script), RUN
    assert len(list(of_scripts())) > 50
    others = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.js") if path != TABLE)
    assert not re.findall(r'(?<!it\()"[^"\n]*[àâçéèêëîïôùû][^"\n]*"', re.sub(r"//.*", "", others))


def test_both_catalogues_stand_in_the_package(root: Path) -> None:
    declared = (root / "pyproject.toml").read_text(encoding="utf-8")
    assert '"*.mo"' in declared
    assert FOLDER.is_relative_to(root / "src" / "laureat")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La note manque.", True),
        ("{0} : attendu entre {1} ; relire le texte.", True),
        ("ajourné", True),
        ("U31", False),
        ("voie_acces", False),
        ("SELECT 1", False),
    ],
)
def test_a_sentence_of_the_sources_is_known_from_a_code(text: str, expected: bool) -> None:
    assert is_sentence(text) is expected
