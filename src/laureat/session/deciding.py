"""The decision of each candidate; whoever a rule refuses is held back alone, with the reason, and all others go on."""

import weakref
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from laureat.deliberation.candidate import decide
from laureat.deliberation.outcome import Candidate, Outcome
from laureat.deliberation.reglement import SessionRules
from laureat.rules import ParameterValues
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


_KNOWN: weakref.WeakKeyDictionary[ParameterValues, OrderedDict[tuple[Any, ...], Outcome]] = weakref.WeakKeyDictionary()


def decided(rules: SessionRules, standing: CandidateState) -> Decided:
    """The decision of one candidate, held back where a rule refuses what the file holds: it never stops the others.

    The same file under the same rules is decided once.
    """
    try:
        candidate = standing.to_candidate(rules.reglement.famille)
        known, file = _KNOWN.setdefault(rules.numbers, OrderedDict()), _told(candidate)
        found = known.pop(file, None) or decide(rules, candidate)
    except InvalidInput as refused:
        return held_back(problem.message for problem in refused.problems)
    known[file] = found  # the last in mind
    if len(known) > KEPT:
        known.popitem(last=False)
    return found


def _told(candidate: Candidate) -> tuple[Any, ...]:
    """All that a rule may read of a candidate."""
    cells, controls, said = (tuple(one.items()) for one in (candidate.cells, candidate.controle, candidate.declare))
    route = candidate.voie.code if candidate.voie is not None else None
    return route, candidate.voie_acces, candidate.forme, candidate.option, cells, controls, said
