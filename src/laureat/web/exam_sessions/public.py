"""What is told outside the jury: nothing that a deliberation or a fraud file did before it is published.

Marks that a jury raised, annulments, files for fraud: a school and a candidate see marks as they were entered until
the deliberation that changed them is published; the rows of a session (``Standing``) say what counts inside.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from laureat.session.state import CandidateState, SessionState
from laureat.web.exam_sessions.models import ExamSession, Standing, StoredFact
from laureat.web.exam_sessions.service import look

_CHANGING = ("MarkRaised", "FraudFileEnded")
"""Facts after which what counts is no longer what was entered."""


def told_of(state: SessionState, standing: CandidateState) -> CandidateState:
    """The candidate as may be told outside: with what published deliberations raised, and no more."""
    published = {deliberation.number for deliberation in state.deliberations if deliberation.published}
    raised = {place: told for place, told in standing.raised.items() if told[0] in published}
    annulled = standing.annulled if state.result(standing.id) is not None else ()
    return replace(standing, raised=raised, annulled=annulled, fraud_open=False, to_redeliberate=False)


def tell(session: ExamSession, rows: Iterable[Standing]) -> None:
    """Write over the cells of these rows what may be told outside. The rows are not to be saved."""
    told = {row.candidate: row for row in rows}
    changed = StoredFact.objects.filter(log=session.log, kind__in=_CHANGING, subject__in=list(told))
    candidates = sorted(set(changed.values_list("subject", flat=True)))
    if not candidates:
        return
    state = look(session, candidates)
    for candidate in candidates:
        standing, row = told_of(state, state.candidates[candidate]), told[candidate]
        cells = {unit: str(standing.cell(unit)) for unit in {*standing.presented, *standing.cells}}
        row.cells = {unit: text for unit, text in cells.items() if text}
        row.control = {unit: str(standing.cell(unit, control=True)) for unit in standing.control}


def why_withheld(state: SessionState, candidate: str) -> str:
    """Why there is no result, as its candidate is told: no file is named before the results of the session."""
    if not any(deliberation.published for deliberation in state.deliberations):
        return _("Le résultat n'est pas publié.")
    return state.why_withheld(candidate)
