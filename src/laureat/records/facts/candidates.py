"""Facts about one candidate before the jury: registration, marks, fraud files."""

from dataclasses import dataclass

from laureat.records.commitments import UNSAID, Commitment
from laureat.records.facts.base import CandidateFact

EXTERNAL = "attestation-exterieure"
"""What the first facts gave as the log of a VAE unit of an imported list: no log of the house."""


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
class PersonRecognised(CandidateFact):
    """Someone said whose registration this is: joined to a person already known, or separated from one."""

    person: str
    """The person from now on."""
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
class RouteCorrected(RouteEstablished):
    """What had been established was put right, at any time: route, option, form, school, units."""

    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteFileDecided(CandidateFact):
    """What a file still lacked was decided before the seal: the candidate is judged without it, or left out of it."""

    piece: str
    """The piece, or ``habilitation`` for that of the establishment."""
    accepted: bool
    reason: Commitment


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
    basis: str = ""
    """On what ground: ``titre``, ``unite``, ``certificat``, ``demande``; not said by the first facts."""
    article: str = ""
    """The article that opens it on that ground."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMarkRequested(CandidateFact):
    """The candidate asked to keep a mark of an earlier session (CE D337-69)."""

    unit: str
    cell: str
    basis: str = ""
    """``autre_specialite``, for the mark of another speciality; empty: of this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VaeUnitCarried(CandidateFact):
    """A unit validated by a VAE jury was carried into the session (CE D337-71, D337-72).

    Its source is a decision of this house (``source_log``, ``source_leaf``), or outside it the minutes of a certifier
    (``certifier``, ``minutes``, ``decided_on``) or a document that says so (``document``). The first facts gave a hash
    that nothing bore to the units of an imported list: their ``source_log`` is ``EXTERNAL``.
    """

    unit: str
    source_log: str = ""
    source_leaf: str = ""
    """The leaf hash, in hexadecimal, of the ``VaeUnitDecided`` of that log."""
    certifier: str = ""
    """Whose jury validated the unit."""
    minutes: str = ""
    """The number of its procès-verbal."""
    decided_on: str = ""
    """The day of that procès-verbal, ``AAAA-MM-JJ``."""
    document: str = ""
    """SHA-256, in hexadecimal, of a document that was handed over: a list, an attestation."""

    @property
    def is_of_the_house(self) -> bool:
        """It names a decision that a VAE log of the house holds."""
        return self.source_log not in ("", EXTERNAL)

    @property
    def source(self) -> str:
        """Where the validation comes from, in words."""
        if self.minutes:
            day = "/".join(reversed(self.decided_on.split("-")))
            return f"procès-verbal n° {self.minutes} du {day}, {self.certifier}"
        if self.document:
            return f"document remis, empreinte {self.document[:16]}…"
        if self.source_log == EXTERNAL:
            return "attestation extérieure, sans référence"
        return f"décision du jury de VAE, empreinte {self.source_leaf[:16]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEntered(CandidateFact):
    """A mark or an absence was entered for a unit, or for an annex (``PROJET``)."""

    unit: str
    cell: str
    basis: str = ""
    """On what ground it stands there, where one was said: ``force_majeure``…"""
    grid: str = ""
    """The code of the assessment grid from which it comes; empty where it was typed."""
    edition: str = ""
    """The edition of that grid, and its fingerprint: ``2026-11@3f2a…``."""
    entries: str = ""
    """SHA-256, in hexadecimal, of what had been entered on the grid (``laureat.grilles.digest``)."""
    appraisal: Commitment = UNSAID
    """What the assessor wrote of it: why it is not the computed mark, the appraisal."""
    computation: int = 0
    """The edition of the computation (``laureat.grilles.COMPUTATION``); not said by the first facts."""
    asked: int = 0
    """How many people the grid asks to sign."""
    signers: tuple[str, ...] = ()
    """Who signed what stood, each once: ``compte:<pseudonym>:<quality>``, ``lien:<number>:<quality>``
    (``laureat.grilles.Quality``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDeclared(CandidateFact):
    """Something that the family of the règlement asks of a candidate was told (a column of its lists)."""

    column: str
    value: str
    """As a list writes it; empty: nothing is said any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveSettled(CandidateFact):
    """What kept the decision from being fixed was settled, by an officer or by the jury, with a motive."""

    column: str
    """The column that the reserve waits for: ``motif_U7``, ``option``, or one of the family."""
    value: str
    article: str
    """The article of the ground given; empty where the column is not a ground."""
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRectified(CandidateFact):
    """A mark was rectified while marks were open, with a reason."""

    unit: str
    before: str
    cell: str
    control: bool
    """True for the oral mark of the épreuve de contrôle."""
    reason: Commitment
    grid: str = ""
    """As in ``MarkEntered``."""
    edition: str = ""
    entries: str = ""
    computation: int = 0
    asked: int = 0
    signers: tuple[str, ...] = ()
    harmonised: str = ""
    """The act by which the jury harmonised this mark with others, or gave it back; not said by the first facts."""
    undoes: str = ""
    """The act of the jury that this one undoes."""


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
