"""A tap: judged on what its author had read, added, never written over. And the mark settled into the log."""

import hashlib
import json
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from laureat.grilles import NE, Grid, Mode, compute, parse_points, typed_mark
from laureat.grilles.entries import (
    BLANK,
    BONUS,
    CHOICE,
    IMPOSED,
    LOCK,
    MARK,
    SEEN,
    STANDING,
    Standing,
    parse_choice,
    parse_imposed,
)
from laureat.session.framework import Refused
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.models import Standing as Row
from laureat.web.exam_sessions.service import look
from laureat.web.exam_sessions.standings import TABLE
from laureat.web.grids import changed
from laureat.web.grids.boards import Board, boards, edition_of, grid_of, other_hand_of, reading_of
from laureat.web.grids.models import Author, ChosenGrid, GridEdition, GridEntry, TutorLink, written_by
from laureat.web.grids.readings import OFFICIAL


@dataclass(frozen=True)
class Tap:
    """What someone wrote on one line, and how many times it had been written when they looked."""

    situation: str
    criterion: str
    value: str
    read: int
    key: str
    """Drawn with the page or the tap: once for this line of this candidate, by this author."""
    origin: str = "ecran"
    told_at: datetime | None = None
    unchanged: bool = False
    """As the form had it: written only if something else was already written under the same key."""

    def key_of(self, who: Author, row: Row, unit: str) -> str:
        """The key under which it is kept."""
        own = [type(who).__name__, who.pk, row.candidate, unit, self.situation, self.criterion, self.key]
        return hashlib.sha256(json.dumps(own).encode()).hexdigest()


DECLARED = {str(one): one for one in (Standing.PRESENT, Standing.ABSENT, Standing.EXEMPT)}
"""Where a candidate is said to stand; a mark set by a text is said with its text."""


class Conflict(Exception):
    """The line was written meanwhile: both values, and nothing chosen."""

    def __init__(self, tap: Tap, standing: str, version: int, by: str) -> None:
        super().__init__(tap.criterion)
        self.tap, self.standing, self.version, self.by = tap, standing, version, by


class BadTap(Exception):
    """The grid does not know what was written; in French."""


LONGEST = 200
"""Characters of a value, as it is kept."""


def checked(grid: Grid, tap: Tap, session: int) -> str:
    """The value as it is kept. Raises BadTap."""
    if not tap.value.replace("\t", " ").isprintable():
        raise BadTap(_("Ce qui est écrit porte des caractères invisibles : retapez-le."))
    kept = _known(grid, tap, session)
    if len(kept) > LONGEST:
        raise BadTap(_("C'est trop long : %(n)s caractères au plus.") % {"n": LONGEST})
    return kept


def _known(grid: Grid, tap: Tap, session: int) -> str:
    try:
        situation = grid.situation(tap.situation)
    except KeyError:
        raise BadTap(_("La grille n'a pas cette situation.")) from None
    value = tap.value.strip()
    ticks = [name for name, *_rest in grid.indicators(situation)]
    try:
        if not value:
            known = (*grid.lines(situation), *ticks, MARK, BONUS, STANDING, IMPOSED, CHOICE)
            if tap.criterion not in known:
                raise ValueError(_("La grille n'a pas cette ligne."))
            return ""
        if tap.criterion == MARK and grid.mode is Mode.PROFIL:
            return str(typed_mark(grid, value, session))
        if tap.criterion == BONUS and grid.calculation.bonus_max:
            bonus = parse_points(value)
            if bonus > grid.calculation.bonus_max:
                raise ValueError(_("Le bonus dépasse ce que la grille permet."))
            return str(bonus)
        if tap.criterion == LOCK and situation.second_blind:
            return "fini"
        if tap.criterion == CHOICE and grid.choice is not None:
            if parse_choice(value).share not in grid.choice.shares:
                raise ValueError(_("Cette répartition n'est pas offerte."))
            return value
        if tap.criterion == STANDING:
            return str(DECLARED[value])
        if tap.criterion == IMPOSED and grid.mode is not Mode.BINAIRE:
            return parse_imposed(value, grid.calculation.total)
        if tap.criterion in ticks:
            if value != SEEN:
                raise ValueError(_("Un indicateur se coche, ou reste vide."))
            return SEEN
        if tap.criterion not in grid.lines(situation):
            raise ValueError(_("La grille n'a pas cette ligne."))
        if value == NE:
            return NE
        if grid.calculation.typed_points:
            most = situation.question(tap.criterion).points
            points = parse_points(value)
            if points > most:
                raise ValueError(_("C'est plus que les points de la question."))
            return str(points)
        reachable = next((one.reachable for one in grid.criteria if one.code == tap.criterion), ())
        if reachable and value not in reachable:
            raise ValueError(_("Aucun nombre d'indicateurs observés ne donne ce niveau."))
        return grid.level(value).code
    except KeyError:
        raise BadTap(_("Ce niveau n'est pas de la grille.")) from None
    except ValueError as fault:
        raise BadTap(str(fault)) from None


def tap(session: ExamSession, who: Author, row: Row, unit: str, taps: Sequence[Tap]) -> Board:
    """Write some lines of one candidate, all or none. Raises Conflict, BadTap, Refused (the entry of marks is closed).

    A tap whose key is known was written already: it is not written again; under the same key, another value is a
    conflict.
    """
    with transaction.atomic():
        hold([row.candidate])  # and then only is the edition asked: entries are carried to another under the same hold
        edition = edition_of(session, unit)
        grid = edition.grid if edition else grid_of(session, unit)
        if grid is None:
            raise BadTap(_("Aucune grille n'est chargée ici."))
        keys = {one.key_of(who, row, unit): one for one in taps}
        done = dict(GridEntry.objects.filter(key__in=keys).values_list("key", "value"))
        asked = [(key, one) for key, one in keys.items() if key in done or not one.unchanged]
        values = [(key, one, checked(grid, one, session.year)) for key, one in asked]
        before = boards(session, unit, grid, [row.candidate], who)[row.candidate]
        for key, one, value in values:
            if key in done and value not in (done[key], before.value(one.situation, one.criterion)):
                raise _conflict(before, one)
        fresh = [(key, one, value) for key, one, value in values if key not in done]
        if fresh and not look(session).is_open_to(row.establishment, unit):
            raise Refused(_("La saisie est close : ce que vous avez coché n'est pas enregistré, notez-le."))
        ticked = {one.situation for _key, one, value in fresh if value and one.criterion != LOCK}
        for _key, one, value in fresh:
            _check_reading(grid, before, one, who, ticked)
            moved = before.version(one.situation, one.criterion) != one.read
            if moved and before.value(one.situation, one.criterion) != value:
                raise _conflict(before, one)
        if not fresh:
            return before
        edition = edition or use(session, unit, grid)
        rows = [
            GridEntry(
                session=session,
                unit=unit,
                edition=edition,
                candidate=row.candidate,
                situation=one.situation,
                reading=reading_of(grid, before.every, one.situation, who),
                criterion=one.criterion,
                value=value,
                **written_by(who),
                origin=one.origin,
                told_at=one.told_at,
                key=key,
            )
            for key, one, value in fresh
        ]
        after = before.with_more(GridEntry.objects.bulk_create(rows), who)
        counts = after.with_more((), None)
        try:
            for seen_by in (after, counts) if isinstance(who, TutorLink) else (after,):
                compute(grid, seen_by.sheets, session.year, seen_by.chosen)
        except ValueError as fault:
            raise BadTap(str(fault)) from None
        changed.tell(session, unit, [(row, before.with_more((), None), counts)], who)
    return after


def _conflict(before: Board, one: Tap) -> Conflict:
    """What stands in the place of a tap, and who wrote it."""
    where = one.situation, one.criterion
    by = next((e.by for e in reversed(before.entries) if (e.situation, e.criterion) == where), "")
    return Conflict(one, before.value(*where), before.version(*where), by)


def _check_reading(grid: Grid, before: Board, one: Tap, who: Author, ticked: Container[str]) -> None:
    """Two people assess a situation that asks for it; what one has finished, that one changes no more, and nobody
    finishes a reading of which nothing is written.

    What a text or the candidate sets, the school says, and no tutor. ``ticked``: the situations written with this tap.
    """
    if isinstance(who, TutorLink) and one.criterion in (IMPOSED, CHOICE):
        raise Refused(_("L'établissement seul l'écrit, pas un tuteur."))
    reading = reading_of(grid, before.every, one.situation, who)
    if not reading and other_hand_of(grid, before.every, one.situation, who):
        told = _("Une même personne ne fait pas les deux lectures : celle-ci revient à quelqu'un d'autre.")
        raise Refused(told, _("Le lien d'un tuteur qui la fait est donné par un autre compte."))
    if not reading:
        raise Refused(_("Deux évaluateurs ont déjà cette situation : vous la verrez quand tous deux auront fini."))
    if reading != OFFICIAL and before.value(one.situation, LOCK):
        raise Refused(_("Vous avez fini votre lecture : elle ne change plus. L'autre évaluateur n'a pas fini."))
    if one.criterion == LOCK and one.situation not in ticked and before.sheets.get(one.situation, BLANK).is_blank:
        raise Refused(_("Rien n'est coché dans cette situation : une lecture vide ne se termine pas."))


def use(session: ExamSession, unit: str, grid: Grid) -> GridEdition:
    """The edition, frozen with its content; the unit is assessed by it from now on."""
    edition, _made = GridEdition.objects.get_or_create(
        code=grid.code, edition=grid.edition, defaults={"fingerprint": grid.fingerprint, "data": dict(grid.data)}
    )
    if edition.fingerprint != grid.fingerprint:
        raise BadTap(_("Cette édition de la grille a déjà servi avec un autre contenu : en charger une autre édition."))
    try:
        with transaction.atomic():
            ChosenGrid.objects.get_or_create(session=session, unit=unit, defaults={"edition": edition})
    except IntegrityError:  # Two first taps at once.
        pass
    return edition


def hold(candidates: Sequence[str]) -> None:
    """Whoever else writes about these candidates waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {TABLE} WHERE candidate = ANY(%s) ORDER BY candidate FOR UPDATE", [list(candidates)]
        )
