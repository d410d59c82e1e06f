"""The same person in the VAE and in the exam: who may be the same, and units carried from one to the other."""

import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from laureat.session import conduct
from laureat.session.carried import units_fallen
from laureat.session.framework import Phase, Refused
from laureat.session.vae import VaeState, validations
from laureat.vocabulary import UnitStatus
from laureat.web.accounts.models import User
from laureat.web.candidates.models import Identity
from laureat.web.candidates.persons import alike
from laureat.web.exam_sessions import service as exam
from laureat.web.exam_sessions import vae_read
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.recognising import concerned, recognise
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import log_of, look_at_all


@dataclass
class Registration:
    """A registration to the exam of the person of a VAE application, and what may be carried into it."""

    session: ExamSession
    identity: Identity
    certain: bool
    """The same person by the records; else for the office to confirm."""
    evidence: str = ""
    """Why it may be the same person."""
    held: list[str] = field(default_factory=list)
    ready: list[str] = field(default_factory=list)
    fallen: list[str] = field(default_factory=list)
    """Units carried from a decision that stands no more: to be put right there."""
    blocked: list[tuple[str, str]] = field(default_factory=list)
    """Units that hold something else already, with what."""
    open: bool = False


def registrations(file: VaeFile, state: VaeState) -> list[Registration]:
    """The registrations of the same person, or of someone alike, for the same certification.

    ``state``: that of the person's applications.
    """
    own = Identity.objects.filter(candidate=str(file.pk)).first()
    found = {row.candidate: (row, "") for row in Identity.objects.filter(person=file.person)}
    for one in alike(own.fields) if own else ():
        found.setdefault(one.row.candidate, (one.row, one.evidence))
    logs = {uuid.UUID(row.log) for row, _evidence in found.values()}
    sessions = {
        session.log: session
        for session in ExamSession.objects.filter(pk__in=logs, certification=file.certification).select_related(
            "certification"
        )
    }
    held = [unit for unit, _leaf in validations(state, file.person)]
    rows = []
    for identity, evidence in found.values():
        if identity.log in sessions:
            rows.append(_registration(sessions[identity.log], identity, evidence, held))
    return sorted(rows, key=lambda row: (-row.session.year, row.identity.sort_key))


def _registration(session: ExamSession, identity: Identity, evidence: str, validated: list[str]) -> Registration:
    state = exam.look(session, [identity.candidate])
    standing = state.candidates[identity.candidate]
    certain = not evidence
    row = Registration(
        session, identity, certain, evidence, open=state.phase is Phase.SAISIE and not standing.withdrawn
    )
    row.fallen = list(units_fallen(standing, vae_read.validated))
    for unit in validated:
        if unit not in standing.presented:
            continue
        cell = standing.entered(unit)
        if cell.status is UnitStatus.VALIDE_VAE:
            row.held.append(unit)
        elif cell.status is UnitStatus.VIDE:
            row.ready.append(unit)
        else:
            row.blocked.append((unit, str(cell)))
    return row


def carry(file: VaeFile, candidate: str, user: User, key: str, *, confirmed: bool = False) -> int:
    """Carry the validated units into a registration, each naming the decision that says so; gives how many.

    A registration that only looks like the person's is joined first, where someone ``confirmed`` it. Raises Refused.
    """
    state = look_at_all(file.certification)
    row = next((row for row in registrations(file, state) if row.identity.candidate == candidate), None)
    if row is None:
        raise Refused(_("Cette inscription n'est pas celle de cette personne."))
    if not row.certain and not confirmed:
        raise Refused(_("Dites d'abord que c'est la même personne : les deux identités sont côte à côte."))
    source = log_of(file.certification)

    def commands(desk: exam.Desk) -> None:
        if not row.certain:
            recognise(desk, candidate, file.person, f"même personne que le dossier {file.numero}")
        for unit, leaf in validations(state, file.person):
            if unit in row.ready:
                desk.take(
                    conduct.carry_vae_unit(
                        desk.state,
                        desk.act(unit),
                        framework=desk.framework,
                        candidate=candidate,
                        unit=unit,
                        source_log=source,
                        source_leaf=leaf,
                    )
                )

    exam.perform(row.session, user, key, commands, candidates=concerned(row.session, candidate, file.person))
    return len(row.ready)
