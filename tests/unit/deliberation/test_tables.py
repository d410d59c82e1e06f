"""The table by which a parent redoes an average: where each mark comes from, what it weighs, what it adds up to."""

import pytest

from laureat.deliberation.explain import explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.table import Table
from laureat.reglements.capitalisation.chargeur import Bloc, reglement_de_la_fiche
from laureat.vocabulary import Decision
from support.deliberations import candidate, reglement, specialite_fictive
from support.titre_professionnel import declare, titre

TRPM = reglement("RNCP35697").at()
BLOCS = [Bloc("RNCP37674BC01", "Produire"), Bloc("RNCP37674BC02", "Contrôler"), Bloc("RNCP37674BC03", "Vendre", True)]


def table(*args: object, **cells: object) -> Table:
    return explain(TRPM, candidate(TRPM, *args, **cells), with_changes=False).table


def origin(told: Table, code: str) -> str:
    return next(row.origin for row in told.rows if row.unit == code)


@pytest.mark.parametrize(
    ("cell", "mark", "said"),
    [
        ("12,5", 1250, "session 2026"),
        ("B12@2023", 1200, "conservée, session 2023"),
        ("B12", 1200, "conservée, session non dite"),
        ("AJ", 0, "absence justifiée, comptée 0"),
        ("NU", 0, "annulée pour fraude, comptée 0"),
        ("DI", None, "dispense, hors de la moyenne"),
        ("VA", None, "validée par la VAE, hors de la moyenne"),
        ("AB", None, "absence non justifiée"),
        ("", None, "à présenter"),
    ],
)
def test_each_cell_says_where_it_comes_from(cell: str, mark: int | None, said: str) -> None:
    told = table(U51=cell)
    row = next(row for row in told.rows if row.unit == "U51")
    assert (row.mark, row.origin) == (mark, said)
    assert (row.product is None) is (mark is None)


def test_a_raised_mark_says_so_and_so_does_one_that_raised_nothing() -> None:
    told = table("9", {"U11": "12", "U51": "7"}, U2="10", U31="10,5", U32="10", U11="7")
    assert origin(told, "U11") == "contrôle, au lieu de 7"
    assert origin(told, "U51") == "session 2026 ; contrôle 7, sans effet"
    assert told.total.text == "253,5 / 26 = 9,75"
    absent = table("9", {"U11": "12", "U51": "AB"}, U2="10", U31="10,5", U32="10", U11="7")
    assert origin(absent, "U51") == "session 2026 ; contrôle : absence non justifiée"


def test_products_bonus_and_projet_add_up_to_the_average() -> None:
    told = table("9", U2="14", U11="B12@2023", PROJET="9", UF_LV="14", UF_MOB="9")
    assert told.sum.text == "258,5 / 26 = 9,94"
    assert (told.bonus, told.projet) == (40_000, -200)
    assert told.total.text == "260,5 / 26 = 10,01"
    assert {row.unit: row.bonus for row in told.rows if row.bonus is not None} == {"UF_LV": 400, "UF_MOB": 0}
    assert told.professional_total.text == "128 / 12 = 10,66"


def test_no_total_stands_where_no_average_is_due() -> None:
    told = table("12", U6="AB")
    assert (told.sum, told.total, told.professional_total) == (None, None, None)


def test_before_2022_the_average_after_the_control_test_stands_below_the_table() -> None:
    rules = specialite_fictive().at(2021)
    one = candidate(rules, "9", {"U11": "11"}, U2="10", U31="10", U32="10")
    told = explain(rules, one, with_changes=False)
    assert origin(told.table, "U11") == "session 2021 ; contrôle 11"
    assert told.table.total.text == "246 / 26 = 9,46"
    assert told.table.after == told.outcome.average


def test_a_certification_by_blocks_says_what_each_holds() -> None:
    rules = reglement_de_la_fiche("RNCP37674", "Titre d'essai", BLOCS, 2026).at()
    told = explain(rules, candidate(rules, BC01="V@2023", BC02="NV", BC03="9,5"), with_changes=False).table
    assert not told.by_marks
    assert [(row.origin, row.mark, row.acquired) for row in told.rows] == [
        ("validé à la session 2023", None, True),
        ("évalué, non validé", None, False),
        ("session 2026", 950, False),
    ]


def test_the_bonus_of_a_bts_is_multiplied_as_its_sheet_prints() -> None:
    rules = reglement("bts_batiment").at(2024)
    optional = rules.optional[0].code
    told = explain(rules, candidate(rules, "10", **{optional: "14"}), with_changes=False)
    assert told.table.total.points == told.table.sum.points + told.table.bonus
    assert told.table.total.average == told.outcome.average


def test_the_table_in_json_is_plain_text() -> None:
    told = table("10", U51="B12,5@2023").to_json()
    assert told["total"] == {"points": "266.25", "coefficients": "26", "moyenne": "10.24"}
    assert told["lignes"][8] == {
        "unite": "U51",
        "intitule": "Français",
        "note": "12.5",
        "origine": "conservée, session 2023",
        "coefficient": "2.5",
        "produit": "31.25",
        "points_ajoutes": None,
        "bloc_acquis": True,
    }


def test_a_compulsory_block_shows_the_mark_it_was_judged_on() -> None:
    blocs = tuple(Bloc(f"RNCP37674BC0{rank}", f"Bloc {rank}") for rank in (1, 2))
    rules = reglement_de_la_fiche("RNCP37674", "Titre d'essai", blocs, 2026).at()
    told = explain(rules, candidate(rules, BC01="9,5", BC02="12"), with_changes=False).table
    assert [(row.mark, row.acquired) for row in told.rows] == [(950, False), (1200, True)]


def test_what_a_jury_appreciates_without_marks_says_so_and_hides_nothing_else() -> None:
    law = reglement("bp_invente").at(2026)
    route, told = "fpc_public_habilite_ccf_sans_note", {"appreciation": "ajourne"}
    person = candidate(law, "", voie=route, declare=told, U10="AB", U20="B12@2024", U31="14", U50="DI")
    table = explain(law, person, with_changes=False).table
    assert {row.unit: row.origin for row in table.rows} == {
        **{"U10": "absence non justifiée", "U20": "conservée, session 2024", "U31": "appréciée sans note"},
        **{"U32": "appréciée sans note", "U40": "appréciée sans note", "U50": "dispense"},
    }


def test_a_unit_on_which_the_jury_has_yet_to_speak_is_not_told_as_still_to_be_sat() -> None:
    rules = titre("tp_invente").at(2026)
    declared = declare({"MSP", "DP", "ECF", "ENTRETIEN"}, "", "titre")
    waiting = Candidate("1", rules.reglement.famille.voie("formation"), {}, declare=declared)
    shown = explain(rules, waiting, with_changes=False)
    assert shown.outcome.decision is Decision.A_DECIDER
    assert {row.origin for row in shown.table.rows} == {"pas encore décidé"}
