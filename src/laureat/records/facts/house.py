"""Facts of the house: what belongs to no session, and the heads of its logs."""

from dataclasses import dataclass

from laureat.records.commitments import UNSAID, Commitment
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


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseTakenUp(Fact):
    """« Reprise » : all that the tables of the house held was said above as facts. From here on, facts alone say it.

    Recorded once, at the first start of a version that keeps these facts.
    """

    accounts: int
    establishments: int
    habilitations: int
    sheets: int
    conduct: int
    """The edition of the conduct that judges what follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseDescribed(Fact):
    """What the house says of itself: who signs, its logo, the words of its mails."""

    said: Commitment
    """All of it, the logo and the words by their SHA-256."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetBrought(Fact):
    """A sheet of the register was brought into the house, under a règlement."""

    ABOUT = "certification"
    certification: str
    reglement: str
    edition: str
    """The edition of the règlement; empty where it is not here."""
    sheet: str
    """SHA-256 of the canonical JSON of the sheet, in hexadecimal."""
    data: str = ""
    """SHA-256 of the data file of the règlement, in hexadecimal; empty where the library or the sheet gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReplaced(Fact):
    """A sheet of the house was read anew, in another edition or under another règlement."""

    ABOUT = "certification"
    certification: str
    reglement: str
    edition: str
    sheet: str
    reason: Commitment
    data: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyIntroduced(Fact):
    """From here on the house signs with this key; the former ones of that use stay good for what they signed."""

    ABOUT = "use"
    use: str
    """``journal``, ``titres``."""
    public: str
    """The public key, in hexadecimal."""
    reason: Commitment = UNSAID
    """Why the key changed; nothing for the first one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesDeposited(Fact):
    """The codes of papers that the command made were deposited here: this site answers for them from now on."""

    ABOUT = "deposit"
    deposit: str
    """The first 32 digits of the root, which name the deposit."""
    root: str
    """Of the Merkle tree over the lines of its papers, in hexadecimal."""
    papers: int
    certification: str
    session: str
    issued: str
    """The day that the papers bear, as they bear it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositWithdrawn(Fact):
    """A deposit was taken back: this site no longer answers for any of its papers."""

    ABOUT = "deposit"
    deposit: str
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositedPaperRevoked(Fact):
    """One paper of a deposit no longer stands."""

    ABOUT = "deposit"
    deposit: str
    paper: str
    """SHA-256 of its code, in hexadecimal: the log gives no code away."""
    reason: Commitment
