"""What an assessor attaches to a grid: a photo of the part, a control report. Made anew before it is kept."""

import hashlib
import uuid

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laureat.session.framework import Refused
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.web import data_folder
from laureat.web.accounts.models import User
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.models import Standing as Row
from laureat.web.exam_sessions.service import look
from laureat.web.grids import pictures
from laureat.web.grids.boards import grid_of, veiled
from laureat.web.grids.models import Author, Evidence, written_by
from laureat.web.reader import STAFF

LARGEST = 12 << 20
"""Bytes of a file handed over."""
MOST = 30
"""Files attached to one candidate in one unit."""


def attach(
    session: ExamSession, who: Author, row: Row, unit: str, situation: str, criterion: str, file: "File[bytes] | None"
) -> Evidence:
    """Keep a file, re-encoded in the limited process. Raises InvalidInput, Refused, TryAgain."""
    grid = grid_of(session, unit)
    if grid is None or situation not in {one.code for one in grid.situations}:
        raise Refused(_("La grille n'a pas cette situation."))
    if criterion and criterion not in grid.lines(grid.situation(situation)):
        raise Refused(_("La grille n'a pas cette ligne."))
    if not look(session).is_open_to(row.establishment, unit):
        raise Refused(_("La saisie est close : aucune preuve ne s'ajoute plus."))
    own = Evidence.objects.filter(session=session, unit=unit, candidate=row.candidate, taken_away=None)
    if own.count() >= MOST:
        raise Refused(_("%(n)s preuves sont déjà jointes pour ce candidat : c'est le plus.") % {"n": MOST})
    content = file.read(LARGEST + 1) if file is not None else b""
    if not content or len(content) > LARGEST:
        told = _("Choisissez une photo (JPEG, PNG, WebP) ou un rapport (PDF), de 12 Mio au plus.")
        raise InvalidInput([InputProblem(told)])
    kind, made = STAFF.read(pictures.made_anew, content)
    piece = Evidence(
        session=session,
        unit=unit,
        candidate=row.candidate,
        situation=situation,
        criterion=criterion,
        kind=kind,
        title=_titled(file),
        digest=hashlib.sha256(made).hexdigest(),
        size=len(made),
        **written_by(who),
    )
    place = data_folder.evidence(row.candidate)
    place.mkdir(0o700, parents=True, exist_ok=True)
    with transaction.atomic():
        piece.save(force_insert=True)
        data_folder.write_private_bytes(place / name_of(piece), made)
    return piece


def _titled(file: "File[bytes] | None") -> str:
    """The name that the file had, as a title: never as a place."""
    told = (file.name if file is not None else "") or ""
    return "".join(one for one in told if one.isprintable())[:120] or _("sans titre")


def name_of(piece: Evidence) -> str:
    """The name of its file."""
    return f"{piece.pk}.{piece.kind}"


def content_of(piece: Evidence) -> bytes | None:
    """What is kept; None where it was taken away or erased, or is no longer what was kept."""
    if piece.taken_away is not None:
        return None
    try:
        content = (data_folder.evidence(piece.candidate) / name_of(piece)).read_bytes()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == piece.digest else None


def take_away(piece: Evidence, user: User) -> None:
    """Erase the file; that it was there, and who took it away, stays."""
    with transaction.atomic():
        found = Evidence.objects.filter(pk=piece.pk, taken_away=None)
        found.update(taken_away=timezone.now(), taken_away_by=user.name)
        (data_folder.evidence(piece.candidate) / name_of(piece)).unlink(missing_ok=True)


def pieces_of(
    session: ExamSession, candidate: str | uuid.UUID, unit: str = "", *, who: Author | None = None
) -> list[Evidence]:
    """What is attached about a candidate, in the order it came, as an author may see it (None: whoever reads)."""
    found = Evidence.objects.filter(session=session, candidate=str(candidate)).select_related("author", "tutor")
    return seen_by(session, list((found.filter(unit=unit) if unit else found).order_by("at", "id")), who)


def seen_by(session: ExamSession, pieces: list[Evidence], who: Author | None) -> list[Evidence]:
    """What an author may see: of a situation assessed blind, their own until both assessors have finished."""
    hidden: dict[tuple[str, str], set[str]] = {}
    for candidate, unit in {(one.candidate, one.unit) for one in pieces}:
        hidden[candidate, unit] = veiled(session, unit, candidate)
    return [
        one
        for one in pieces
        if one.situation not in hidden[one.candidate, one.unit] or (who is not None and one.is_by(who))
    ]
