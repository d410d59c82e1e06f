"""Facts of the house about the law: the sheet that a règlement applies to, the numbers read in texts."""

from dataclasses import dataclass

from laureat.records.commitments import Commitment
from laureat.records.facts.base import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetBound(Fact):
    """A règlement that bears no number of the register was bound to a sheet, and someone answers for it."""

    reglement: str
    certification: str
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRead(Fact):
    """Someone read in a text a number of a règlement that was unknown or a hypothesis; another is to confirm it."""

    reglement: str
    name: str
    """The name of the parameter: ``coefficient_U2``, ``seuil_bloc``."""
    value: int
    """In hundredths, where the number is so counted."""
    text: Commitment
    """The reference of the text."""
    text_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberConfirmed(Fact):
    """A second person read the same number in the same text: it holds for every session not yet deliberated."""

    reglement: str
    name: str
    value: int
    text: Commitment
    text_date: str
    read_by: str
    """Who read it first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberContested(Fact):
    """A second person did not read the same: the reading is dropped, with the reason."""

    reglement: str
    name: str
    reason: Commitment
