"""What stands around grids and no log holds: proofs and the names of tutors, erased a year after the results.

The marks are facts and stay; so do the taps, which name nobody. What hangs on an identity (the livret, the words of a
tutor) goes with it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from laureat.records.retention import Beside, Kept, Text
from laureat.web import data_folder
from laureat.web.candidates.models import Identity
from laureat.web.candidates.overdue import overdue
from laureat.web.exam_sessions.erasure import ended, holds
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import look_at_all
from laureat.web.exam_sessions.told import ERASED
from laureat.web.grids.models import Device, Evidence, TutorLink


def prune(today: date) -> None:
    """Erase what is past its time."""
    end = timezone.now() - timedelta(days=settings.DAYS_KEPT[Beside.APPAREIL])
    Device.objects.annotate(last=Coalesce(Greatest("revoked", "seen"), "created")).filter(last__lt=end).delete()
    about: dict[UUID, set[str]] = {}
    for rows in (Evidence.objects.exclude(title=ERASED), TutorLink.objects.exclude(name=ERASED)):
        for pk, candidate in rows.order_by().values_list("session", "candidate").distinct():
            about.setdefault(pk, set()).add(candidate)
    for session in ExamSession.objects.filter(pk__in=list(about)):
        _erase(list(_due(session, about[session.pk], today)))


def _due(session: ExamSession, candidates: set[str], today: date) -> Iterator[str]:
    """Those whose identity is gone, and those whose time is over and whom no procedure holds."""
    named = set(Identity.objects.filter(candidate__in=candidates).values_list("candidate", flat=True))
    yield from candidates - named
    if not named:
        return
    state = look_at_all(session, marks=False)
    if since := ended(session.log, state):
        texts = (Text(one, Kept.COPIE, since, holds(state, one)) for one in named)
        yield from (text.commitment for text in overdue(texts, today))


def _erase(candidates: Sequence[str]) -> None:
    """Their proofs, and what names their tutors; that there were some stays."""
    for candidate in candidates:
        data_folder.forget_evidence(candidate)
    with transaction.atomic():
        proofs = Evidence.objects.filter(candidate__in=candidates)
        proofs.filter(taken_away=None).update(taken_away=timezone.now())
        proofs.update(title=ERASED, taken_away_by="")
        TutorLink.objects.filter(candidate__in=candidates).update(name=ERASED, quality="", email="")
