"""Facts of the jury: appointed, present, deciding, approving, sealing; then publication."""

from dataclasses import dataclass

from laureat.records.commitments import UNSAID, Commitment
from laureat.records.facts.base import CandidateFact, Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class JurorAppointed(Fact):
    """One member of the jury, with what the law asks of the composition (CE D337-93; digest R-JURY-09)."""

    juror: str
    fonction: str
    """``president``, ``president_adjoint``, ``membre`` or ``examinateur_adjoint`` (``laureat.jury.Fonction``)."""
    qualite: str
    """``enseignant_public``… ``employeur``, ``salarie`` (``laureat.jury.Qualite``)."""
    account: str
    """The account with which this member acts; empty where there is none."""
    identity: Commitment = UNSAID
    """Who that is; not said by the first facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JuryAppointed(Fact):
    """The jury was appointed by arrêté (CE D337-93)."""

    president: str
    jurors: tuple[str, ...]
    arrete: Commitment
    arrete_date: str
    impossibilite: Commitment = UNSAID
    """Why a place that the law asks for could not be filled; empty where none is said."""
    returning: tuple[str, ...] = ()
    """The members who sat in a jury that already sealed a deliberation of the session; not said by the first facts."""
    why_returning: Commitment = UNSAID
    """Why they sit again on a decision that was quashed or withdrawn; empty where none is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRecorded(Fact):
    """A member attended a deliberation, in the room or by audiovisual means, or did not (CE D337-93-1)."""

    deliberation: int
    juror: str
    presence: str
    """``present``, ``distance`` or ``absent`` (``laureat.jury.Presence``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalRecorded(CandidateFact):
    """A member of the jury linked to a candidate stands aside for that candidate, or does so no more."""

    juror: str
    recused: bool
    """False: it was recorded by mistake, or the link has ended."""
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class LivretExamined(CandidateFact):
    """The jury examined the livret (CE D337-85)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliberationOpened(Fact):
    """The decisions of a deliberation were computed, by which rules."""

    deliberation: int
    round: str
    main: bool
    """False for a complementary deliberation (end of a fraud file, correction)."""
    edition: str
    rules: str
    """Hash of the rules."""
    engine: str
    """Version of the engine."""
    sources: str = ""
    """Hash of what ran: the sources behind the rules; not said by the first facts."""
    versions: tuple[str, ...] = ()
    """The versions of what ran beside them: ``python 3.11.2``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionProposed(CandidateFact):
    """What the rules give for a candidate: a proposal, the jury fixes (CE D337-88)."""

    deliberation: int
    decision: str
    mention: str
    average: str
    """Exact, in points: ``10`` or ``1283/130``; empty where none is due."""
    blocs: tuple[str, ...]
    certificat: bool
    depends_on: tuple[str, ...]
    reserves: tuple[str, ...] = ()
    """What keeps the decision from being fixed until someone settles it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRaised(CandidateFact):
    """The jury raised a mark; the mark entered stays beside it."""

    deliberation: int
    unit: str
    cell: str
    control: bool
    motive: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFixed(CandidateFact):
    """The jury fixed a decision other than the proposal, which stays beside it."""

    deliberation: int
    decision: str
    mention: str
    motive: Commitment
    certificat: str = ""
    """``oui`` or ``non``: the certificat de fin d'études is due with that decision; not said by the first facts: then
    the règlement of the session says."""
    exception: Commitment = UNSAID
    """The text on which the jury founds a decision below what the marks give a right to, or another mention than
    theirs; empty for any other decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequested(CandidateFact):
    """The jury asked that a mark be checked."""

    unit: str
    motive: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswered(CandidateFact):
    """The check was made."""

    unit: str
    upheld: bool
    answer: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class PvApproved(Fact):
    """A person approved the procès-verbal as it stood."""

    deliberation: int
    content: str
    """Hash of what the procès-verbal says."""
    juror: str = ""
    """The seat of that person; not said by the first facts."""
    credential: str = ""
    """The identifier of the approval key that signed; empty: without one. It and the next ones are in base64url."""
    public: str = ""
    """Its public key (COSE), which verifies the signature."""
    client_data: str = ""
    authenticator_data: str = ""
    signature: str = ""
    """What the authenticator answered (WebAuthn); its challenge is ``laureat.session.approvals.challenge``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PvSealed(Fact):
    """The procès-verbal, approved by two persons, was sealed."""

    deliberation: int
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPublished(Fact):
    """The results of a sealed deliberation were published."""

    deliberation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssued(CandidateFact):
    """A paper or a credential was issued."""

    paper: str
    digest: str
