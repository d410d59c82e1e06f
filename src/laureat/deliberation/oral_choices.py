"""One choice of orals at the control test, and the least marks that admit there, in words."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from laureat.vocabulary import format_hundredths, french

Marks = tuple[int, ...]
"""One mark for each oral of a choice, in hundredths."""


@dataclass(frozen=True, slots=True)
class Oral:
    """One oral that may still be sat."""

    unit: str
    label: str
    first: int
    """The first mark of the unit, in hundredths."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Some orals, and the least couples of marks that admit: none can have a mark lower without the other rising."""

    orals: tuple[Oral, ...]
    assumed: tuple[Marks, ...]
    """With the numbers of the law as they are known or supposed; empty: no marks admit."""
    sure: tuple[Marks, ...]
    """Whatever the numbers that nobody could read; empty: no marks admit for sure."""
    keeps_best: bool = True
    """A mark below the first one takes nothing away."""

    def gain(self, marks: Marks) -> int:
        """The points to gain over the first marks, in hundredths."""
        return sum(self._gains(marks))

    def _gains(self, marks: Marks) -> list[int]:
        return [max(0, mark - oral.first) for mark, oral in zip(marks, self.orals, strict=True)]

    def cheapest(self, *, sure: bool = False) -> Marks | None:
        """The marks with the fewest points to gain (the lowest marks, where no gain is kept); the most even."""
        return min(self.sure if sure else self.assumed, key=self.cost, default=None)

    def cost(self, marks: Marks) -> tuple[Fraction, int]:
        """How dear marks are: the points to gain, or the mean mark where no gain is kept; then the greatest of them."""
        if not self.keeps_best:
            return Fraction(sum(marks), len(marks)), max(marks)
        return Fraction(self.gain(marks)), max(self._gains(marks))

    def told(self, marks: Marks) -> str:
        """« 10 en Mathématiques (au lieu de 8) »; an oral that is not needed is left out. Where no gain is kept, every
        mark: « 10 en Mathématiques et 11 en Français »."""
        if not self.keeps_best:
            return french.enumeration(
                f"{format_hundredths(mark)} en {oral.label}" for mark, oral in zip(marks, self.orals, strict=True)
            )
        needed = [(mark, oral) for mark, oral in zip(marks, self.orals, strict=True) if mark > oral.first]
        return french.enumeration(
            f"{format_hundredths(mark)} en {oral.label} (au lieu de {format_hundredths(oral.first)})"
            for mark, oral in needed
        )

    def to_json(self) -> dict[str, Any]:
        """The choice in the names of the files."""

        def plain(couples: tuple[Marks, ...]) -> list[dict[str, str]]:
            codes = [oral.unit for oral in self.orals]
            return [
                dict(zip(codes, (format_hundredths(mark, comma=".") for mark in marks), strict=True))
                for marks in couples
            ]

        return {
            "unites": [oral.unit for oral in self.orals],
            "notes_minimales": plain(self.assumed),
            "notes_minimales_certaines": plain(self.sure),
        }
