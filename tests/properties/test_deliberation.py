"""What must hold of any candidate: both engines agree, with each other and with the law told plainly."""

import itertools
import random
from dataclasses import replace
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laureat.deliberation import cohort
from laureat.deliberation.candidate import decide
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.rules import ParameterStatus
from laureat.vocabulary import RANK, Decision, UnitStatus
from support.deliberations import (
    candidates,
    cohorts,
    frame_of,
    in_columns,
    one_by_one,
    random_candidate,
    reglement,
    specialite_fictive,
)
from support.loi_simple import plain

TRPM = reglement("RNCP35697").at()
UNITS = tuple(unit.code for unit in TRPM.units)
few = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), database=None)
many = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def _coefficients(rules: SessionRules) -> dict[str, Fraction]:
    return {unit.code: Fraction(rules.coefficient(unit).value, 100) for unit in rules.mandatory}


@few
@given(cohorts(UNITS, 150))
def test_one_candidate_and_the_cohort_agree_on_every_field(people: list[Candidate]) -> None:
    assert in_columns(TRPM, people) == one_by_one(TRPM, people)


@pytest.mark.parametrize("session", [2021, 2023])
@few
@given(people=cohorts(UNITS, 150))
def test_they_agree_under_the_former_rules_too(session: int, people: list[Candidate]) -> None:
    rules = specialite_fictive().at(session)
    assert in_columns(rules, people) == one_by_one(rules, people)


@pytest.mark.parametrize(
    ("nom", "session"), [("RNCP35697", 2026), ("fictif", 2026), ("fictif", 2023), ("fictif", 2021)]
)
@many
@given(candidate=candidates(UNITS))
def test_the_rules_decide_as_the_law_told_plainly(nom: str, session: int, candidate: Candidate) -> None:
    rules = reglement(nom).at(session)
    outcome = decide(rules, candidate)
    expected = plain(candidate, _coefficients(rules), session)
    assert (str(outcome.decision), str(outcome.mention)) == (expected.decision, expected.mention)
    assert outcome.average == expected.average
    assert outcome.certificat == expected.certificat


@many
@given(candidate=candidates(UNITS), data=st.data())
def test_raising_a_mark_never_worsens_a_decision(candidate: Candidate, data: st.DataObject) -> None:
    before = decide(TRPM, candidate)
    headings = [(code, candidate.cells) for code in candidate.cells] + [
        (c, candidate.controle) for c in candidate.controle
    ]
    raisable = [
        (code, cells) for code, cells in headings if cells[code].status in (UnitStatus.NOTE, UnitStatus.BENEFICE)
    ]
    if not raisable:
        return
    code, cells = data.draw(st.sampled_from(raisable))
    higher = replace(cells[code], mark=data.draw(st.integers(cells[code].mark // 50, 40)) * 50)
    changed = {**cells, code: higher}
    raised = replace(candidate, **{"cells" if cells is candidate.cells else "controle": changed})
    after = decide(TRPM, raised)
    if before.decision in RANK:
        assert RANK[after.decision] >= RANK[before.decision]
        # Admitted after the control test, then on the first average: the mention may only appear.
        assert after.mention >= before.mention
    else:
        assert after.decision == before.decision


@few
@given(people=cohorts(UNITS, 200), seed=st.integers())
def test_the_order_of_rows_is_indifferent(people: list[Candidate], seed: int) -> None:
    order = list(range(len(people)))
    random.Random(seed).shuffle(order)
    decided = in_columns(TRPM, people)
    assert in_columns(TRPM, [people[i] for i in order]) == [decided[i] for i in order]


@few
@given(people=cohorts(UNITS, 150))
def test_deliberating_twice_changes_nothing_and_gives_one_decision_a_row(people: list[Candidate]) -> None:
    frame = frame_of(TRPM, people)
    kept = frame.clone()
    first, second = cohort.deliberate(TRPM, frame), cohort.deliberate(TRPM, frame)
    assert first.equals(second)
    assert frame.equals(kept)
    assert first.height == len(people)
    assert first["decision"].null_count() == 0
    assert set(first["decision"].cast(pl.String)) <= {str(decision) for decision in Decision}


RESULTS = ("decision", "mention", "blocs", "certificat")
"""What certainty is about."""


corners_and_inside = st.fixed_dictionaries(
    {
        p.name: st.one_of(st.sampled_from(p.bounds), st.integers(*p.bounds))
        for p in TRPM.parameters.hypotheses
        if p.bounds
    }
)


@few
@given(people=cohorts(UNITS, 200), drawn=st.lists(corners_and_inside, min_size=6, max_size=6))
def test_certain_is_never_contradicted_by_coefficients_within_their_bounds(
    people: list[Candidate], drawn: list[dict[str, int]]
) -> None:
    told = in_columns(TRPM, people)
    for values in drawn:
        read = [
            replace(TRPM.parameters[name], value=value, bounds=None, status=ParameterStatus.DEDUIT)
            for name, value in values.items()
        ]
        rules = TRPM.with_parameters(TRPM.parameters.replaced(read))
        for row, other in zip(told, in_columns(rules, people), strict=True):
            if row["certitude"] == "certain":
                assert [other[name] for name in RESULTS] == [row[name] for name in RESULTS], (row, values)


@few
@given(
    people=cohorts(UNITS, 40, codes=False),
    drawn=st.lists(corners_and_inside, min_size=3, max_size=3),
)
def test_a_unit_that_is_not_named_may_take_any_coefficient(
    people: list[Candidate], drawn: list[dict[str, int]]
) -> None:
    """With the units named held at their assumed values, the others change nothing."""
    for candidate in people:
        outcome = decide(TRPM, candidate)
        for values in drawn:
            free = {
                name: v for name, v in values.items() if name.removeprefix("coefficient_") not in outcome.depends_on
            }
            if outcome.depends_on and len(outcome.depends_on) < 3 and free:
                rules = TRPM.with_parameters(TRPM.parameters.with_values(free))
                other = decide(rules, candidate)
                held, freed = ([one.row("")[name] for name in RESULTS] for one in (outcome, other))
                assert freed == held, (candidate, free)


def test_certain_is_said_exactly_where_every_corner_agrees() -> None:
    people = [random_candidate(seed, UNITS) for seed in range(1200)]
    told = [row["certitude"] == "certain" for row in in_columns(TRPM, people)]
    unsure = TRPM.parameters.hypotheses
    issues = []
    for corner in itertools.product(*(p.bounds for p in unsure if p.bounds)):
        values = {p.name: value for p, value in zip(unsure, corner, strict=True)}
        rules = TRPM.with_parameters(TRPM.parameters.with_values(values))
        issues.append([[row[name] for name in RESULTS] for row in in_columns(rules, people)])
    assert len(issues) == 8
    agree = [all(issue == first for issue in others) for first, *others in zip(*issues, strict=True)]
    assert told == agree
    assert 100 < told.count(False) < 600
