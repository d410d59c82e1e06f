"""The follow-up of a training: periods in company counted from their dates, mastery placed over time. It gives no mark.

A week is five working days (Monday to Friday); a day of absence is a fifth of a week less. A public holiday that falls
in a period counts as the period does (hypothesis: no text read says otherwise).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from laureat.grilles.rounding import points_text
from laureat.vocabulary.french import noun, plural

DAYS_PER_WEEK = 5
LONGEST = 366
"""Days of a period, from its first to its last: a longer one is a slip of the keyboard."""
LEVELS = ("débute", "progresse", "autonome", "maîtrise")
"""How a block stands at a day: a position, never a mark."""


@dataclass(frozen=True, slots=True)
class Period:
    """One stay in a company, both days included."""

    start: date
    end: date
    absent: int = 0
    """Working days missed."""
    place: str = ""

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts, that no company would offer, or more absences than days."""
        if self.end < self.start:
            raise ValueError("la période finit avant de commencer")
        if (self.end - self.start).days >= LONGEST:
            raise ValueError("la période dure plus d'un an : vérifier les deux années")
        if not 0 <= self.absent <= len(self.days):
            absent = plural(self.absent, "jour d'absence", "jours d'absence")
            raise ValueError(f"{absent} pour une période de {plural(len(self.days), 'jour ouvré', 'jours ouvrés')}")

    @property
    def days(self) -> frozenset[date]:
        """Its working days."""
        every = (self.start + timedelta(rank) for rank in range((self.end - self.start).days + 1))
        return frozenset(day for day in every if day.weekday() < DAYS_PER_WEEK)

    @property
    def worked(self) -> int:
        """Days present."""
        return len(self.days) - self.absent


@dataclass(frozen=True, slots=True)
class Company:
    """What the periods of a trainee come to."""

    days: int
    overlaps: tuple[tuple[Period, Period], ...]
    """Periods that share working days: these count once, and someone must look."""
    planned: int = 0
    """Days still to come, which count once they are past."""

    @property
    def weeks(self) -> Fraction:
        """Exact."""
        return Fraction(self.days, DAYS_PER_WEEK)

    @property
    def whole_weeks(self) -> int:
        """Weeks done, whole: what is short of one is none."""
        return self.days // DAYS_PER_WEEK

    @property
    def text(self) -> str:
        """« 19,8 semaines (99 jours) »."""
        return f"{points_text(self.weeks)} {noun(self.weeks, 'semaine')} ({plural(self.days, 'jour')})"

    def short_of(self, due: int) -> Fraction:
        """Weeks that lack."""
        return max(Fraction(0), due - self.weeks)


def company(periods: Iterable[Period], today: date) -> Company:
    """Count the days of all the periods until today, a day that two of them share once."""
    own = sorted(periods, key=lambda one: (one.start, one.end))
    every = frozenset[date]().union(*(one.days for one in own))
    done = frozenset(day for day in every if day <= today)
    absent = sum(one.absent for one in own if one.start <= today)
    shared = tuple(
        (one, other) for rank, one in enumerate(own) for other in own[rank + 1 :] if not one.days.isdisjoint(other.days)
    )
    return Company(max(0, len(done) - absent), shared, len(every - done))


def due(weeks: int | None, granted: int | None, floor: int | None) -> int | None:
    """Weeks due: what the law says, or what a positionnement granted, never under its floor; None: nobody says."""
    if granted is None:
        return weeks
    return max(granted, floor or 0)


@dataclass(frozen=True, slots=True)
class Position:
    """How a block stood at a day."""

    block: str
    day: date
    level: int
    """From 1, in ``LEVELS``."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A position on the chart, in its units."""

    x: int
    y: int
    position: Position


@dataclass(frozen=True, slots=True)
class Chart:
    """Mastery over time: a row a block, days from left to right. The table beside it says the same."""

    rows: tuple[tuple[str, int, tuple[Dot, ...]], ...]
    """Block, height of its row, its dots in order."""
    width: int
    height: int
    first: date
    last: date


ROW, LEFT, WIDTH = 44, 110, 640


def chart(positions: Sequence[Position]) -> Chart | None:
    """Lay positions out; None where there is none."""
    if not positions:
        return None
    first, last = min(one.day for one in positions), max(one.day for one in positions)
    span = max(1, (last - first).days)
    blocks = sorted({one.block for one in positions})
    rows = []
    for rank, block in enumerate(blocks):
        y = ROW * rank + ROW // 2
        own = sorted((one for one in positions if one.block == block), key=lambda one: one.day)
        right = WIDTH - LEFT - 30
        rows.append((block, y, tuple(Dot(LEFT + (one.day - first).days * right // span, y, one) for one in own)))
    return Chart(tuple(rows), WIDTH, ROW * len(blocks), first, last)
