"""What an explanation claims, against brute force: deciding again, one by one, what it says would be."""

import itertools
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from laureat.deliberation.candidate import decide, evaluate, issue_of
from laureat.deliberation.changes import nearest_changes
from laureat.deliberation.explain import explain
from laureat.deliberation.oral_choices import Choice
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.tipping import Tipping
from laureat.vocabulary import MARK_MAX, MARK_STEP, Cell, Decision, InvalidInput, UnitStatus
from support.deliberations import SEEDS, candidates, random_candidate, reglement

TRPM = reglement("RNCP35697").at()
AVANT = reglement("fictif").at(2021)
CRSA = reglement("bts_crsa").at(2024)
LAWS = {"bac pro": TRPM, "bac pro 2021": AVANT, "bts": CRSA}
CODES = tuple(unit.code for unit in TRPM.units)
few = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
fewer = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)
many = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def any_candidate(rules: SessionRules, seed: int) -> Candidate:
    """A candidate of the bac pro, or of a BTS with marks alone around ten."""
    if rules is not CRSA:
        return random_candidate(seed, CODES)
    random = Random(seed)
    famille = rules.reglement.famille
    cells = {
        unit.code: Cell(UnitStatus.NOTE, (random.randint(18, 24) if unit.professional else random.randint(6, 22)) * 50)
        for unit in rules.mandatory
    }
    if random.random() < 0.3:
        cells[random.choice([unit.code for unit in rules.control_units])] = Cell(random.choice(CODES_AT_ORALS))
    return Candidate(str(seed), famille.voies[0], cells)


CODES_AT_ORALS = (UnitStatus.DISPENSE, UnitStatus.VALIDE_VAE, UnitStatus.ABSENT_JUSTIFIE, UnitStatus.ANNULE)


@many
@given(candidates(CODES))
def test_the_table_adds_up_to_the_average(one: Candidate) -> None:
    told = explain(TRPM, one, with_changes=False)
    if told.outcome.average is None:
        assert told.table.total is None
        return
    rows = [row for row in told.table.rows if row.coefficient is not None]
    assert all(row.product == row.coefficient * row.mark for row in rows)
    assert told.table.sum.points == sum(row.product for row in rows)
    assert told.table.sum.coefficients == sum(row.coefficient for row in rows)
    assert told.table.bonus == 100 * sum(row.bonus or 0 for row in told.table.rows)
    assert told.table.total.points == told.table.sum.points + told.table.bonus + 100 * told.table.projet
    assert told.table.total.average == told.outcome.average


def with_orals(one: Candidate, choice: Choice, marks: tuple[int, ...]) -> Candidate:
    sat = {oral.unit: Cell(UnitStatus.NOTE, mark) for oral, mark in zip(choice.orals, marks, strict=True)}
    return replace(one, controle=sat)


def admits(rules: SessionRules, one: Candidate) -> bool:
    return evaluate(rules, one)["decision"] == Decision.ADMIS


def corners(rules: SessionRules) -> list[SessionRules]:
    unsure = rules.parameters.hypotheses
    return [
        rules.with_parameters(
            rules.parameters.with_values({p.name: value for p, value in zip(unsure, values, strict=True)})
        )
        for values in itertools.product(*(p.box for p in unsure))
    ]


def lowered(marks: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [
        tuple(mark - MARK_STEP if i == rank else mark for i, mark in enumerate(marks))
        for rank, lower in enumerate(marks)
        if lower > 0
    ]


@pytest.mark.parametrize("law", ["bac pro", "bac pro 2021", "bts"])
@fewer
@given(seed=SEEDS)
def test_the_marks_at_the_orals_are_the_least_that_admit(law: str, seed: int) -> None:
    rules = LAWS[law]
    one = replace(any_candidate(rules, seed), controle={})
    assume(decide(rules, one).decision is Decision.CONTROLE)
    told = explain(rules, one).orals
    everywhere = corners(rules)
    assert {frozenset(o.unit for o in choice.orals) for choice in told.choices} == allowed(rules, one)
    for choice in (*told.choices, *told.alone):
        for marks in choice.assumed:
            assert admits(rules, with_orals(one, choice, marks))
            assert not any(admits(rules, with_orals(one, choice, lower)) for lower in lowered(marks))
        for marks in choice.sure:
            assert all(admits(corner, with_orals(one, choice, marks)) for corner in everywhere)
            for lower in lowered(marks):
                assert not all(admits(corner, with_orals(one, choice, lower)) for corner in everywhere)
        top = with_orals(one, choice, (MARK_MAX,) * len(choice.orals))
        assert bool(choice.assumed) is admits(rules, top)
        assert bool(choice.sure) is all(admits(corner, top) for corner in everywhere)
    assert told.without.decision is told.failed.decision is Decision.AJOURNE
    assert told.keeps_best is (law != "bac pro 2021")
    if not told.keeps_best:
        assert not any("gain" in text or "gagn" in text or "au lieu de" in text for text in told.sentences())


def allowed(rules: SessionRules, one: Candidate) -> set[frozenset[str]]:
    """The pairs of orals that no rule refuses; single ones where no pair is."""

    def refused(codes: tuple[str, ...]) -> bool:
        try:
            decide(rules, replace(one, controle=dict.fromkeys(codes, Cell(UnitStatus.NOTE, 0))))
        except InvalidInput:
            return True
        return False

    codes = [unit.code for unit in rules.control_units]
    pairs = {frozenset(pair) for pair in itertools.combinations(codes, 2) if not refused(pair)}
    return pairs or {frozenset((code,)) for code in codes if not refused((code,))}


@pytest.mark.parametrize("seed", [3, 11])
def test_no_couple_of_marks_is_forgotten(seed: int) -> None:
    """All 41 × 41 couples of one pair, decided one by one."""
    one = next(
        one
        for n in itertools.count(seed * 1000)
        if decide(TRPM, one := replace(random_candidate(n, CODES), controle={})).decision is Decision.CONTROLE
    )
    choice = explain(TRPM, one).orals.choices[0]
    admitted = {
        marks
        for marks in itertools.product(range(0, MARK_MAX + 1, MARK_STEP), repeat=len(choice.orals))
        if admits(TRPM, with_orals(one, choice, marks))
    }
    beaten = {marks for marks in admitted if any(lower in admitted for lower in lowered(marks))}
    assert set(choice.assumed) == admitted - beaten


def issue(rules: SessionRules, one: Candidate) -> tuple[object, object]:
    outcome = decide(rules, one)
    return outcome.decision, outcome.mention


@few
@given(one=candidates(CODES), down=st.booleans())
def test_the_nearest_changes_alter_the_outcome_and_nothing_nearer_does(one: Candidate, down: bool) -> None:
    here = issue(TRPM, one)
    sign = -1 if down else 1

    def moved(code: str, steps: int) -> tuple[object, object]:
        cell = one.cells[code]
        cells = {**one.cells, code: replace(cell, mark=cell.mark + sign * steps * MARK_STEP)}
        return issue(TRPM, replace(one, cells=cells))

    changes = nearest_changes(TRPM, one, decide(TRPM, one), down=down)
    for change in changes:
        steps = sign * change.points // MARK_STEP
        assert steps > 0
        assert one.cells[change.unit].mark + change.points == change.mark
        assert moved(change.unit, steps) == (change.decision, change.mention) != here
        assert all(moved(change.unit, n) == here for n in range(steps))
        assert bool(change.lost) is (change.mention < here[1])
    for code in {unit.code for unit in TRPM.units} - {change.unit for change in changes}:
        cell = one.cell(code)
        if cell.status is UnitStatus.NOTE:
            room = (cell.mark if down else MARK_MAX - cell.mark) // MARK_STEP
            assert all(moved(code, n) == here for n in range(room + 1))


@many
@given(seed=SEEDS)
def test_a_coefficient_tips_exactly_where_it_is_said(seed: int) -> None:
    one = random_candidate(seed, CODES, codes=False)
    told = explain(TRPM, one, with_changes=False)
    assume(told.tippings)

    def at(values: dict[str, int]) -> tuple[object, ...]:
        named = {f"coefficient_{code}": value for code, value in values.items()}
        return issue_of(evaluate(TRPM.with_parameters(TRPM.parameters.with_values(named)), one))

    here = at({})

    def holds(tipping: Tipping, value: int) -> bool:
        """The value stands in the range of the tipping."""
        sign, last, until = (1 if tipping.rising else -1), tipping.numbers[-1].value, tipping.until
        begun = sign * value >= sign * last if tipping.included else sign * value > sign * last
        if until is None:
            return begun
        over = sign * value > sign * until.value if tipping.until_included else sign * value >= sign * until.value
        return begun and not over

    lines: dict[tuple[object, ...], list[Tipping]] = {}
    for tipping in told.tippings:
        *held, last = tipping.numbers
        lines.setdefault((*held, last.name), []).append(tipping)
    for (*held, name), on_the_line in lines.items():
        ends = {number.name: int(number.value) for number in held}
        parameter = TRPM.parameters[f"coefficient_{name}"]
        low, high = parameter.box
        around = {int(t.numbers[-1].value) + step for t in on_the_line for step in (-1, 0, 1)}
        for value in sorted({*around, *range(low, high + 1, 25)}):
            if not low <= value <= high:
                continue
            there = at({**ends, name: value})
            covering = [tipping for tipping in on_the_line if holds(tipping, value)]
            assert len(covering) <= (there != here), (value, there, here)
            assert held or covering or there == here  # Of pairs, the nearest of each threshold and result alone.
            for tipping in covering:
                assert there[:2] == (tipping.decision, tipping.mention)
                assert tipping.blocks_only is (there[:2] == here[:2])
                assert tipping.certificate in (None, there[3])
                assert not (tipping.blocks_only and tipping.certificate is None and there[3] != here[3])
    alone = {tipping.numbers[0].name for tipping in told.tippings if len(tipping.numbers) == 1}
    for parameter in TRPM.parameters.hypotheses:
        code = parameter.name.removeprefix("coefficient_")
        if code not in alone:
            low, high = parameter.box
            assert all(at({code: value}) == here for value in (low, low + 1, (low + high) // 2, high - 1, high))
