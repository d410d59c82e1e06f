"""On the threshold: those whose exact average is 10, 12, 14, 16 or 18 pass it, where floats would refuse some."""

import random
from fractions import Fraction
from functools import reduce
from operator import add

import pytest

from laureat.deliberation.candidate import decide
from laureat.deliberation.outcome import Candidate
from laureat.vocabulary import Cell, UnitStatus
from support.deliberations import PUBLIC, in_columns, one_by_one, specialite_fictive

RULES = specialite_fictive().at()
COEFFICIENTS = {unit.code: RULES.coefficient(unit).value for unit in RULES.mandatory}
TOTAL = sum(COEFFICIENTS.values())


def on_the_threshold(threshold: int, count: int) -> list[Candidate]:
    """Candidates whose exact average is the threshold (in points): points given here are taken there."""
    rng = random.Random(threshold)
    people: list[Candidate] = []
    while len(people) < count:
        halves = {code: rng.randint(2 * threshold - 8, min(40, 2 * threshold + 8)) for code in COEFFICIENTS}
        missing = 2 * threshold * TOTAL - sum(c * halves[code] for code, c in COEFFICIENTS.items())
        for code in rng.sample(list(halves), len(halves)):
            moved = max(-halves[code], min(40 - halves[code], round(missing / COEFFICIENTS[code])))
            halves[code] += moved
            missing -= moved * COEFFICIENTS[code]
        if missing == 0:
            cells = {code: Cell(UnitStatus.NOTE, 50 * half) for code, half in halves.items()}
            people.append(Candidate(str(len(people)), PUBLIC, cells))
    return people


def _float_average(candidate: Candidate) -> float:
    """As a spreadsheet would: each mark times the share of its coefficient, added one by one (sum() does better)."""
    return reduce(add, (c / TOTAL * (candidate.cell(code).mark / 100) for code, c in COEFFICIENTS.items()))


@pytest.mark.parametrize(("threshold", "mention"), [(10, ""), (12, "AB"), (14, "B"), (16, "TB"), (18, "TBF")])
def test_an_average_exactly_on_the_threshold_passes_it(threshold: int, mention: str) -> None:
    people = on_the_threshold(threshold, 300)
    assert {decide(RULES, candidate).average for candidate in people} == {Fraction(threshold)}
    expected = [("admis", mention, f"{threshold}.00")] * len(people)
    for decided in (one_by_one(RULES, people), in_columns(RULES, people)):
        assert [(row["decision"], row["mention"], row["moyenne"]) for row in decided] == expected


def test_floats_would_refuse_some_of_them() -> None:
    refused = sum(_float_average(candidate) < 10 for candidate in on_the_threshold(10, 300))
    assert refused > 15, "this cohort no longer shows why marks are whole numbers"


@pytest.mark.parametrize("coefficients", [(333, 777, 111), (301, 599, 107)])
def test_coefficients_to_the_hundredth_stay_exact(coefficients: tuple[int, int, int]) -> None:
    names = ("coefficient_U2", "coefficient_U31", "coefficient_U32")
    rules = RULES.with_parameters(RULES.parameters.with_values(dict(zip(names, coefficients, strict=True))))
    for mark, decision in ((1000, "admis"), (950, "ajourne")):
        everywhere = {unit.code: Cell(UnitStatus.NOTE, mark) for unit in rules.mandatory}
        people = [Candidate("1", PUBLIC, everywhere)]
        assert [row["decision"] for row in one_by_one(rules, people)] == [decision]
        assert [row["decision"] for row in in_columns(rules, people)] == [decision]
