"""What the conduct of a session is told: the certification's frame, who acts, and how it answers.

The conduct knows no règlement and no sheet: it is handed a ``Framework``, made from them by whoever calls it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from laureat.deliberation.outcome import Candidate, Unit
from laureat.records import Commitment, Fact
from laureat.vocabulary import MARK_STEP, Decision, Mention, UnitStatus

KEPT_MARK_YEARS = 5
"""How long a mark may be kept, in years (CE D337-69)."""
MAX_OPTIONAL_UNITS = 2
"""How many optional units a candidate may present (CE D337-69)."""
PV_APPROVALS = 2
"""How many different persons approve a procès-verbal before it is sealed."""


class Round(StrEnum):
    """The groups of tests of a session, in their order."""

    PREMIER = "premier"
    CONTROLE = "controle"
    """The épreuve de contrôle, for those the first deliberation sent to it (CE D337-78)."""
    REMPLACEMENT = "remplacement"
    """The replacement tests, for those absent with good reason (CE D337-92)."""


class Phase(StrEnum):
    """Where a round stands."""

    NON_OUVERTE = "non_ouverte"
    SAISIE = "saisie"
    """Registrations (first round) and marks are open."""
    CLOSE = "close"
    """Marks are locked; the jury deliberates."""
    DELIBEREE = "deliberee"
    """The procès-verbal is sealed."""
    PUBLIEE = "publiee"
    """The results are published."""


class Piece(StrEnum):
    """The pieces of a candidate's file that the conduct follows."""

    ACTIVITE_3_ANS = "activite_3_ans"
    """Proof of three years of professional activity (CE D337-70, 2°)."""
    PFMP = "pfmp"
    """Certificates of the periods of training in a firm (CE D337-64)."""
    LIVRET = "livret"
    """The livret scolaire or de formation: the jury must examine it before it refuses (CE D337-85)."""

    @property
    def label(self) -> str:
        """The piece in words."""
        return {
            Piece.ACTIVITE_3_ANS: "justificatif de trois années d'activité professionnelle",
            Piece.PFMP: "attestations de périodes de formation en milieu professionnel",
            Piece.LIVRET: "livret scolaire ou de formation",
        }[self]


class Accommodation(StrEnum):
    """The kinds of accommodation (CE D351-27): what is done, never why."""

    TIERS_TEMPS = "tiers_temps"
    ETALEMENT = "etalement"
    AIDE_HUMAINE = "aide_humaine"
    AIDE_MATERIELLE = "aide_materielle"
    SUJET_ADAPTE = "sujet_adapte"
    EPREUVE_ADAPTEE = "epreuve_adaptee"


class Sanction(StrEnum):
    """How a fraud file ends (CE D334-32)."""

    AUCUNE = "aucune"
    """Dropped, or the candidate was cleared."""
    BLAME = "blame"
    PRIVATION_MENTION = "privation_mention"
    INTERDICTION = "interdiction"


class Milestone(StrEnum):
    """The days that a session's calendar sets."""

    INSCRIPTIONS_DEBUT = "inscriptions_debut"
    INSCRIPTIONS_FIN = "inscriptions_fin"
    PIECES = "pieces"
    NOTES = "notes"
    LIVRETS = "livrets"
    DELIBERATION = "deliberation"
    CHOIX_CONTROLE = "choix_controle"
    NOTES_CONTROLE = "notes_controle"

    @property
    def label(self) -> str:
        """The day in words."""
        return {
            Milestone.INSCRIPTIONS_DEBUT: "ouverture des inscriptions",
            Milestone.INSCRIPTIONS_FIN: "clôture des inscriptions",
            Milestone.PIECES: "dépôt des pièces",
            Milestone.NOTES: "remise des notes",
            Milestone.LIVRETS: "examen des livrets",
            Milestone.DELIBERATION: "délibération du jury",
            Milestone.CHOIX_CONTROLE: "choix des épreuves de contrôle",
            Milestone.NOTES_CONTROLE: "remise des notes de contrôle",
        }[self]


class Decided(Protocol):
    """What the conduct needs of a computed result; ``laureat.deliberation.outcome.Outcome`` is one."""

    @property
    def decision(self) -> Decision: ...
    @property
    def mention(self) -> Mention: ...
    @property
    def average(self) -> Fraction | None: ...
    @property
    def blocs(self) -> tuple[str, ...]: ...
    @property
    def certificat(self) -> bool: ...
    @property
    def depends_on(self) -> tuple[str, ...]: ...


Decide = Callable[[Candidate], Decided]
"""The rules of the session, confirmed coefficients included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """What the sheet and the règlement say that the conduct must know."""

    certification: str
    """The number of the sheet: ``RNCP35697``."""
    units: Mapping[str, Unit]
    """The units by code, in order."""
    edition: str
    rules: str
    """Hash of the rules."""
    engine: str
    """Version of the engine."""
    hypotheses: frozenset[str] = frozenset()
    """Names of the coefficients that nobody has read in a text yet."""
    state_diploma: bool = True
    """A diploma of the State lives by its arrêté: dates of the sheet only warn."""
    registered_from: str = ""
    """First day of validity of the sheet, ``AAAA-MM-JJ``; empty: unknown."""
    registered_until: str = ""
    """Last day of registration of the sheet (« date d'échéance »)."""
    first_session: int | None = None
    options: tuple[str, ...] = ()
    projet: bool = True
    """The certification has a projet for pupils and apprentices."""
    by_blocks: bool = False
    """Obtained block by block (capitalisation): a block is validated or not, no average is made."""
    required_pieces: Mapping[str, tuple[Piece, ...]] = field(default_factory=dict)
    """By route, the pieces a file must hold, on top of the three years of experience candidates."""

    @property
    def enterable(self) -> tuple[UnitStatus, ...]:
        """What a marker may enter; the rest is granted, kept, carried or decided."""
        usual = (UnitStatus.NOTE, UnitStatus.ABSENT, UnitStatus.ABSENT_JUSTIFIE)
        return (*usual, UnitStatus.VALIDE, UnitStatus.NON_VALIDE) if self.by_blocks else usual

    @property
    def mark_step(self) -> int:
        """The step of marks, in hundredths: half points, save where blocks are marked as their certifier likes."""
        return 1 if self.by_blocks else MARK_STEP

    def unit_label(self, code: str) -> str:
        """The unit in words: ``U2 (Étude et préparation)``."""
        unit = self.units.get(code)
        return f"{code} ({unit.label})" if unit else code


_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z")


@dataclass(frozen=True, slots=True)
class Act:
    """Who gives a command, when, and under which idempotency key."""

    author: str
    """The pseudonymous account."""
    at: str
    """UTC: ``2026-07-03T08:30:00Z``."""
    key: str
    """The same for a retry of the same command, another for another one; without ``#``."""

    def __post_init__(self) -> None:
        """Refuse what could not be traced."""
        if not self.author or not self.key or "#" in self.key:
            raise ValueError("un acte a un auteur et une clé (sans « # »)")
        if not _INSTANT.fullmatch(self.at):
            raise ValueError(f"« {self.at} » n'est pas une heure UTC comme 2026-07-03T08:30:00Z")

    @property
    def day(self) -> str:
        """The day, ``AAAA-MM-JJ``."""
        return self.at[:10]

    def on(self, log: str) -> dict[str, str]:
        """What every fact of this act says."""
        return {"log": log, "author": self.author, "at": self.at, "key": self.key}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A lawful command: the facts to append (none when it was already done), and what to tell its author."""

    facts: tuple[Fact, ...] = ()
    warnings: tuple[str, ...] = ()


class Refused(Exception):
    """An unlawful command: nothing happened. ``reasons`` say why, in French, and what to do."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__(" ; ".join(reasons))


def require(commitment: Commitment, what: str = "un motif") -> Commitment:
    """Refuse a commitment that is none: a reason is due."""
    if not re.fullmatch("[0-9a-f]{64}", commitment):
        raise Refused(f"Il faut {what}.")
    return commitment
