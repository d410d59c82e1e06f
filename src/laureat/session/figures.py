"""The figures of a session: counted from published decisions, no small cell shown nor deducible.

A count below the threshold of the statistical secret is hidden; so are as many others of its column as it takes for the
total, which is shown, not to give it back, and as many of the other tables as it takes for none of them to, nor of them
with the public list, which tells how many each school had admitted (``told``).
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from laureat.reglements.recours import SEUIL_DU_SECRET
from laureat.session.disclosure import beyond

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


Key = tuple[str, ...]
"""Of a count: the table, the line in it, the column."""


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


def _class_of(average: Fraction) -> int:
    """The bound at which the class of an average begins."""
    return max(low for low in BOUNDS[:-1] if low <= average * 100)


def distribution(people: Iterable[Presented]) -> list[Class]:
    """How many averages in each class."""
    counts = dict.fromkeys(map(str, BOUNDS[:-1]), 0)
    for one in people:
        if one.average is not None:
            counts[str(_class_of(one.average))] += 1
    away = hidden(counts)
    return [
        Class(low, min(high, 2000), None if str(low) in away else counts[str(low)])
        for low, high in itertools.pairwise(BOUNDS)
    ]


def told(people: Sequence[Presented], dimensions: Mapping[str, str]) -> Figures:
    """All the tables of a session, those of the dimensions (group: title) first, such that none gives another away."""
    tables = {group: table(title, people, group) for group, title in dimensions.items()}
    tables = {group: one for group, one in tables.items() if one.lines}
    classes = distribution(people) if any(one.average is not None for one in people) else ()
    found = Figures(tuple(tables.values()), tuple(units(people)), tuple(classes))
    masks = _masks(people, tables)
    hidden_first = {key for key in masks if _shown(found, tables, key) is None}
    small = [mask for key, mask in masks.items() if is_small(mask.bit_count())]
    others = [mask & ~masks[*key[:-1], _PART[key[-1]]] for key, mask in masks.items() if key[-1] in _PART]
    small += [mask for mask in (*others, *_left_out(masks, len(people))) if is_small(mask.bit_count())]
    public = {("liste", *key): mask for key, mask in _public(people).items()}
    away = beyond({**public, **masks}, small, hidden_first, [key for key in masks if key[1] == ""], public)
    return Figures(
        tuple(_without(one, away, group) for group, one in tables.items()),
        tuple(_unit_without(one, away, hidden_first) for one in found.units),
        tuple(replace(one, count=None) if ("moyenne", str(one.low), "n") in away else one for one in found.classes),
    )


def _public(people: Sequence[Presented]) -> dict[Key, int]:
    """Whom the public list names, school by school."""
    masks: dict[Key, int] = {}
    for rank, one in enumerate(people):
        if one.listed:
            school = (one.groups.get("etablissement", ""),)
            masks[school] = masks.get(school, 0) | 1 << rank
    return masks


_PART = {"presented": "admitted", "marked": "passed"}
"""A column, and the one that counts a part of it: who is in the first alone is a secret too, where they are few."""


def _masks(people: Sequence[Presented], groups: Iterable[str]) -> dict[Key, int]:
    """Whom each count counts, those of a total under an empty line."""
    masks: dict[Key, int] = {}
    for rank, one in enumerate(people):
        for key in _counted(one, groups):
            masks[key] = masks.get(key, 0) | 1 << rank
    pairs = {(*key[:-1], _PART[key[-1]]) for key in masks if key[-1] in _PART}
    return {**dict.fromkeys(sorted(pairs), 0), **masks}


def _left_out(masks: Mapping[Key, int], people: int) -> Iterator[int]:
    """Whom each table leaves out: of no group, without an average, without a mark in a unit (dispensed, absent)."""
    within: dict[Key, int] = {}
    for key, mask in masks.items():
        whole = key[:2] if key[0] == "unite" else key[:1]
        within[whole] = within.get(whole, 0) | mask
    everyone = (1 << people) - 1
    yield from (everyone & ~mask for mask in within.values())


def _counted(one: Presented, groups: Iterable[str]) -> Iterator[Key]:
    for group in groups:
        if label := one.groups.get(group, ""):
            for line in (label, ""):
                yield group, line, "presented"
                if one.admitted:
                    yield group, line, "admitted"
    if one.average is not None:
        yield "moyenne", str(_class_of(one.average)), "n"
    for each in one.assessed:
        yield "unite", each.unit, each.mode, "marked"
        if each.passed:
            yield "unite", each.unit, each.mode, "passed"


def _shown(found: Figures, tables: Mapping[str, Table], key: Key) -> int | None:
    column = key[-1]
    if key[0] == "moyenne":
        return next(one.count for one in found.classes if str(one.low) == key[1])
    if key[0] == "unite":
        line = next(one for one in found.units if (one.unit, one.mode) == key[1:3])
        return line.marked if column == "marked" else line.passed
    lines = (*tables[key[0]].lines, tables[key[0]].total)
    row = next(one for one in lines if one.label == key[1])
    return row.presented if column == "presented" else row.admitted


def _without(one: Table, away: frozenset[Key], group: str) -> Table:
    def line(row: Line) -> Line:
        if (group, row.label, "presented") in away:
            return Line(row.label, None, None)
        return replace(row, admitted=None) if (group, row.label, "admitted") in away else row

    return Table(one.title, tuple(map(line, one.lines)), line(one.total))


def _unit_without(one: UnitLine, away: frozenset[Key], first: Collection[Key]) -> UnitLine:
    """A unit without what is hidden; its mean goes with its count only where those who have a mark are few."""
    marked = ("unite", one.unit, one.mode, "marked")
    if marked in first:
        return UnitLine(one.unit, one.mode, None, None, None, one.by_marks)
    if marked in away:
        one = replace(one, marked=None)
    return replace(one, passed=None) if ("unite", one.unit, one.mode, "passed") in away else one
