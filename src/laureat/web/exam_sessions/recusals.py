"""Who stood aside for a candidate, by name: for the room, the minutes and their paper."""

from collections.abc import Iterable
from dataclasses import dataclass

from laureat.session.state import SessionState
from laureat.web.accounts.models import User
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import composition, ledger
from laureat.web.exam_sessions.models import ExamSession, Juror


@dataclass(frozen=True, slots=True)
class Recusal:
    """A member of the jury who stands aside for a candidate."""

    candidate: str
    numero: str
    name: str
    juror: str
    member: str
    reason: str
    """Empty once it is erased."""


def told(session: ExamSession, state: SessionState, candidates: Iterable[str]) -> list[Recusal]:
    """Those recorded for these candidates by members of the present jury, in the order of their names."""
    seats = state.jury.jurors if state.jury else ()
    found = [
        (one, fact)
        for one in candidates
        if one in state.candidates
        for juror, fact in state.candidates[one].recused.items()
        if juror in seats
    ]
    if not found:
        return []
    known = Identity.objects.in_bulk([candidate for candidate, _fact in found])
    jurors = {str(one.pk): one for one in session.jurors.filter(pk__in=ledger.uuids(f.juror for _c, f in found))}
    promised = [fact.reason for _candidate, fact in found]
    reasons = dict(PrivateText.objects.filter(commitment__in=promised).values_list("commitment", "text"))
    found.sort(key=lambda one: (known[one[0]].sort_key if one[0] in known else "", one[0]))
    return [
        Recusal(
            candidate,
            known[candidate].numero if candidate in known else candidate,
            known[candidate].name if candidate in known else "",
            fact.juror,
            jurors[fact.juror].name if fact.juror in jurors else "",
            reasons.get(fact.reason, ""),
        )
        for candidate, fact in found
    ]


def open_to(session: ExamSession, state: SessionState, user: User, *, office: bool) -> list[Juror]:
    """The members of the jury whom that account may record to stand aside: all, for the office; else its own seat."""
    seats = composition.appointed(session, state)
    return [one for one in seats if office or one.account_id == user.pk]
