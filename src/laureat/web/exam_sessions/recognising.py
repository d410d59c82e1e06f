"""Whose registration it is: joined to a person already known or separated from one, by someone who says why."""

import uuid

from django.utils.translation import gettext as _

from laureat.session import conduct
from laureat.session.framework import Refused
from laureat.web.accounts.models import User
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import Desk, perform


def recognise(desk: Desk, candidate: str, person: str, reason: str) -> None:
    """Record whose registration this is; an account opened for another person no longer opens it. Raises Refused."""
    row = Identity.objects.select_for_update().get(candidate=candidate)
    desk.take(
        conduct.recognise_person(
            desk.state,
            desk.act("personne"),
            candidate=candidate,
            person=person,
            reason=desk.promise(reason, PrivateText.Kind.MOTIF, candidate),
        )
    )
    row.person = person
    row.account = User.objects.filter(pseudonym=person).first() if _is_uuid(person) else None
    row.save(update_fields=["person", "account"])


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def concerned(session: ExamSession, candidate: str, person: str) -> list[str]:
    """Whose facts are needed: the candidate's, and those of whoever is that person in the session."""
    known = Identity.objects.filter(log=session.log, person=person).values_list("candidate", flat=True)
    return sorted({candidate, *known})


def say(session: ExamSession, user: User, key: str, identity: Identity, other: str, reason: str) -> None:
    """Join a registration to the person of another file (its identifier), or separate it (none). Raises Refused."""
    if other:
        person = Identity.objects.filter(candidate=other).values_list("person", flat=True).first()
        if not person:
            raise Refused(_("Ce dossier n'est plus connu : rechargez la page."))
    else:
        person = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{key}-personne"))  # the same form twice: one person
    candidates = concerned(session, identity.candidate, person)
    perform(
        session,
        user,
        key,
        lambda desk: recognise(desk, identity.candidate, person, reason),
        candidates=candidates,
    )
