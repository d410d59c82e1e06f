"""What the worker does for a session, when it is too long for a page."""

import uuid

from django.utils.translation import gettext as _

from laureat.web.accounts.models import Role
from laureat.web.exam_sessions.deliberating import propose
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import perform
from laureat.web.jobs.kinds import Work, kind

MANY = 2_000
"""From so many candidates on, the worker does it, and the page is not kept waiting."""
DELIBERATION = "deliberation"


def session_of(work: Work) -> ExamSession:
    """The session on whose log the job works."""
    return ExamSession.objects.select_related("certification").get(pk=uuid.UUID(work.job.log))


@kind(DELIBERATION, "Proposer les décisions d'une session", {Role.EXAMENS})
def propose_decisions(work: Work) -> list[str]:
    """The same command as the page gives; its key is the job's, so that a second run gives no new fact."""
    job = work.job
    desk = perform(session_of(work), job.author, job.pk.hex, propose, candidates=(), alone=True)
    return [_("Les décisions sont proposées au jury."), *desk.warnings]
