"""Editions: a grid is frozen at its first use; a correction is another edition, and passing to it is an act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from laureat.grilles.entries import (
    BONUS,
    CHOICE,
    IMPOSED,
    LOCK,
    MARK,
    STANDING,
    Entry,
    criterion_of,
    indicator,
    parse_choice,
)
from laureat.grilles.model import NE, Grid
from laureat.vocabulary import InvalidInput

Editions = Mapping[tuple[str, str], str]
"""The fingerprint of each edition already used, by code and edition."""


def check_frozen(grids: Iterable[Grid], used: Editions) -> None:
    """Refuse a grid whose edition was used with another content. Raises InvalidInput, all of them at once."""
    changed = [one for one in grids if used.get((one.code, one.edition), one.fingerprint) != one.fingerprint]
    if changed:
        raise InvalidInput(
            f"{one.name} : elle a déjà servi, avec un autre contenu ; une correction fait une nouvelle édition "
            "(changer la ligne « edition »)"
            for one in changed
        )


@dataclass(frozen=True, slots=True)
class Migration:
    """What passing to another edition gives: the entries carried, and those that find no place, told one by one."""

    entries: tuple[Entry, ...]
    left: tuple[str, ...]


def migrate(
    entries: Iterable[Entry], old: Grid, new: Grid, *, criteria: Mapping[str, str], author: str, at: str
) -> Migration:
    """Carry what was entered on an edition to another. ``criteria``: old code → new code, where it changed.

    A level is carried by its code; nothing is guessed from points. The old entries stay.
    """
    levels = {level.code for level in new.levels}
    situations = {one.code: set(new.lines(one)) for one in new.situations}
    carried, left = [], []
    for entry in entries:
        if entry.edition != old.edition:
            continue
        code = _carried_name(entry.criterion, criteria, old, new)
        beside = code in (MARK, BONUS, STANDING, IMPOSED, LOCK) or _is_offered(new, code, entry.value)
        known = entry.situation in situations and (beside or criterion_of(code) in situations[entry.situation])
        points = new.calculation.typed_points and old.calculation.typed_points
        if code and known and (beside or "#" in code or points or entry.value in levels | {NE, ""}):
            key = f"{entry.key}>{new.edition}"
            carried.append(
                replace(entry, edition=new.edition, criterion=code, assessor=author, at=at, key=key, origin="migration")
            )
        else:
            left.append(f"{entry.candidate}, {entry.situation}, {entry.criterion} : « {entry.value} »")
    return Migration(tuple(carried), tuple(left))


def _is_offered(grid: Grid, code: str, value: str) -> bool:
    """A share of the points that the candidate chose, and that this edition still offers."""
    if code != CHOICE or not value or grid.choice is None:
        return False
    return parse_choice(value).share in grid.choice.shares


def _carried_name(name: str, criteria: Mapping[str, str], old: Grid, new: Grid) -> str:
    """Under which name something written stands in the new edition: an indicator goes by its words, never by its rank.

    Empty where the new edition has no such indicator.
    """
    code, mark, rank = name.partition("#")
    code = criteria.get(code, code)
    if not mark:
        return code
    was, now = old.criterion(criterion_of(name)), new.criterion(code)
    if was is None or now is None:
        return ""
    words = was.indicators[int(rank) - 1]
    return indicator(code, now.indicators.index(words) + 1) if words in now.indicators else ""
