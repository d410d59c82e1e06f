"""Carry out a command: lock, read the state, call the conduct, store what it says. Nothing else writes facts."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from laureat.records import SALT_LENGTH, CandidateFact, Commitment, Fact, Occasion, commit
from laureat.records import facts as kinds
from laureat.session.framework import Accepted, Act, Framework, Refused
from laureat.session.reading import read
from laureat.session.state import SessionState
from laureat.web.accounts.models import User
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions import ledger, standings
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rules import frame

OCCASIONS: dict[type[Fact], Occasion] = {
    kinds.SessionClosed: Occasion.CLOSURE,
    kinds.PvSealed: Occasion.DELIBERATION,
    kinds.ResultPublished: Occasion.PUBLICATION,
}
"""The facts after which the log is vouched for."""


@dataclass
class Desk:
    """What a command is given: the session as it stands, its frame, who acts, and where free texts are left."""

    session: ExamSession
    state: SessionState
    framework: Framework
    author: str
    at: str
    key: str
    texts: list[PrivateText] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)

    def act(self, suffix: str = "") -> Act:
        """The act, with a key of its own where one request holds several commands."""
        return Act(author=self.author, at=self.at, key=f"{self.key}-{suffix}" if suffix else self.key)

    def promise(self, text: str, kind: str = PrivateText.Kind.MOTIF, subject: str = "") -> Commitment:
        """Keep a free text apart, and give the commitment that a fact may hold; empty for no text."""
        if not text.strip():
            return Commitment("")
        salt = secrets.token_bytes(SALT_LENGTH)
        commitment = commit(text, salt)
        log = self.session.log
        self.texts.append(PrivateText(commitment=commitment, log=log, kind=kind, subject=subject, salt=salt, text=text))
        return commitment

    def take(self, accepted: Accepted) -> Accepted:
        """Note what a command gave, and go on from there."""
        read(accepted.facts, self.state)
        self.accepted.append(accepted)
        return accepted

    @property
    def facts(self) -> list[Fact]:
        """Everything to store."""
        return [fact for accepted in self.accepted for fact in accepted.facts]

    @property
    def warnings(self) -> list[str]:
        """Everything to tell."""
        return [warning for accepted in self.accepted for warning in accepted.warnings]


Commands = Callable[[Desk], object]


def perform(
    session: ExamSession,
    user: User,
    key: str,
    commands: Commands,
    *,
    candidates: Sequence[str] | None = None,
    alone: bool = False,
) -> Desk:
    """Run commands on a session and store their facts, all or none.

    ``candidates`` says whose facts are needed; None reads the whole session. ``alone`` waits for every other command to
    end and keeps the next ones out. A key already recorded does nothing. Raises Refused.
    """
    try:
        with transaction.atomic():
            ledger.lock(session.log, alone=alone)
            if candidates and not alone:
                _hold(candidates)
            desk = open_desk(session, user, key, candidates)
            if not ledger.is_done(session.log, key):
                commands(desk)
                _store(desk)
            return desk
    except IntegrityError:
        if ledger.is_done(session.log, key):  # the same form, sent twice at once: the other one was recorded
            return open_desk(session, user, key, candidates)
        raise
    except OperationalError as error:
        if "lock timeout" in str(error):
            raise Refused(
                _("Une autre opération est en cours sur cette session : réessayez dans un instant.")
            ) from None
        raise


def open_desk(session: ExamSession, user: User, key: str = "", candidates: Iterable[str] | None = None) -> Desk:
    """The session as it stands, for a command or for a page."""
    state = read(ledger.facts(session.log, candidates))
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Desk(session, state, frame(session, state), str(user.pseudonym), at, key)


def look(session: ExamSession, candidates: Iterable[str] = ()) -> SessionState:
    """The state of the session itself and of some candidates, to show it."""
    return read(ledger.facts(session.log, candidates))


def look_at_all(session: ExamSession) -> SessionState:
    """The state of everyone."""
    return read(ledger.facts(session.log))


def _hold(candidates: Sequence[str]) -> None:
    """Whoever else writes about these candidates waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {standings.TABLE} WHERE candidate = ANY(%s) ORDER BY candidate FOR UPDATE",
            [list(candidates)],
        )


def _store(desk: Desk) -> None:
    facts, session, state = desk.facts, desk.session, desk.state
    if not facts:
        return
    used = {getattr(fact, name) for fact in facts for name in fact.__dataclass_fields__}
    PrivateText.objects.bulk_create([text for text in desk.texts if text.commitment in used], batch_size=2000)
    ledger.append(session.log, facts)
    for fact in facts:
        if occasion := OCCASIONS.get(type(fact)):
            ledger.seal(session.log, occasion, desk.at)
            break
    everyone = any(type(fact) in _MOVES_EVERYONE for fact in facts)
    touched = (
        state.candidates if everyone else dict.fromkeys(f.candidate for f in facts if isinstance(f, CandidateFact))
    )
    standings.store(session, state, desk.framework, touched)
    _relabel(session, state)


_MOVES_EVERYONE = {
    kinds.SessionClosed,
    kinds.SessionReopened,
    kinds.RoundStarted,
    kinds.DeliberationOpened,
    kinds.PvSealed,
    kinds.ResultPublished,
    kinds.HabilitationGranted,
}
"""Facts after which every row may read differently; the commands that give them read the whole session."""


def _relabel(session: ExamSession, state: SessionState) -> None:
    published = any(deliberation.published for deliberation in state.deliberations)
    fresh = {"phase": str(state.phase), "round": str(state.round), "blank": state.blank, "published": published}
    if any(getattr(session, name) != value for name, value in fresh.items()):
        for name, value in fresh.items():
            setattr(session, name, value)
        session.save(update_fields=list(fresh))
