"""A weighted average that never becomes a float, and knows what its unconfirmed coefficients leave open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, NamedTuple

from laureat.rules.logic import si, somme


class Term(NamedTuple):
    """One unit of an average: a coefficient in hundredths within its bounds, a mark, and whether it counts.

    ``mark``, in hundredths of a point, is 0 wherever the unit does not count.
    """

    code: str
    coefficient: int
    low: int
    high: int
    mark: Any
    counts: Any

    def raised(self, gain: Any) -> "Term":
        """The same term, its mark raised."""
        return Term(self.code, self.coefficient, self.low, self.high, self.mark + gain, self.counts)

    @property
    def uncertain(self) -> bool:
        """True when the coefficient is not confirmed."""
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Average:
    """(Σ c·n + extra) / Σ c, kept as its two sums; thresholds are compared on whole numbers (Σ c·n ≥ t·Σ c).

    ``stance`` says at which corner of the unconfirmed coefficients a threshold is tested: 0 at their assumed values,
    -1 at the corner least favourable to that threshold, +1 at the most favourable. Every threshold is linear in the
    coefficients, so these two corners bound all the values in between.
    """

    terms: tuple[Term, ...]
    points: Any
    """Σ c·n + extra, in ten-thousandths of a point, times ``scale``."""
    coefficients: Any
    """Σ c over the units that count, in hundredths."""
    scale: int = 1
    """Marks and points are multiplied by it (the mean with a control mark, before session 2022)."""
    stance: int = 0
    known: Mapping[int, Any] = field(default_factory=dict)
    """Answers already settled, by threshold: how a scenario says « suppose that 10 is reached »."""
    tested: list[int] = field(default_factory=list, compare=False)
    """Each threshold tested is noted there: which thresholds the rules compare with."""

    @classmethod
    def of(cls, terms: Iterable[Term], extra: Any = 0, scale: int = 1) -> "Average":
        """The average of some units; ``extra`` points, in hundredths, carry no coefficient."""
        terms = tuple(terms)
        return cls(
            terms,
            somme([term.coefficient * term.mark for term in terms]) + extra * 100,
            somme([si(term.counts, term.coefficient, 0) for term in terms]),
            scale,
        )

    @property
    def is_empty(self) -> Any:
        """True when no unit counts."""
        return self.coefficients == 0

    def margin(self, threshold: int) -> Any:
        """How far the weighted points are from the threshold (hundredths), in ten-thousandths; 0 is on it."""
        return self.points - self.coefficients * (threshold * self.scale) + self._swing(threshold)

    def reaches(self, threshold: int) -> Any:
        """The average is at or above the threshold (hundredths)."""
        if threshold not in self.tested:
            self.tested.append(threshold)
        return self.known[threshold] if threshold in self.known else self.margin(threshold) >= 0

    def raised(self, gains: Mapping[str, Any]) -> "Average":
        """The same average, some marks raised: ``gains``, by unit, in hundredths of a point."""
        terms = [t.raised(gains[t.code]) if t.code in gains else t for t in self.terms]
        points = self.points + somme(t.coefficient * gains[t.code] for t in self.terms if t.code in gains)
        return Average(tuple(terms), points, self.coefficients, self.scale)

    def at_corners(self, threshold: int) -> tuple[bool, bool]:
        """For one candidate: the threshold is reached at the least, and at the most favourable corner."""
        least = most = self.points - self.coefficients * (threshold * self.scale)
        for _, coefficient, low, high, mark, counts in self.terms:
            if low != high and counts:
                sensitivity = mark - threshold * self.scale
                down, up = sensitivity * (low - coefficient), sensitivity * (high - coefficient)
                least += min(down, up)
                most += max(down, up)
        return least >= 0, most >= 0

    def sensitivity(self, term: Term, threshold: int) -> Any:
        """By how much the margin moves for one hundredth more of the term's coefficient."""
        return si(term.counts, term.mark - threshold * self.scale, 0)

    def _swing(self, threshold: int) -> Any:
        """What the unconfirmed coefficients add or take at the corner that ``stance`` names."""
        if self.stance == 0:
            return 0
        return somme(self._extreme(term, self.sensitivity(term, threshold)) for term in self.uncertain_terms)

    def _extreme(self, term: Term, sensitivity: Any) -> Any:
        down, up = term.low - term.coefficient, term.high - term.coefficient
        if self.stance < 0:
            down, up = up, down
        return si(sensitivity >= 0, sensitivity * up, sensitivity * down)

    @property
    def uncertain_terms(self) -> tuple[Term, ...]:
        """The units whose coefficient is not confirmed."""
        return tuple(term for term in self.terms if term.uncertain)

    def seen_from(self, stance: int) -> "Average":
        """The same average, tested at another corner."""
        return replace(self, stance=stance)

    def supposing(self, known: Mapping[int, Any]) -> "Average":
        """The same average, with the answer for some thresholds settled."""
        return Average(self.terms, self.points, self.coefficients, self.scale, known=known)

    def fraction(self) -> Fraction | None:
        """The exact average in points, for one candidate; None when no unit counts."""
        if not self.coefficients:
            return None
        return Fraction(self.points, self.coefficients * self.scale * 100)
