"""Erase what is no longer to be kept: the text goes with its salt, the fact stays, the log still verifies."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db import transaction

from laureat.records import Commitment
from laureat.records.retention import Kept, Text, kept_by, must_erase
from laureat.session import conduct
from laureat.session.state import SessionState
from laureat.web import data_folder
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.service import Desk
from laureat.web.titles import issuing, shelf


def erase_due(desk: Desk, today: date) -> int:
    """Erase the texts whose period is over; gives how many went. The whole session is needed."""
    due = list(must_erase(_texts(desk), today.isoformat(), settings.RETENTION))
    for text in due:
        act = desk.act(text.commitment[:16])
        desk.take(
            conduct.erase_text(desk.state, act, commitment=Commitment(text.commitment), retention=text.kept.value)
        )
    log, gone = desk.session.log, [text.commitment for text in due]
    subjects = PrivateText.objects.filter(commitment__in=gone, kind=PrivateText.Kind.IDENTITE)
    Identity.objects.filter(candidate__in=list(subjects.values_list("subject", flat=True))).delete()
    desk.session.standings.filter(candidate__in=list(subjects.values_list("subject", flat=True))).update(
        numero="effacé", sort_key="", search_key=""
    )
    erased = list(subjects.values_list("subject", flat=True))
    issuing.forget(erased)
    transaction.on_commit(lambda: shelf.forget(log, erased))
    for candidate in erased:
        data_folder.forget_evidence(candidate)
    PrivateText.objects.filter(commitment__in=gone).delete()
    return len(gone)


def _texts(desk: Desk) -> Iterator[Text]:
    """The texts of a session, each with its kind and the day of the results of its subject."""
    log, state = desk.session.log, desk.state
    special = _special(log)
    published = max((d.published_on for d in state.deliberations), default="")
    if not published:
        return
    for text in PrivateText.objects.filter(log=log).only("commitment", "kind", "subject"):
        kept = special.get(text.commitment) or _kept(text, state)
        holds = frozenset({"fraude"}) if _is_held(state, text.subject) else frozenset()
        yield Text(text.commitment, kept, published, holds)


def _special(log: str) -> dict[str, Kept]:
    """The texts whose kind depends on the fact that holds them."""
    return {commitment: kept for fact in ledger.facts(log) for commitment, kept in kept_by(fact)}


def _kept(text: PrivateText, state: SessionState) -> Kept:
    if text.kind == PrivateText.Kind.CAUSE:
        return Kept.CAUSE_AMENAGEMENT
    if text.kind == PrivateText.Kind.MOTIF:
        return Kept.MOTIF
    result = state.last_result(text.subject, published=True)
    return Kept.IDENTITE_DIPLOME if result and result.proposal.blocs else Kept.IDENTITE


def _is_held(state: SessionState, subject: str) -> bool:
    standing = state.candidates.get(subject)
    return standing is not None and (
        standing.fraud_open
        or standing.to_redeliberate
        or standing.struck is not None
        or any(asked.answered is None for asked in standing.requests)
    )
