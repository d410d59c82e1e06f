"""What a folder keeps: typed columns that say what their numbers mean, read back as they were."""

import functools
from pathlib import Path

import polars as pl
import pytest

from laureat.deliberation import cohort
from laureat.deliberation.steps import STEP, plain, step_of
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


@functools.cache
def _kept() -> pl.DataFrame:
    rules = rules_of("RNCP35697", 2026)
    return stored.packed(rules, cohorte(rules, 40, 3))


STATUS, MARK = "U2.statut", "U2.note"


def _turned(kept: pl.DataFrame) -> pl.DataFrame:
    words = pl.Enum(kept.schema["voie"].categories.reverse())
    return kept.with_columns(pl.col("voie").cast(pl.String).cast(words))


AS_WELL = {
    "by small batches": (lambda kept: kept, {"record_batch_size": 17}),
    "compressed": (lambda kept: kept, {"compression": "zstd"}),
    "texts of long offsets": (lambda kept: kept, {"compat_level": pl.CompatLevel.oldest()}),
    "words in another order": (_turned, {}),
    "words as text": (lambda kept: kept.with_columns(pl.col("voie", "option").cast(pl.String)), {}),
}
OTHERS = {
    "a status in floats": pl.col(STATUS).cast(pl.Float64),
    "a status of 64 bits": pl.col(STATUS).cast(pl.Int64),
    "a status that nobody says": pl.lit(None, pl.Int8).alias(STATUS),
    "a status said of some": pl.when(pl.int_range(pl.len()) > 3).then(STATUS).alias(STATUS),
    "a mark in hundredths": pl.lit(1200, pl.Int16).alias(MARK),
    "a mark in other steps": pl.lit(12, pl.UInt8).ext.to(pl.Extension(STEP, pl.UInt8(), "30")).alias(MARK),
    "a mark as text": pl.lit("12").alias(MARK),
    "a number in bytes": pl.col("numero").cast(pl.Binary),
}


@pytest.mark.parametrize("how", AS_WELL)
def test_what_says_the_same_in_another_layout_is_read_the_same(how: str, tmp_path: Path) -> None:
    made, layout = AS_WELL[how]
    made(_kept()).write_ipc(tmp_path / "c.arrow", **layout)
    (read,) = stored.candidates_of(tmp_path / "c.arrow", rules_of("RNCP35697", 2026))
    assert cohort.told(rules_of("RNCP35697", 2026), read).equals(cohort.told(rules_of("RNCP35697", 2026), _kept()))


@pytest.mark.parametrize("how", [*OTHERS, "a mark without its status", "a stream"])
def test_columns_that_no_deliberation_writes_are_refused(how: str, tmp_path: Path) -> None:
    kept = _kept().with_columns(OTHERS[how]) if how in OTHERS else _kept()
    kept = kept.drop(STATUS) if how == "a mark without its status" else kept
    (kept.write_ipc_stream if how == "a stream" else kept.write_ipc)(tmp_path / "c.arrow")
    with pytest.raises(stored.UNREADABLE_ARROW):
        list(stored.candidates_of(tmp_path / "c.arrow", rules_of("RNCP35697", 2026)))
