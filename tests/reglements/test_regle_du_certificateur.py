"""A certifier's own rule is cited as its data file cites it, with the way it was read."""

import json

import pytest

from laureat.deliberation.explain import explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.dossier import rules_to_json
from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
from laureat.reglements.specialites import lire_specialite
from laureat.vocabulary import BLOCKS, Cell, InvalidInput, UnitStatus
from support.certificateurs import donnees
from support.loi_simple_commun import Unit

REGLE = {"mode": "moyenne", "seuil_moyenne": "10", "article": "Règlement de certification, art. 4", "lecture": "lu"}
CITED = "Règlement de certification, art. 4 (lu)"


def rules(regle: dict[str, str] | None) -> SessionRules:
    blocs = [Bloc("RNCP99001BC01", "Vendre"), Bloc("RNCP99001BC02", "Conseiller")]
    return reglement_de_la_fiche("RNCP99001", "Vendeur", blocs, 2026, regle).at(2026)


def articles(law: SessionRules) -> set[str]:
    cells = {unit.code: Cell(UnitStatus.NOTE, 800) for unit in law.units}
    return {step.article for step in explain(law, Candidate("1", None, cells)).steps}


def test_the_explanation_and_the_folder_cite_the_article_of_the_certifier() -> None:
    law = rules(REGLE)
    assert CITED in articles(law)
    assert not any("règle du certificateur" in article for article in articles(law))
    told = [f"{rule['article']} ({rule['lecture']})" for rule in rules_to_json(law)["regles"]]
    assert CITED in told


def test_without_a_rule_of_its_own_nothing_is_cited_of_it() -> None:
    assert CITED not in articles(rules(None))


def test_a_validity_that_the_certifier_gives_is_cited_as_his_and_so_is_what_it_takes_away() -> None:
    law = rules({"mode": "blocs", "duree_validite": "4", "article": "Règlement, art. 9", "lecture": "lu"})
    held, lapsed = Cell(UnitStatus.VALIDE), Cell(UnitStatus.VALIDE, 0, 2021)
    told = explain(law, Candidate("1", None, {"BC01": lapsed, "BC02": held}))
    about = [step for step in (*told.steps, *told.rights) if "plus valable" in step.text and step.gives != "decision"]
    assert [(step.rule_id, step.article) for step in about] == [("CAPI-03", "Règlement, art. 9 (lu)")] * 2
    assert about[1].text == (
        "Il reste à obtenir de nouveau, passé 4 ans : BC01 (Vendre), validé en 2021, plus valable."
    )
    assert not any(step.text.startswith("Il reste à obtenir :") for step in told.rights)


def test_by_an_average_the_blocks_marked_make_up_for_one_another_and_the_others_are_still_to_be_had() -> None:
    marked, refused = Cell(UnitStatus.NOTE, 800), Cell(UnitStatus.NON_VALIDE)
    for other, said in ((refused, True), (Cell(), True), (marked, False)):
        told = explain(rules(REGLE), Candidate("1", None, {"BC01": marked, "BC02": other}), with_changes=False)
        still = " ".join(step.text for step in told.rights if step.text.startswith("Il reste à obtenir"))
        assert ("BC02" in still) is said, still
        assert "BC01" not in still


QUATRE = reglement_de_la_fiche(
    "RNCP99002",
    "Vendeur",
    [Bloc(f"RNCP99002BC0{n}", f"Bloc {n}") for n in range(1, 5)],
    2026,
    {
        "mode": "blocs",
        "blocs_requis": "3",
        "seuil_bloc": "8,5",
        "blocs_obligatoires": ["BC02"],
        "epreuve_finale": {"bloc": "BC04", "seuil": "12"},
        "duree_validite": "3",
        "article": "Règlement, art. 4",
        "lecture": "lu",
    },
).at(2026)
FINALE = "Il reste ce que le certificateur exige à part : BC04 (Bloc 4), épreuve finale, "


@pytest.mark.parametrize(
    ("cells", "still"),
    [
        ("12 V 5 5", [f"{FINALE}notée 5, sous 12."]),
        ("12 12 12 ", [f"{FINALE}à évaluer."]),
        (
            "5 V 5 12",
            ["Il reste à obtenir 1 bloc parmi : BC01 (Bloc 1), noté 5, sous 8,5 ; BC03 (Bloc 3), noté 5, sous 8,5."],
        ),
        (
            "5 V NV 11",
            [
                "Il reste à obtenir, en plus de ce que le certificateur exige à part, 1 bloc parmi : BC01 (Bloc 1), "
                "noté 5, sous 8,5 ; BC03 (Bloc 3), non validé.",
                f"{FINALE}notée 11, sous 12.",
            ],
        ),
        ("V@2022 5 V 12", ["Il reste ce que le certificateur exige à part : BC02 (Bloc 2), noté 5, sous 8,5."]),
    ],
)
def test_of_a_number_of_blocks_nothing_more_is_asked_than_what_is_missing(cells: str, still: list[str]) -> None:
    told = explain(QUATRE, person(cells), with_changes=False)
    assert [step.text for step in told.rights if step.text.startswith("Il reste")] == still
    assert "noté 11, sous 8,5" not in " ".join(step.text for step in told.steps)


def test_a_block_is_told_held_until_the_last_session_that_the_certifier_allows() -> None:
    told = explain(QUATRE, person("V@2023 VA 12 5"), with_changes=False)
    (held,) = (step.text for step in told.rights if step.gives == "attestations")
    assert "BC01 (Bloc 1), jusqu'à la session 2026 ; BC02 (Bloc 2), sans limite (VAE) ; BC03" in held
    assert held.endswith("BC03 (Bloc 3), jusqu'à la session 2029.")


def person(cells: str) -> Candidate:
    """A candidate by the cells of the four blocks."""
    texts = zip((unit.code for unit in QUATRE.units), cells.split(" "), strict=True)
    return Candidate("1", None, {code: BLOCKS.parse(text) for code, text in texts})


BLOCS = (Unit("BC01"), Unit("BC02"), Unit("BC03", optional=True))
MOYENNE = {"kind": "moyenne", "seuil_moyenne": "10"}


@pytest.mark.parametrize(
    ("rule", "blocs", "line", "told"),
    [
        ({"coefficients": {"BC01": "0", "BC02": "0"}}, BLOCS, '"BC01": "0"', "un coefficient est plus grand que zéro"),
        ({"coefficients": {"BC02": "0,00"}}, BLOCS, '"BC02": "0,00"', "plus grand que zéro, reçu « 0,00 »"),
        ({"coefficients": {"BC01": "-1"}}, BLOCS, '"BC01": "-1"', "reçu « -1 »"),
        ({"duree_validite": "0"}, BLOCS, '"duree_validite"', "d'un an au moins, reçu « 0 »"),
        ({"seuil_moyenne": "-10"}, BLOCS, '"seuil_moyenne"', "reçu « -10 »"),
        ({}, BLOCS[2:], '"regle"', "aucun bloc obligatoire n'entre dans la moyenne"),
    ],
)
def test_a_rule_by_which_nothing_is_averaged_is_refused_with_its_line(
    rule: dict[str, object], blocs: tuple[Unit, ...], line: str, told: str
) -> None:
    text = json.dumps(donnees("invente", blocs, {**MOYENNE, **rule}), ensure_ascii=False, indent=1)
    with pytest.raises(InvalidInput) as refused:
        lire_specialite(text, "nc.json")
    found = {problem.line: problem.message for problem in refused.value.problems}
    expected = 1 + next(rank for rank, row in enumerate(text.splitlines()) if line in row)
    assert told in found[expected], found
