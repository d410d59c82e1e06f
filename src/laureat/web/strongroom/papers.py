"""Draw up papers from the facts, and seal them: never a document that someone else drew up."""

from base64 import b64encode
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from laureat.documents import papers as kinds
from laureat.documents.typeset import Typesetter
from laureat.records import TreeHead
from laureat.session.framework import Refused
from laureat.web.exam_sessions import checks
from laureat.web.exam_sessions.models import Certification, ExamSession
from laureat.web.exam_sessions.papers import Desk
from laureat.web.exam_sessions.printed import Printed
from laureat.web.exam_sessions.service import look_at_all
from laureat.web.sealer.client import Unknown
from laureat.web.strongroom import heads, keys
from laureat.web.strongroom.titles import desk_of, given_of, live_title
from laureat.web.vae import sittings as vae_sittings


def paper(log: str, candidate: str, kind: str) -> str:
    """A paper that the decision gives, its code drawn already, its title signed already."""
    desk, wanted = desk_of(log, candidate), kinds.BY_NAME.get(kind)
    if wanted is None or wanted not in desk.due(candidate):
        raise Unknown
    if lacking := desk.lacking(wanted, candidate):
        raise Refused(_("Il manque : %(what)s.") % {"what": ", ".join(lacking)})
    diploma = live_title(desk.titled(candidate), "diplome").document if desk.carries_title(wanted) else ""
    return _drawn(desk.printed(wanted, candidate), desk.typesetter, desk.head(candidate), diploma)


def minutes(log: str, deliberation: int) -> str:
    """The procès-verbal of a deliberation whose seal the facts prove."""
    session = ExamSession.of_log(log)
    if session is None:
        raise Unknown
    heads.check(log)
    state = look_at_all(session)
    found = next((one for one in state.deliberations if one.number == deliberation and one.sealed), None)
    if found is None:
        raise Unknown
    if reasons := checks.minutes_defects(session, state, found):
        raise Refused(*reasons)
    desk = Desk.of(session, state, minutes=found)
    return _sealed(desk.printed_minutes(found), desk.context.infos["autorite"])


def vae_paper(application: str, kind: str) -> str:
    """A paper of a VAE whose decisions are notified, its title signed already."""
    given = given_of(application)
    if given is None or (ready := given.ready(kind)) is None:
        raise Unknown
    if ready.reasons:
        raise Refused(*ready.reasons)
    diploma = live_title(given.titled(), "diplome").document if ready.carries_title else ""
    return _drawn(ready.printed, ready.typesetter, given.head(), diploma)


def vae_minutes(numero: str, sitting: int) -> str:
    """The procès-verbal of a sitting of a VAE jury that the facts prove."""
    certification = Certification.objects.filter(pk=numero).first()
    minutes = vae_sittings.minutes_of(certification, sitting) if certification else None
    if minutes is None:
        raise Unknown
    if minutes.reasons:
        raise Refused(*minutes.reasons)
    return _sealed(vae_sittings.printed(minutes), minutes.shared.infos["autorite"])


def _drawn(printed: Printed, typesetter: Typesetter, head: TreeHead, diploma: str = "") -> str:
    """A paper under the code that it has already, sealed."""
    row = printed.live()
    if row is None:
        raise Refused(_("Ce document n'a pas encore de code : recommencez."))
    return _sealed(printed.pdf(typesetter, row.code, head, diploma), printed.context.infos["autorite"])


def _sealed(pdf: bytes, authority: str) -> str:
    """The paper with the seal of the house. Raises InvalidInput on a bad key.

    A time-stamp is asked within the seal where an authority is set (``LAUREAT_HORODATAGE``).
    """
    key = keys.seal()
    if key is None:
        raise Refused(_("La maison n'a plus de cachet : prévenez qui administre le service."))
    from laureat.documents.seal import Sealer  # what writes a seal is long to load

    return b64encode(Sealer(key, datetime.now(UTC), authority, settings.TIMESTAMPING).seal(pdf)).decode()
