"""Invite many at once: by mails in the outbox, or by letters to print, whose links stand on paper alone."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from laureat.documents.infos import Infos
from laureat.documents.letters import Letter as Printed
from laureat.documents.letters import print_letters
from laureat.documents.persons import born_on, gendered
from laureat.session.framework import Refused
from laureat.web.accounts.forms import invited_address
from laureat.web.accounts.house import the_house
from laureat.web.accounts.listed import MOST, Person
from laureat.web.accounts.models import Establishment, Invitation, Role, User
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import household, people, reprise
from laureat.web.exam_sessions.household import Desk, fresh_key
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.mails.links import link_of, token_of
from laureat.web.mails.models import Wording
from laureat.web.mails.sending import NOWHERE, fresh_seed, post
from laureat.web.mails.wordings import LINK, SITE, Kind


@dataclass(frozen=True, slots=True)
class Invited:
    """Someone to invite."""

    name: str
    email: str
    role: str
    establishment: Establishment | None = None
    person: str = ""
    """The person of a candidate's file; empty for anyone else."""
    lines: tuple[str, ...] = ()
    """What tells the person apart on a letter."""


Drawn = list[tuple[Invited, Invitation, str]]
"""Who is invited, the invitation, the seed of its link."""


def of_list(persons: Sequence[Person]) -> list[Invited]:
    """Those of a list that was pasted."""
    return [
        Invited(
            one.name,
            one.email,
            one.role,
            one.establishment,
            lines=(str(one.role.label), one.establishment.name if one.establishment else ""),
        )
        for one in persons
    ]


def candidates(session: ExamSession, uai: str = "") -> list[Invited]:
    """The candidates of a session, or of one school, whose file no account opens and whom nobody invited yet."""
    rows = session.standings.filter(withdrawn=False).order_by("establishment", "sort_key")
    rows = rows.filter(establishment=uai) if uai else rows
    waiting = set(Invitation.objects.filter(accepted=None, expires__gt=timezone.now()).values_list("person", flat=True))
    known = {row.candidate: row for row in Identity.objects.filter(log=session.log, account=None)}
    opened = set(User.objects.values_list("pseudonym", flat=True))
    schools = dict(Establishment.objects.values_list("uai", "name"))
    found: list[Invited] = []
    for row in rows:
        identity = known.get(row.candidate)
        if identity is None or uuid.UUID(identity.person) in waiting or uuid.UUID(identity.person) in opened:
            continue
        found.append(_candidate(row, identity, schools.get(row.establishment, "")))
        if len(found) == MOST:
            break
    return found


def _candidate(row: Standing, identity: Identity, school: str) -> Invited:
    who = identity.fields
    lines = (born_on(who), f"{gendered(who, 'candidat', 'candidate')} n° {row.numero}", school)
    address = invited_address("", f"{identity.numero}-{row.candidate[:8]}")
    return Invited(identity.name[:120], address, Role.CANDIDAT, person=identity.person, lines=lines)


def draw(by: User, wanted: Sequence[Invited]) -> Drawn:
    """Invite them all, or none; the links are drawn from the seeds. Raises Refused."""
    drawn: Drawn = []

    def commands(desk: Desk) -> None:
        for rank, one in enumerate(wanted):
            people.check_rights(one.email, one.role, one.establishment)
            seed = fresh_seed()
            invitation, _token = Invitation.draw(
                token=token_of(seed),
                invited_by=by,
                email=one.email,
                name=one.name,
                role=one.role,
                establishment=one.establishment,
                person=one.person or uuid.uuid4(),
            )
            desk.take(reprise.invited(desk, invitation, desk.act(f"{rank}")))
            drawn.append((one, invitation, seed))

    if not wanted:
        raise Refused(_("Il n'y a personne à inviter."))
    household.perform(str(by.pseudonym), fresh_key("inviter"), commands)
    return drawn


def by_mail(by: User, wanted: Sequence[Invited]) -> int:
    """Invite them by mails, which a job sends; gives how many. Raises Refused."""
    with transaction.atomic():
        letters = [people.letter_of(invitation, seed) for _one, invitation, seed in draw(by, wanted)]
        return len(post(by, Kind.INVITATION, letters))


def by_letters(by: User, wanted: Sequence[Invited], site: str) -> bytes:
    """Invite them by letters, given as one PDF and kept nowhere. ``site``: the address of the site. Raises Refused."""
    if not site:
        raise Refused(str(NOWHERE))
    words, house = Wording.of(Kind.INVITATION), the_house()
    maison = house.service or house.authority or house.certifier or house.academy
    with transaction.atomic():
        printed = []
        for one, invitation, seed in draw(by, wanted):
            told = people.letter_of(invitation, seed).told | {"nom": one.name, "maison": maison, SITE: site}
            said = words.filled(told)
            before, _link, after = said.body.partition(f"{{{LINK}}}")
            link = link_of(site, token_of(seed))
            printed.append(Printed(one.name, one.lines, said.subject, _paragraphs(before), link, _paragraphs(after)))
        return print_letters(printed, _infos(), date.today())


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _infos() -> Infos:
    """Who writes: the house."""
    house = the_house()
    told = {
        "academie": house.academy,
        "autorite": house.authority,
        "certificateur": house.certifier,
        "lieu": house.place,
        "service.nom": house.service,
        "service.adresse": house.service_address,
        "service.courriel": house.service_email,
        "logo_texte": house.logo_text,
    }
    kept = {name: value for name, value in told.items() if value}
    return Infos(kept, bytes(house.logo), house.logo_format) if house.logo else Infos(kept)
