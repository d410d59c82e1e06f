"""The house as its facts say it: read once and judged, prolonged when its log has grown."""

import functools
from dataclasses import dataclass

from django.db import connection

from laureat.deliberation.reglement import Reglement
from laureat.records import KINDS
from laureat.records.recorded import recorded
from laureat.session.approvals import ApprovalKey, Keys
from laureat.session.house import HOUSE_LOG as LOG
from laureat.session.house import HouseState
from laureat.session.judged import read_the_house
from laureat.session.replay import house_rules
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.rules import law_of


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
    rows = _between(known.last, last) if known is not None else []
    here = [(key, bytes(payload)) for key, payload, *_beside in rows[:1]]
    if known is None or here != [(known.last, known.payload)] or len(rows) - 1 != size - known.size:
        known, rows = None, _between(0, last)
    elif len(rows) == 1:
        return known.state
    else:
        rows = rows[1:]
    state = known.state.copied() if known is not None else HouseState(LOG)
    facts = (
        recorded(place, bytes(payload), dict(zip(ledger.BESIDE, beside, strict=True)))
        for _key, payload, place, *beside in rows
    )
    read_the_house(facts, house_rules(_law, {}), state)
    if rows:
        _READ[base] = _Reading(rows[-1][0], size, bytes(rows[-1][1]), state)
    return state


def _between(first: int, last: int) -> list[tuple[int, bytes, int | None, str, str, str, str]]:
    """The facts of the house whose rows have these numbers, both included, in their order."""
    columns = ", ".join(f"fact.{name}" for name in ledger.BESIDE)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT fact.id, fact.payload, place.position, {columns} FROM {ledger.FACTS} fact "
            f"LEFT JOIN {ledger.PLACES} place ON place.fact_id = fact.id "
            "WHERE fact.log = %s AND fact.kind = ANY(%s) AND fact.id BETWEEN %s AND %s ORDER BY fact.id",
            [LOG, [*KINDS], first, last],
        )
        return list(cursor.fetchall())


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
