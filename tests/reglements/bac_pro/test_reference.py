"""The reference page of the rules is written by the program, and is up to date."""

import re
from pathlib import Path

from laureat.reglements.bac_pro.digeste import digeste
from laureat.reglements.reference import DOSSIER_DES_CAS, lire_les_cas, page

PAGE = Path("docs/reference/regles-bac-pro.md")
COMMANDE = ".venv/bin/python -m laureat.reglements.reference > docs/reference/regles-bac-pro.md"


def test_the_reference_page_is_what_the_program_writes(root: Path) -> None:
    written = page(lire_les_cas(root / DOSSIER_DES_CAS))
    assert (root / PAGE).read_text(encoding="utf-8") == written, f"page périmée ; la refaire : {COMMANDE}"


def test_every_numbered_rule_stands_on_the_page(root: Path) -> None:
    text = (root / PAGE).read_text(encoding="utf-8")
    assert [id_ for id_ in digeste() if id_ not in text] == []
    assert COMMANDE in text


def test_every_link_of_the_page_leads_somewhere(root: Path) -> None:
    folder = (root / PAGE).parent
    links = set(re.findall(r"\]\(([^)#]+)\)", (root / PAGE).read_text(encoding="utf-8")))
    assert links
    assert [link for link in links if not (folder / link).is_file()] == []


def test_a_case_cites_rules_of_the_digest_only(root: Path) -> None:
    assert set(lire_les_cas(root / DOSSIER_DES_CAS)) <= set(digeste())
