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
    assert exact["certificat"] == "non"


@pytest.mark.parametrize(
    ("cells", "certitude"),
    [
        (("10", "V", ""), "depend_de:seuil_bloc"),
        (("9,99", "V", ""), "depend_de:seuil_bloc"),
        (("20", "V", ""), "certain"),
        (("V", "NV", "12"), "depend_de:seuil_bloc"),
        (("V", "NV", "0"), "depend_de:seuil_bloc"),
        (("V", "NV", ""), "certain"),
    ],
)
def test_a_marked_block_depends_on_a_threshold_that_no_text_gives(cells: tuple[str, ...], certitude: str) -> None:
    people = [candidate(*cells)]
    (exact,), (columns,) = one_by_one(RULES, people), in_columns(RULES, people)
    assert exact == columns
    assert exact["certitude"] == certitude


def test_a_threshold_that_the_certifier_writes_is_no_hypothesis() -> None:
    rule = {"mode": "blocs", "article": "règlement, art. 4", "lecture": "lu", "seuil_bloc": "12"}
    rules = reglement_de_la_fiche("RNCP37674", "Titre d'essai", BLOCS, 2026, rule).at()
    told = [row["decision"] for row in one_by_one(rules, [candidate("12", "V", ""), candidate("11,99", "V", "")])]
    assert told == ["admis", "ajourne"]
    assert one_by_one(rules, [candidate("12", "V", "")])[0]["certitude"] == "certain"


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


def test_the_explanation_says_why_each_block_is_missing() -> None:
    rule = {"mode": "blocs", "article": "règlement, art. 4", "lecture": "lu", "duree_validite": "3"}
    blocs = [Bloc(f"BC0{n}", f"Bloc {n}") for n in range(1, 7)]
    rules = reglement_de_la_fiche("RNCP40000", "Titre d'essai", blocs, 2026, rule).at()
    told = explain(rules, candidate("NV", "AB", "9,5", "AJ", "V", "V@2023", rules=rules))
    said = (
        "BC01 (Bloc 1), non validé ; BC02 (Bloc 2), absent ; BC03 (Bloc 3), noté 9,5, sous 10 ; "
        "BC04 (Bloc 4), absence justifiée"
    )
    assert f"Des blocs obligatoires manquent : {said}." in [step.text for step in told.steps]
    assert f"Il reste à obtenir : {said}." in [step.text for step in told.rights]
    lapsed = explain(rules, candidate("V", "V", "V", "V", "V", "V@2022", rules=rules))
    assert "Un bloc obligatoire reste à évaluer : BC06 (Bloc 6)." in [step.text for step in lapsed.steps]
    assert any("validé en 2022, plus valable" in step.text for step in lapsed.rights)


def test_a_mark_by_block_moves_by_hundredths() -> None:
    (change, *_) = explain(RULES, candidate("9,99", "V", "")).changes
    assert (change.unit, change.points, change.mark) == ("BC01", 1, 1000)
    assert change.to_json()["demi_points"] is None
