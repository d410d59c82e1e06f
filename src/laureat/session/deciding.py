"""The decision of each candidate; whoever a rule refuses is held back alone, with the reason, and all others go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from laureat.deliberation.candidate import decide
from laureat.deliberation.reglement import SessionRules
from laureat.session.state import CandidateState, Decided
from laureat.vocabulary import Decision, InvalidInput, Mention

HELD_BACK = Decision.NON_DECIDABLE
"""What is proposed for a candidate whose file a rule refuses: nothing is computed until it is corrected."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A decision as the conduct reads it (see ``state.Decided``), computed among many or withheld."""

    decision: Decision
    mention: Mention = Mention.SANS
    average: Fraction | None = None
    blocs: tuple[str, ...] = ()
    certificat: bool = False
    depends_on: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()


def held_back(reasons: Iterable[str]) -> Computed:
    """No decision, for what the rules refuse of the file: reserves, to be settled by correcting it."""
    return Computed(HELD_BACK, reserves=tuple(reasons))


def decided(rules: SessionRules, standing: CandidateState) -> Decided:
    """The decision of one candidate, held back where a rule refuses what the file holds: it never stops the others."""
    try:
        return decide(rules, standing.to_candidate(rules.reglement.famille))
    except InvalidInput as refused:
        return held_back(problem.message for problem in refused.problems)
