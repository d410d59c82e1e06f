"""The four programs of the same rules agree on every field, for any candidate, of any family, whatever rule is gone."""

import importlib.util
import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laureat.deliberation import cohort
from laureat.deliberation.candidate import decide
from laureat.deliberation.changes import nearest_changes
from laureat.deliberation.fast import Fast, fast
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.scalar import Scalar, scalar
from laureat.rules import ParameterStatus
from laureat.vocabulary import Decision, InvalidInput, Mention, UnitStatus
from support.candidats_au_hasard import candidate as drawn_candidate
from support.deliberations import FIELDS, frame_of
from support.face_a_la_loi import candidate as as_candidate
from support.programmes import SETS, as_written, by_scalar, hostile_rows, rules_of, texts
from support.tables_simples import TABLES

few = settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), database=None)
compiled = importlib.util.find_spec("llvmlite") is not None
MARKED = [(name, session) for name, session in SETS if name in TABLES and name != "tp_commercial"]


@pytest.mark.parametrize(("name", "session"), SETS)
@few
@given(seed=st.integers(0, 2**40))
def test_every_reading_decides_a_hostile_row_alike(name: str, session: int, seed: int) -> None:
    rules = rules_of(name, session)
    frame = hostile_rows(rules, 250, seed)
    in_columns = texts(cohort.deliberate(rules, frame))
    assert by_scalar(scalar(rules), frame) == in_columns
    if compiled:
        decided = fast(rules).deliberate(frame)
        assert texts(decided) == in_columns
        assert decided["proche"].equals(cohort.deliberate(rules, frame)["proche"])
    for written, told in zip(as_written(rules, frame[:60]), in_columns, strict=False):
        assert written is None or written == told


def lawful(rules: SessionRules, name: str, first: int, count: int) -> list[Candidate]:
    """Drawn candidates that no rule refuses."""
    options = {"controle": bool(rules.control_units), "projet": bool(rules.reglement.famille.annexes)}
    kept = []
    for seed in range(first, first + count):
        someone = as_candidate(rules, drawn_candidate(seed, TABLES[name], **options), seed)
        try:
            decide(rules, someone)
        except InvalidInput:
            continue
        kept.append(someone)
    return kept


@pytest.mark.parametrize(("name", "session"), MARKED)
@few
@given(first=st.integers(0, 2**40))
def test_a_candidate_reads_as_its_row_does(name: str, session: int, first: int) -> None:
    rules = rules_of(name, session)
    people = lawful(rules, name, first, 60)
    exact = scalar(rules)
    frame = frame_of(rules, people)
    told = [exact(someone) for someone in people]
    assert told == list(exact.rows(frame))
    alone = [decide(rules, someone).row(someone.numero) for someone in people]
    assert by_scalar(exact, frame) == [{field: row[field] for field in FIELDS} for row in alone]


ONE_EACH = ("fictif", "cap_electricien", "bts_crsa", "bp_invente", "tp_commercial", "certificateur_moyenne")


@pytest.mark.parametrize("name", ONE_EACH)
def test_they_agree_whatever_rule_is_taken_away(name: str) -> None:
    rules = rules_of(name, dict(SETS)[name])
    frame = hostile_rows(rules, 120, 17)
    ids = sorted({rule.id for rule in rules.ruleset.rules})
    for rank, rule_id in enumerate(ids):
        bare = rules.without(rule_id)
        in_columns = texts(cohort.deliberate(bare, frame))
        assert by_scalar(Scalar(bare), frame) == in_columns, rule_id
        if compiled and rank % 4 == 0:
            assert texts(Fast(bare).deliberate(frame)) == in_columns, rule_id


@pytest.mark.parametrize(("name", "session"), SETS)
@few
@given(data=st.data(), seed=st.integers(0, 2**40))
def test_they_agree_whatever_numbers_are_tried(name: str, session: int, data: st.DataObject, seed: int) -> None:
    """An office may try any value that a number could have, for some of them at once."""
    rules = rules_of(name, session)
    tried = data.draw(st.lists(st.sampled_from(sorted(rules.parameters)), max_size=4, unique=True))
    changes = [rules.parameters[each].tried(data.draw(_possible(rules, each))) for each in tried]
    all_agree(rules.with_parameters(rules.parameters.replaced(changes)), seed)


def _possible(rules: SessionRules, name: str) -> st.SearchStrategy[int]:
    low, high = rules.possible(rules.parameters[name])
    return st.sampled_from([low, high]) | st.integers(low, high)


@pytest.mark.parametrize("name", ONE_EACH)
def test_they_agree_when_one_coefficient_alone_is_tried(name: str) -> None:
    """The average that it is not part of is then sure, beside one that is not."""
    rules = rules_of(name, dict(SETS)[name])
    changes = [replace(p, status=ParameterStatus.DEDUIT, bounds=None) for p in rules.parameters.hypotheses if p.value]
    sure = rules.with_parameters(rules.parameters.replaced(changes))
    for unit in sure.mandatory:
        if parameter := sure.coefficient(unit):
            all_agree(sure.with_parameters(sure.parameters.replaced([parameter.tried(parameter.known + 100)])), 5)


def all_agree(rules: SessionRules, seed: int) -> None:
    """Every program, and the rules as they are written, decide hostile rows alike."""
    frame = hostile_rows(rules, 60, seed)
    in_columns = texts(cohort.deliberate(rules, frame))
    assert by_scalar(Scalar(rules), frame) == in_columns
    if compiled:
        assert texts(Fast(rules).deliberate(frame)) == in_columns
    for written, told in zip(as_written(rules, frame[:20]), in_columns, strict=False):
        assert written is None or written == told


@pytest.mark.parametrize(("name", "session"), MARKED)
@few
@given(first=st.integers(0, 2**40), down=st.booleans())
def test_the_nearest_change_is_what_deciding_at_each_mark_finds(
    name: str, session: int, first: int, down: bool
) -> None:
    rules = rules_of(name, session)
    for someone in lawful(rules, name, first, 4)[:2]:
        outcome = decide(rules, someone)
        told = {change.unit: change for change in nearest_changes(rules, someone, outcome, down=down)}
        for unit in rules.units:
            cell = someone.cell(unit.code)
            if cell.status is UnitStatus.NOTE:
                found = _tried(
                    rules, someone, unit.code, range(cell.mark, -1, -50) if down else range(cell.mark, 2001, 50)
                )
                change = told.pop(unit.code, None)
                assert found == (change and (change.mark, change.decision, change.mention))
        assert not told


def _tried(rules: SessionRules, someone: Candidate, code: str, marks: range) -> tuple[int, Decision, Mention] | None:
    here = None
    for mark in marks:
        cells = {**someone.cells, code: replace(someone.cells[code], mark=mark)}
        outcome = decide(rules, replace(someone, cells=cells))
        here = here or (outcome.decision, outcome.mention)
        if (outcome.decision, outcome.mention) != here:
            return mark, outcome.decision, outcome.mention
    return None


# --- ten million, by « make longtemps »


@pytest.mark.slow
@pytest.mark.skipif(not compiled, reason="llvmlite n'est pas installé")
@pytest.mark.parametrize(("name", "session"), SETS)
def test_ten_million_hostile_rows_through_the_kernel_the_scalar_and_polars(name: str, session: int) -> None:
    """10⁷ rows over all the sets of rules, of which 10⁵ by the rules as they are written."""
    rules = rules_of(name, session)
    exact, kernel = scalar(rules), fast(rules)
    for piece in range(PIECES):
        frame = hostile_rows(rules, ROWS, SEED + piece)
        decided, in_columns = kernel.deliberate(frame), cohort.deliberate(rules, frame)
        assert texts(decided) == texts(in_columns)
        told = kernel.outputs(frame)
        columns = [told[output].tolist() for output in exact.program.outputs]
        for one, kept in zip(exact.rows(frame), zip(*columns, strict=True), strict=True):
            assert tuple(map(int, one)) == kept
    plain = hostile_rows(rules, -(-100_000 // len(SETS)), SEED + PIECES)
    for written, row in zip(as_written(rules, plain), texts(kernel.deliberate(plain)), strict=True):
        assert written is None or written == row


ROWS = 50_000
PIECES = -(-10_000_000 // (len(SETS) * ROWS))
SEED = int(os.environ.get("LAUREAT_GRAINE", "0"))
"""Another one draws other rows."""
