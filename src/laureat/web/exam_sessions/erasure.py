"""Erase what is no longer to be kept: the text goes with its salt, the fact stays, the log still verifies."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Protocol

from django.db import transaction

from laureat.records import Commitment
from laureat.records.retention import Kept, Text
from laureat.session import conduct, keeping
from laureat.session.framework import Accepted, Act
from laureat.session.state import LogState, SessionState
from laureat.web import data_folder
from laureat.web.accounts.models import User
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.candidates.overdue import overdue
from laureat.web.exam_sessions import covered, ledger
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.service import Desk, perform
from laureat.web.exam_sessions.told import ERASED
from laureat.web.titles import issuing, shelf


class Erasing(Protocol):
    """What is about to be added to the log of a session, or of the VAE."""

    log: str

    @property
    def state(self) -> LogState:
        """What the log says."""

    def act(self, suffix: str = "") -> Act:
        """The act, with a key of its own."""

    def take(self, accepted: Accepted) -> Accepted:
        """Note what a command gave."""


def erase_due(desk: Desk, today: date) -> int:
    """Erase the texts whose period is over; gives how many went. The whole session is needed."""
    return len(erase(desk, due(desk.session, desk.state, today)))


def due(session: ExamSession, state: SessionState, today: date) -> list[Text]:
    """The texts of a session whose period is over. ``state`` is of everyone."""
    return overdue(_texts(session.log, state), today)


def erase_now(session: ExamSession, by: User, key: str, today: date) -> int:
    """Erase what is due of a session, in an act of its own; gives how many texts went. Raises Refused."""
    gone: list[int] = []
    perform(session, by, key, lambda desk: gone.append(erase_due(desk, today)), alone=True)
    return sum(gone)


def erase(desk: Erasing, texts: Iterable[Text]) -> list[Text]:
    """Erase these texts, and with an identity all that names its subject; gives them. The facts say each erasure."""
    over = list(texts)
    for text in over:
        act = desk.act(text.commitment[:16])
        desk.take(
            conduct.erase_text(desk.state, act, commitment=Commitment(text.commitment), retention=text.kept.value)
        )
    log, gone = desk.log, PrivateText.objects.filter(commitment__in=[text.commitment for text in over])
    erased = list(gone.filter(kind=PrivateText.Kind.IDENTITE).values_list("subject", flat=True))
    Identity.objects.filter(candidate__in=erased).delete()
    nameless: dict[str, Any] = {"numero": ERASED, "sort_key": "", "search_key": ""}
    Standing.objects.filter(candidate__in=erased).update(**nameless)
    issuing.forget(erased)
    transaction.on_commit(lambda: shelf.forget(log, erased))
    for candidate in erased:
        data_folder.forget_evidence(candidate)
    gone.delete()
    return over


def _texts(log: str, state: SessionState) -> Iterator[Text]:
    """The texts of a session, each with its kind and the day of the results, or that of the abandonment."""
    periods = keeping.Periods(keeping.heeded(ledger.facts(log), state))
    if not (since := ended(log, state)):
        return
    for text in PrivateText.objects.filter(log=log).only("commitment", "kind", "subject"):
        kept = periods.of(text.commitment) or _kept(text, state)
        yield Text(text.commitment, kept, since, holds(state, text.subject))


def ended(log: str, state: SessionState) -> str:
    """The day of the last results of a session, or that of its abandonment, from which periods run; empty before."""
    told = [fact for fact in ledger.facts(log, []) if isinstance(fact, keeping.ENDS)]
    return max(keeping.ended(told, state, covered.dated(log, *keeping.ENDS)), default="") if told else ""


def _kept(text: PrivateText, state: SessionState) -> Kept:
    if text.kind == PrivateText.Kind.CAUSE:
        return Kept.CAUSE_AMENAGEMENT
    if text.kind == PrivateText.Kind.MOTIF:
        return Kept.MOTIF
    result = state.last_result(text.subject, published=True)
    return Kept.IDENTITE_DIPLOME if result and result.proposal.blocs else Kept.IDENTITE


def holds(state: SessionState, subject: str) -> frozenset[str]:
    """Why nothing about a candidate may go yet: a procedure is under way."""
    standing = state.candidates.get(subject)
    held = standing is not None and (
        standing.fraud_open
        or standing.to_redeliberate
        or standing.struck is not None
        or any(asked.answered is None for asked in standing.requests)
    )
    return frozenset({"fraude"}) if held else frozenset()
