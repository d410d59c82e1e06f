"""Why a candidate has a result, as the jury left it: on the marks that stood at the seal, not those entered since."""

from collections.abc import Sequence
from dataclasses import replace

from laureat.deliberation.explain import Explanation, JuryAct, explain
from laureat.deliberation.reglement import SessionRules
from laureat.session.state import CandidateState, Result, SessionState
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import judged


def as_sealed(session: ExamSession, deliberation: int, candidates: Sequence[str] | None) -> SessionState:
    """The state when the procès-verbal of a deliberation was sealed, for some candidates (None: everyone)."""
    return judged(session, candidates, sealed=deliberation)


def explained(
    rules: SessionRules, standing: CandidateState, result: Result | None, *, lowerings: bool = False
) -> Explanation:
    """The explanation of a decision, the acts of the jury included. Raises InvalidInput where a rule refuses the file.

    ``lowerings``: also the marks that would have to fall, for the jury alone.
    """
    identity = Identity.objects.filter(candidate=standing.id).first()
    engine = replace(
        standing.to_candidate(rules.reglement.famille, identity.fields if identity else {}),
        numero=identity.numero if identity else standing.id,
    )
    raised = {unit: standing.entered(unit) for unit, control in standing.raised if not control}
    at_control = {unit: standing.entered(unit, control=True) for unit, control in standing.raised if control}
    act = JuryAct(raised=raised, raised_control=at_control)
    if result:
        act = replace(act, decision=result.decision, mention=result.mention)
    return explain(rules, engine, act=act, lowerings=lowerings)


def published(session: ExamSession, state: SessionState, rules: SessionRules, candidate: str) -> Explanation | None:
    """The explanation of the published result of a candidate; None before publication, or while it is withheld.

    By the numbers that stood at the seal: one put right since, and that changes nothing for this candidate, does not
    change what the jury saw.
    """
    result = state.result(candidate)
    if result is None:
        return None
    then = as_sealed(session, result.deliberation, [candidate])
    if then.confirmed != state.confirmed:
        rules = frame(session, then).law
    return explained(rules, then.candidates[candidate], result)
