"""The one rounding of a mark: named, dated, exact. It is applied once, at the end."""

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from laureat.vocabulary import format_hundredths


class Direction(StrEnum):
    """Which multiple of the step is taken."""

    SUPERIEUR = "superieur"
    INFERIEUR = "inferieur"
    PLUS_PROCHE = "plus_proche"
    """The nearest; the higher of two that are as near."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """Rounding to a step, for the sessions ``since`` to ``until``."""

    step: Fraction
    """In points, a whole number of hundredths."""
    direction: Direction
    since: int | None = None
    until: int | None = None
    source: str = ""
    statut: str = "hypothese"

    def holds_at(self, session: int) -> bool:
        """It is that of the session (year)."""
        return (self.since is None or self.since <= session) and (self.until is None or session <= self.until)

    def apply(self, points: Fraction) -> int:
        """The mark, in hundredths of a point, that an exact number of points becomes."""
        steps = points / self.step
        match self.direction:
            case Direction.SUPERIEUR:
                count = math.ceil(steps)
            case Direction.INFERIEUR:
                count = math.floor(steps)
            case Direction.PLUS_PROCHE:
                count = math.floor(steps + Fraction(1, 2))
        return int(count * self.step * 100)

    @property
    def name(self) -> str:
        """« au demi-point supérieur », « au multiple de 0,01 point le plus proche »."""
        half, other = _NAMES[self.direction]
        return half if self.step == Fraction(1, 2) else other.format(step=points_text(self.step))


_NAMES = {
    Direction.SUPERIEUR: ("au demi-point supérieur", "au multiple de {step} point supérieur"),
    Direction.INFERIEUR: ("au demi-point inférieur", "au multiple de {step} point inférieur"),
    Direction.PLUS_PROCHE: ("au demi-point le plus proche", "au multiple de {step} point le plus proche"),
}


def parse_points(text: str) -> Fraction:
    """``12,5``, ``2/3``, ``12.50`` exactly. ValueError, in French, where it is no such number."""
    whole = text.strip().replace(",", ".")
    if whole[:1] in ("-", "−") and whole[1:2].isdigit():
        raise ValueError(f"« {text.strip()} » est négatif ; attendu : un nombre à partir de 0")
    try:
        if not whole or set(whole) - set("0123456789./"):
            raise ValueError
        return Fraction(whole)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"« {text.strip()} » n'est pas un nombre") from None


def points_text(points: Fraction) -> str:
    """An exact number as one reads it: 14,4 ; 13,93 (rounded for the eye alone, never compared)."""
    return format_hundredths(math.floor(points * 100 + Fraction(1, 2)))
