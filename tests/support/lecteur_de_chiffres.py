"""A reader of figures, day after day, who adds and subtracts all that was shown: plain elimination of fractions.

Told once and otherwise than by ``laureat.session.told_figures``: sets of ranks, no mask, no prime.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from laureat.session.figures import Figures, Presented

Day = tuple[Sequence[Presented], Figures]
Row = dict[str, Fraction]


class Counted(NamedTuple):
    """What one number counts; ``number`` is None where it is not shown."""

    name: tuple[str, ...]
    who: frozenset[str]
    number: int | None


def gives_back(days: Sequence[Day], dimensions: dict[str, str]) -> list[object]:
    """The few persons, of a day or between two days, whose number follows from what a day shows.

    What the public lists, and the figures of earlier days, give by themselves is no doing of that day.
    """
    told: list[object] = list(_few_marks(days))
    read: list[list[Counted]] = []
    secrets: list[Row] = []
    known: list[tuple[str, Row]] = []
    for people, found in days:
        day = list(_counts(people, dimensions, found))
        secrets += [_row(one.who) for one in day if 0 < len(one.who) < 5]
        for earlier in read:
            secrets += _moved(earlier, day)
        read.append(day)
        known = _basis([_row(who) for who in _listed(people)], known)
        after = _basis([_row(one.who) for one in day if one.number is not None], known)
        told += [one for one in secrets if not _left(one, after) and _left(one, known)]
        known = after
    return told


def _moved(earlier: Sequence[Counted], later: Sequence[Counted]) -> Iterator[Row]:
    """The few who came into a count or went out of it; and the ones less the others."""
    then, now = ({one.name: one.who for one in day} for day in (earlier, later))
    for name in then.keys() | now.keys():
        old, new = then.get(name, frozenset()), now.get(name, frozenset())
        came, went = new - old, old - new
        yield from (_row(side) for side in (came, went) if 0 < len(side) < 5)
        if 0 < len(came | went) < 5:
            yield _row(came) | {who: Fraction(-1) for who in went}


def _few_marks(days: Sequence[Day]) -> Iterator[tuple[str, str]]:
    """The units whose mean, told on two days, says what fewer than five marks became."""
    for later, (people, found) in enumerate(days):
        for earlier, was in days[:later]:
            means = {(one.unit, one.mode) for one in was.units if one.mean is not None}
            for key in ((one.unit, one.mode) for one in found.units if one.mean is not None):
                then, now = _marks(earlier, key), _marks(people, key)
                if key in means and 0 < sum(then.get(one) != now.get(one) for one in then.keys() | now.keys()) < 5:
                    yield key


def _marks(people: Sequence[Presented], key: tuple[str, str]) -> dict[str, int | None]:
    return {name: each.mark for name, one in _named(people) for each in one.assessed if (each.unit, each.mode) == key}


def _named(people: Sequence[Presented]) -> list[tuple[str, Presented]]:
    return [(one.person or str(rank), one) for rank, one in enumerate(people)]


def _listed(people: Sequence[Presented]) -> Iterator[frozenset[str]]:
    for school in {one.groups.get("etablissement", "") for one in people}:
        yield frozenset(w for w, one in _named(people) if one.listed and one.groups.get("etablissement", "") == school)


def _counts(people: Sequence[Presented], dimensions: dict[str, str], found: Figures) -> Iterator[Counted]:
    named = _named(people)
    everyone = frozenset(who for who, _one in named)
    admitted = frozenset(who for who, one in named if one.admitted)

    def line(
        name: tuple[str, ...], within: frozenset[str], part: frozenset[str], told: tuple[int | None, int | None]
    ) -> Iterator[Counted]:
        yield Counted((*name, "within"), within, told[0])
        yield Counted((*name, "part"), part, told[1])
        yield Counted((*name, "other"), within - part, None)

    known = [group for group in dimensions if any(one.groups.get(group) for _who, one in named)]
    for group, one in zip(known, found.tables, strict=True):
        for row in one.lines:
            who = frozenset(who for who, one in named if one.groups.get(group) == row.label)
            yield from line((group, row.label), who, who & admitted, (row.presented, row.admitted))
        labelled = frozenset(who for who, one in named if one.groups.get(group))
        yield from line((group, ""), labelled, labelled & admitted, (one.total.presented, one.total.admitted))
        yield Counted((group, "left out"), everyone - labelled, None)
    averaged = frozenset(who for who, one in named if one.average is not None)
    yield Counted(("average", "left out"), everyone - averaged, None)
    for each in found.classes:
        low, high = Fraction(each.low, 100), Fraction(each.high, 100) if each.high < 2000 else Fraction(21)
        who = frozenset(who for who, one in named if low <= (one.average if one.average is not None else 99) < high)
        yield Counted(("average", str(each.low)), who, each.count)
    for unit in {each.unit for _who, one in named for each in one.assessed}:
        of_it = frozenset(who for who, one in named if unit in {each.unit for each in one.assessed})
        yield Counted((unit, "left out"), everyone - of_it, None)
    for told in found.units:
        key = told.unit, told.mode
        those = {who: each for who, one in named for each in one.assessed if (each.unit, each.mode) == key}
        passed = frozenset(who for who, each in those.items() if each.passed)
        yield from line((told.unit, told.mode), frozenset(those), passed, (told.marked, told.passed))


def _row(who: frozenset[str]) -> Row:
    return dict.fromkeys(who, Fraction(1))


def _basis(rows: Sequence[Row], before: Sequence[tuple[str, Row]] = ()) -> list[tuple[str, Row]]:
    found = list(before)
    for row in rows:
        if left := _left(row, found):
            found.append((next(iter(left)), left))
    return found


def _left(row: Row, basis: list[tuple[str, Row]]) -> Row:
    """What a row is once all that the basis gives is taken from it; nothing where it gives it all."""
    left = dict(row)
    for pivot, other in basis:
        if times := left.get(pivot, Fraction(0)) / other[pivot]:
            for who, value in other.items():
                if now := left.get(who, Fraction(0)) - times * value:
                    left[who] = now
                else:
                    left.pop(who, None)
    return left
