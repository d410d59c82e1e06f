"""What happened, in the past tense: the kinds of facts of a session.

A fact is appended, never changed. It names people by pseudonymous identifiers only, and holds no free text: an
identity, a reason, a motive stands in it as a salted commitment (``laureat.records.commitments``) to a text kept apart,
in a place that can be erased. Cells are written as one types them (``12,5``, ``AB``, ``B12,5@2023``; see
``laureat.vocabulary.parse_cell``), decisions and mentions by their names in files, days as ``2026-07-03``.
"""

from laureat.records.facts.base import PROJET, CandidateFact, Fact, VaeFact
from laureat.records.facts.candidates import (
    AccommodationDecided,
    CandidateRegistered,
    CandidateWithdrawn,
    ColumnDeclared,
    ControlChosen,
    ControlMarkEntered,
    CorrectionMade,
    DispenseGranted,
    FraudFileEnded,
    FraudFileOpened,
    IdentityCorrected,
    KeptMarkRequested,
    MarkEntered,
    MarkRectified,
    PersonRecognised,
    PieceReceived,
    ReplacementAuthorised,
    ReserveSettled,
    RouteEstablished,
    VaeUnitCarried,
)
from laureat.records.facts.house import HeadSigned
from laureat.records.facts.jury import (
    AttendanceRecorded,
    CheckAnswered,
    CheckRequested,
    DecisionFixed,
    DecisionProposed,
    DeliberationOpened,
    JurorAppointed,
    JuryAppointed,
    LivretExamined,
    MarkRaised,
    PaperIssued,
    PvApproved,
    PvSealed,
    ResultPublished,
)
from laureat.records.facts.reglements import NumberConfirmed, NumberContested, NumberRead, SheetBound
from laureat.records.facts.sessions import (
    CoefficientConfirmed,
    ConductUpgraded,
    DeadlineSet,
    EstablishmentRegistered,
    FactSetAside,
    HabilitationGranted,
    RoundStarted,
    SessionClosed,
    SessionOpened,
    SessionReopened,
    SettingAsideAsked,
    TextErased,
)
from laureat.records.facts.vae import (
    RecevabilityDecided,
    VaeApplicationReceived,
    VaeLivretReceived,
    VaeResultNotified,
    VaeUnitDecided,
)

__all__ = [
    "KINDS",
    "PROJET",
    "AccommodationDecided",
    "AttendanceRecorded",
    "CandidateFact",
    "CandidateRegistered",
    "CandidateWithdrawn",
    "CheckAnswered",
    "CheckRequested",
    "CoefficientConfirmed",
    "ColumnDeclared",
    "ConductUpgraded",
    "ControlChosen",
    "ControlMarkEntered",
    "CorrectionMade",
    "DeadlineSet",
    "DecisionFixed",
    "DecisionProposed",
    "DeliberationOpened",
    "DispenseGranted",
    "EstablishmentRegistered",
    "Fact",
    "FactSetAside",
    "FraudFileEnded",
    "FraudFileOpened",
    "HabilitationGranted",
    "HeadSigned",
    "IdentityCorrected",
    "JurorAppointed",
    "JuryAppointed",
    "KeptMarkRequested",
    "LivretExamined",
    "MarkEntered",
    "MarkRaised",
    "MarkRectified",
    "NumberConfirmed",
    "NumberContested",
    "NumberRead",
    "PaperIssued",
    "PersonRecognised",
    "PieceReceived",
    "PvApproved",
    "PvSealed",
    "RecevabilityDecided",
    "ReplacementAuthorised",
    "ReserveSettled",
    "ResultPublished",
    "RoundStarted",
    "RouteEstablished",
    "SessionClosed",
    "SessionOpened",
    "SessionReopened",
    "SettingAsideAsked",
    "SheetBound",
    "TextErased",
    "VaeApplicationReceived",
    "VaeFact",
    "VaeLivretReceived",
    "VaeResultNotified",
    "VaeUnitCarried",
    "VaeUnitDecided",
]

KINDS: dict[str, type[Fact]] = {
    name: kind
    for name, kind in list(globals().items())
    if isinstance(kind, type) and issubclass(kind, Fact) and kind not in (Fact, CandidateFact, VaeFact)
}
"""Every kind of fact, by name."""
