"""Carry out a command: lock, read the state, call the conduct, store what it says. Nothing else writes facts."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laureat.records import SALT_LENGTH, CandidateFact, Commitment, Fact, commit
from laureat.records import facts as kinds
from laureat.records.heads import occasion_of
from laureat.session import digests
from laureat.session.bulk import decide_in_columns
from laureat.session.certification import decider
from laureat.session.conduct.admission import Rules
from laureat.session.framework import Accepted, Act, Framework, Phase, Refused
from laureat.session.judged import read_session
from laureat.session.reading import read
from laureat.session.state import CandidateState, Decide, SessionState
from laureat.web.accounts.models import User
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions import columns, house, ledger, results, standings
from laureat.web.exam_sessions.columns import Newcomers
from laureat.web.exam_sessions.everyone import Everyone
from laureat.web.exam_sessions.house_read import keys_now
from laureat.web.exam_sessions.ledger import now as now
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.naming import in_names
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.vae_read import validations_now

T = TypeVar("T")
IN_COLUMNS = 200
"""From so many candidates on, a deliberation is computed again in columns."""


@dataclass
class Writing:
    """What someone is about to add to a log: who, when, under which key, and the free texts left apart."""

    log: str
    author: str
    at: str
    key: str
    texts: list[PrivateText] = field(default_factory=list, kw_only=True)
    accepted: list[Accepted] = field(default_factory=list, kw_only=True)

    def act(self, suffix: str = "") -> Act:
        """The act, with a key of its own where one request holds several commands."""
        return Act(author=self.author, at=self.at, key=f"{self.key}-{suffix}" if suffix else self.key)

    def promise(self, text: str, kind: str = PrivateText.Kind.MOTIF, subject: str = "") -> Commitment:
        """Keep a free text apart, and give the commitment that a fact may hold; empty for no text."""
        if not text.strip():
            return Commitment("")
        salt = secrets.token_bytes(SALT_LENGTH)
        commitment = commit(text, salt)
        self.texts.append(
            PrivateText(commitment=commitment, log=self.log, kind=kind, subject=subject, salt=salt, text=text)
        )
        return commitment

    @property
    def facts(self) -> list[Fact]:
        """Everything to store."""
        return [fact for accepted in self.accepted for fact in accepted.facts]

    @property
    def warnings(self) -> list[str]:
        """Everything to tell."""
        return [warning for accepted in self.accepted for warning in accepted.warnings]

    def write(self) -> list[Fact]:
        """Add the facts, and the texts behind their commitments; gives the facts. The head they call for follows."""
        facts, enter = self.bring()
        enter()
        return facts

    def bring(self) -> tuple[list[Fact], Callable[[], None]]:
        """Bring the facts to the door of the log, and keep the texts behind their commitments; gives what lets them in,
        and then calls for the head that they want."""
        facts = self.facts
        used = {getattr(fact, name) for fact in facts for name in fact.__dataclass_fields__}
        _keep([text for text in self.texts if text.commitment in used])
        take = ledger.bring(self.log, facts)

        def enter() -> None:
            take()
            if occasion_of(facts):
                house.vouch_after_commit(self.log)

        return facts, enter


def _keep(texts: Sequence[PrivateText]) -> None:
    """Keep the texts behind commitments apart from the log."""
    if len(texts) < ledger.COPY_FROM:
        PrivateText.objects.bulk_create(texts)
        return
    _copy_texts(tuple(getattr(text, name) for name in _TEXT) for text in texts)


_TEXT = ("commitment", "log", "kind", "subject", "salt", "text")


def _copy_texts(rows: Iterable[tuple[object, ...]]) -> None:
    made = timezone.now()
    ledger.copy_rows("candidates_privatetext", (*_TEXT, "created"), ((*row, made) for row in rows))


@dataclass
class Desk(Writing):
    """What a command is given: the session as it stands, its frame, who acts, and where free texts are left."""

    session: ExamSession
    state: SessionState
    framework: Framework
    newcomers: Newcomers = field(default_factory=Newcomers, kw_only=True)
    """Those of a list, whose facts are not made one by one."""

    def bring(self) -> tuple[list[Fact], Callable[[], None]]:
        """The same, with the candidates who are held as columns."""
        facts, enter = super().bring()
        if not self.newcomers.lines:
            return facts, enter
        promised = self.newcomers.promise()
        _copy_texts(
            (commitment, self.log, kind, one.id, salt, text)
            for one, texts in promised
            for kind, text, salt, commitment in texts
        )
        columns.copy(self.newcomers.facts(promised))

        def enter_all() -> None:
            enter()
            ledger.take_in()

        return facts, enter_all

    def take(self, accepted: Accepted) -> Accepted:
        """Note what a command gave, and go on from there."""
        read(accepted.facts, self.state)
        self.accepted.append(accepted)
        return accepted


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
    end and keeps the next ones out. A command already recorded under its key gives no new fact; another under the same
    key is refused. Raises Refused.
    """

    def work() -> Desk:
        if candidates and not alone:
            hold(candidates)
        desk = open_desk(session, user, key, candidates)
        commands(desk)
        store(desk)
        return desk

    return transact(session.log, work, alone=alone)


def transact(log: str, work: Callable[[], T], *, alone: bool = False, later: bool = False) -> T:
    """Run this in one transaction that holds a log, all or nothing. ``later``: the work itself holds it, at its end.

    Where the same form, sent twice at once, met itself, it runs once more: the conduct then sees what was recorded.
    What is refused is told with the names of whom it touches.
    """
    for last in (False, True):
        try:
            with transaction.atomic():
                if not later:
                    ledger.lock(log, alone=alone)
                return work()
        except ledger.KeyTaken:
            if last:  # recorded about someone else, whom this command does not look at
                raise Refused(
                    _("Cette opération porte la clé d'une autre : rechargez la page et recommencez.")
                ) from None
        except Refused as refused:
            raise Refused(*in_names(refused.reasons)) from None
        except OperationalError as error:
            if "lock timeout" in str(error) or "deadlock" in str(error):
                raise Refused(
                    _("Une autre opération est en cours sur cette session : réessayez dans un instant.")
                ) from None
            raise
    raise AssertionError("the second run returns or raises")


def open_desk(session: ExamSession, user: User, key: str = "", candidates: Iterable[str] | None = None) -> Desk:
    """The session as it stands, for a command or for a page."""
    state = judged(session, candidates)
    return Desk(session.log, str(user.pseudonym), now(), key, session, state, frame(session, state))


def look(session: ExamSession, candidates: Iterable[str] = ()) -> SessionState:
    """The state of the session itself and of some candidates, to show it."""
    return judged(session, candidates)


def known_for_jury(session: ExamSession) -> tuple[str, ...] | None:
    """Whom a command on the jury must know: everyone once the jury has sealed (``conduct.appoint_jury``)."""
    return None if session.phase in (Phase.DELIBEREE, Phase.PUBLIEE) else ()


def judged(
    session: ExamSession,
    candidates: Iterable[str] | None = None,
    *,
    but: Sequence[str] = (),
    sealed: int | None = None,
    rules: Rules[SessionState] | None = None,
) -> SessionState:
    """The state that the facts give, each judged where it stands: none that its command would refuse is heeded.

    Of everyone, or of the session itself and of some candidates; ``but`` leaves the marks out; ``sealed`` reads no
    further than the seal of that deliberation; ``rules``: those of the session, unless said.
    """
    state = SessionState(everyone=candidates is None, marks=not but)
    held = ledger.held(session.log, candidates, but=but)
    return read_session(held, rules or rules_for(session), state, sealed=sealed)


def rules_for(session: ExamSession) -> Rules[SessionState]:
    """What a reading of a session is judged by; a long deliberation is computed again in columns."""
    return Rules(lambda state, _fact: frame(session, state), _decide, keys=keys_now(), vae=validations_now())


def _decide(framework: Framework, concerned: Iterable[CandidateState]) -> Decide:
    many = list(concerned)
    return decide_in_columns(framework.law, many) if len(many) >= IN_COLUMNS else decider(framework.law, {})


MARKS = tuple(
    kind.__name__
    for kind in (
        kinds.MarkEntered,
        kinds.KeptMarkRequested,
        kinds.DispenseGranted,
        kinds.VaeUnitCarried,
        kinds.ControlMarkEntered,
        kinds.PaperIssued,
    )
)
"""Facts of which a procès-verbal says nothing by itself: the proposals do."""


def look_at_all(session: ExamSession, *, marks: bool = True) -> SessionState:
    """The state of everyone, to show it: what was added to the log is read on top. Not to be changed.

    Without ``marks``, the decisions and what they wait for: many times quicker.
    """
    return EVERYONE.at(session.pk, () if marks else MARKS)


EVERYONE = Everyone(lambda session, but, rules: judged(session, but=but, rules=rules), rules_for)
"""The sessions that pages read whole, as they were last read."""


def hold(candidates: Sequence[str]) -> None:
    """Whoever else writes about these candidates waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {standings.TABLE} WHERE candidate = ANY(%s) ORDER BY candidate FOR UPDATE",
            [list(candidates)],
        )


def store(desk: Desk, hold: Callable[[], None] = lambda: None, fresh: Sequence[standings.Row] = ()) -> None:
    """Add what the desk took, and write the rows that it changes. Inside a transaction.

    ``fresh``: the rows of the newcomers of the desk.
    ``hold`` is called once all is at the door: a work of many facts locks the log, and looks again, only then.
    """
    session, state = desk.session, desk.state
    facts, enter = desk.bring()
    if not facts and not desk.newcomers.lines:
        hold()
        return
    _check_computed(desk, facts)
    everyone = any(type(fact) in _MOVES_EVERYONE for fact in facts)
    about = (fact.candidate for fact in facts if isinstance(fact, CandidateFact))
    touched = state.candidates if everyone else dict.fromkeys(one for one in about if one in state.candidates)
    show = standings.bring(session, state, desk.framework, touched, fresh)
    hold()
    enter()
    listed = results.shown(session, touched) if session.published else None
    show()
    _relabel(session, state)
    if session.published:
        from laureat.web.exam_sessions import delivered  # it makes papers, which are read through this module

        delivered.settle(session, state, facts, touched)
        for fact in facts:
            if isinstance(fact, kinds.ResultPublished):
                delivered.make_ready(session, state, fact)
    told = any(isinstance(fact, _CHANGES_THE_LIST) for fact in facts)
    if session.published and (told or listed != results.shown(session, touched)):
        results.change(session)
    if any(isinstance(fact, _ASKS_SCHOOLS) for fact in facts):
        from laureat.web.exam_sessions import school_sheets  # it reads sheets through this module

        school_sheets.ask(session, state, facts)


def _check_computed(desk: Desk, facts: Iterable[Fact]) -> None:
    """Nothing is approved nor sealed while a proposal does not follow from the marks, or nobody can tell whether it
    does: its deliberation was opened under other rules than those of here."""
    state, told = desk.state, [fact for fact in facts if isinstance(fact, kinds.PvApproved | kinds.PvSealed)]
    if told and any(anomaly.heeded and not state.has_superseded(anomaly) for anomaly in state.anomalies.values()):
        raise Refused(
            _("Des décisions proposées ne suivent pas des notes : rouvrez la saisie, avec un motif, puis proposez.")
        )
    if not all(computed_here(state, desk.framework, fact.deliberation) for fact in told):
        raise Refused(
            _(
                "Cette délibération a été ouverte sous d'autres règles que celles d'ici : ses décisions ne se "
                "recalculent pas. Rouvrez la saisie, avec un motif, puis proposez."
            )
        )


def computed_here(state: SessionState, framework: Framework, deliberation: int) -> bool:
    """Whether the decisions of a deliberation were computed again: its rules are those of here."""
    return state.deliberations[deliberation - 1].opened.rules == framework.rules


_MOVES_EVERYONE = {
    kinds.SessionClosed,
    kinds.SessionReopened,
    kinds.RoundStarted,
    kinds.DeliberationOpened,
    kinds.PvSealed,
    kinds.ResultPublished,
    kinds.DecisionsWithdrawn,
    kinds.DecisionsRestored,
    kinds.HabilitationGranted,
    kinds.HabilitationTakenBack,
    kinds.CoefficientCorrected,
    kinds.SessionAbandoned,
}
"""Facts after which every row may read differently; the commands that give them read the whole session."""


_CHANGES_THE_LIST = (
    kinds.IdentityCorrected
    | kinds.TextErased
    | kinds.PublicListChosen
    | kinds.DecisionsWithdrawn
    | kinds.DecisionsRestored
)
"""Facts after which the public list may read differently, whatever the rows say."""
_ASKS_SCHOOLS = kinds.SessionClosed | digests.CHANGES
"""Facts after which a school has marks to confirm, once entry is closed."""


def _relabel(session: ExamSession, state: SessionState) -> None:
    published = any(deliberation.published for deliberation in state.deliberations)
    fresh = {"phase": str(state.phase), "round": str(state.round), "blank": state.blank, "published": published}
    if any(getattr(session, name) != value for name, value in fresh.items()):
        for name, value in fresh.items():
            setattr(session, name, value)
        session.save(update_fields=list(fresh))
