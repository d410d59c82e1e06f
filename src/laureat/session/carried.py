"""What a unit carried from the VAE into a session rests on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from laureat.session.candidate_state import CandidateState
from laureat.vocabulary import UnitStatus


@dataclass(frozen=True, slots=True)
class Validation:
    """A unit that a VAE jury validated."""

    certification: str
    person: str
    unit: str
    turns: Sequence[tuple[str, bool]]
    """Each time the decision came to stand, or to stand no more."""
    held: bool
    """The person holds the unit in the end, by this decision or by another of that log."""

    def stood(self, at: str) -> bool:
        """True where it was notified by then, and nothing had struck it. Nothing says what came first in one second."""
        before = next((stands for since, stands in reversed(self.turns) if since < at), False)
        return before or any(stands for since, stands in self.turns if since == at)


Validations = Callable[[str, str], Validation | None]
"""From a VAE log and the leaf hash of a decision to what it validates, as its log judges it; None for no such one."""


def units_fallen(candidate: CandidateState, vae: Validations) -> Iterator[str]:
    """The units carried into a registration that no decision of VAE validates now."""
    for unit, fact in candidate.vae_sources.items():
        if not fact.is_of_the_house or candidate.entered(unit).status is not UnitStatus.VALIDE_VAE:
            continue
        said = vae(fact.source_log, fact.source_leaf)
        if said is None or said.unit != unit or not said.held:
            yield unit
