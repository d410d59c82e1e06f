"""The search behind a mending: the fewest moves that bring every margin where its rule wants it.

A move shifts margins; the search deepens one move at a time, and gives up a branch as soon as the moves left cannot
gain what is missing, rule by rule or all rules together.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from laureat.jury.law import Requirement, Ruling
from laureat.jury.members import Member

MOST_CHANGES = 12
"""Beyond, one does not mend a jury: one composes another."""
MOST_STEPS = 25_000
"""Bound on one search (well under a second)."""

Margins = tuple[tuple[int, int], ...]
"""For each rule, the least and the greatest margin that what is known allows."""


@dataclass(frozen=True, slots=True)
class Move:
    """One change to one person, and how the margins shift."""

    verb: str
    shift: Margins
    pool: int | None = None
    """The group of like members whom it takes one from; None for an addition."""
    into: Member | None = None
    """Who comes, or the same person elsewhere; None for a removal."""
    label: str = ""
    """Who comes, in words."""

    @property
    def keeps_everybody(self) -> bool:
        """Nobody leaves: an addition, or the same person elsewhere."""
        return self.verb not in ("remplacer", "retirer")


class Search:
    """Iterative deepening over moves taken in order."""

    def __init__(
        self,
        rules: Sequence[Requirement],
        allowed: Sequence[tuple[Ruling, ...]],
        moves: Sequence[Move],
        sizes: Sequence[int],
    ) -> None:
        """``allowed``: the rulings that will do, rule by rule; ``sizes``: how many members each pool holds."""
        self.rules, self.allowed, self.sizes = rules, allowed, sizes
        self.moves = _undominated(rules, moves)
        self.steps = 0
        gains = [[self._gain(number, move) for number in range(len(rules))] for move in self.moves]
        best = [max((gain[number] for gain in gains), default=0) for number in range(len(rules))]
        scale = math.lcm(*(gain for gain in best if gain > 0))
        self.worth = [scale // gain if gain > 0 else 0 for gain in best]
        self.hopeless = [gain <= 0 for gain in best]
        self.best_gain = max(
            (sum(max(g, 0) * w for g, w in zip(gain, self.worth, strict=True)) for gain in gains), default=0
        )
        self.scale = scale

    def shortest(self, start: Margins) -> list[Move] | None:
        """The first shortest list of moves that mends, of one kind if it can be; None where none is within bounds."""
        kinds = list(dict.fromkeys(move.verb for move in self.moves))
        for depth in range(1, MOST_CHANGES + 1):
            for kind in (*kinds, None) if depth > 1 else (None,):
                moves = [move for move in self.moves if kind in (None, move.verb)]
                found = self._descend(start, moves, 0, depth, [], [0] * len(self.sizes))
                if found is not None or self.steps > MOST_STEPS:
                    return found
        return None

    def some(self, start: Margins) -> list[Move] | None:
        """Moves that mend, each the one that brings the margins nearest; not always the fewest, nor always found."""
        margins, path, used = start, [], [0] * len(self.sizes)
        while lack := self._total(margins):
            free = [move for move in self.moves if move.pool is None or used[move.pool] < self.sizes[move.pool]]
            nearest = min(free, key=lambda move: self._total(_shifted(margins, move)), default=None)
            if nearest is None or self._total(_shifted(margins, nearest)) >= lack:
                return None
            margins = _shifted(margins, nearest)
            path.append(nearest)
            if nearest.pool is not None:
                used[nearest.pool] += 1
        return path

    def _total(self, margins: Margins) -> int:
        """What is missing, all rules together, in units that make the best gain on each rule worth the same."""
        return sum(self._lack(number, margin) * (self.worth[number] or 1) for number, margin in enumerate(margins))

    def _descend(
        self, margins: Margins, moves: Sequence[Move], first: int, left: int, path: list[Move], used: list[int]
    ) -> list[Move] | None:
        self.steps += 1
        if self.steps > MOST_STEPS or not self._within_reach(margins, left):
            return None
        if left == 0:
            return list(path)
        for position in range(first, len(moves)):
            move = moves[position]
            if move.pool is not None:
                if used[move.pool] >= self.sizes[move.pool]:
                    continue
                used[move.pool] += 1
            path.append(move)
            found = self._descend(_shifted(margins, move), moves, position, left - 1, path, used)
            path.pop()
            if move.pool is not None:
                used[move.pool] -= 1
            if found is not None:
                return found
        return None

    def _lack(self, number: int, margin: tuple[int, int]) -> int:
        """How far a margin is from what will do."""
        low, high = margin
        if Ruling.INDETERMINE in self.allowed[number]:
            return max(0, -high, low if self.rules[number].exact else 0)
        return max(0, -low, high if self.rules[number].exact else 0)

    def _gain(self, number: int, move: Move) -> int:
        """The most by which a move may bring a margin nearer."""
        low, high = move.shift[number]
        return max(abs(low), abs(high)) if self.rules[number].exact else max(low, high)

    def _within_reach(self, margins: Margins, left: int) -> bool:
        total = 0
        for number, margin in enumerate(margins):
            lack = self._lack(number, margin)
            if lack and self.hopeless[number]:
                return False
            total += lack * self.worth[number]
            if lack * self.worth[number] > left * self.scale:
                return False
        return total <= left * self.best_gain


def _shifted(margins: Margins, move: Move) -> Margins:
    return tuple([(a + c, b + d) for (a, b), (c, d) in zip(margins, move.shift, strict=True)])


def _undominated(rules: Sequence[Requirement], moves: Sequence[Move]) -> list[Move]:
    """The moves worth trying, least intrusive first: none that an earlier one, asking no more, equals on every rule."""

    def no_worse(one: Move, other: Move) -> bool:
        if one.pool not in (None, other.pool) or (other.keeps_everybody and not one.keeps_everybody):
            return False
        return all(
            a == b if rule.exact else a[0] >= b[0] and a[1] >= b[1]
            for rule, a, b in zip(rules, one.shift, other.shift, strict=True)
        )

    kept: list[Move] = []
    for move in moves:
        if any(shift != (0, 0) for shift in move.shift) and not any(no_worse(other, move) for other in kept):
            kept.append(move)
    return kept
