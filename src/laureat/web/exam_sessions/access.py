"""Object rights: what of the sessions and candidates belongs to whoever asks (see the matrix)."""

import re
import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from laureat.session.framework import Refused
from laureat.web.accounts.models import Export, Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.service import Commands, Desk, perform

_KEY = re.compile(r"[0-9a-f]{32}")


def sessions(request: SignedIn) -> QuerySet[ExamSession]:
    """The sessions that the account may see."""
    every = ExamSession.objects.select_related("certification")
    user = request.user
    if user.role == Role.EXAMENS:
        return every
    if user.role == Role.ETABLISSEMENT:
        own = Standing.objects.filter(establishment=user.establishment_id).values("session")
        return every.filter(pk__in=own)
    if user.role == Role.JURY:
        return every.filter(pk__in=user.seats.values("session"))
    logs = user.identities.values_list("log", flat=True)
    return every.filter(pk__in=[uuid.UUID(log) for log in logs])


def session_of(request: SignedIn, pk: uuid.UUID) -> ExamSession:
    """One session, or page not found."""
    found = sessions(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def standings_of(request: SignedIn, session: ExamSession) -> QuerySet[Standing]:
    """The candidates of a session that the account may see."""
    every = session.standings.filter(withdrawn=False)
    user = request.user
    if user.role == Role.ETABLISSEMENT:
        return every.filter(establishment=user.establishment_id)
    if user.role == Role.CANDIDAT:
        return every.filter(candidate__in=user.identities.values("candidate"))
    return every


def standing_of(request: SignedIn, session: ExamSession, candidate: str) -> Standing:
    """One candidate, or page not found."""
    found = standings_of(request, session).filter(candidate=candidate).first()
    if found is None:
        raise Http404
    return found


def form_key(request: SignedIn) -> str:
    """The idempotency key of a form; a form without one was not ours."""
    key = request.POST.get("cle", "")
    if not _KEY.fullmatch(key):
        raise PermissionDenied
    return f"{request.user.pk}-{key}"


def carry_out(
    request: SignedIn,
    session: ExamSession,
    commands: Commands,
    *,
    said: str,
    candidates: Sequence[str] | None = None,
    alone: bool = False,
) -> Desk | None:
    """Run the commands of a form and tell what came of it; None when they were refused."""
    try:
        desk = perform(session, request.user, form_key(request), commands, candidates=candidates, alone=alone)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason, "bad")
        return None
    messages.success(request, said, "good")
    for warning in desk.warnings:
        messages.warning(request, warning, "warn")
    return desk


def count_export(request: SignedIn, what: str) -> None:
    """Count a file taken out; refuse beyond the day's ceiling."""
    since = timezone.now() - timedelta(days=1)
    taken = Export.objects.filter(user=request.user, at__gt=since).count()
    if taken >= settings.EXPORTS_PER_DAY:
        raise PermissionDenied(_("Le plafond d'exports de la journée est atteint."))
    Export.objects.create(user=request.user, what=what[:80])
