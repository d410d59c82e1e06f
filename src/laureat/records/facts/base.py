"""What every fact says, and whom it is about."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

PROJET = "PROJET"
"""Where a unit is expected, the mark of the projet (arrêté du 20 octobre 2020)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact says: in which log it stands, who recorded it, when, and for which command."""

    ABOUT: ClassVar[str] = ""
    """The field that says whom the fact is about; empty where it is the whole log's."""

    log: str
    """The session, or another log of the same house (VAE, establishments)."""
    author: str
    """The pseudonymous account that recorded it."""
    at: str
    """The time, UTC: ``2026-07-03T08:30:00Z``."""
    key: str
    """The idempotency key of the command; the facts of one command share it, with ``#1``, ``#2``… after the first."""

    @property
    def subject(self) -> str:
        """Whom the fact is about; empty when it is the whole log's."""
        return str(getattr(self, self.ABOUT)) if self.ABOUT else ""

    @property
    def command(self) -> str:
        """The idempotency key as the command gave it."""
        return self.key.partition("#")[0]

    def keyed(self, position: int) -> Self:
        """The same fact as the ``position``-th of its command."""
        return replace(self, key=f"{self.command}#{position}") if position else self


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFact(Fact):
    """A fact about one candidate of the session."""

    ABOUT = "candidate"
    candidate: str
    """The pseudonymous identifier of the registration; the number that people see is kept with the identity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VaeFact(Fact):
    """A fact about one VAE application."""

    ABOUT = "application"
    application: str
