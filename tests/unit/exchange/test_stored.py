"""What a folder keeps: typed columns that say what their numbers mean, read back as they were."""

from pathlib import Path

import polars as pl
import pytest

from laureat.deliberation import cohort
from laureat.deliberation.steps import plain, step_of
from laureat.deliberation.told import DECISIONS
from laureat.exchange import stored
from laureat.exchange.cohorte import cohort as cohorte
from laureat.exchange.tables import BATCH_ROWS
from support.programmes import hostile_rows, rules_of

SETS = (("RNCP35697", 2026), ("cap_electricien", 2026), ("tp_commercial", 2026), ("certificateur_moyenne", 2026))


@pytest.mark.parametrize(("name", "session"), SETS)
def test_candidates_are_read_back_as_they_came_a_mark_in_steps(name: str, session: int, tmp_path: Path) -> None:
    rules = rules_of(name, session)
    batch = cohorte(rules, 60, 3)
    packed = stored.packed(rules, batch)
    packed.write_ipc(tmp_path / "c.arrow")
    (read,) = stored.candidates_of(tmp_path / "c.arrow", rules)
    assert plain(read).equals(batch)
    step = rules.reglement.famille.cellules.step or 1
    marks = [kind for column, kind in read.schema.items() if column.endswith(cohort.MARK)]
    assert {step_of(kind) for kind in marks} == {step}
    if step == 50:
        assert {pl.Series([], dtype=kind).ext.storage().dtype for kind in marks} == {pl.UInt8()}
    assert cohort.told(rules, read).equals(cohort.told(rules, batch))


@pytest.mark.parametrize(("name", "session"), SETS)
def test_decisions_are_numbers_whose_legends_stand_in_the_file(name: str, session: int, tmp_path: Path) -> None:
    rules = rules_of(name, session)
    frame = hostile_rows(rules, 200, 5)
    told, legends = cohort.told(rules, frame), cohort.legends(rules, frame.columns)
    stored.marked(legends, told).write_ipc(tmp_path / "d.arrow")
    said, numbers = stored.decisions_of(tmp_path / "d.arrow")
    assert (said, numbers.equals(told)) == (legends, True)
    assert said.texts(numbers).equals(cohort.deliberate(rules, frame))
    assert numbers.schema["decision"] == DECISIONS


def test_batches_that_do_not_know_the_same_columns_make_one_file(tmp_path: Path) -> None:
    rules = rules_of("RNCP35697", 2026)
    first, second = (stored.packed(rules, cohorte(rules, 20, 3, start)) for start in (0, 20))
    first.drop("U2.session").write_ipc(tmp_path / "1")
    second.write_ipc(tmp_path / "2")
    stored.joined([tmp_path / "1", tmp_path / "2"], tmp_path / "c.arrow")
    (read,) = stored.candidates_of(tmp_path / "c.arrow", rules)
    assert read.height == 40 <= BATCH_ROWS
    assert read["U2.session"][:20].null_count() == 20
    assert read[20:].equals(second.select(read.columns))
    assert not list(tmp_path.glob("[12]"))
