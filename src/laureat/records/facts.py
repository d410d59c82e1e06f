"""What happened, in the past tense: the kinds of facts of a session.

A fact is appended, never changed. It names people by pseudonymous identifiers only, and holds no free text: an
identity, a reason, a motive stands in it as a salted commitment (``laureat.records.commitments``) to a text kept apart,
in a place that can be erased. Cells are written as one types them (``12,5``, ``AB``, ``B12,5@2023``; see
``laureat.vocabulary.parse_cell``), decisions and mentions by their names in files, days as ``2026-07-03``.
"""

from dataclasses import dataclass, replace
from typing import Self

from laureat.records.commitments import Commitment

PROJET = "PROJET"
"""Where a unit is expected, the mark of the projet (arrêté du 20 octobre 2020)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact says: in which log it stands, who recorded it, when, and for which command."""

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
        """The candidate or the VAE application concerned; empty when the fact is the whole log's."""
        return ""

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

    candidate: str
    """The pseudonymous identifier of the registration; the number that people see is kept with the identity."""

    @property
    def subject(self) -> str:
        """The candidate."""
        return self.candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class VaeFact(Fact):
    """A fact about one VAE application."""

    application: str

    @property
    def subject(self) -> str:
        """The application."""
        return self.application


# ---------------------------------------------------------------------------------------------- the session itself
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineSet(Fact):
    """A day was set by which something is due."""

    milestone: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoefficientConfirmed(Fact):
    """Someone read in the text a coefficient that was only a hypothesis."""

    name: str
    value: int
    """In hundredths."""
    text: Commitment
    """The text read."""
    text_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed(Fact):
    """Marks were locked for a round."""

    round: str


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


# ------------------------------------------------------------------------------------------------------ candidates
@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRegistered(CandidateFact):
    """Someone registered (CE D337-70)."""

    person: str
    """The person, the same from one session to the next and in the VAE log."""
    identity: Commitment
    outside_dates: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCorrected(CandidateFact):
    """The identity was corrected."""

    identity: Commitment
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateWithdrawn(CandidateFact):
    """The candidate gave up, or was registered by mistake."""

    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteEstablished(CandidateFact):
    """Route, category, form and units presented were established (CE D337-54, D337-68, D337-74, D337-77)."""

    voie: str
    """Empty, as the category, where a certification obtained block by block knows no such routes."""
    categorie: str
    forme: str
    option: str
    voie_acces: str
    derogation: bool
    establishment: str
    units: tuple[str, ...]
    """The units the candidate presents or holds in this session, optional ones included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceReceived(CandidateFact):
    """A piece of the file came in: see ``laureat.session.framework.Piece``."""

    piece: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccommodationDecided(CandidateFact):
    """Extra time, spreading or aids were decided (CE D351-27); the cause stays with the authority."""

    kinds: tuple[str, ...]
    cause: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class DispenseGranted(CandidateFact):
    """The candidate was dispensed of a unit (CE D337-71, D337-83, D337-84)."""

    unit: str
    ground: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMarkRequested(CandidateFact):
    """The candidate asked to keep a mark of an earlier session (CE D337-69)."""

    unit: str
    cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VaeUnitCarried(CandidateFact):
    """A unit validated by a VAE jury was carried into the session (CE D337-71, D337-72)."""

    unit: str
    source_log: str
    source_leaf: str
    """The leaf hash, in hexadecimal, of the ``VaeUnitDecided`` of that log."""


# ----------------------------------------------------------------------------------------------------------- marks
@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEntered(CandidateFact):
    """A mark or an absence was entered for a unit, or for the projet."""

    unit: str
    cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRectified(CandidateFact):
    """A mark was rectified while marks were open, with a reason."""

    unit: str
    before: str
    cell: str
    control: bool
    """True for the oral mark of the épreuve de contrôle."""
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChosen(CandidateFact):
    """The candidate chose the units of the épreuve de contrôle (arrêté du 25 novembre 2021)."""

    units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlMarkEntered(CandidateFact):
    """The oral mark of a control unit was entered."""

    unit: str
    cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementAuthorised(CandidateFact):
    """The recteur authorised replacement tests after force majeure (CE D337-92)."""

    units: tuple[str, ...]
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionMade(CandidateFact):
    """A material error was corrected after the jury's PV was sealed (digest R-ADM-06); the jury decides again."""

    unit: str
    before: str
    cell: str
    control: bool
    reason: Commitment


# ----------------------------------------------------------------------------------------------------------- fraud
@dataclass(frozen=True, slots=True, kw_only=True)
class FraudFileOpened(CandidateFact):
    """Prosecution for fraud began: no result and no paper before its end (CE D334-25 and following)."""

    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class FraudFileEnded(CandidateFact):
    """The commission decided, or the recteur dropped the case; the jury decides again."""

    sanction: str
    annulled: tuple[str, ...]
    reason: Commitment


# ------------------------------------------------------------------------------------------------------------ jury
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


@dataclass(frozen=True, slots=True, kw_only=True)
class JuryAppointed(Fact):
    """The jury was appointed by arrêté (CE D337-93)."""

    president: str
    jurors: tuple[str, ...]
    arrete: Commitment
    arrete_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRecorded(Fact):
    """A member attended a deliberation, in the room or by audiovisual means, or did not (CE D337-93-1)."""

    deliberation: int
    juror: str
    presence: str
    """``present``, ``distance`` or ``absent`` (``laureat.jury.Presence``)."""


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


# ------------------------------------------------------------------------------------------------------------- VAE
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


# --------------------------------------------------------------------------------------------------------- erasure
@dataclass(frozen=True, slots=True, kw_only=True)
class TextErased(Fact):
    """The text and the salt behind a commitment were erased; the commitment says nothing any more."""

    commitment: Commitment
    retention: str
    """The kind of text whose retention period ended."""


KINDS: dict[str, type[Fact]] = {
    name: kind
    for name, kind in list(globals().items())
    if isinstance(kind, type) and issubclass(kind, Fact) and kind not in (Fact, CandidateFact, VaeFact)
}
"""Every kind of fact, by name."""
