"""A whole cohort decided by the fused program, in the columns that ``cohort.deliberate`` gives.

The columns of a batch become the inputs of the program (numbers of one byte, a mark counted in its steps), and its
outputs the columns of a decisions file. ``paths`` says when.
"""

import weakref
from typing import Any

import numpy as np
import polars as pl

from laureat.deliberation.fused import Column, Fused
from laureat.deliberation.llvm import Unproved
from laureat.deliberation.program import Program, column_of, input_series, program
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.steps import step_of, steps
from laureat.rules import ParameterValues


class Fast:
    """The fused program of some rules, between the columns of a batch and those of a decisions file.

    Raises Unproved (``llvm``) where no width is enough, or where a batch holds what no cell may hold.
    """

    def __init__(self, rules: SessionRules) -> None:
        self.program = program(rules)
        assert self.program.legends is not None
        self.legends = self.program.legends
        self.fused = Fused(self.program)
        self._unsaid: dict[tuple[Any, int], Any] = {}

    def deliberate(self, frame: pl.DataFrame, threads: int | None = None) -> pl.DataFrame:
        """The decision of every row, as ``cohort.deliberate`` gives it."""
        return self.legends.texts(self.told(frame, threads))

    def told(self, frame: pl.DataFrame, threads: int | None = None) -> pl.DataFrame:
        """The numbers of ``told.py`` for every row, as ``cohort.told`` gives them."""
        return self.legends.numbers({name: pl.Series(array) for name, array in self.outputs(frame, threads).items()})

    def outputs(self, frame: pl.DataFrame, threads: int | None = None) -> dict[str, Any]:
        """The outputs of the program for every row, by name, as NumPy arrays."""
        found = self.fused.run(self.arrays(frame), frame.height, threads)
        return {
            column.name: found[column.name]
            if column.step == 1
            else np.multiply(found[column.name], column.step, dtype=np.int64)
            for column in self.fused.outputs
        }

    def arrays(self, frame: pl.DataFrame) -> dict[str, Any]:
        """The inputs of the program, by name, as it reads them."""
        read = {column_of(column.name) for column in self.fused.inputs}
        told = {series.name: series for series in _filled(frame.select(read.intersection(frame.columns)))}
        for name in [name for name, series in told.items() if self._silent(name, series)]:
            del told[name]
        return {
            column.name: _checked(self.program, told[column_of(column.name)], column)
            if column_of(column.name) in told
            else self._nothing(column, frame.height)
            for column in self.fused.inputs
        }

    def _silent(self, name: str, series: pl.Series) -> bool:
        """A column that says nothing of anyone is as one that a list lacks: nothing is to be read nor checked."""
        return series.dtype.is_integer() and series.null_count() == len(series) and not self.program.unsaid(name)

    def _nothing(self, column: Column, rows: int) -> Any:
        """An input of which a list says nothing: one array, however many inputs and batches read it."""
        told = (column.dtype, self.program.unsaid(column.name))
        known = self._unsaid.get(told)
        if known is None or len(known) < rows:
            self._unsaid[told] = known = np.full(rows, told[1], column.dtype)
        return known[:rows]


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns, a zero in place of a number that is not said, where some are."""
    unsaid = [series.name for series in frame if 0 < series.null_count() < len(series) and series.dtype.is_integer()]
    return frame.with_columns(pl.col(unsaid).fill_null(0)) if unsaid else frame


def _checked(made: Program, read: pl.Series, column: Column) -> Any:
    """One input, counted in its steps, in its type; every bound that the proofs of width rest on is asserted."""
    counted = column.step != 1 and step_of(read.dtype) == column.step
    step = 1 if counted else column.step
    values = (steps(read) if counted else input_series(made, read, column.name)).to_numpy()
    if not len(values):
        return values.astype(column.dtype)
    if not _within(values, column.low * step, column.high * step):
        raise Unproved(
            f"colonne {column.name} : de {values.min()} à {values.max()}, hors de ce que les règles supposent"
        )
    if step > 1:
        counts = values // step
        if (counts * step != values).any():
            raise Unproved(f"colonne {column.name} : un nombre n'est pas un multiple de {step}")
        values = counts
    return values.view(column.dtype) if values.itemsize == column.dtype().itemsize else values.astype(column.dtype)


def _within(values: Any, low: int, high: int) -> bool:
    """All lie between the bounds. Read without its sign, a negative number is greater than all that are not."""
    if low == 0 and high < 2 ** (8 * values.itemsize - 1):
        return bool(values.view(f"u{values.itemsize}").max() <= high)
    return bool(low <= values.min() and values.max() <= high)


_FAST: weakref.WeakKeyDictionary[ParameterValues, Fast] = weakref.WeakKeyDictionary()


def fast(rules: SessionRules) -> Fast:
    """The fast path of some rules, compiled once."""
    if rules.numbers not in _FAST:
        _FAST[rules.numbers] = Fast(rules)
    return _FAST[rules.numbers]
