"""The page of reference of each family is written by the program, and is up to date; so is the schema beside it."""

import json
import re
from pathlib import Path

import pytest

from laureat.reglements import famille
from laureat.reglements.chargement import MAISON
from laureat.reglements.reference import DOSSIER_DES_CAS, commande, fichier_de, lire_les_cas, page, schema_de

REFERENCE = Path("docs/reference")


@pytest.fixture(params=MAISON)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _text(root: Path, code: str) -> str:
    return (root / REFERENCE / fichier_de(code)).read_text(encoding="utf-8")


def test_the_page_is_what_the_program_writes(root: Path, code: str) -> None:
    written = page(code, lire_les_cas(root / DOSSIER_DES_CAS, code))
    assert _text(root, code) == written, f"page périmée ; la refaire : {commande(code)}"


def test_every_numbered_rule_stands_on_the_page_with_its_label(root: Path, code: str) -> None:
    text = _text(root, code)
    for entree in famille(code).digeste.values():
        assert entree.id in text
        assert entree.citation.reading.label in text


def test_no_field_is_left_unwritten(root: Path, code: str) -> None:
    assert re.findall(r"\{\w+(?::\w+)?\}", _text(root, code)) == []


def test_every_link_of_the_page_leads_somewhere(root: Path, code: str) -> None:
    links = set(re.findall(r"\]\(([^)#]+)\)", _text(root, code)))
    assert links
    assert [link for link in links if "://" not in link and not (root / REFERENCE / link).is_file()] == []


def test_a_case_cites_rules_of_the_digest_only(root: Path, code: str) -> None:
    assert set(lire_les_cas(root / DOSSIER_DES_CAS, code)) <= set(famille(code).digeste)


def test_the_schema_of_data_files_is_published(root: Path, code: str) -> None:
    droit = famille(code)
    published = (root / REFERENCE / schema_de(droit)).read_text(encoding="utf-8")
    assert json.loads(published) == droit.schema, f"schéma périmé ; le refaire : laureat reglement schema {code}"
