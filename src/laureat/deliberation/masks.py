"""Which of several conditions hold, kept for each row as the bits of whole numbers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import polars as pl

from laureat.rules import si, somme

T = TypeVar("T")
WORD = 15
"""So many bits stand in one whole number (Int16), and every possible text of them in a table."""


def mask(conditions: Iterable[Any]) -> Any:
    """A bit for each condition, the first the lowest; a column where one of them is."""
    return somme(si(condition, 1 << position, 0) for position, condition in enumerate(conditions))


def words(conditions: Sequence[T]) -> Iterator[Sequence[T]]:
    """The conditions, as many at a time as one number holds."""
    return (conditions[first : first + WORD] for first in range(0, len(conditions), WORD))


def every_text(names: Iterable[str], separator: str) -> list[str]:
    """By mask, the names whose bits it has."""
    texts = [""]
    for name in names:
        texts += [f"{text}{separator}{name}" if text else name for text in texts]
    return texts


def by_batch(column: str, function: Callable[[pl.Series], pl.Series], dtype: pl.DataType) -> pl.Expr:
    """A function applied to a column a batch at a time, each row for itself, so that rows may still be to come."""
    return pl.col(column).map_batches(function, return_dtype=dtype, is_elementwise=True).alias(column)


def looked_up(column: str, table: pl.Series) -> pl.Expr:
    """What a table holds at the rank that the column tells."""
    return by_batch(column, table.gather, table.dtype)
