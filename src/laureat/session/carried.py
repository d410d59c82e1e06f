"""What a unit carried from the VAE into a session rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validation:
    """A unit that a VAE jury validated."""

    certification: str
    person: str
    unit: str
    turns: Sequence[tuple[str, bool]]
    """Each time the decision came to stand, or to stand no more."""

    def stood(self, at: str) -> bool:
        """True where it was notified by then, and nothing had struck it."""
        return next((stands for since, stands in reversed(self.turns) if since <= at), False)


Validations = Callable[[str, str], Validation | None]
"""From a VAE log and the leaf hash of a decision to what it validates, as its log judges it; None for no such one."""
