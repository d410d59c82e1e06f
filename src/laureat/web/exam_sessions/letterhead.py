"""What papers say of who holds a session: inherited from the house at the opening, put right by a fact."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from laureat.documents import papers
from laureat.documents.infos import BY_KEY
from laureat.records import identity_text
from laureat.session import conduct
from laureat.session.framework import Phase, Refused
from laureat.session.state import SessionState
from laureat.web.accounts.models import House, User
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rows import INHERITED, SESSION_FIELDS
from laureat.web.exam_sessions.rules import famille_of
from laureat.web.exam_sessions.service import Desk, perform

SETTLED = (Phase.DELIBEREE, Phase.PUBLIEE, Phase.ABANDONNEE)
"""From the seal on, a session no longer follows its house: it is put right by its own page."""


def said(session: ExamSession) -> dict[str, str]:
    """What a session says, by name of field."""
    return {name: str(getattr(session, name)) for name in SESSION_FIELDS}


def text(fields: Mapping[str, str]) -> str:
    """The same, as the log commits to it."""
    return identity_text(fields)


def inherit(session: ExamSession, house: House) -> None:
    """Fill what a session does not say with what its house says."""
    for name in INHERITED:
        if not getattr(session, name):
            setattr(session, name, getattr(house, name))


def put(desk: Desk, fresh: Mapping[str, str], reason: str = "") -> None:
    """Record what a session says, its row included; refused where nothing changes."""
    session = desk.session
    told = {**said(session), **fresh}
    if desk.state.fields and told == said(session):
        raise Refused(_("Rien n'a changé."))
    fields = desk.promise(text(told), PrivateText.Kind.MENTIONS)
    act = desk.act("mentions")
    desk.take(conduct.set_session_fields(desk.state, act, fields=fields, reason=desk.promise(reason)))
    for name, value in told.items():
        setattr(session, name, value)
    session.save(update_fields=list(told))


def follow(user: User, key: str, before: House, after: House) -> Iterator[str]:
    """Bring into the sessions not yet sealed what the house says anew, where they said what it said; gives refusals."""
    for session in ExamSession.objects.select_related("certification").exclude(phase__in=SETTLED):
        fresh = {
            name: str(getattr(after, name))
            for name in INHERITED
            if getattr(session, name) in ("", getattr(before, name)) and getattr(session, name) != getattr(after, name)
        }
        if not fresh:
            continue

        def commands(desk: Desk, fresh: Mapping[str, str] = fresh) -> None:
            put(desk, fresh, _("la maison l'a changé pour toutes ses sessions"))

        try:
            perform(session, user, f"{key}-{session.pk}", commands, candidates=())
        except Refused as refused:
            yield f"{session} : {' '.join(refused.reasons)}"


def is_altered(session: ExamSession, state: SessionState) -> bool:
    """What the session says is not what its log committed to."""
    if not state.fields:
        return False
    kept = PrivateText.objects.filter(commitment=state.fields).first()
    return kept is not None and kept.text != text(said(session))


PRINTED = {
    "certificateur": "certifier",
    "academie": "academy",
    "autorite": "authority",
    "signataire.nom": "signatory",
    "signataire.qualite": "signatory_quality",
    "lieu": "place",
    "service.nom": "service",
    "service.adresse": "service_address",
    "service.courriel": "service_email",
    "tribunal.nom": "court",
}
"""By setting of the papers, the field of a session that says it."""


def missing(session: ExamSession) -> list[str]:
    """What the papers that the family delivers ask of the session, and that it does not say, in words."""
    words = famille_of(session).papiers
    known = [kind for kind in papers.KINDS if kind.name in words.papiers]
    asked = dict.fromkeys(key for kind in known for key in (*kind.settings, *words.papiers[kind.name].exige))
    return [
        BY_KEY[key].label
        for key in asked
        if key in PRINTED and (key != "academie" or words.academie) and not getattr(session, PRINTED[key])
    ]
