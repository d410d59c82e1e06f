"""What a reader of several tables works out by adding and subtracting them, and what more to hide so that nobody can.

A count is the set of those whom it counts, as a mask: one bit a person. A secret is given back by the counts shown when
it is a sum of multiples of them: a question of linear algebra, answered exactly (modulo a prime) on how many persons
each two sets share, which tells apart all that their members do.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

PRIME = (1 << 61) - 1
K = TypeVar("K")
Row = dict[int, int]
Secret = int | tuple[int, int]
"""Whom nobody is to count: a mask; or those who came in and those who went out between two days, one less the other."""


def beyond(
    counts: Mapping[K, int],
    secrets: Iterable[Secret],
    hidden: Collection[K],
    last: Collection[K],
    public: Collection[K] = (),
) -> frozenset[K]:
    """The counts to hide: those hidden already, and the smallest others that it takes for no secret to be given back.

    ``counts``: masks. ``last``: those that are hidden only where hiding no other is enough (totals);
    ``public``: those that are known elsewhere and never hidden, nor a secret where they alone tell it.
    """
    away, wanted = set(hidden), [one for one in dict.fromkeys(map(_sides, secrets)) if any(one)]
    while True:
        shown = [key for key in counts if key not in away and counts[key]]
        known = _Known([counts[key] for key in shown], wanted)
        found = False
        for secret in wanted:
            used = [shown[place] for place in known.which_give(secret)]
            used = [key for key in used if key not in public]
            if used and not away.intersection(used):
                away.add(min(used, key=lambda key: (key in last, counts[key].bit_count())))
                found = True
        if not found:
            return frozenset(away)


class _Known:
    """The span of what is shown: rows reduced to echelon form, each with the counts of which it is made."""

    def __init__(self, shown: list[int], wanted: list[tuple[int, int]]) -> None:
        self.probes = [*shown, *(side for sides in wanted for side in sides)]
        self.rows: dict[int, tuple[Row, Row]] = {}
        for place, mask in enumerate(shown):
            row, made = self._reduced(self._shared(mask), {place: 1})
            if row:
                pivot = next(iter(row))
                inverse = pow(row[pivot], -1, PRIME)
                self.rows[pivot] = _times(row, inverse), _times(made, inverse)

    def which_give(self, secret: tuple[int, int]) -> Collection[int]:
        """The places of the counts whose sum of multiples a secret is; none where it is no such sum."""
        came, went = map(self._shared, secret)
        left, made = self._reduced(_less(came, went, 1), {})
        return () if left else made

    def _shared(self, mask: int) -> Row:
        found = ((place, (mask & probe).bit_count()) for place, probe in enumerate(self.probes))
        return {place: count for place, count in found if count}

    def _reduced(self, row: Row, made: Row) -> tuple[Row, Row]:
        for pivot, (other, other_made) in self.rows.items():
            if times := row.get(pivot):
                row, made = _less(row, other, times), _less(made, other_made, times)
        return row, made


def _sides(secret: Secret) -> tuple[int, int]:
    return secret if isinstance(secret, tuple) else (secret, 0)


def _times(row: Row, factor: int) -> Row:
    return {place: value * factor % PRIME for place, value in row.items()}


def _less(row: Row, other: Row, times: int) -> Row:
    left = dict(row)
    for place, value in other.items():
        if total := (left.get(place, 0) - times * value) % PRIME:
            left[place] = total
        else:
            left.pop(place, None)
    return left
