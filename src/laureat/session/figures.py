"""The figures of a session: counted from published decisions, no small cell shown nor deducible from its own total.

A count below the threshold of the statistical secret is hidden; so are as many others of its column as it takes for the
total, which is shown, not to give it back. What several tables, or several days, would tell together:
``laureat.session.told_figures``.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from laureat.reglements.recours import SEUIL_DU_SECRET

BOUNDS = (0, 500, 800, 1000, 1200, 1400, 1600, 2001)
"""The classes of a distribution, in hundredths: from one bound, included, to the next, left out."""
PASS = 1000
"""The mark, in hundredths, from which those who have it are counted apart."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What one candidate had where something is assessed one by one: a mark, or a validation."""

    unit: str
    mode: str
    """In words."""
    passed: bool
    """At least 10, or validated."""
    mark: int | None = None
    """In hundredths; None where it was validated or not, without a mark."""


@dataclass(frozen=True, slots=True)
class Presented:
    """One candidate whose decision is published and stands."""

    admitted: bool
    groups: Mapping[str, str]
    """By dimension (``voie``, ``sexe``…), the group it is of; an empty one is not counted there."""
    average: Fraction | None = None
    """In points."""
    assessed: tuple[Assessed, ...] = ()
    listed: bool = False
    """Stands on the public list: whoever reads these figures reads it too."""
    person: str = ""
    """Who that is, the same from one day to another; empty where there is one day only."""


@dataclass(frozen=True, slots=True)
class Line:
    """A group: how many presented themselves and were admitted; None: hidden."""

    label: str
    presented: int | None
    admitted: int | None

    @property
    def rate(self) -> int | None:
        """Those admitted, in hundredths of those presented, to the nearest below."""
        if not self.presented or self.admitted is None:
            return None
        return 100 * self.admitted // self.presented


@dataclass(frozen=True, slots=True)
class Table:
    """One dimension, and its total."""

    title: str
    lines: tuple[Line, ...]
    total: Line

    @property
    def hides(self) -> bool:
        """Something is hidden."""
        return any(None in (line.presented, line.admitted) for line in (*self.lines, self.total))


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Those assessed in a unit, in one mode of assessment."""

    unit: str
    mode: str
    marked: int | None
    mean: int | None
    """Of the marks, in hundredths, cut; None where it is hidden, and where nobody has a mark."""
    passed: int | None
    """Those of at least 10, or validated."""
    by_marks: bool = True
    """Some have a mark."""


@dataclass(frozen=True, slots=True)
class Class:
    """One class of a distribution of averages."""

    low: int
    """In hundredths, included."""
    high: int
    """Left out, save the last one."""
    count: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is told of a session."""

    tables: tuple[Table, ...]
    units: tuple[UnitLine, ...]
    classes: tuple[Class, ...]


def is_small(count: int) -> bool:
    """Too few for the count to be told; none at all may be."""
    return 0 < count < SEUIL_DU_SECRET.known


def may_be_told(presented: int, admitted: int) -> bool:
    """Neither who presented themselves, nor who was admitted or refused, are too few."""
    return not (is_small(presented) or is_small(admitted) or is_small(presented - admitted))


def hidden(counts: Mapping[str, int]) -> frozenset[str]:
    """The cells of a column that are hidden, its total being shown."""
    return _beyond(counts, {label for label, count in counts.items() if is_small(count)})


def _beyond(counts: Mapping[str, int], first: Iterable[str]) -> frozenset[str]:
    """Cells to hide, and as many others, the smallest, as it takes for their sum to tell nothing of one of them."""
    found = set(first)
    others = sorted((label for label in counts if label not in found and counts[label]), key=counts.__getitem__)
    while found and others and (len(found) < 2 or is_small(sum(counts[label] for label in found))):
        found.add(others.pop(0))
    return frozenset(found)


def table(title: str, people: Sequence[Presented], group: str) -> Table:
    """Presented and admitted, by group of one dimension."""
    counts: dict[str, list[int]] = {}
    for one in people:
        if label := one.groups.get(group, ""):
            pair = counts.setdefault(label, [0, 0])
            pair[0] += 1
            pair[1] += one.admitted
    return from_counts(title, {label: (presented, admitted) for label, (presented, admitted) in counts.items()})


def from_counts(title: str, counts: Mapping[str, tuple[int, int]]) -> Table:
    """The same, from how many presented themselves and were admitted in each group."""
    presented = {label: pair[0] for label, pair in counts.items()}
    admitted = {label: pair[1] for label, pair in counts.items()}
    refused = {label: pair[0] - pair[1] for label, pair in counts.items()}
    away = hidden(presented)
    within = away | {label for label in counts if not may_be_told(presented[label], admitted[label])}
    within = _beyond(refused, _beyond(admitted, within))
    lines = tuple(
        Line(label, None if label in away else presented[label], None if label in within else admitted[label])
        for label in sorted(counts)
    )
    return Table(title, lines, _total(sum(presented.values()), sum(admitted.values())))


def _total(presented: int, admitted: int) -> Line:
    told = may_be_told(presented, admitted)
    return Line("", None if is_small(presented) else presented, admitted if told else None)


def units(people: Iterable[Presented]) -> list[UnitLine]:
    """By unit and mode: how many were assessed, the mean of their marks, how many have 10 or are validated."""
    found: dict[str, dict[str, list[Assessed]]] = {}
    for one in people:
        for each in one.assessed:
            found.setdefault(each.unit, {}).setdefault(each.mode, []).append(each)
    return [line for unit, by_mode in found.items() for line in _lines_of(unit, by_mode)]


def _lines_of(unit: str, by_mode: Mapping[str, Sequence[Assessed]]) -> Iterable[UnitLine]:
    away = hidden({mode: len(those) for mode, those in by_mode.items()})
    for mode, those in sorted(by_mode.items()):
        marks = [one.mark for one in those if one.mark is not None]
        if mode in away:
            yield UnitLine(unit, mode, None, None, None, bool(marks))
            continue
        passed = sum(one.passed for one in those)
        secret = is_small(passed) or is_small(len(those) - passed)
        mean = None if not marks or is_small(len(marks)) else sum(marks) // len(marks)
        yield UnitLine(unit, mode, len(those), mean, None if secret else passed, bool(marks))


def class_of(average: Fraction) -> int:
    """The bound at which the class of an average begins."""
    return max(low for low in BOUNDS[:-1] if low <= average * 100)


def distribution(people: Iterable[Presented]) -> list[Class]:
    """How many averages in each class."""
    counts = dict.fromkeys(map(str, BOUNDS[:-1]), 0)
    for one in people:
        if one.average is not None:
            counts[str(class_of(one.average))] += 1
    away = hidden(counts)
    return [
        Class(low, min(high, 2000), None if str(low) in away else counts[str(low)])
        for low, high in itertools.pairwise(BOUNDS)
    ]
