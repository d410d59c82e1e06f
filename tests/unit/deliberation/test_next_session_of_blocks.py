"""« Et à la prochaine session ? » of what is obtained block by block: what is held, until when, what is left to sit."""

from dataclasses import replace

import pytest

from laureat.deliberation.explain import Explanation, explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.parts import computation, parts
from laureat.deliberation.reglement import SessionRules
from laureat.reglements.capitalisation.chargeur import Bloc, reglement_de_la_fiche
from support.certificateurs import certificateur
from support.deliberations import candidate, reglement

BLOCS = [Bloc(f"BC0{n}", f"Bloc {n}") for n in range(1, 5)]
LIMITED = certificateur("certificateur_validite").at(2026)
THREE_OF_FOUR = certificateur("certificateur_blocs").at(2026)
AVERAGE = certificateur("certificateur_moyenne").at(2026)
PLAIN = certificateur("capitalisation_tous").at(2026)
OF_AVERAGE = {"mode": "moyenne", "seuil_moyenne": "10", "article": "règlement, art. 4", "lecture": "lu"}
COMPENSATED = reglement_de_la_fiche("RNCP40001", "Titre d'essai", BLOCS, 2026, OF_AVERAGE).at()


def told(rules: SessionRules, **cells: str) -> Explanation:
    return explain(rules, candidate(rules, "", **cells), with_changes=False)


def ways(rules: SessionRules, **cells: str) -> dict[str, str]:
    return {future.unit: future.text for future in told(rules, **cells).next_session}


def test_a_block_is_held_until_the_session_that_the_certifier_s_rule_gives() -> None:
    assert ways(LIMITED, BC01="V", BC02="V@2024", BC03="VA", BC04="NV") == {
        "BC01": "acquis jusqu'à la session 2029",
        "BC02": "acquis jusqu'à la session 2027",
        "BC03": "validé par la VAE, rien à présenter",
        "BC04": "à représenter",
    }


def test_the_session_that_gave_a_block_is_told_and_what_the_vae_validated_has_no_term() -> None:
    futures = {one.unit: one for one in told(LIMITED, BC01="V", BC02="V@2024", BC03="VA", BC04="").next_session}
    assert {unit: (one.given_in, one.until) for unit, one in futures.items()} == {
        "BC01": (2026, 2029),
        "BC02": (2024, 2027),
        "BC03": (None, None),
        "BC04": (None, None),
    }


def test_the_final_test_is_to_be_sat_again_even_where_the_number_of_blocks_is_reached() -> None:
    final = {"epreuve_finale": {"bloc": "BC04", "seuil": "12"}, "blocs_requis": "2"}
    rule = {"mode": "blocs", "article": "règlement, art. 4", "lecture": "lu", **final}
    rules = reglement_de_la_fiche("RNCP40000", "Titre d'essai", BLOCS, 2026, rule).at()
    assert ways(rules, BC01="V", BC02="V", BC03="NV", BC04="11") == {
        "BC01": "acquis",
        "BC02": "acquis",
        "BC04": "à représenter",
    }


def test_a_block_that_holds_for_this_session_only_and_one_that_holds_no_more_are_to_be_sat_again() -> None:
    assert ways(LIMITED, BC01="V@2023", BC02="V@2022", BC03="AB", BC04="DI") == {
        "BC01": "acquis jusqu'à la session 2026, à représenter ensuite",
        "BC02": "à représenter",
        "BC03": "à présenter",
        "BC04": "dispensé, rien à présenter",
    }


def test_without_a_term_a_block_is_held_without_a_date() -> None:
    assert ways(PLAIN, BC01="V@2009", BC02="", BC03="V") == {
        "BC01": "acquis",
        "BC02": "à présenter",
        "BC03": "acquis",
    }


def test_where_some_are_enough_those_left_are_a_choice_and_none_is_asked_once_the_number_is_reached() -> None:
    assert ways(THREE_OF_FOUR, BC01="V", BC02="V", BC03="NV", BC04="AB") == {
        "BC01": "acquis",
        "BC02": "acquis",
        "BC03": "à présenter, au choix parmi ceux qui manquent",
        "BC04": "à présenter, au choix parmi ceux qui manquent",
    }
    assert ways(THREE_OF_FOUR, BC01="NV", BC02="V", BC03="V", BC04="5") == {
        "BC01": "à représenter",
        "BC02": "acquis",
        "BC03": "acquis",
    }


def test_where_the_average_is_missed_a_block_obtained_by_a_mark_may_be_sat_to_raise_it() -> None:
    found = ways(AVERAGE, BC01="8", BC02="5", BC03="9", BC04="12")
    assert found == {
        "BC01": "acquis, ou à représenter",
        "BC02": "à représenter",
        "BC03": "acquis, ou à représenter",
        "BC04": "acquis, ou à représenter",
    }


def test_who_is_admitted_has_no_next_session() -> None:
    for rules in (LIMITED, THREE_OF_FOUR, PLAIN):
        assert explain(rules, candidate(rules, "V"), with_changes=False).next_session == ()


def test_the_table_stands_among_the_parts_that_every_door_shows() -> None:
    shown = {part.name: part for part in parts(told(LIMITED, BC01="V", BC02="NV", BC03="V", BC04="V"))}
    assert shown["prochaine_session"].title == "Et à la prochaine session ?"
    assert shown["prochaine_session"].grid is not None
    assert "acquis jusqu'à la session 2029" in [line.cells[-1] for line in shown["prochaine_session"].grid.lines]


@pytest.mark.parametrize(
    ("cell", "origin", "acquired"),
    [
        ("V", "validé à la session 2026", "oui"),
        ("V@2023", "validé à la session 2023", "oui"),
        ("V@2022", "validé à la session 2022, plus valable", "non"),
    ],
)
def test_a_block_past_its_term_is_not_told_as_validated(cell: str, origin: str, acquired: str) -> None:
    found = told(LIMITED, BC01=cell, BC02="V", BC03="V", BC04="NV")
    (row,) = (row for row in found.table.rows if row.unit == "BC01")
    assert row.origin == origin
    assert row.said == (origin if cell != "V" else "validé")
    assert computation(found.table).lines[0].cells[1::2] == (origin, acquired)


TITRE = reglement("tp_commercial").at(2014)
PIECES = dict.fromkeys(("mise_en_situation", "dossier_professionnel", "ecf", "entretien_final"), True)


def titre(session_de: str = "titre", said: dict[str, object] | None = None, **cells: str) -> Candidate:
    given = {"session_de": session_de, **PIECES, **(said or {})}
    return replace(candidate(TITRE, "", **cells), declare=given)


def test_certificates_are_held_while_the_title_is_valid_and_the_others_are_to_be_sat() -> None:
    first, *others = (unit.code for unit in TITRE.mandatory)
    one = titre(**{first: "V"}, **dict.fromkeys(others, "NV"))
    assert {future.unit: future.text for future in explain(TITRE, one, with_changes=False).next_session} == {
        first: "acquis tant que le titre est valide",
        **dict.fromkeys(others, "à représenter"),
    }


def test_an_equivalence_leaves_nothing_to_sit() -> None:
    first, second = (unit.code for unit in TITRE.mandatory)
    found = explain(TITRE, titre(**{first: "DI", second: "NV"}), with_changes=False).next_session
    assert {future.unit: future.text for future in found} == {
        first: "dispensé, rien à présenter",
        second: "à représenter",
    }


def test_before_the_jury_has_spoken_nobody_is_told_of_a_next_session() -> None:
    one = titre(said={"entretien_final": False}, CCP1="V", CCP2="DI")
    found = explain(TITRE, one, with_changes=False)
    assert str(found.outcome.decision) == "non_decidable"
    assert found.next_session == ()


def test_a_certificate_that_someone_says_is_worth_no_more_is_not_told_as_validated() -> None:
    one = titre(CCP1="V@2009", CCP2="NV")
    cells = {**one.cells, "CCP1": replace(one.cells["CCP1"], motif=type(one.cells["CCP1"].motif).REFUSEE)}
    found = explain(TITRE, replace(one, cells=cells), with_changes=False)
    assert [row.origin for row in found.table.rows if row.unit == "CCP1"] == ["validé à la session 2009, non retenu"]


def test_a_sheet_s_own_blocks_have_their_table_too() -> None:
    rules = reglement_de_la_fiche("RNCP40000", "Titre d'essai", BLOCS, 2026).at()
    assert ways(rules, BC01="V", BC02="9")["BC02"] == "à représenter"


def test_a_low_mark_that_compensates_is_not_to_be_sat_again_for_another_block() -> None:
    assert ways(COMPENSATED, BC01="6", BC02="14", BC03="13", BC04="") == {
        "BC01": "à recompter dans la moyenne, telle quelle, ou à représenter",
        "BC02": "acquis",
        "BC03": "acquis",
        "BC04": "à présenter",
    }
    assert ways(COMPENSATED, BC01="6", BC02="14", BC03="13", BC04="AB")["BC04"] == "à présenter"
    assert ways(AVERAGE, BC01="9", BC02="7", BC03="13", BC04="8") == {
        "BC01": "acquis",
        "BC02": "à recompter dans la moyenne, telle quelle, ou à représenter",
        "BC03": "acquis",
        "BC04": "à représenter",
    }
    again = candidate(AVERAGE, "", BC01="V@2026", BC02="7", BC03="V@2026", BC04="13")
    assert str(explain(certificateur("certificateur_moyenne").at(2027), again).outcome.decision) == "admis"


def test_where_the_average_falls_short_any_low_mark_may_be_sat_again() -> None:
    assert ways(COMPENSATED, BC01="6", BC02="7", BC03="8", BC04="12") == {
        "BC01": "à représenter",
        "BC02": "à représenter",
        "BC03": "à représenter",
        "BC04": "acquis, ou à représenter",
    }


def test_as_many_blocks_are_left_to_choose_as_the_number_asked_leaves_beside_what_is_asked_apart() -> None:
    rule = {"mode": "blocs", "blocs_requis": "3", "blocs_obligatoires": ["BC04"], "article": "art. 4", "lecture": "lu"}
    rules = reglement_de_la_fiche("RNCP40002", "Titre d'essai", BLOCS, 2026, rule).at()
    assert ways(rules, BC01="NV", BC02="NV", BC03="NV", BC04="NV") == {
        **dict.fromkeys(("BC01", "BC02", "BC03"), "à présenter, au choix parmi ceux qui manquent"),
        "BC04": "à représenter",
    }
    left = [step.text for step in told(rules, BC01="NV", BC02="NV", BC03="NV", BC04="NV").rights]
    assert any("2 blocs parmi" in text for text in left), left


def test_where_the_number_asked_leaves_no_choice_every_block_that_misses_is_to_be_sat() -> None:
    rule = {"mode": "blocs", "blocs_requis": "4", "blocs_obligatoires": ["BC04"], "article": "art. 4", "lecture": "lu"}
    rules = reglement_de_la_fiche("RNCP40003", "Titre d'essai", BLOCS, 2026, rule).at()
    assert set(ways(rules, BC01="NV", BC02="NV", BC03="NV", BC04="NV").values()) == {"à représenter"}
