"""What candidates hold follows what the facts say of them: settled in the very transaction that records the facts.

A result held back (correction, fraud file) suspends all that was delivered to the candidate. Once the jury has decided
again and that is published, what still stands is in force again, what no longer does is revoked; the titles that say
the new decision are signed just after, under the head of its publication.
"""

import logging
from collections.abc import Iterable

from django.db import transaction

from laureat.credentials.status import Event
from laureat.records import CandidateFact, Fact
from laureat.records import facts as kinds
from laureat.session.carried import units_fallen
from laureat.session.framework import Refused
from laureat.session.state import SessionState
from laureat.web.accounts.models import Role, User
from laureat.web.exam_sessions import checks, ledger, service, writing
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.papers import Desk
from laureat.web.exam_sessions.vae_read import validated
from laureat.web.jobs.running import ask
from laureat.web.reader import TryAgain
from laureat.web.titles import issuing
from laureat.web.titles.models import Delivered, Paper, Title

DELIVERY = "delivrance"
"""The work that makes the papers and titles of a publication (``registry/bulk.py``)."""
_QUIET = (kinds.PaperIssued,)
"""Facts about a candidate after which nothing that was delivered may say otherwise."""


def make_ready(session: ExamSession, state: SessionState, published: kinds.ResultPublished) -> None:
    """Ask the worker for the papers and titles of a publication, and write to those whose result it gives or corrects:
    in the transaction that records it."""
    author = User.objects.filter(pseudonym=published.author, role=Role.EXAMENS, is_active=True).first()
    if author is not None:
        if not session.blank:
            writing.tell_results(author, session, state, published.deliberation)
        ask(author, DELIVERY, key=f"delivrance {session.log} {published.key}", log=session.log)


def settle(session: ExamSession, state: SessionState, facts: Iterable[Fact], touched: Iterable[str]) -> None:
    """Bring what these candidates hold to what the facts now say. Inside the transaction that records the facts."""
    held = issuing.delivered(session.log, touched)
    if not held:
        return
    about = {fact.subject for fact in facts if isinstance(fact, CandidateFact) and not isinstance(fact, _QUIET)}
    desk = None
    for candidate, rows in sorted(held.items()):
        ledger.lock(issuing.lock_of(session.log, candidate), alone=True)
        standing = state.candidates[candidate]
        if standing.withdrawn:
            issuing.move(rows, Event.REVOQUE, "le candidat a été retiré de la session")
            continue
        if told := state.why_withheld(candidate):
            issuing.move(rows, Event.SUSPENDU, told)
            continue
        if any(units_fallen(standing, validated)):
            issuing.move(rows, Event.SUSPENDU, issuing.ELSEWHERE)
            continue
        result = state.result(candidate)
        assert result is not None, "what is not withheld is published"
        now = (result.deliberation, standing.identity)
        if candidate not in about and all((row.result, row.identity) == now for row in rows):
            issuing.move([row for row in rows if not row.in_force], Event.RETABLI, "")
            continue
        desk = desk or Desk.of(session, state)
        _renew(desk, candidate, rows)


def _renew(desk: Desk, candidate: str, rows: list[Delivered]) -> None:
    """Hold all that a candidate was given against the decision as it stands."""
    told, where = desk.told(candidate), desk.where(candidate)
    due = {kind.name: issuing.attested(kind.facts(desk.context, told)) for kind in desk.due(candidate)}
    signed = {row.kind for row in rows if isinstance(row, Title)}
    titled = desk.titled(candidate)
    known = titled.live()
    wanted, records = titled.wanted() if signed else (set(), set())
    for row in rows:
        said = (row.kind, row.digest)
        stands = due.get(row.kind) == row.digest if isinstance(row, Paper) else said in wanted | records
        if not stands:
            issuing.move([row], Event.REVOQUE, "une nouvelle décision le remplace")
            continue
        issuing.move([row], Event.RETABLI, "")
        row.result, row.identity = where["result"], where["identity"]
        row.save(update_fields=["result", "identity"])
    if wanted and not (wanted <= known.keys() and records & known.keys()):
        log, whole = desk.session.log, issuing.RECORD in signed
        transaction.on_commit(lambda: issue(log, candidate, whole=whole), robust=True)


def issue(log: str, candidate: str, *, whole: bool) -> None:
    """Have the titles of a candidate signed as the decision stands (``whole``: their record too).

    Where no head or no title can be signed now, the worker tries again; where it refuses, the office reads why.
    """
    try:
        sign(log, candidate, whole=whole)
    except TryAgain:
        from laureat.web.exam_sessions.tasks import sign_again

        sign_again.defer(log=log, candidate=candidate, whole=whole)
    except Refused as refused:
        logging.getLogger(__name__).warning("titres de %s à signer : %s", candidate, refused)


def sign(log: str, candidate: str, *, whole: bool) -> None:
    """The same, once. Raises TryAgain, Refused."""
    session = ExamSession.objects.select_related("certification").get(pk=log)
    state = service.look(session, [candidate])
    if checks.of_candidate(session, state, candidate) or state.result(candidate) is None:
        return
    titled = Desk.of(session, state).titled(candidate)
    (titled.record if whole else titled.titles)()
