"""A certification obtained block by block, through both engines."""

import pytest

from laureat.deliberation.explain import explain
from laureat.deliberation.outcome import Candidate
from laureat.reglements.capitalisation.chargeur import Bloc, reglement_de_la_fiche
from laureat.vocabulary import BLOCKS
from support.deliberations import in_columns, one_by_one

BLOCS = [Bloc("RNCP37674BC01", "Produire"), Bloc("RNCP37674BC02", "Contrôler"), Bloc("RNCP37674BC03", "Vendre", True)]
RULES = reglement_de_la_fiche("RNCP37674", "Titre d'essai", BLOCS, 2026).at()
BARE = reglement_de_la_fiche("RS5515", "Certification d'essai", [], 2026).at()


def candidate(*cells: str, rules=RULES) -> Candidate:
    codes = [unit.code for unit in rules.units]
    held = {code: BLOCKS.parse(text) for code, text in zip(codes, cells, strict=True)}
    return Candidate("1", None, held)


@pytest.mark.parametrize(
    ("cells", "decision", "blocs"),
    [
        (("V", "V", ""), "admis", "BC01 BC02"),
        (("V", "V", "V"), "admis", "BC01 BC02 BC03"),
        (("V", "V", "NV"), "admis", "BC01 BC02"),
        (("VA", "V@2023", ""), "admis", "BC01 BC02"),
        (("DI", "V", ""), "admis", "BC02"),
        (("DI", "DI", ""), "admis", ""),
        (("10", "20", ""), "admis", "BC01 BC02"),
        (("9,99", "V", ""), "ajourne", "BC02"),
        (("NV", "V", ""), "ajourne", "BC02"),
        (("AB", "V", ""), "ajourne", "BC02"),
        (("AJ", "V", ""), "ajourne", "BC02"),
        (("", "V", ""), "en_cours", "BC02"),
        (("", "NV", "V"), "en_cours", "BC03"),
        (("", "", ""), "en_cours", ""),
    ],
)
def test_all_compulsory_blocks_acquired_is_admitted(cells: tuple[str, ...], decision: str, blocs: str) -> None:
    people = [candidate(*cells)]
    (exact,), (columns,) = one_by_one(RULES, people), in_columns(RULES, people)
    assert exact == columns
    assert (exact["decision"], exact["mention"], exact["moyenne"]) == (decision, "", "")
    assert exact["blocs"] == " ".join(f"RNCP37674{bloc}" for bloc in blocs.split())
    marked = any(cell[:1].isdigit() for cell in cells)
    assert (exact["certificat"], exact["certitude"]) == ("non", "depend_de:seuil_bloc" if marked else "certain")
    assert ("par hypothèse" in exact["avertissements"]) is marked


@pytest.mark.parametrize(("cell", "decision"), [("V", "admis"), ("12", "admis"), ("NV", "ajourne"), ("", "en_cours")])
def test_a_sheet_without_blocks_counts_as_one(cell: str, decision: str) -> None:
    people = [candidate(cell, rules=BARE)]
    (exact,), (columns,) = one_by_one(BARE, people), in_columns(BARE, people)
    assert exact == columns
    assert exact["decision"] == decision
    assert [unit.code for unit in BARE.units] == ["CERT"]
    assert BARE.units[0].bloc == "RS5515CERT"


def test_a_block_code_shared_by_two_sheets_is_keyed_with_its_sheet() -> None:
    other = reglement_de_la_fiche("RNCP40000", "Autre titre", [Bloc("BC01", "Produire")], 2026).at()
    assert other.units[0].bloc == "RNCP40000BC01"
    assert RULES.units[0].bloc == "RNCP37674BC01"


def test_the_explanation_says_what_is_missing() -> None:
    told = explain(RULES, candidate("NV", "V", ""))
    assert any("n'est pas validé : BC01 (Produire)" in step.text for step in told.steps)
    assert told.changes == ()
