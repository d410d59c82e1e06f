"""Facts of the validation of experience."""

from dataclasses import dataclass

from laureat.records.commitments import Commitment
from laureat.records.facts.base import Fact, VaeFact


@dataclass(frozen=True, slots=True, kw_only=True)
class VaeApplicationReceived(VaeFact):
    """Someone applied for the validation of experience."""

    person: str
    certification: str
    identity: Commitment
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecevabilityDecided(VaeFact):
    """The application was found recevable or not."""

    admissible: bool
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class VaeLivretReceived(VaeFact):
    """The livret of experience came in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VaeUnitDecided(VaeFact):
    """The VAE jury validated a unit or not: no mark (digest R-VAE-05)."""

    unit: str
    validated: bool
    motive: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class VaeSittingHeld(Fact):
    """The VAE jury sat and settled the decisions on some applications: its minutes say who was there."""

    sitting: int
    """Its rank, from 1."""
    held_on: str
    president: str
    """Who presided: the president, or a deputy where the president was away."""
    present: tuple[str, ...]
    """The members who sat; the others of the jury were absent."""
    applications: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VaeResultNotified(VaeFact):
    """The decision of the VAE jury was notified; the attestations are due."""
