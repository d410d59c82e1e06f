"""Columns are read by their distinct values: each is parsed once, then its code fetches what it means.

A list of a million candidates holds some ninety different marks; this is what makes reading fast and its errors exact.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import polars as pl

from laureat.exchange.problems import Problems
from laureat.vocabulary import CellError, InputProblem
from laureat.vocabulary.characters import unreadable

T = TypeVar("T")


def encoded(frame: pl.DataFrame) -> pl.DataFrame:
    """The same columns as Enum, without nulls: an Enum stays what it is, text gets the categories it holds."""
    texts = [name for name, dtype in frame.schema.items() if dtype != pl.Enum]
    frame = frame.with_columns(pl.col(texts).cast(pl.String).fill_null(""))
    silent = [name for name in texts if not frame[name].str.len_bytes().max()]
    said = [name for name in texts if name not in silent]
    distinct = frame.select(pl.col(said).unique().implode()).row(0) if said else ()
    frame = frame.cast({name: pl.Enum(values) for name, values in zip(said, distinct, strict=True)})
    nothing = pl.repeat("", frame.height, dtype=pl.Enum([""]), eager=True)
    frame = frame.with_columns(nothing.alias(name) for name in silent)
    return frame.with_columns(_filled(frame[name]) for name in frame.columns if frame[name].null_count())


def enum_texts(column: pl.Series) -> list[str]:
    """The categories of an Enum, by code."""
    assert isinstance(column.dtype, pl.Enum)
    return column.dtype.categories.to_list()


def _filled(column: pl.Series) -> pl.Series:
    categories = enum_texts(column)
    if "" not in categories:
        column = column.cast(pl.Enum([*categories, ""]))
    return column.fill_null("")


@dataclass(frozen=True)
class Lookup:
    """What each code of a column means, and which codes mean nothing."""

    columns: tuple[pl.Series, ...]
    bad: Mapping[int, str]

    def expressions(self, codes: pl.Expr) -> list[pl.Expr]:
        """The columns that the codes fetch, under the names of ``columns``."""
        return [pl.lit(column).gather(codes).alias(column.name) for column in self.columns]


def parsed(texts: Iterable[str], read: Callable[[str], T], default: T) -> tuple[list[T], dict[int, str]]:
    """Each text read, and the messages of those that could not be, by rank."""
    values: list[T] = []
    bad: dict[int, str] = {}
    for rank, text in enumerate(texts):
        try:
            if not text.isascii() and (told := unreadable(text)):
                raise CellError(told)
            values.append(read(text))
        except CellError as error:
            values.append(default)
            bad[rank] = str(error)
    return values, bad


@dataclass
class BatchProblems:
    """The problems of one batch, told by line whatever the order in which its columns are read."""

    source: str
    lines: pl.Series
    limit: int
    told: list[InputProblem] = field(default_factory=list)
    uncounted: int = 0
    warned: list[InputProblem] = field(default_factory=list)
    unwarned: int = 0

    def note(self, codes: pl.Series, bad: Mapping[int, str], heading: str) -> None:
        """Note every row whose code means nothing."""
        if not bad:
            return
        rows = codes.is_in(list(bad)).arg_true()
        for row in rows.head(self.limit):
            self.told.append(InputProblem(bad[codes[row]], self.source, self.lines[row], heading))
        self.uncounted += max(0, rows.len() - self.limit)

    def note_rows(self, mask: pl.Series, message: str, heading: str) -> None:
        """Note the rows where the mask holds."""
        rows = mask.arg_true()
        for row in rows.head(self.limit):
            self.told.append(InputProblem(message, self.source, self.lines[row], heading))
        self.uncounted += max(0, rows.len() - self.limit)

    def note_texts(self, texts: pl.Series, suspect: str, check: Callable[[str], tuple[str, str]], heading: str) -> None:
        """Note the rows that match ``suspect`` and of which ``check`` gives a problem or a warning to tell."""
        rows = texts.str.contains(suspect).arg_true()
        for row, text in zip(rows, texts.gather(rows), strict=True):
            problem, warning = check(text)
            where = (self.source, self.lines[row], heading)
            if problem and len(self.told) < self.limit:
                self.told.append(InputProblem(problem, *where))
            elif problem:
                self.uncounted += 1
            elif warning and len(self.warned) < self.limit:
                self.warned.append(InputProblem(warning, *where))
            elif warning:
                self.unwarned += 1

    def flush(self, problems: Problems) -> None:
        """Hand them over, in the order of the lines."""
        self.told.sort(key=lambda problem: problem.line or 0)
        problems.extend(self.told, self.uncounted)
        problems.extend_warnings(self.warned, self.unwarned)
