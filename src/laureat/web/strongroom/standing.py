"""Which titles the facts hold back, whatever their rows say: the status lists are signed from both."""

from collections import defaultdict
from collections.abc import Mapping

from django.db import connection
from django.db.models import Min, QuerySet

from laureat.records import KINDS
from laureat.records import facts as kinds
from laureat.web.exam_sessions import ledger, vae_read
from laureat.web.exam_sessions.models import ExamSession, StoredFact
from laureat.web.exam_sessions.service import look
from laureat.web.titles.models import Title

_QUIET = (kinds.PaperIssued, kinds.TextErased)
"""Facts about a candidate that hold nothing back."""
_OF_MANY = (kinds.DecisionsWithdrawn, kinds.DecisionsRestored, kinds.CoefficientCorrected)
"""Facts of the whole log that may hold anybody back."""


def held_back(titles: QuerySet[Title]) -> set[int]:
    """The indices of those of these titles whose result the facts withhold now, or have never given."""
    logs: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for log, candidate, index in titles.values_list("log", "candidate", "index"):
        logs[log][candidate].append(index)
    found: set[int] = set()
    for log, holders in logs.items():
        session = ExamSession.of_log(log)
        held = _of_session(session, holders) if session is not None else _of_vae(log, holders)
        found.update(index for holder in held for index in holders[holder])
    return found


def _of_session(session: ExamSession, holders: Mapping[str, list[int]]) -> list[str]:
    first = StoredFact.objects.filter(log=session.log, kind=kinds.ResultPublished.__name__).aggregate(first=Min("id"))
    if first["first"] is None:
        return list(holders)
    touched = _touched(session.log, first["first"])
    concerned = list(holders) if "" in touched else [one for one in holders if one in touched]
    state = look(session, concerned)
    return [
        one
        for one in concerned
        if one not in state.candidates or state.candidates[one].withdrawn or state.why_withheld(one)
    ]


def _touched(log: str, since: int) -> set[str]:
    """Whom a fact since then may hold back: they are few, and they alone are read. Empty text: anybody."""
    about = [name for name, kind in KINDS.items() if kind.ABOUT == "candidate" and kind not in _QUIET]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT since.subject FROM unnest(%s::text[]) AS said(kind), LATERAL (SELECT subject FROM "
            f"{ledger.FACTS} fact WHERE fact.log = %s AND fact.kind = said.kind AND fact.id > %s OFFSET 0) since",
            [[*about, *(kind.__name__ for kind in _OF_MANY)], log, since],
        )
        return {subject for (subject,) in cursor.fetchall()}


def _of_vae(log: str, holders: Mapping[str, list[int]]) -> list[str]:
    certification = vae_read.certification_of(log)
    if certification is None:
        return list(holders)
    known = vae_read.look_at_all(certification).applications
    return [one for one in holders if one not in known or not known[one].notified or known[one].struck is not None]
