"""Facts about the session itself: opened, closed, its calendar, its establishments, what was erased."""

from dataclasses import dataclass

from laureat.records.commitments import UNSAID, Commitment
from laureat.records.facts.base import CandidateFact, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened(Fact):
    """A session was opened for a certification (CE D337-89)."""

    certification: str
    year: int
    edition: str
    """The edition of the règlement."""
    blank: bool
    """Rehearsal (« à blanc »): hypotheses are allowed, and said on every page and paper."""
    outside_dates: bool
    """Opened outside the dates of the register sheet, which a State diploma may do."""
    reglement: str = ""
    """The name of the règlement, where it is not the number of the sheet."""
    famille: str = ""
    """The family of the règlement; not said by the first facts."""
    conduct: int = 1
    """The edition of the conduct that judges what follows; the first facts say none, and are of the first."""
    keys_required: bool = False
    """Nobody approves a procès-verbal of it but with an approval key; the first facts do not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConductUpgraded(Fact):
    """From here on the session is judged by a later edition of the conduct."""

    conduct: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineSet(Fact):
    """A day was set by which something is due."""

    milestone: str
    day: str
    """Empty: nothing is due by any day any more."""
    reason: Commitment = UNSAID
    """Why a day that stood was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFieldsSet(Fact):
    """What papers and pages say of who holds the session (authority, signatory, place…) was said, or put right."""

    fields: Commitment
    """The fields, with what each says."""
    before: Commitment = UNSAID
    """Those that stood until then."""
    reason: Commitment = UNSAID
    """Why they were changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysRequirementSet(Fact):
    """Whether a key is required to approve was put right, before anyone approved."""

    keys_required: bool
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionAbandoned(Fact):
    """The session was opened by mistake: nothing more is recorded in it, nothing of it is ever published."""

    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class CoefficientConfirmed(Fact):
    """Someone read in the text a number of the law, a coefficient or another, that was unknown or a hypothesis."""

    name: str
    value: int
    """In hundredths, where the number is so counted."""
    text: Commitment
    """The text read."""
    text_date: str
    read_by: str = ""
    """Who read it first, the author being the second person; empty where one person alone confirmed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoefficientCorrectionAsked(Fact):
    """After a seal, someone asks that a number confirmed in the session be put right; another person decides it."""

    name: str
    value: int
    text: Commitment
    text_date: str
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class CoefficientCorrected(CoefficientConfirmed):
    """A second person put right a number that sealed decisions rest on: those that it changes are suspended."""

    before: int
    reason: Commitment
    changed: tuple[str, ...]
    """The candidates whose decision, mention, blocks or certificate it changes: the jury deliberates on them again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed(Fact):
    """Marks were locked for a round."""

    round: str
    missing: int = 0
    """How many marks were missing, whoever closed knowing it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReopened(Fact):
    """Marks were unlocked, for one establishment or unit, or for all where both are empty."""

    establishment: str
    unit: str
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStarted(Fact):
    """The control round or the replacement round began, after the publication of the former."""

    round: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishmentRegistered(Fact):
    """An establishment takes part (UAI: a public number, not a person)."""

    establishment: str
    nature: str
    """``lycee``, ``cfa``, ``greta``…"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HabilitationGranted(Fact):
    """The recteur allowed an establishment the CCF, or the law gives it (digest R-CCF-04, R-CCF-05)."""

    establishment: str
    certification: str
    scope: str
    """``partielle`` or ``integrale``."""
    since: str
    until: str
    """Last day; empty: without end."""
    by_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HabilitationTakenBack(Fact):
    """An habilitation recorded by mistake, or that ended otherwise, no longer counts in the session."""

    establishment: str
    scope: str
    since: str
    """The first day that was recorded: with the establishment and the scope, it says which one."""
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksConfirmed(Fact):
    """A school confirms its marks, as they stand once entry is closed."""

    establishment: str
    digest: str
    """SHA-256 of the list of its marks, in hexadecimal (``laureat.session.digests``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksContested(Fact):
    """A school says that its marks are not those that it gave."""

    establishment: str
    digest: str
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class TextErased(Fact):
    """The text and the salt behind a commitment were erased; the commitment says nothing any more."""

    commitment: Commitment
    retention: str
    """The kind of text whose retention period ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingAsideAsked(CandidateFact):
    """Someone asks that a fact which its own command would have refused be set aside."""

    candidate: str
    """Whom the refused fact touches; empty: the whole session."""
    fact: str
    """The leaf hash of the refused fact, in hexadecimal."""
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSetAside(CandidateFact):
    """A second person agrees: the refused fact stays in the log, no reading heeds it."""

    candidate: str
    fact: str
    asked_by: str
    """Who asked, the author being the second person."""
