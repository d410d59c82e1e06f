"""The result of a grid: exact until its one rounding, and open down to each line that made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from laureat.grilles.entries import Standing
from laureat.grilles.model import Grid, Situation
from laureat.grilles.rounding import Rounding, points_text
from laureat.vocabulary import format_hundredths


class Outcome(StrEnum):
    """What a grid says of a candidate."""

    NOTE = "note"
    INCOMPLET = "incomplet"
    COUVERTURE = "couverture_insuffisante"
    ABSENT = "absent"
    DISPENSE = "dispense"
    IMPOSEE = "note_imposee"
    ACQUIS = "acquis"
    NON_ACQUIS = "non_acquis"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]


_LABELS = {
    Outcome.NOTE: "note calculée",
    Outcome.INCOMPLET: "incomplet",
    Outcome.COUVERTURE: "pas de note : trop peu a été évalué",
    Outcome.ABSENT: "absent",
    Outcome.DISPENSE: "dispensé",
    Outcome.IMPOSEE: "note fixée par un texte",
    Outcome.ACQUIS: "acquis",
    Outcome.NON_ACQUIS: "non acquis",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion or question: what was ticked and what it brings."""

    competence: str
    code: str
    share: Fraction
    """Its part of all the weights in scope."""
    value: str
    """The code ticked, ``NE``, or empty."""
    worth: Fraction | None
    """What the value is worth, from 0 to 1 of the best; None where nothing counts."""
    points: Fraction | None
    """What it brings to the mark."""
    observed: tuple[int, ...] = ()
    """The ranks of the indicators that were seen."""
    deduced: str = ""
    """The level that their number gives, where the grid says so; ``value`` is that one where none was ticked."""


@dataclass(frozen=True, slots=True)
class SituationResult:
    """What one situation gives."""

    situation: Situation
    standing: Standing
    lines: tuple[Line, ...]
    coverage: Fraction
    """The part that was assessed, 0 to 1: of the weights, or of the lines where nothing is weighed."""
    raw: Fraction | None
    """Points, exact, bonus included and capped; None where nothing is assessed."""
    missing: tuple[str, ...]
    """The lines where nothing is written."""
    blank: bool = False
    text: str = ""
    """The text that sets the mark, where one does."""
    bonus: Fraction = Fraction(0)

    def competence_worth(self, code: str) -> Fraction | None:
        """What a competence shows, 0 to 1 of the best, over its lines assessed; None where none is."""
        known = [line for line in self.lines if line.competence == code and line.worth is not None and line.share]
        total = sum((line.share for line in known), Fraction(0))
        return sum((line.share * (line.worth or 0) for line in known), Fraction(0)) / total if total else None


@dataclass(frozen=True, slots=True)
class Result:
    """What the grid gives for one candidate."""

    grid: Grid
    outcome: Outcome
    situations: tuple[SituationResult, ...]
    raw: Fraction | None
    """Exact points before the rounding, of what is assessed so far."""
    mark: int | None
    """Hundredths; None where there is no mark."""
    rounding: Rounding | None
    coverage: Fraction
    missing: tuple[str, ...]
    """What is left to write, in words."""
    alerts: tuple[str, ...] = ()
    acquired: Mapping[str, bool | None] = field(default_factory=dict)
    """Of a binary grid, by competence; None: not known yet."""

    @property
    def mark_text(self) -> str:
        """The mark, or what stands in its place, as one reads it."""
        return self.outcome.label if self.mark is None else format_hundredths(self.mark)

    @property
    def coverage_text(self) -> str:
        """« 90 % »."""
        return f"{points_text(self.coverage * 100)} %"

    @property
    def raw_text(self) -> str:
        """The exact points for the eye: « 13,89 »."""
        return "" if self.raw is None else points_text(self.raw)
