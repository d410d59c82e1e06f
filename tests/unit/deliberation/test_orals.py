"""« Que me faut-il à l'oral ? », on worked examples."""

from dataclasses import replace
from fractions import Fraction

import pytest

from laureat.deliberation.explain import explain
from laureat.deliberation.oral_choices import Choice, Oral
from laureat.deliberation.orals import Orals
from laureat.deliberation.parts import orals as orals_in_words
from laureat.vocabulary import Decision, format_hundredths
from support.deliberations import candidate, reglement

TRPM = reglement("RNCP35697").at()
CRSA = reglement("bts_crsa").at(2024)
NEUF = {"U2": "10", "U31": "10", "U32": "10"}


def orals(controle: dict[str, str] | None = None, **cells: str) -> Orals:
    told = explain(TRPM, candidate(TRPM, "9", controle, **{**NEUF, **cells})).orals
    assert told is not None
    return told


def codes(told: Orals) -> set[str]:
    return {"+".join(oral.unit for oral in choice.orals) for choice in told.choices}


def test_every_pair_has_one_unit_of_each_group() -> None:
    assert codes(orals()) == {f"{a}+{b}" for a in ("U11", "U12", "U33", "U34") for b in ("U51", "U52")}


def test_a_dispensed_unit_cannot_be_chosen() -> None:
    assert codes(orals(U11="DI", U12="VA", U33="NU")) == {"U34+U51", "U34+U52"}


def test_with_a_whole_group_dispensed_one_oral_is_left() -> None:
    told = orals(U51="DI", U52="VA")
    assert codes(told) == {"U11", "U12", "U33", "U34"}
    assert told.alone == ()


def test_where_one_oral_alone_may_be_sat_it_is_told_so_and_missing_it_closes_the_control_test() -> None:
    """All the general units of a BTS dispensed but one; all those of a group of a bac pro."""
    one = {"U1": "DI", "U2": "DI", "U31": "DI", "U32": "7", "U4": "10", "U51": "10", "U52": "10", "U61": "10"}
    told = explain(CRSA, candidate(CRSA, "10", **one))
    assert "Vous pouvez passer un seul oral de contrôle : Sciences physiques" in " ".join(
        step.text for step in told.rights
    )
    assert list(told.orals.sentences())[-1].startswith("Sans aucun oral : ajourné, moyenne 9,")
    assert list(orals(U51="DI", U52="VA").sentences())[-1].startswith("Sans aucun oral : ajourné, moyenne 9,")
    missed = candidate(CRSA, "10", {"U32": "AB"}, **one)
    assert explain(CRSA, missed).outcome.decision is Decision.AJOURNE


def test_the_least_marks_are_those_of_the_arithmetic() -> None:
    """9 everywhere but 10 in the trade: 246 points of 260; 14 points are to gain, at 1,5 or 1 and 2,5 a point."""
    told = orals()
    maths = next(choice for choice in told.choices if [oral.unit for oral in choice.orals] == ["U11", "U51"])
    assert maths.cheapest() == (1000, 1400)  # 1,5 + 12,5
    assert (0, 1500) in maths.assumed  # 15 in French alone
    assert (1850, 900) not in maths.assumed  # 14,25 from maths alone: French may stay as it was
    assert (1850, 0) in maths.assumed
    choice, marks = told.best()
    assert (choice.gain(marks), choice.told(marks)) == (600, "15 en Français (au lieu de 9)")


def test_where_every_first_mark_is_zero_an_oral_still_takes_nothing_away() -> None:
    """13 in the trade alone: 221 points of 260; 39 are to gain, and each point of an oral is gained."""
    nothing = dict.fromkeys(("U1", "U2", "U31", "U32"), "0")
    told = explain(CRSA, candidate(CRSA, "13", **nothing)).orals
    assert told is not None
    assert told.keeps_best
    first = next(iter(told.sentences()))
    assert first.startswith(
        "Le moins à gagner, 13 points en tout : 13 en Culture générale et expression (au lieu de 0)"
    )


def test_what_stays_with_one_oral_or_none_is_said() -> None:
    told = list(orals().sentences())
    assert told[0] == "Le moins à gagner, 6 points en tout : 15 en Français (au lieu de 9)."
    assert "suffit seul à partir de : Mathématiques, 18,5 ; Physique-chimie, 18,5 ; Français, 15 ;" in told[-2]
    assert told[-1] == "Sans aucun oral : ajourné, moyenne 9,46."


def test_for_sure_is_dearer_where_a_coefficient_is_not_known() -> None:
    told = orals(U2="11")  # four points more with the assumed coefficient, three with the least one
    assert (told.best()[1], told.best(sure=True)[1]) == ((1300,), (1350,))
    french = next(choice for choice in told.alone if choice.orals[0].unit == "U51")
    assert (french.cheapest(), french.cheapest(sure=True)) == ((1300,), (1350,))


def test_nothing_is_sure_where_the_control_test_itself_hangs_on_a_coefficient() -> None:
    told = orals(U31="9,5", U32="11,5")
    assert told.best() is not None
    assert told.best(sure=True) is None
    assert any("Aucune note ne garantit" in text for text in told.sentences())


def test_no_mark_may_be_enough() -> None:
    told = orals(U4="0", U6="0", U7="0", U11="DI", U12="DI", U33="DI", U34="19", U51="19", U52="DI")
    assert told.best() is None
    assert next(told.sentences()) == "Aucune note aux oraux ne permet d'atteindre la moyenne d'admission."


def test_an_oral_missed_with_an_excuse_is_still_to_sit_and_the_other_is_past() -> None:
    told = orals({"U11": "11", "U51": "AJ"})
    assert codes(told) == {"U51"}
    assert told.choices[0].assumed == ((1350,),)  # 3 points from maths, 11 to gain at 2,5
    assert list(told.sentences())[-1] == "Sans autre oral : ajourné, moyenne 9,57."


@pytest.mark.parametrize("toutes", ["10", "7", "VA"])
def test_nobody_else_is_told_of_orals(toutes: str) -> None:
    assert explain(TRPM, candidate(TRPM, toutes)).orals is None


def test_a_bts_chooses_any_two_general_units() -> None:
    told = explain(CRSA, candidate(CRSA, "9", U4="10", U51="10", U52="10", U61="10", U62="11")).orals
    assert codes(told) == {"U1+U2", "U1+U31", "U1+U32", "U2+U31", "U2+U32", "U31+U32"}
    assert not told.uncertain
    assert all(choice.assumed == choice.sure for choice in told.choices)
    first = told.choices[0]
    assert (900, 1050) not in first.assumed
    assert first.cheapest() == (1000, 0)  # one point of 3 is all that lacks


def test_every_minimal_couple_is_printed_the_cheapest_first_and_pairs_alike_share_a_line() -> None:
    told = explain(CRSA, candidate(CRSA, "9", U4="10", U51="10", U52="10", U61="10", U62="10")).orals
    lines = [line.cells for line in orals_in_words(told).lines]
    assert [cells[0].count(", ou ") for cells in lines] == [2, 2]
    assert lines[0][1] == (
        "le moins à gagner (3 points) : 12 et aucun gain ; ou encore : aucun gain et 13,5 ; 9,5 et 13 ; 10 et 12 ; "
        "10,5 et 11,5 ; 11 et 10,5 ; 11,5 et 10"
    )
    for choice, couple in ((each, couple) for each in told.choices for couple in each.assumed):
        marks = " et ".join(
            format_hundredths(m) if m > o.first else "aucun gain" for m, o in zip(couple, choice.orals, strict=True)
        )
        assert any(all(oral.label in pair for oral in choice.orals) and marks in needed for pair, needed in lines)


def test_a_couple_for_sure_stands_beside_the_one_that_is_supposed() -> None:
    told = orals(U2="11")
    for line, choice in zip(orals_in_words(told).lines, told.choices, strict=False):
        _, assumed, sure = line.cells
        assert assumed.count(" et ") == len(choice.assumed)
        assert sure.count(" et ") == len(choice.sure)


def test_before_2022_marks_are_told_and_never_a_gain() -> None:
    """9 points of 16 at 10 in the trade, 9 elsewhere: 306/32 = 9,5625; the orals weigh for half: 10,4375 is enough."""
    rules = reglement("bacpro_photographie").at(2014)
    trade = {unit.code: "10" for unit in rules.mandatory if unit.professional}
    one = candidate(rules, "9", **trade)
    told = explain(rules, one).orals
    assert next(told.sentences()) == "La note la plus basse qui suffit : 10,5 en Mathématiques."
    assert list(told.sentences())[-2:] == [
        "La note d'un oral compte telle quelle, même plus basse que la première : avec 0 au seul oral passé, ajourné, "
        "moyenne 4,78.",
        "Sans aucun oral : ajourné, moyenne 9,56.",
    ]
    assert told.failed.average == Fraction(153, 32)
    assert told.choices[0].cheapest() == (1050, 1050)
    needed = orals_in_words(told).lines[0].cells[1]
    assert needed.startswith("10,5 et 10,5 ; 10 et 11 ; 11 et 10 ; 9,5 et 11,5")
    assert "5 et 16" in needed
    assert not any("gain" in text or "gagner" in text for text in (*told.sentences(), needed))
    assert told.to_json()["le_moins_a_gagner"] == {"notes": {"U11": "10.5"}, "demi_points_a_gagner": None}
    pair = [oral.unit for oral in told.choices[0].orals]
    for first, second in told.choices[0].assumed:  # as the law told plainly counts them
        sat = {code: format_hundredths(mark) for code, mark in zip(pair, (first, second), strict=True)}
        assert str(explain(rules, candidate(rules, "9", sat, **trade)).outcome.decision) == "admis"
        assert (Fraction(306, 32) + Fraction(first + second, 200)) / 2 >= 10
        assert (Fraction(306, 32) + Fraction(first + second - 50, 200)) / 2 < 10


def test_in_json_every_minimal_couple_stands() -> None:
    told = orals().to_json()
    assert told["le_moins_a_gagner"] == {"notes": {"U51": "15"}, "demi_points_a_gagner": 12}
    assert {"U11": "9.5", "U51": "14.5"} in told["choix"][0]["notes_minimales"]
    assert (told["sans_oral"], told["un_oral_sans_gain"]) == ("ajourne", "ajourne")


def test_an_oral_where_the_first_mark_is_enough_is_not_told_as_needed() -> None:
    choice = Choice((Oral("U1", "Français", 800), Oral("U2", "Mathématiques", 1200)), ((1000, 1150),), ())
    assert choice.told((1000, 1150)) == choice.told((1000, 1200)) == "10 en Français (au lieu de 8)"
    assert replace(choice, keeps_best=False).told((1000, 1150)) == "10 en Français et 11,5 en Mathématiques"
