"""Carry out a command on the VAE log of a certification: lock, read, call the conduct, store what it says."""

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from laureat.records import Fact, VaeFact
from laureat.session.certification import framework_of
from laureat.session.conduct import upgrade_conduct
from laureat.session.conduct.admission import Reader, Rules
from laureat.session.framework import Accepted, Framework
from laureat.session.judged import VAE
from laureat.session.vae import VaeState, read_vae
from laureat.vocabulary import InvalidInput
from laureat.web.accounts.models import User
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.house_read import approval_key
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.rules import rules_at
from laureat.web.exam_sessions.service import Writing, now, transact
from laureat.web.vae.log import vae_log
from laureat.web.vae.models import VaeFile
from laureat.web.vae.rows import row


def log_of(certification: Certification) -> str:
    """The VAE log of a certification: one for all its applications."""
    return vae_log(certification.numero)


def frame(certification: Certification, year: int = 0) -> Framework:
    """The frame of a certification today, or in a year that its règlement knows."""
    today = date.today().year
    try:
        return framework_of(rules_at(certification, year or today), {})
    except InvalidInput:
        if year in (0, today):
            raise
        return framework_of(rules_at(certification, today), {})


@dataclass
class Desk(Writing):
    """What a VAE command is given."""

    certification: Certification
    state: VaeState
    framework: Framework
    after: list[Callable[[], object]] = field(default_factory=list)
    """What follows, in the same transaction, once the facts are written."""

    def take(self, accepted: Accepted) -> Accepted:
        """Note what a command gave, and go on from there."""
        read_vae(accepted.facts, self.state)
        self.accepted.append(accepted)
        return accepted


Commands = Callable[[Desk], object]


def perform(
    certification: Certification,
    user: User,
    key: str,
    commands: Commands,
    *,
    applications: Sequence[str] | None = None,
    alone: bool = False,
) -> Desk:
    """Run commands and store their facts, all or none; ``applications`` says whose facts are needed, None all.

    A notification is vouched for by a signed head; it holds the log ``alone``, and so do the first facts, which say the
    edition of the conduct. Raises Refused.
    """
    log = log_of(certification)

    def work() -> Desk:
        if applications and not alone:
            list(VaeFile.objects.select_for_update().filter(pk__in=applications).order_by("pk"))
        state = look(certification, applications)
        desk = Desk(log, str(user.pseudonym), now(), key, certification, state, frame(certification))
        if alone and not ledger.is_begun(log, ""):
            desk.take(upgrade_conduct(state, desk.act("edition")))
        commands(desk)
        facts = desk.write()
        store(desk, {fact.application for fact in facts if isinstance(fact, VaeFact)})
        for follow in desk.after:
            follow()
        return desk

    return transact(log, work, alone=alone)


def open_desk(certification: Certification, user: User) -> Desk:
    """The log as it stands, to try a command that is not given yet: nothing of it is written."""
    log, state = log_of(certification), look(certification)
    return Desk(log, str(user.pseudonym), now(), "essai", certification, state, frame(certification))


def look(certification: Certification, applications: Iterable[str] | None = None) -> VaeState:
    """The state of the jury and of some applications, or of all: each fact judged, none refused is heeded."""
    log = log_of(certification)
    state = VaeState(log, everyone=applications is None)
    frames: dict[int, Framework] = {}

    def frame_at(_state: VaeState, fact: Fact) -> Framework:
        year = int(fact.at[:4])
        if year not in frames:
            frames[year] = frame(certification, year)
        return frames[year]

    reader = Reader(VAE, Rules(frame_at, keys=approval_key), state)
    for one in ledger.held(log, applications):
        reader.take(one)
    return state


def look_at_all(certification: Certification) -> VaeState:
    """The state of every application, for whatever is shown, printed or signed. Not to be changed.

    A reading of some applications does not judge what rests on the others: the content of minutes that were approved,
    a sitting or an act that names several. Read again only when the log has grown.
    """
    return _everyone(certification.pk, *ledger.extent(log_of(certification)))


@functools.lru_cache(maxsize=4)
def _everyone(numero: str, _last: int, _count: int) -> VaeState:
    return look(Certification.objects.get(pk=numero))


def store(desk: Desk, applications: Iterable[str]) -> None:
    """Write the rows of these applications from the state."""
    for application in applications:
        standing = desk.state.applications[application]
        identity = Identity.objects.filter(candidate=application).first()
        named = {name: getattr(identity, name) for name in ("numero", "sort_key", "search_key")} if identity else {}
        fields = {
            "certification": desk.certification,
            **named,
            **row(standing, desk.framework.conduite.experience),
        }
        VaeFile.objects.update_or_create(application=application, defaults=fields)
