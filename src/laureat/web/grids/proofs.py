"""Pages of what is attached to a grid: attached, shown, taken away."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laureat.session.framework import Refused
from laureat.vocabulary import InvalidInput
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions.access import count_file, session_of, standing_of
from laureat.web.exam_sessions.downloads import named
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import look
from laureat.web.grids.access import row_of, to_the_grid
from laureat.web.grids.evidence import attach, content_of, seen_by, take_away
from laureat.web.grids.models import Evidence
from laureat.web.reader import TryAgain

MEDIA = {"jpeg": "image/jpeg", "pdf": "application/pdf"}
ALONE = "default-src 'none'; sandbox"
"""A file that came from outside runs nothing, whoever opens it."""


@require_POST
def add(request: SignedIn, pk: uuid.UUID, unit: str, candidate: uuid.UUID) -> HttpResponse:
    """Attach a photo or a report."""
    session = session_of(request, pk)
    row = row_of(request, session, unit, candidate)
    code = request.POST.get("situation", "")
    try:
        file, line = request.FILES.get("preuve"), request.POST.get("ligne", "")
        piece = attach(session, request.user, row, unit, code, line, file)
        messages.success(request, _("Preuve jointe : %(title)s.") % {"title": piece.title}, "good")
    except (InvalidInput, Refused, TryAgain) as refused:
        messages.error(request, str(refused), "bad")
    return to_the_grid(session, unit, row.candidate, code)


def piece_of(request: SignedIn, session: ExamSession, piece: uuid.UUID) -> Evidence:
    """What is attached about a candidate whom the account may see. Raises Http404."""
    found = Evidence.objects.filter(session=session, pk=piece).first()
    if found is None:
        raise Http404
    standing_of(request, session, found.candidate)
    if not seen_by(session, [found], request.user):
        raise Http404
    return found


@require_GET
def show(request: SignedIn, pk: uuid.UUID, piece: uuid.UUID) -> HttpResponse:
    """The file, as it was made anew."""
    found = piece_of(request, session_of(request, pk), piece)
    content = content_of(found)
    if content is None:
        raise Http404
    count_file(request, found.candidate, "preuve")
    return as_file(found, content)


def as_file(piece: Evidence, content: bytes) -> HttpResponse:
    """An answer that runs nothing."""
    response = HttpResponse(content, content_type=MEDIA[piece.kind])
    named(response, f"preuve-{str(piece.pk)[:8]}.{piece.kind}", kept=False)
    response["Content-Security-Policy"] = ALONE
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def remove(request: SignedIn, pk: uuid.UUID, piece: uuid.UUID) -> HttpResponse:
    """Take away a file attached by mistake, while marks are entered."""
    session = session_of(request, pk)
    found = piece_of(request, session, piece)
    row = row_of(request, session, found.unit, uuid.UUID(found.candidate))
    if look(session).is_open_to(row.establishment, found.unit):
        take_away(found, request.user)
        messages.success(request, _("Preuve retirée : son fichier est effacé."), "good")
    else:
        messages.error(request, _("La saisie est close : la preuve ne se retire plus."), "bad")
    return redirect("grille", pk, found.unit, found.candidate)
