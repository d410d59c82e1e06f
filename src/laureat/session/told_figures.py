"""What of the figures of a session is told: no table gives another away, nor a day what another day hides.

Beside what each table hides for itself, as many counts are hidden as it takes for none of a few persons to follow from
all that is shown: nor from the public list, which tells how many each school had admitted, nor from what was told on an
earlier day. A decision put right between two days is not the difference of their figures.
"""

import functools
import itertools
import operator
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from laureat.session.disclosure import Secret, beyond
from laureat.session.figures import (
    Figures,
    Line,
    Presented,
    Table,
    UnitLine,
    class_of,
    distribution,
    is_small,
    table,
    units,
)

PUBLIC = "liste"
"""Begins the counts of the public list."""
Key = tuple[str, ...]
"""Of a count: the table, the line in it, the column."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was told on a day, as far as a later day must know it."""

    counts: Mapping[Key, Collection[str]]
    """Whom each count counts, those that were hidden too."""
    told: Collection[Key]
    """The counts that were shown, and those of the public list of that day."""
    marks: Mapping[Key, Mapping[str, int]]
    """By unit and mode whose mean was shown, the mark of each."""

    def counts_as(self, other: "Shown") -> bool:
        """The same people are counted in the same places, with the same marks as far as both tell."""
        same = {key: set(who) for key, who in self.counts.items()} == {k: set(w) for k, w in other.counts.items()}
        return same and all(other.marks.get(key, marks) == marks for key, marks in self.marks.items())


def told(people: Sequence[Presented], dimensions: Mapping[str, str], before: Sequence[Shown] = ()) -> Figures:
    """All the tables of a session, those of the dimensions (group: title) first, such that none gives another away.

    ``before``: what was told on earlier days, with which whoever reads these figures compares them.
    """
    tables = {group: table(title, people, group) for group, title in dimensions.items()}
    tables = {group: one for group, one in tables.items() if one.lines}
    classes = distribution(people) if any(one.average is not None for one in people) else ()
    found = Figures(tuple(tables.values()), tuple(units(people)), tuple(classes))
    ranks = _ranks(people, before)
    masks = _masks(_counted(people, tables), ranks)
    hidden_first = {key for key in masks if _shown(found, tables, key) is None}
    known = _masks(_public(people), ranks)
    days = [*(_masks(one.counts, ranks) for one in before), masks]
    groups = [_groups(day) for day in days]
    secrets: list[Secret] = [who for day in groups for who in day.values() if is_small(who.bit_count())]
    secrets += [few for then, now in itertools.combinations(groups, 2) for few in _moved(then, now)]
    for rank, (one, then) in enumerate(zip(before, days, strict=False)):
        known |= {(str(rank), *key): then[key] for key in one.told}
    away = beyond({**known, **masks}, secrets, hidden_first, [key for key in masks if key[1] == ""], known)
    moved = _marks_moved(people, before)
    return Figures(
        tuple(_without(one, away, group) for group, one in tables.items()),
        tuple(_unit_without(one, away, hidden_first, moved) for one in found.units),
        tuple(replace(one, count=None) if ("moyenne", str(one.low), "n") in away else one for one in found.classes),
    )


def shown(people: Sequence[Presented], dimensions: Collection[str], found: Figures) -> Shown:
    """What those figures of these people will have told, for a later day."""
    groups = [group for group in dimensions if any(one.groups.get(group) for one in people)]
    tables = dict(zip(groups, found.tables, strict=True))
    counts, public, marks = _counted(people, tables), _public(people), _marks(people)
    visible = [key for key in counts if _shown(found, tables, key) is not None]
    means = [(one.unit, one.mode) for one in found.units if one.mean is not None]
    return Shown({**counts, **public}, [*visible, *public], {key: marks[key] for key in means})


def _named(people: Iterable[Presented]) -> Iterator[tuple[str, Presented]]:
    return ((one.person or str(rank), one) for rank, one in enumerate(people))


def _ranks(people: Iterable[Presented], before: Iterable[Shown]) -> dict[str, int]:
    """By person of any day, the bit of that person in a mask."""
    names = dict.fromkeys(who for one in before for those in one.counts.values() for who in those)
    names |= dict.fromkeys(who for who, _one in _named(people))
    return {who: rank for rank, who in enumerate(names)}


def _masks(counts: Mapping[Key, Iterable[str]], ranks: Mapping[str, int]) -> dict[Key, int]:
    found = {}
    for key, who in counts.items():
        mask = bytearray(len(ranks) // 8 + 1)
        for one in who:
            mask[ranks[one] >> 3] |= 1 << (ranks[one] & 7)
        found[key] = int.from_bytes(mask, "little")
    return found


def _public(people: Iterable[Presented]) -> dict[Key, list[str]]:
    """Whom the public list names, school by school."""
    found: dict[Key, list[str]] = {}
    for who, one in _named(people):
        if one.listed:
            found.setdefault((PUBLIC, one.groups.get("etablissement", "")), []).append(who)
    return found


def _marks(people: Iterable[Presented]) -> dict[Key, dict[str, int]]:
    """By unit and mode, the mark of each who has one."""
    found: dict[Key, dict[str, int]] = {}
    for who, one in _named(people):
        for each in one.assessed:
            if each.mark is not None:
                found.setdefault((each.unit, each.mode), {})[who] = each.mark
    return found


def _marks_moved(people: Sequence[Presented], before: Sequence[Shown]) -> set[Key]:
    """The units and modes whose mean, beside that of an earlier day, would tell what a few marks became."""
    now = _marks(people) if before else {}
    moved = set()
    for one in before:
        for key, then in one.marks.items():
            here = now.get(key, {})
            if is_small(sum(then.get(who) != here.get(who) for who in then.keys() | here.keys())):
                moved.add(key)
    return moved


_PART = {"presented": "admitted", "marked": "passed"}
"""A column, and the one that counts a part of it: who is in the first alone is a secret too, where they are few."""


def _counted(people: Iterable[Presented], groups: Collection[str]) -> dict[Key, list[str]]:
    """Whom each count counts, those of a total under an empty line."""
    found: dict[Key, list[str]] = {}
    for who, one in _named(people):
        for key in _counts_of(one, groups):
            found.setdefault(key, []).append(who)
    pairs = {(*key[:-1], _PART[key[-1]]) for key in found if key[-1] in _PART}
    return {**{key: [] for key in sorted(pairs)}, **found}


def _groups(masks: Mapping[Key, int]) -> dict[Key, int]:
    """Whom the counts of a day tell of: those that each counts, those in a column and not in the one that counts a part
    of it, those whom a table leaves out (of no group, without an average, without a mark in a unit: dispensed, absent).
    """
    groups = {key: mask for key, mask in masks.items() if key[0] != PUBLIC}
    within: dict[Key, int] = {}
    for key, mask in masks.items():
        if key[0] != PUBLIC:
            whole = key[:2] if key[0] == "unite" else key[:1]
            within[whole] = within.get(whole, 0) | mask
        if key[-1] in _PART:
            groups[*key, "seulement"] = mask & ~masks[*key[:-1], _PART[key[-1]]]
    everyone = functools.reduce(operator.or_, masks.values(), 0)
    return groups | {(*whole, "hors"): everyone & ~mask for whole, mask in within.items()}


def _moved(then: Mapping[Key, int], now: Mapping[Key, int]) -> Iterator[Secret]:
    """Those who came into a group and went out of it between two days, where they are too few to be told."""
    for key in {**then, **now}:
        old, new = then.get(key, 0), now.get(key, 0)
        came, went = new & ~old, old & ~new
        if is_small((came | went).bit_count()):
            yield came, went
        yield from (side for side in (came, went) if is_small(side.bit_count()))


def _counts_of(one: Presented, groups: Iterable[str]) -> Iterator[Key]:
    for group in groups:
        if label := one.groups.get(group, ""):
            for line in (label, ""):
                yield group, line, "presented"
                if one.admitted:
                    yield group, line, "admitted"
    if one.average is not None:
        yield "moyenne", str(class_of(one.average)), "n"
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


def _unit_without(one: UnitLine, away: frozenset[Key], first: Collection[Key], moved: Collection[Key]) -> UnitLine:
    """A unit without what is hidden; its mean goes with its count only where those who have a mark are few."""
    marked = ("unite", one.unit, one.mode, "marked")
    if (one.unit, one.mode) in moved:
        one = replace(one, mean=None)
    if marked in first:
        return UnitLine(one.unit, one.mode, None, None, None, one.by_marks)
    if marked in away:
        one = replace(one, marked=None)
    return replace(one, passed=None) if ("unite", one.unit, one.mode, "passed") in away else one
