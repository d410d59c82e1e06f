"""What candidates hold follows what the facts say of them: settled in the very transaction that records the facts.

A result held back (correction, fraud file) suspends all that was delivered to the candidate. Once the jury has decided
again and that is published, what still stands is in force again, what no longer does is revoked; the titles that say
the new decision are issued in its place just after, under the head of its publication.
"""

from collections.abc import Iterable

from django.db import transaction

from laureat.credentials.status import Event
from laureat.records import CandidateFact, Fact
from laureat.records import facts as kinds
from laureat.session.state import SessionState
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.papers import RECORD, Desk
from laureat.web.titles import issuing
from laureat.web.titles.models import Delivered, Paper, Title

_QUIET = (kinds.PaperIssued,)
"""Facts about a candidate after which nothing that was delivered may say otherwise."""


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
        result = state.result(candidate)
        assert result is not None, "what is not withheld is published"
        now = (result.deliberation, standing.identity)
        if candidate not in about and all((row.result, row.identity) == now for row in rows):
            issuing.move([row for row in rows if not row.in_force], Event.RETABLI, "")
            continue
        desk = desk or Desk.of(session, state)
        _renew(desk, candidate, rows)


def _renew(desk: Desk, candidate: str, rows: list[Delivered]) -> None:
    """Hold all that a candidate was given against the decision as it stands.

    The titles that say the new one are signed once it is recorded, and a head answers for it.
    """
    told, where = desk.told(candidate), desk.where(candidate)
    due = {kind.name: issuing.attested(kind.facts(desk.context, told)) for kind in desk.due(candidate)}
    signed = {row.kind for row in rows if isinstance(row, Title)}
    titles = _standing(desk, candidate) if signed else set()
    if signed and not signed <= {row.kind for row in rows if row.pk in titles and isinstance(row, Title)}:
        # Robust: what could not be signed again now is signed when it is asked for.
        transaction.on_commit(lambda: _sign_again(desk, candidate, whole=RECORD in signed), robust=True)
    for row in rows:
        stands = due.get(row.kind) == row.digest if isinstance(row, Paper) else row.pk in titles
        if not stands:
            issuing.move([row], Event.REVOQUE, "une nouvelle décision le remplace")
            continue
        issuing.move([row], Event.RETABLI, "")
        row.result, row.identity = where["result"], where["identity"]
        row.save(update_fields=["result", "identity"])


def _standing(desk: Desk, candidate: str) -> set[int]:
    """The titles that say the decision as it stands; none is signed here."""
    live = issuing.live(desk.session.log, candidate)
    found = [live.get((draft.kind, draft.digest)) for draft in desk.drafts(candidate)]
    titles = [title for title in found if title is not None]
    if titles and len(titles) == len(found):
        record = live.get((RECORD, issuing.digest_of([title.identifier for title in titles])))
        titles += [record] if record else []
    return {title.pk for title in titles}


def _sign_again(desk: Desk, candidate: str, *, whole: bool) -> None:
    """Issue the titles that the decision gives; ``whole``: and the record that holds them."""
    if whole:
        desk.record(candidate)
    else:
        desk.titles(candidate)
