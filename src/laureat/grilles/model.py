"""What a grid is: competences, their criteria, levels, situations, and how a mark comes out of them. Values only.

Weights are whole numbers, level values are fractions; a level is named by its code, never by its points: two levels
may be worth the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from laureat.grilles.entries import BONUS, MARK, indicator
from laureat.grilles.rounding import Rounding
from laureat.grilles.signatories import ALONE, Signatories

NE = "NE"
"""Not assessed: said of a criterion, apart from the level 0 and from nothing written."""


class Mode(StrEnum):
    """How a grid gives its result."""

    PROFIL = "profil"
    """Crosses describe; the mark is typed by the assessor, nothing is computed from the crosses."""
    PONDERE = "pondere"
    """Weights times levels."""
    BAREME = "bareme_par_question"
    """Points by question, each question tied to a competence."""
    BINAIRE = "binaire"
    """Acquired or not, no mark."""

    @property
    def computed(self) -> bool:
        """The mark comes out of what is ticked."""
        return self in (Mode.PONDERE, Mode.BAREME)


class Statut(StrEnum):
    """Who answers for a grid."""

    HYPOTHESE = "hypothese"
    NATIONALE = "nationale"
    ACADEMIQUE = "academique"

    @property
    def notice(self) -> str:
        """What every screen and export of the grid says; empty where a text gives it."""
        return HYPOTHESIS if self is Statut.HYPOTHESE else ""


NO_ROUNDING = "aucun arrondi n'est donné pour la session {0}"

HYPOTHESIS = (
    "Grille hypothétique : ses critères et ses poids sont proposés par Lauréat d'après la fiche du registre. La grille "
    "nationale, une fois chargée, prévaut."
)


class Composition(StrEnum):
    """How situations make one result."""

    MOYENNE = "moyenne"
    """The average of the situations, by their weights, rounded once."""
    MEMOIRE = "memoire"
    """By competence, a situation keeps a share of what the one before had shown."""


class Missing(StrEnum):
    """What is done with a criterion not assessed, or with a situation that gave nothing."""

    PAS_DE_NOTE = "pas_de_note"
    IGNORER = "ignorer"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class Level:
    """A level that may be ticked."""

    code: str
    value: Fraction
    name: str = ""

    @property
    def label(self) -> str:
        """Its code and its name, once where they are the same."""
        return f"{self.code} – {self.name}" if self.name and self.name != self.code else self.code


@dataclass(frozen=True, slots=True)
class Step:
    """From so many observed indicators on, this level."""

    least: int
    level: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a grid."""

    code: str
    text: str
    weight: int
    """Within its competence."""
    descriptors: Mapping[str, str]
    """What each level looks like, by code."""
    indicators: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    """Where the level follows from how many indicators were observed."""
    evidence: str = ""
    floor: str = ""
    """The code of the level under which the criterion, said indispensable, raises an alert."""

    def level_of(self, observed: int) -> str:
        """The code of the level that so many observed indicators give. ValueError outside of what there are."""
        if not 0 <= observed <= len(self.indicators):
            raise ValueError(f"{self.code} : {observed} observés, sur {len(self.indicators)}")
        return next(step.level for step in reversed(self.steps) if step.least <= observed)

    def deduced(self, observed: int) -> str:
        """The level that follows from what was observed; empty where the grid gives none, or nothing was observed."""
        return self.level_of(observed) if self.steps and observed else ""

    @property
    def reachable(self) -> tuple[str, ...]:
        """The levels that indicators can give; empty where any level may be ticked."""
        if not self.steps:
            return ()
        return tuple(dict.fromkeys(self.level_of(count) for count in range(len(self.indicators) + 1)))


@dataclass(frozen=True, slots=True)
class Competence:
    """A competence of the block, and the criteria by which it is assessed."""

    code: str
    text: str
    weight: int
    criteria: tuple[Criterion, ...]
    national: str = ""
    """The competence of a national list (mathematics: « s'approprier »…) to which it answers."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a test, tied to one competence."""

    code: str
    competence: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Situation:
    """One occasion of assessment."""

    code: str
    form: str
    weight: int
    alone: bool = False
    """It replaces the others (a terminal test)."""
    label: str = ""
    places: tuple[str, ...] = ()
    minutes: int | None = None
    weights: Mapping[str, int] | None = None
    """The weights of the competences in this situation, where they are its own."""
    outside: frozenset[str] = frozenset()
    """Competences or criteria that this situation does not assess."""
    questions: tuple[Question, ...] = ()
    second_blind: bool = False
    """A second assessor marks it without seeing the first."""

    @property
    def title(self) -> str:
        """How people name it."""
        return self.label or f"{self.code} ({'CCF' if self.form == 'ccf' else self.form})"

    def question(self, code: str) -> Question:
        """A question by its code; KeyError when there is none."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Choice:
    """Weights that the candidate chooses before the test, from a closed list (EPS)."""

    competences: tuple[str, ...]
    shares: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Settling:
    """What settling the mark asks of the assessor."""

    margin: Fraction | None = None
    """How far, in points, the settled mark may be from the computed one; None: not at all."""
    comment_below: Fraction | None = None
    """The mark under which a comment is mandatory."""
    signatories: Signatories = ALONE


@dataclass(frozen=True, slots=True)
class Calculation:
    """How a mark comes out."""

    mode: Mode
    roundings: tuple[Rounding, ...]
    """Successive, by session."""
    total: int = 20
    weights_sum: int = 100
    coverage_min: int = 0
    """In hundredths of the weights; under it, no mark."""
    not_assessed: Missing = Missing.IGNORER
    """``ignorer``: the weights of the others count alone (renormalised); ``zero``: counted zero."""
    no_situation: Missing = Missing.PAS_DE_NOTE
    """What a situation of which nothing is written is worth."""
    absence: Missing = Missing.PAS_DE_NOTE
    """What a situation is worth where the candidate was absent."""
    bonus_max: Fraction = Fraction(0)
    typed_step: Fraction = Fraction(1, 2)
    """Of a typed mark (profil)."""
    typed_points: bool = False
    """Questions are marked in points, not by levels."""
    composition: Composition = Composition.MOYENNE
    kept: tuple[Fraction, ...] = ()
    """With ``memoire``, what each situation keeps of the one before."""
    vouched: Mapping[str, tuple[str, str]] = field(default_factory=dict, compare=False)
    """By parameter, its status and its source, where the grid gives them."""

    def rounding_of(self, session: int) -> Rounding | None:
        """The rounding of a session (year); None where none is given: then there is no mark."""
        return next((one for one in self.roundings if one.holds_at(session)), None)

    def rounding(self, session: int) -> Rounding:
        """The rounding of a session (year). ValueError where none is given."""
        if (found := self.rounding_of(session)) is None:
            raise ValueError(NO_ROUNDING.format(session))
        return found

    def rounding_fault(self, session: int) -> str:
        """Why no mark comes of the grid for a session (year), in French; empty where one does."""
        lacking = self.mode is not Mode.BINAIRE and self.rounding_of(session) is None
        return NO_ROUNDING.format(session) if lacking else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One edition of the grid of a unit."""

    code: str
    edition: str
    statut: Statut
    levels: tuple[Level, ...]
    calculation: Calculation
    situations: tuple[Situation, ...]
    competences: tuple[Competence, ...]
    settling: Settling
    fingerprint: str
    """SHA-256 of what the file says, whatever its layout."""
    data: Mapping[str, Any]
    """What the file says of it."""
    title: str = ""
    unit: str = ""
    block: str = ""
    source: str = ""
    replaces: str = ""
    choice: Choice | None = None

    @property
    def mode(self) -> Mode:
        """How it gives its result."""
        return self.calculation.mode

    @property
    def notice(self) -> str:
        """What every screen and export of it says."""
        return self.statut.notice

    @property
    def name(self) -> str:
        """How it is named beside a mark: « RNCP35697-U31, édition 2026-11-hypothese »."""
        return f"{self.code}, édition {self.edition}"

    @property
    def frozen(self) -> str:
        """The edition and its fingerprint, as facts and signatures name it: ``edition@fingerprint``."""
        return f"{self.edition}@{self.fingerprint}"

    @property
    def beside(self) -> tuple[str, ...]:
        """The names of what is filled beside its lines: the mark typed (profil), the bonus; there may be none."""
        if self.mode is Mode.PROFIL:
            return (MARK,)
        return (BONUS,) if self.calculation.bonus_max else ()

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every line."""
        return tuple(criterion for competence in self.competences for criterion in competence.criteria)

    def level(self, code: str) -> Level:
        """A level by its code; KeyError when there is none."""
        for level in self.levels:
            if level.code == code:
                return level
        raise KeyError(code)

    def situation(self, code: str) -> Situation:
        """A situation by its code; KeyError when there is none."""
        for situation in self.situations:
            if situation.code == code:
                return situation
        raise KeyError(code)

    def lines(self, situation: Situation) -> tuple[str, ...]:
        """The codes of what is filled in a situation: its questions, or its criteria in scope."""
        if self.mode is Mode.BAREME:
            return tuple(question.code for question in situation.questions)
        return tuple(
            criterion.code
            for competence in self.competences
            if self.in_scope(situation, competence.code)
            for criterion in competence.criteria
            if criterion.code not in situation.outside
        )

    def indicators(self, situation: Situation) -> tuple[tuple[str, str, str], ...]:
        """What may be ticked under the lines of a situation: name, criterion, words."""
        kept = set(self.lines(situation)) if self.mode is not Mode.BAREME else set()
        return tuple(
            (indicator(one.code, rank), one.code, text)
            for one in self.criteria
            if one.code in kept
            for rank, text in enumerate(one.indicators, start=1)
        )

    def criterion(self, code: str) -> Criterion | None:
        """A criterion by its code; None where there is none."""
        return next((one for one in self.criteria if one.code == code), None)

    def in_scope(self, situation: Situation, competence: str) -> bool:
        """The situation assesses this competence."""
        weightless = situation.weights is not None and not situation.weights.get(competence, 0)
        return competence not in situation.outside and not weightless
