"""Facts of the house about its logs: each head signed for one of them is a leaf of the log of the house."""

from dataclasses import dataclass

from laureat.records.facts.base import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadSigned(Fact):
    """A head was signed for a log: whoever holds a later head of the house knows that this one was."""

    ABOUT = "of"
    of: str
    """The log whose head it is."""
    size: int
    root: str
    """In hexadecimal."""
    occasion: str
    signed_at: str
    signature: str
    """In hexadecimal."""
