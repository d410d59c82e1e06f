"""Who stands aside for a candidate: a member of the jury linked to that person takes no part in what concerns it.

The law of juries says who is linked (``laureat.reglements.jury``); what is recorded is that this member stood aside.
The decision then counts without that member: two others at least deliberate on the candidate, and approve. No session
of an older edition is judged otherwise for it: all that is refused follows from a fact that none of them holds.
"""

from collections.abc import Iterator

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import candidate_of, command, not_frozen
from laureat.session.conduct.jury import PRESIDING, accounts_of, jury_of
from laureat.session.framework import Accepted, Act, Refused, require
from laureat.session.state import CandidateState, SessionState


@command(f.RecusalRecorded)
def record_recusal(
    state: SessionState, act: Act, *, candidate: str, juror: str, recused: bool, reason: Commitment
) -> Accepted:
    """Record that a member of the jury stands aside for a candidate, or does so no more: told by that member, or by who
    is not of the jury."""
    jury = jury_of(state)
    standing = candidate_of(state, candidate)
    not_frozen(state, standing)
    require(reason)
    if juror not in jury.jurors:
        raise Refused("Cette personne n'est pas membre du jury.")
    if act.author in accounts_of(state.jurors, jury.jurors) and act.author != state.jurors[juror].account:
        raise Refused(
            "Un membre du jury ne se déporte que pour lui-même ; le service des examens relève le déport d'un autre."
        )
    if (juror in standing.recused) == recused:
        raise Refused(
            "Ce membre s'est déjà déporté pour ce candidat." if recused else "Ce membre ne s'est pas déporté."
        )
    fact = f.RecusalRecorded(**act.on(state.log), candidate=candidate, juror=juror, recused=recused, reason=reason)
    told = (*((SPOKEN,) if _has_acted(state, standing, juror) else ()), *_nobody_presides(state, standing, juror))
    return Accepted((fact,), told if recused else ())


def _nobody_presides(state: SessionState, standing: CandidateState, juror: str) -> Iterator[str]:
    """That nobody presides for this candidate once who presides stands aside, where the jury is presided."""
    jury = jury_of(state)
    left = [one for one in jury.jurors if one != juror and one not in standing.recused]
    if state.jurors[juror].fonction in PRESIDING and not any(state.jurors[one].fonction in PRESIDING for one in left):
        yield "Plus personne ne préside pour ce candidat : faire nommer un président adjoint."


SPOKEN = "Ce membre a déjà relevé une note ou fixé la décision de ce candidat : un autre membre revoit ce qu'il a fait."


def _has_acted(state: SessionState, standing: CandidateState, juror: str) -> bool:
    """That member fixed the decision under way on the candidate, or made the act that gave its last proposal."""
    if state.current is None:
        return False
    acts = (state.current.fixed.get(standing.id), state.current.proposals.get(standing.id))
    return any(one.author in accounts_of(state.jurors, (juror,)) for one in acts if one is not None)
