"""Erase what is no longer to be kept of the applications, by the same act as a session's."""

from datetime import date

from laureat.records.retention import Text
from laureat.session import keeping
from laureat.session.vae import VaeState
from laureat.web.accounts.models import User
from laureat.web.candidates.models import Identity
from laureat.web.candidates.overdue import overdue_of
from laureat.web.exam_sessions import covered, ledger
from laureat.web.exam_sessions.erasure import erase
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.told import ERASED
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import Desk, perform


def erase_due(desk: Desk, today: date) -> int:
    """Erase the texts whose period is over; gives how many went. All the applications are needed."""
    gone = erase(desk, due(desk.log, desk.state, today))
    named = Identity.objects.filter(log=desk.log).values_list("candidate", flat=True)
    nameless = VaeFile.objects.filter(certification=desk.certification).exclude(pk__in=list(named))
    nameless.update(numero=ERASED, sort_key="", search_key="")
    return len(gone)


def due(log: str, state: VaeState, today: date) -> list[Text]:
    """The texts of the applications whose period is over. ``state`` is of all of them."""
    return overdue_of(log, keeping.of_vae(ledger.facts(log), state, covered.dated(log)), today)


def erase_now(certification: Certification, by: User, key: str, today: date) -> int:
    """Erase what is due of the applications, in an act of its own; gives how many texts went. Raises Refused."""
    gone: list[int] = []
    perform(certification, by, key, lambda desk: gone.append(erase_due(desk, today)), alone=True)
    return sum(gone)
