"""The house as its facts say it: read once and judged, prolonged when its log has grown."""

import functools
from dataclasses import dataclass

from django.db import connection

from laureat.deliberation.reglement import Reglement
from laureat.session.approvals import ApprovalKey, Keys
from laureat.session.house import HOUSE_LOG, HouseState
from laureat.session.judged import read_the_house
from laureat.session.replay import house_rules
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.rules import law_of

LOG = HOUSE_LOG


@dataclass(frozen=True, slots=True)
class _Reading:
    """The house as far as its log was read."""

    last: int
    size: int
    payload: bytes
    """The last fact, which must still be there: a transaction that came to nothing leaves none."""
    state: HouseState


_READ: dict[str, _Reading] = {}
"""By base."""


def look() -> HouseState:
    """The house as its facts say it, each judged where it stands. Not to be changed.

    What was added is read on top, where it is all that came: a transaction that drew its numbers first may end last.
    """
    base = f"{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
    known, (last, size) = _READ.get(base), ledger.extent(LOG)
    facts = list(ledger.held(LOG, between=(known.last, last))) if known is not None else []
    here = [one.payload for one in facts[:1]]
    if known is None or here != [known.payload] or len(facts) - 1 != size - known.size:
        known, facts = None, list(ledger.held(LOG, between=(0, last)))
    elif len(facts) == 1:
        return known.state
    else:
        facts = facts[1:]
    state = known.state.copied() if known is not None else HouseState(LOG)
    read_the_house(facts, house_rules(_law, {}), state)
    if facts:
        _READ[base] = _Reading(last, size, facts[-1].payload, state)
    return state


def _law(name: str, year: int) -> Reglement | None:
    """The règlement of a certification of the house, or one handed over; None for one it has not."""
    given = Certification.objects.filter(reglement=name).exclude(data="")
    certification = Certification.objects.filter(pk=name).first() or given.first()
    if certification is None:
        return None
    return law_of(certification, year)


def keys_now() -> Keys:
    """From a credential to the approval key of the house, which is read once, when one is asked."""
    house = functools.cache(look)
    return lambda credential: house().approval_keys.get(credential)


def approval_key(credential: str) -> ApprovalKey | None:
    """The approval key that the house knows under that identifier."""
    return look().approval_keys.get(credential)
