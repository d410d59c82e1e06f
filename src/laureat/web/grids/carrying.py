"""What was entered on an edition, carried to another: an act, asked for, that says what finds no place there."""

import hashlib
from collections.abc import Collection

from django.utils.translation import gettext as _

from laureat.grilles import Entry, Grid, compute, filled, migrate
from laureat.grilles.entries import chosen
from laureat.web.accounts.models import User
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.grids.boards import boards
from laureat.web.grids.changed import tell
from laureat.web.grids.models import ChosenGrid, GridEdition, GridEntry
from laureat.web.grids.readings import OFFICIAL
from laureat.web.grids.tapping import BadTap, hold

SHOWN = 10
"""Entries without a place that are named; the others are counted."""


def carry(session: ExamSession, unit: str, edition: GridEdition, by: User, *, leave: bool) -> int:
    """Write on an edition what stands on the one chosen before; gives how many entries were carried.

    The old entries stay as they are; whoever signed them is told. In the transaction under way. Raises BadTap where
    something would find no place, unless ``leave`` says that it is left, or where what is carried is no longer what the
    grid permits.
    """
    old, new = ChosenGrid.objects.select_related("edition").get(session=session, unit=unit).edition.grid, edition.grid
    rows = GridEntry.objects.filter(session=session, unit=unit, edition__code=old.code, edition__edition=old.edition)
    if GridEntry.objects.filter(session=session, unit=unit, edition=edition).exists():
        raise BadTap(
            _("%(unit)s : cette édition a déjà des saisies ; donnez un autre nom à la vôtre.") % {"unit": unit}
        )
    hold(list(session.standings.values_list("candidate", flat=True)))
    people = {row.candidate: row for row in session.standings.filter(candidate__in=rows.values("candidate"))}
    before = boards(session, unit, old, list(people))
    standing: dict[tuple[str, str, int, str], GridEntry] = {}
    for row in rows.order_by("id"):
        standing[row.candidate, row.situation, row.reading, row.criterion] = row
    made, left = list[GridEntry](), list[str]()
    by_reading: dict[tuple[str, int], list[GridEntry]] = {}
    for row in standing.values():
        if row.value:
            by_reading.setdefault((row.candidate, row.reading), []).append(row)
    for (candidate, reading), own in by_reading.items():
        found = migrate(map(_entry, own), old, new, criteria={}, author=str(by.pk), at="")
        hidden = {one.code for one in old.situations if one.second_blind and reading != OFFICIAL}
        left += [_unsaid(one, hidden) for one in found.left]
        _check(session, new, found.entries, candidate)
        made += [_row(session, unit, edition, by, reading, one) for one in found.entries]
    if left and not leave:
        told = _("%(unit)s : sans place dans la nouvelle édition, rien n'est reporté : %(what)s.")
        more = [f"… (+ {len(left) - SHOWN})"] if len(left) > SHOWN else []
        raise BadTap(told % {"unit": unit, "what": " | ".join([*left[:SHOWN], *more])})
    GridEntry.objects.bulk_create(made)
    after = boards(session, unit, new, list(people))
    tell(session, unit, [(row, before[one], after[one]) for one, row in people.items()], by)
    return len(made)


def _unsaid(told: str, hidden: Collection[str]) -> str:
    """What finds no place, without its value where an assessor's own reading is not to be shown."""
    _candidate, situation, _rest = told.split(", ", 2)
    return told.partition(" : «")[0] if situation in hidden else told


def _entry(row: GridEntry) -> Entry:
    edition = row.edition.edition
    return Entry(row.candidate, row.situation, edition, "", "", row.criterion, row.value, row.key, origin=row.origin)


def _check(session: ExamSession, grid: Grid, entries: tuple[Entry, ...], candidate: str) -> None:
    try:
        compute(grid, filled(entries), session.year, chosen(entries))
    except ValueError as fault:
        numero = session.standings.filter(candidate=candidate).values_list("numero", flat=True).first()
        told = _("Candidat %(numero)s : ce qui serait reporté n'est pas permis par la nouvelle édition : %(why)s.")
        raise BadTap(told % {"numero": numero, "why": str(fault)}) from None


def _row(session: ExamSession, unit: str, edition: GridEdition, by: User, reading: int, one: Entry) -> GridEntry:
    return GridEntry(
        session=session,
        unit=unit,
        edition=edition,
        candidate=one.candidate,
        situation=one.situation,
        reading=reading,
        criterion=one.criterion,
        value=one.value,
        author=by,
        origin=one.origin,
        key=hashlib.sha256(one.key.encode()).hexdigest(),
    )
