"""What grids refuse, what they keep apart, and what an assessor may settle."""

import json
import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from laureat.grilles import (
    ChosenWeights,
    Filled,
    Grid,
    NotSettled,
    Outcome,
    Standing,
    attainable,
    compute,
    parse_points,
    read_grids,
    replaced_questions,
    settle,
    typed_mark,
)
from laureat.grilles.entries import imposed_text, parse_imposed
from support.grilles_au_hasard import by_the_script
from unit.grilles.test_cas import GRIDS, sheet

PROPOSAL = (Path(__file__).parent / "cas" / "proposition.yaml").read_text(encoding="utf-8")
PROJECT, MATHEMATICS = read_grids(PROPOSAL, "proposition.yaml")


def ticked(grid: Grid, **levels: str) -> Filled:
    """Level 2 everywhere, but for some lines."""
    return Filled({code: levels.get(code.replace(".", "_"), "2") for code in grid.lines(grid.situations[0])})


def test_two_situations_weigh_as_said_and_are_rounded_once() -> None:
    first = ticked(PROJECT, C2_1="3", C2_2="1", C2_3="1", C3_1="NE")
    second = ticked(PROJECT, C3_1="1", C4_1="3", C1_2="3")
    found = compute(PROJECT, {"S1": first, "S2": second}, 2026)
    assert found.raw is not None
    assert found.situations[0].coverage == Fraction(9, 10)
    one, two = (result.raw for result in found.situations)
    assert one is not None
    assert two is not None
    assert found.raw == (one + 2 * two) / 3
    assert found.mark == 1400


def test_the_terminal_test_replaces_the_others_and_is_not_filled_with_them() -> None:
    sheet_of = ticked(PROJECT)
    assert compute(PROJECT, {"P": sheet_of}, 2026).mark == 1350
    with pytest.raises(ValueError, match="P remplace les autres"):
        compute(PROJECT, {"P": sheet_of, "S1": sheet_of}, 2026)


def test_an_indispensable_line_under_its_level_is_signalled() -> None:
    found = compute(PROJECT, {"P": ticked(PROJECT, C2_3="0")}, 2026)
    assert found.alerts == ("P, C2.3 : critère indispensable sous le niveau 1",)
    assert not compute(PROJECT, {"P": ticked(PROJECT, C2_3="1")}, 2026).alerts


@pytest.mark.parametrize(
    ("values", "told"),
    [({"C9": "1"}, "ligne inconnue"), ({"C1.1": "9"}, "n'est pas un niveau"), ({"C1.1": "x "}, "n'est pas un niveau")],
)
def test_what_the_grid_does_not_know_is_refused(values: dict[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        compute(PROJECT, {"S1": Filled(values)}, 2026)


def test_a_bonus_beyond_what_the_grid_permits_is_refused() -> None:
    grid = GRIDS["ESSAI-R1"]
    full = sheet(grid, "S", {"lignes": ["3 3 3 3 3"] * 4, "bonus": "2,5"})
    with pytest.raises(ValueError, match="le bonus sort de ce que la grille permet"):
        compute(grid, {"S": full}, 2026)


def test_two_levels_worth_the_same_stay_two_levels() -> None:
    told: dict[str, Any] = yaml.load(PROPOSAL, yaml.BaseLoader)[0]
    told["niveaux"] = {"codes": ["a", "b", "c", "d"], "valeurs": ["0", "2", "2", "3"]}
    told["competences"][1]["criteres"][2].pop("indispensable")
    (grid,) = read_grids(yaml.safe_dump([told]), "essai.yaml")
    results = [compute(grid, {"P": Filled(dict.fromkeys(grid.lines(grid.situations[2]), code))}, 2026) for code in "bc"]
    assert results[0].mark == results[1].mark
    assert [line.value for line in results[0].situations[0].lines] != [
        line.value for line in results[1].situations[0].lines
    ]


def test_levels_deduced_from_indicators_cover_every_count_and_some_levels_are_out_of_reach() -> None:
    steps = "paliers: [{des: 0, niveau: '1'}, {des: 1, niveau: '2'}, {des: 2, niveau: '4'}]"
    told = f"""\
- grille: E-U1
  edition: "1"
  statut: hypothese
  niveaux: {{codes: ["1", "2", "3", "4"], valeurs: [1, 2, 3, 4]}}
  calcul: {{mode: pondere, arrondi: {{pas: "0,5", sens: superieur}}}}
  situations: [{{code: S, forme: ccf}}]
  competences:
  - {{code: C, poids: 100, texte: a, criteres: [{{code: C1, poids: 100, texte: a, indicateurs: [un, deux], {steps}}}]}}
"""
    (grid,) = read_grids(told, "essai.yaml")
    (criterion,) = grid.criteria
    assert [criterion.level_of(count) for count in range(3)] == ["1", "2", "4"]
    assert criterion.reachable == ("1", "2", "4")
    assert attainable(grid) == (500, 2000)


def test_the_least_and_the_greatest_mark_are_known() -> None:
    assert attainable(PROJECT) == (0, 2000)
    assert attainable(GRIDS["ESSAI-R1"]) == (0, 2000)
    assert attainable(GRIDS["ESSAI-BINAIRE"]) is None


def test_the_subject_of_the_day_takes_the_place_of_the_example_and_makes_the_total() -> None:
    subject = [{"q": "1", "competence": "A", "points": "12"}, {"q": "2", "competence": "E", "points": "8"}]
    grid = replaced_questions(MATHEMATICS, "S1", subject)
    assert grid.lines(grid.situation("S1")) == ("1", "2")
    assert grid.lines(grid.situation("S2")) == ("1a", "1b", "2a", "2b", "3")
    with pytest.raises(ValueError, match="font 12, et non 20"):
        replaced_questions(MATHEMATICS, "S1", subject[:1])


def eps() -> Grid:
    lines = [f"{{code: {c}1, poids: 100, texte: a}}" for c in "ABC"]
    competences = "\n".join(
        f"  - {{code: {c}, poids: {w}, texte: a, criteres: [{line}]}}"
        for c, w, line in zip("ABC", (12, 4, 4), lines, strict=True)
    )
    (grid,) = read_grids(
        f"""\
- grille: E-U7
  edition: "1"
  statut: hypothese
  niveaux: {{codes: ["0", "1"], valeurs: [0, 1]}}
  calcul: {{mode: pondere, somme_poids: 20, arrondi: {{pas: "0,5", sens: superieur}}}}
  situations: [{{code: S, forme: ccf}}]
  competences:
{competences}
  choix: {{competences: [B, C], repartitions: [[4, 4], [6, 2], [2, 6]]}}
""",
        "eps.yaml",
    )
    return grid


def test_a_share_of_the_points_is_chosen_by_the_candidate_before_the_test() -> None:
    grid, sheets = eps(), {"S": Filled({"A1": "1", "B1": "1", "C1": "0"})}
    assert compute(grid, sheets, 2026).outcome is Outcome.INCOMPLET
    before, day = date(2026, 3, 1), date(2026, 3, 2)
    assert compute(grid, sheets, 2026, ChosenWeights((6, 2), before, day)).mark == 1800
    assert compute(grid, sheets, 2026, ChosenWeights((2, 6), before, day)).mark == 1400
    with pytest.raises(ValueError, match="répartition inconnue : 8-0"):
        compute(grid, sheets, 2026, ChosenWeights((8, 0), before, day))
    with pytest.raises(ValueError, match="avant le jour de l'épreuve"):
        ChosenWeights((6, 2), day, day)


def test_a_typed_mark_off_its_step_is_refused_with_the_rounded_one_offered() -> None:
    grid = GRIDS["ESSAI-U6"]
    assert typed_mark(grid, "12,5", 2026) == Fraction(25, 2)
    with pytest.raises(ValueError, match="donnerait 12,5"):
        typed_mark(grid, "12,1", 2026)
    with pytest.raises(ValueError, match="n'est pas entre 0 et 20"):
        typed_mark(grid, "20,5", 2026)


def test_the_mark_is_settled_within_its_margin_with_a_reason_and_a_comment_below_ten() -> None:
    found = compute(PROJECT, {"P": ticked(PROJECT)}, 2026)
    assert settle(found, 1350).reason == ""
    assert settle(found, 1500, reason="Autonomie constatée à l'oral").mark == 1500
    with pytest.raises(NotSettled, match="demande un motif"):
        settle(found, 1400)
    with pytest.raises(NotSettled, match="au plus 2"):
        settle(found, 1600, reason="Très bien")
    with pytest.raises(NotSettled, match="multiple de 0,5"):
        settle(found, 1390, reason="Entre les deux")
    low = compute(PROJECT, {"P": ticked(PROJECT, **dict.fromkeys(("C1_1", "C1_2", "C2_1", "C2_2"), "0"))}, 2026)
    assert low.mark is not None
    with pytest.raises(NotSettled, match="appréciation"):
        settle(low, low.mark)
    assert settle(low, low.mark, comment="Poste non réglé").comment == "Poste non réglé"


def test_nothing_is_settled_of_a_grid_that_lacks_a_line() -> None:
    sheet_of = ticked(PROJECT)
    short = replace(sheet_of, values={code: value for code, value in sheet_of.values.items() if code != "C1.1"})
    with pytest.raises(NotSettled, match=r"P : C1\.1"):
        settle(compute(PROJECT, {"P": short}, 2026), 1400)


def test_a_mark_set_by_a_text_is_settled_as_it_is() -> None:
    imposed = Filled(standing=Standing.IMPOSED, imposed=Fraction(20), text="sportif de haut niveau")
    found = compute(PROJECT, {"P": imposed}, 2026)
    assert settle(found, 2000).mark == 2000
    with pytest.raises(NotSettled, match="aucun"):
        settle(found, 1900, reason="non")


def test_two_faults_that_cancel_out_in_an_average_are_still_two_faults() -> None:
    """A line without a cross and a line with two: the check of a workbook found three on average, and passed."""
    sheet_of = ticked(PROJECT)
    values = {**sheet_of.values, "C1.2": "2 3"}
    del values["C1.1"]
    with pytest.raises(ValueError, match="n'est pas un niveau"):
        compute(PROJECT, {"P": Filled(values)}, 2026)
    del values["C1.2"]
    assert compute(PROJECT, {"P": Filled(values)}, 2026).missing == ("P : C1.1, C1.2",)


def test_nothing_written_is_never_zero_whatever_the_grid_does_of_what_is_missing() -> None:
    told: dict[str, Any] = yaml.load(PROPOSAL, yaml.BaseLoader)[0]
    told["calcul"] |= {"situation_vide": "zero", "absence": "zero"}
    (grid,) = read_grids(yaml.safe_dump([told]), "essai.yaml")
    assert compute(grid, {}, 2026).outcome is Outcome.INCOMPLET
    absent = Filled(standing=Standing.ABSENT)
    assert compute(grid, {"S1": absent, "S2": absent}, 2026).outcome is Outcome.ABSENT
    assert compute(grid, {"S1": absent}, 2026).outcome is Outcome.INCOMPLET
    half = compute(grid, {"S1": absent, "S2": ticked(grid)}, 2026)
    assert half.raw == Fraction(2, 3) * Fraction(40, 3)


def test_a_mark_that_one_text_sets_is_settled_as_the_text_says_and_never_rounded() -> None:
    imposed = Filled(standing=Standing.IMPOSED, imposed=Fraction(1233, 100), text="arrêté du 17/06/2020")
    found = compute(PROJECT, {"P": imposed}, 2026)
    assert (found.outcome, found.mark, found.mark_text) == (Outcome.IMPOSEE, 1233, "12,33")
    assert settle(found, 1233, comment="x").mark == 1233
    with pytest.raises(NotSettled, match="écart permis par la grille : aucun"):
        settle(found, 1250, comment="x")
    assert imposed_text(parse_imposed("12,33 arrêté du x", 20)) == "12,33 arrêté du x"
    with pytest.raises(ValueError, match="plus de deux décimales"):
        parse_imposed("12,333 arrêté du x", 20)


def test_without_a_rounding_for_the_session_there_is_no_mark_and_it_is_said() -> None:
    later = replace(
        PROJECT.calculation, roundings=tuple(replace(one, since=2099) for one in PROJECT.calculation.roundings)
    )
    found = compute(replace(PROJECT, calculation=later), {"P": ticked(PROJECT)}, 2026)
    assert (found.outcome, found.mark) == (Outcome.INCOMPLET, None)
    assert found.missing == ("aucun arrondi n'est donné pour la session 2026",)
    with pytest.raises(NotSettled, match="aucun arrondi"):
        settle(found, 1350)


@pytest.mark.parametrize(("standing", "told"), [(Standing.ABSENT, "absent"), (Standing.EXEMPT, "dispensé")])
def test_crosses_beside_an_absence_are_signalled(standing: Standing, told: str) -> None:
    found = compute(PROJECT, {"P": replace(ticked(PROJECT), standing=standing)}, 2026)
    assert found.alerts == (f"P : {told}, et des lignes sont remplies : elles ne comptent pas",)
    assert not compute(PROJECT, {"P": Filled(standing=standing)}, 2026).alerts


def test_a_negative_number_is_said_to_be_one() -> None:
    with pytest.raises(ValueError, match="« -1 » est négatif"):
        parse_points("-1")


@pytest.mark.parametrize("mode", ["binaire", "profil"])
def test_where_nothing_is_weighed_what_was_assessed_is_a_part_of_the_lines(mode: str) -> None:
    levels = {"codes": ["non", "oui"], "valeurs": [0, 1], "non_evalue": "NE"}
    lines = [{"code": f"C1.{rank}", "texte": "faire"} for rank in (1, 2, 3, 4)]
    told = {"grille": "E-U1", "edition": "1", "statut": "hypothese", "niveaux": levels, "calcul": {"mode": mode}}
    told |= {"situations": [{"code": "S", "forme": "ccf"}]}
    told |= {"competences": [{"code": "C1", "texte": "Faire", "criteres": lines}]}
    (grid,) = read_grids(json.dumps([told]), "essai.json")
    parts = []
    every = dict.fromkeys(grid.lines(grid.situations[0]), "oui")
    for ticked in ({}, {"C1.1": "oui"}, {"C1.1": "oui", "C1.2": "non", "C1.3": "NE"}, every):
        found = compute(grid, {"S": Filled(ticked)}, 2026)
        parts.append(found.coverage_text)
        assert found.raw is None
        if shutil.which("node"):
            (tablet,) = by_the_script([(grid, 2026, {"S": ticked})])
            assert tablet["couverture"] == found.coverage_text
    assert parts == ["0 %", "25 %", "50 %", "100 %"]
