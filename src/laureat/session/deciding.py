"""The decision of each candidate; whoever a rule refuses is held back alone, with the reason, and all others go on."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction

from laureat.deliberation.candidate import decide
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.session.state import CandidateState, Decided
from laureat.vocabulary import Decision, InvalidInput, Mention

HELD_BACK = Decision.NON_DECIDABLE
"""What is proposed for a candidate whose file a rule refuses: nothing is computed until it is corrected."""
KEPT = 400
"""The last decisions kept in mind under the same rules: a session is read again at each act, with the same marks."""


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


_READ = tuple(one.name for one in fields(Candidate) if one.name not in {"numero", "identite", "autres"})
"""All that a rule may read of a candidate."""


def decided(rules: SessionRules, standing: CandidateState) -> Decided:
    """The decision of one candidate, held back where a rule refuses what the file holds: it never stops the others.

    The same file under the same rules is decided once.
    """
    try:
        candidate = standing.to_candidate(rules.reglement.famille)
        file = tuple(_fixed(getattr(candidate, name)) for name in _READ)
        found = rules.known_outcomes.pop(file, None) or decide(rules, candidate)
    except InvalidInput as refused:
        return held_back(problem.message for problem in refused.problems)
    rules.known_outcomes[file] = found  # the last in mind
    if len(rules.known_outcomes) > KEPT:
        rules.known_outcomes.popitem(last=False)
    return found


def _fixed(value: Hashable | Mapping[str, Hashable]) -> Hashable:
    return tuple(value.items()) if isinstance(value, Mapping) else value
