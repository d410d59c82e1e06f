"""The few words a rule uses, which alone know whether they hold one candidate or a column.

On whole numbers and booleans they are ordinary Python. A reading on columns registers its own ``si_of`` for the type of
its conditions (``laureat.deliberation.cohort`` does so for Polars); comparisons and sums follow by themselves.
"""

import functools
import operator
from collections.abc import Iterable
from typing import Any


def si(condition: Any, alors: Any, sinon: Any) -> Any:
    """``alors`` where the condition holds, ``sinon`` elsewhere."""
    if condition is True:
        return alors
    if condition is False:
        return sinon
    return si_of(condition, alors, sinon)


@functools.singledispatch
def si_of(condition: Any, alors: Any, sinon: Any) -> Any:
    """``si`` for conditions other than true and false: a reading registers its own."""
    raise TypeError(f"une condition est attendue, reçu {type(condition).__name__}")


def et(conditions: Iterable[Any]) -> Any:
    """All conditions hold; true of none."""
    rest = iter(conditions)
    return functools.reduce(operator.and_, rest, next(rest, True))


def ou(conditions: Iterable[Any]) -> Any:
    """At least one condition holds; false of none."""
    rest = iter(conditions)
    return functools.reduce(operator.or_, rest, next(rest, False))


def non(condition: Any) -> Any:
    """The condition does not hold (``~True`` is -2 in Python, hence this word)."""
    return condition ^ True


def maximum(a: Any, b: Any) -> Any:
    """The greater of two numbers."""
    return si(a >= b, a, b)


def minimum(a: Any, b: Any) -> Any:
    """The smaller of two numbers."""
    return si(a <= b, a, b)


def somme(terms: Iterable[Any]) -> Any:
    """The sum of the terms; 0 of none."""
    rest = iter(terms)
    return sum(rest, next(rest, 0))
