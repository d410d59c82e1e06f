"""Whom the room lists, in its order: what keeps the minutes open first, then those nearest a threshold."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict

from laureat.session.conduct.deliberation import OPEN
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions.access import standings_of
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.service import look, look_at_all
from laureat.web.jury_room import files

FILTERS = ("decision", "livret", "dossier")
"""What an address may ask."""


@dataclass(frozen=True)
class Listed:
    """Those to decide on; a complementary deliberation lists only whom it concerns."""

    everyone: QuerySet[Standing]
    lacking: frozenset[str]
    """Those whose file lacks something of which nothing is decided."""
    complementary: bool

    def chosen(self, asked: QueryDict) -> QuerySet[Standing]:
        """Those that the filters of an address leave, in order."""
        found = self.everyone
        if chosen := asked.get("decision"):
            found = found.filter(decision=chosen)
        if asked.get("livret"):
            found = found.filter(livret_awaited=True)
        if asked.get("dossier"):
            found = found.filter(candidate__in=self.lacking)
        return self._in_order(found)

    def following(self, row: Standing, asked: QueryDict) -> str:
        """The next one after a candidate, whom the filters may have left since; empty after the last one."""
        place = self._in_order(self.everyone.filter(pk=row.pk)).values_list(*ORDER).first()
        if place is None:
            return ""
        after = Q()
        for rank, name in enumerate(ORDER):
            after |= Q(**dict(zip(ORDER, place[:rank], strict=False)), **{f"{name}__gt": place[rank]})
        return self.chosen(asked).filter(after).values_list("candidate", flat=True).first() or ""

    def _in_order(self, rows: QuerySet[Standing]) -> QuerySet[Standing]:
        undecided = When(candidate__in=self.lacking, then=0)
        blocking = Case(undecided, When(decision__in=[str(one) for one in OPEN], then=1), default=2)
        return rows.annotate(blocking=blocking, far=Coalesce("distance", Value(NOWHERE))).order_by(*ORDER)


ORDER = ("blocking", "far", "sort_key", "candidate")
NOWHERE = 2**31 - 1
"""The distance, for the order, of those who have none: after all the others."""


def listed(request: SignedIn, session: ExamSession) -> Listed:
    """Whom the room lists for an account."""
    current, found = look(session).current, standings_of(request, session).exclude(proposal="")
    complementary = current is not None and not current.main
    if complementary:
        current = look_at_all(session, marks=False).current
        found = found.filter(candidate__in=list(current.proposals) if current else [])
    lacking = found.filter(candidate__in=files.waiting(session)).values_list("candidate", flat=True)
    return Listed(found, frozenset(lacking), complementary)


def kept(asked: QueryDict) -> str:
    """The filters of an address, to carry to the next one."""
    told = {name: asked[name] for name in FILTERS if asked.get(name)}
    return f"?{urlencode(told)}" if told else ""
