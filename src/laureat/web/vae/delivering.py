"""What the decisions notified give is made by the worker, and moves with them when they are struck or restored."""

import uuid
from collections.abc import Iterable

from laureat.credentials.status import Event
from laureat.session.vae_after import said_of
from laureat.web.exam_sessions import delivered, ledger, vae_sources
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import look as look_at_session
from laureat.web.titles import issuing
from laureat.web.titles.models import Delivered, Title
from laureat.web.vae import papers
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import Desk, look_at_all


def deliver(application: str) -> None:
    """Sign every title and make every paper that the decisions notified give; what lacks something waits to be asked.

    Raises TryAgain, Refused.
    """
    file = VaeFile.objects.select_related("certification").get(pk=uuid.UUID(application))
    given = papers.given(file)
    if given is None or given.troubles:
        return
    given.titled().titles()
    for kind in given.due:
        ready = given.ready(kind.name)
        if ready is not None and not ready.reasons:
            given.pdf(ready)


def settle(desk: Desk, applications: Iterable[str]) -> list[str]:
    """Bring all that the persons of these applications hold to what the facts now say, in the very transaction.

    What no longer stands is suspended, for what struck its decision may fall; what stands is in force again; and so is
    what the exam gave them on units carried from here. Gives the applications that want papers or titles anew.
    """
    persons = {desk.state.applications[one].received.person for one in applications}
    files = VaeFile.objects.filter(certification=desk.certification, person__in=persons)
    names = {str(file.pk): file for file in files.select_related("certification")}
    state = look_at_all(desk.certification)
    _settle_registrations(desk.log, names)
    anew = []
    for application, rows in sorted(issuing.delivered(desk.log, names).items()):
        ledger.lock(issuing.lock_of(desk.log, application), alone=True)
        struck = state.applications[application].struck
        given = papers.given(names[application])
        if struck is not None or given is None:
            issuing.move(rows, Event.SUSPENDU, said_of(struck) if struck else issuing.ELSEWHERE)
        elif _settled(given, rows):
            anew.append(application)
    return anew


def _settle_registrations(log: str, applications: Iterable[str]) -> None:
    """The same in the sessions where units of these applications were carried: what was given there rests on them."""
    for carried_in, candidates in vae_sources.carried_from(log, applications).items():
        session = ExamSession.objects.select_related("certification").get(pk=carried_in)
        if session.published:
            delivered.settle(session, look_at_session(session, candidates), (), candidates)


def _settled(given: papers.Given, rows: Iterable[Delivered]) -> bool:
    """Hold what was delivered of an application against what it gives now; True where something else is due."""
    due = {(kind.name, issuing.attested(kind.facts(given.shared, given.told))) for kind in given.due}
    wanted, records = given.titled().wanted()
    titles, stood = wanted | records, set()
    for row in rows:
        stands = (row.kind, row.digest) in (titles if isinstance(row, Title) else due)
        issuing.move([row], Event.RETABLI if stands else Event.SUSPENDU, "" if stands else issuing.ELSEWHERE)
        stood |= {(row.kind, row.digest)} if stands else set()
    return not due | wanted <= stood
