"""Facts of the house about schools, and what they may assess in course. All of it is public."""

from dataclasses import dataclass

from laureat.records.commitments import Commitment
from laureat.records.facts.base import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolFact(Fact):
    """A fact about one school (a lycée, a CFA, a GRETA…)."""

    ABOUT = "establishment"
    establishment: str
    """Its UAI number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishmentAdded(SchoolFact):
    """A school was added to those of the house."""

    name: str
    nature: str
    town: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishmentChanged(SchoolFact):
    """The name, the nature or the town of a school was put right."""

    name: str
    nature: str
    town: str
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishmentRenumbered(SchoolFact):
    """The UAI number of a school was put right: its accounts and habilitations follow."""

    uai: str
    """The right one."""
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class HabilitationRecorded(SchoolFact):
    """A school may assess in course, by decision or by right (digest R-CCF-04, R-CCF-05)."""

    habilitation: str
    """What names it in the house."""
    certification: str
    scope: str
    """``partielle``, ``integrale``, ``agrement``."""
    since: str
    until: str
    """Last day; empty: without end."""
    by_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HabilitationChanged(SchoolFact):
    """A habilitation was put right: its scope, its days."""

    habilitation: str
    certification: str
    scope: str
    since: str
    until: str
    by_right: bool
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class HabilitationWithdrawn(SchoolFact):
    """A habilitation that should not have been recorded is taken back."""

    habilitation: str
    reason: Commitment
