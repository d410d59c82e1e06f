"""Marks counted in the steps of a family (a half-point mark is one byte), and the type that says so."""

import polars as pl

from laureat.vocabulary import MARK_MAX

STEP = "laureat.pas"
"""The name of the type in the schema of a file; the step, in hundredths of a point, stands beside it."""


def step_of(kind: pl.DataType | None) -> int:
    """What the numbers of a column are counted in, in hundredths of a point; 1 for hundredths."""
    return int(kind.ext_metadata() or "1") if isinstance(kind, pl.Extension) and kind.ext_name() == STEP else 1


def in_steps(hundredths: pl.Series, step: int) -> pl.Series:
    """Marks counted in steps of so many hundredths, of which each is a multiple."""
    storage = pl.UInt8() if step * 255 >= MARK_MAX else pl.Int16()
    return (hundredths // step).cast(storage).ext.to(pl.Extension(STEP, storage, str(step)))


def steps(marks: pl.Series) -> pl.Series:
    """The steps themselves, as whole numbers."""
    return marks.ext.storage()


def in_hundredths(marks: pl.Series) -> pl.Series:
    """Marks in hundredths of a point, whatever they are counted in."""
    step = step_of(marks.dtype)
    return marks if step == 1 else steps(marks).cast(pl.Int16) * step


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows, every mark in hundredths."""
    return frame.with_columns(in_hundredths(frame[name]) for name, kind in frame.schema.items() if step_of(kind) > 1)
