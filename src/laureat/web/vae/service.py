"""Carry out a command on the VAE log of a certification: lock, read, call the conduct, store what it says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from laureat.records import VaeFact
from laureat.session.conduct import upgrade_conduct
from laureat.session.framework import Accepted, Framework
from laureat.session.vae import VaeState, read_vae, vae_log
from laureat.web.accounts.models import User
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import checks, ledger
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.rows import differences
from laureat.web.exam_sessions.service import Writing, now, transact
from laureat.web.exam_sessions.vae_read import frame as frame
from laureat.web.exam_sessions.vae_read import look as look
from laureat.web.exam_sessions.vae_read import look_at_all as look_at_all
from laureat.web.vae.models import VaeFile
from laureat.web.vae.rows import row


def log_of(certification: Certification) -> str:
    """The VAE log of a certification: one for all its applications."""
    return vae_log(certification.numero)


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


def odd(certification: Certification, files: Sequence[VaeFile]) -> set[str]:
    """Those of these rows that no fact carries, that say otherwise than the facts, or whose identity was altered."""
    state = look(certification, [str(file.pk) for file in files])
    law = frame(certification).conduite.experience
    wrong = set(checks.identity_defects({name: one.received.identity for name, one in state.applications.items()}))
    for file in files:
        standing, own = state.applications.get(str(file.pk)), vars(file)
        plain = {name: str(value) if isinstance(value, date) else value for name, value in own.items()}
        if standing is None or differences(plain, row(standing, law)):
            wrong.add(str(file.pk))
    return wrong


def open_desk(certification: Certification, user: User) -> Desk:
    """The log as it stands, to try a command that is not given yet: nothing of it is written."""
    log, state = log_of(certification), look(certification)
    return Desk(log, str(user.pseudonym), now(), "essai", certification, state, frame(certification))


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
