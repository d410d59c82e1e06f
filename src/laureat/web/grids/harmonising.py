"""The jury harmonises marks that came from grids: signed, reversible, the original beside, and the assessors told."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from laureat.session import conduct
from laureat.session.framework import Refused
from laureat.vocabulary import Cell, UnitStatus, format_hundredths
from laureat.web.accounts.models import User
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.models import Standing as Row
from laureat.web.exam_sessions.service import Desk, perform
from laureat.web.grids.boards import grid_of
from laureat.web.grids.changed import tell_tutors
from laureat.web.grids.models import Harmonisation, Settlement
from laureat.web.grids.signing import signers_of, tutors_of
from laureat.web.mails.sending import Letter, post
from laureat.web.mails.wordings import Kind


@dataclass(frozen=True)
class Marked:
    """One mark that came from the grid of a unit, and what the jury made of it."""

    row: Row
    name: str
    settlement: Settlement
    standing: Harmonisation | None

    @property
    def original(self) -> int:
        """As the assessor settled it, in hundredths."""
        return self.settlement.mark or 0

    @property
    def present(self) -> int:
        """As it stands, in hundredths."""
        return self.standing.after if self.standing is not None else self.original


@dataclass(frozen=True)
class Curve:
    """The marks that one assessor settled: how many, between what, on average; exact."""

    name: str
    count: int
    least: int
    most: int
    total: int

    @property
    def mean(self) -> str:
        """In words; the average is rounded for the eye alone."""
        return format_hundredths(round(Fraction(self.total, self.count)))


def standing(session: ExamSession, unit: str) -> QuerySet[Harmonisation]:
    """The harmonisations that stand: neither undone, nor the undoing of another; one a candidate."""
    return Harmonisation.objects.filter(session=session, unit=unit, undoes=None, undone=None)


def history_of(session: ExamSession, unit: str, candidate: str) -> list[tuple[Harmonisation, str]]:
    """What the jury did to a mark, in order, with its reason where it is still kept."""
    rows = list(
        Harmonisation.objects.filter(session=session, unit=unit, candidate=candidate)
        .select_related("author")
        .order_by("id")
    )
    texts = PrivateText.objects.in_bulk([row.commitment for row in rows if row.commitment])
    return [(row, texts[row.commitment].text if row.commitment in texts else "") for row in rows]


def marked(session: ExamSession, unit: str, rows: Sequence[Row]) -> list[Marked]:
    """The marks of these candidates that came from the grid of a unit."""
    last: dict[str, Settlement] = {}
    own = [row.candidate for row in rows]
    found = Settlement.objects.filter(session=session, unit=unit, candidate__in=own, mark__isnull=False)
    for one in found.select_related("author").order_by("id"):
        last[one.candidate] = one
    stands = {row.candidate: row for row in standing(session, unit).select_related("author")}
    names = Identity.objects.in_bulk(list(last))
    return [
        Marked(
            row,
            names[row.candidate].name if row.candidate in names else row.numero,
            last[row.candidate],
            stands.get(row.candidate),
        )
        for row in rows
        if row.candidate in last
    ]


def curves(marks: Sequence[Marked]) -> list[Curve]:
    """How each assessor marked, before any harmonisation."""
    by_assessor: dict[str, list[int]] = {}
    for one in marks:
        by_assessor.setdefault(one.settlement.author.name, []).append(one.original)
    return [Curve(name, len(own), min(own), max(own), sum(own)) for name, own in sorted(by_assessor.items())]


def shifted(mark: int, shift: int, total: int, step: Fraction) -> int:
    """A mark moved by so many hundredths, kept on the scale of the grid. Raises Refused off its step."""
    if not shift or Fraction(shift, 100) % step:
        told = _("L'écart %(shift)s n'est pas un multiple du pas de la grille (%(step)s).")
        raise Refused(told % {"shift": format_hundredths(shift), "step": format_hundredths(int(step * 100))})
    return max(0, min(total * 100, mark + shift))


def harmonise(
    session: ExamSession, user: User, key: str, unit: str, marks: Sequence[Marked], shift: int, reason: str
) -> list[Harmonisation]:
    """Move the marks of a group by so many hundredths, all or none, and tell the assessors. Raises Refused."""
    grid = grid_of(session, unit)
    if grid is None or not marks:
        raise Refused(_("Aucune note de grille à harmoniser."))
    if not reason.strip():
        raise Refused(_("L'harmonisation demande un motif : il sera lu des évaluateurs."))
    if already := [one.row.numero for one in marks if one.standing is not None]:
        told = _("Déjà harmonisées : %(who)s. Annulez d'abord l'harmonisation qui tient.")
        raise Refused(told % {"who": ", ".join(already)})
    rounding = grid.calculation.rounding_of(session.year)
    step = rounding.step if rounding else Fraction(1, 100)
    wanted = [(one, one.present, shifted(one.present, shift, grid.calculation.total, step)) for one in marks]
    return _move(session, user, key, unit, [(o, b, a, None) for o, b, a in wanted if a != b], reason)


def undo(
    session: ExamSession, user: User, key: str, unit: str, act: str, marks: Sequence[Marked], reason: str
) -> list[Harmonisation]:
    """Give back the marks that one act moved. Raises Refused."""
    if not reason.strip():
        raise Refused(_("L'annulation demande un motif : il sera lu des évaluateurs."))
    own = [(one, one.standing) for one in marks if one.standing is not None and str(one.standing.act) == act]
    if not own:
        raise Refused(_("Cette harmonisation ne tient plus : il n'y a rien à annuler."))
    return _move(session, user, key, unit, [(one, held.after, held.before, held) for one, held in own], reason)


Wanted = tuple[Marked, int, int, Harmonisation | None]


def _move(
    session: ExamSession, user: User, key: str, unit: str, wanted: Sequence[Wanted], reason: str
) -> list[Harmonisation]:
    act, made = uuid.uuid4(), list[Harmonisation]()

    def commands(desk: Desk) -> None:
        made.clear()
        for one, before, after, undoes in wanted:
            of = desk.act(one.row.candidate)
            if desk.state.commands.get(of.key) is not None:
                continue  # the same form, sent again
            promised = desk.promise(reason.strip(), PrivateText.Kind.MOTIF, one.row.candidate)
            desk.take(
                conduct.rectify_mark(
                    desk.state,
                    of,
                    framework=desk.framework,
                    candidate=one.row.candidate,
                    unit=unit,
                    before=Cell(UnitStatus.NOTE, before),
                    cell=Cell(UnitStatus.NOTE, after),
                    reason=promised,  # no grid: the mark is no longer the one that it gives
                    harmonised=str(act),
                    undoes=str(undoes.act) if undoes is not None else "",
                )
            )
            row = Harmonisation(act=act, session=session, unit=unit, candidate=one.row.candidate, author=user)
            row.before, row.after, row.commitment, row.undoes = before, after, promised, undoes
            row.save()
            made.append(row)

    def told(desk: Desk) -> None:
        commands(desk)
        if made:
            _tell(session, unit, wanted, reason)

    perform(session, user, key, told, candidates=[one.row.candidate for one, *_rest in wanted])
    return made


def _tell(session: ExamSession, unit: str, wanted: Sequence[Wanted], reason: str) -> None:
    """Write to each who signed, once, what becomes of the marks that were theirs: with the act, or not at all.

    The holder of a link signed one situation, and is told that the mark changed: neither the mark, nor why.
    """
    by_assessor: dict[User, list[str]] = {}
    for one, before, after, _undoes in wanted:
        line = f"{one.row.numero} : {format_hundredths(before)} → {format_hundredths(after)}"
        for assessor in signers_of(one.settlement):
            by_assessor.setdefault(assessor, []).append(line)
    letters = [
        Letter.to_account(assessor, session=str(session), unite=unit, notes="\n".join(lines), motif=reason.strip())
        for assessor, lines in by_assessor.items()
    ]
    post(None, Kind.HARMONISEE, letters, log=session.log)
    tutors = tutors_of(session, [one.settlement for one, *_rest in wanted])
    tell_tutors(session, unit, Kind.AVIS_HARMONISE, tutors)
