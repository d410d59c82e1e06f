"""Facts of the validation of experience."""

from dataclasses import dataclass

from laureat.records.commitments import Commitment
from laureat.records.facts.base import VaeFact


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
class VaeResultNotified(VaeFact):
    """The decision of the VAE jury was notified; the attestations are due."""
