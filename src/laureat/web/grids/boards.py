"""Where each candidate stands on the grid of a unit: what was entered, the mark, what lacks. A reading of the taps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from laureat.exchange.grille_workbook import line_texts
from laureat.grilles import Filled, Grid, Result, compute, digest, filled, library, points_text
from laureat.grilles.entries import Entry
from laureat.grilles.result import Line
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.grids.models import ChosenGrid, GridEntry, Settlement


def grid_of(session: ExamSession, unit: str) -> Grid | None:
    """The grid of a unit: the one chosen for the session, else the one shipped; None where there is none."""
    chosen = ChosenGrid.objects.filter(session=session, unit=unit).select_related("edition").first()
    return chosen.edition.grid if chosen else library().get(f"{session.certification_id}-{unit}")


@dataclass(frozen=True)
class Board:
    """One candidate on one grid."""

    grid: Grid
    candidate: str
    entries: tuple[GridEntry, ...]
    session: int
    settled: Settlement | None = None

    @property
    def sheets(self) -> dict[str, Filled]:
        """What stands, by situation."""
        return filled(map(_entry, self.entries))

    @property
    def result(self) -> Result:
        """What the grid gives."""
        return compute(self.grid, self.sheets, self.session)

    @property
    def digest(self) -> str:
        """The fingerprint of what stands."""
        return digest(f"{self.grid.edition}@{self.grid.fingerprint}", self.sheets)

    @property
    def moved(self) -> bool:
        """What stands is no longer what the settled mark came from."""
        return self.settled is not None and self.settled.digest != self.digest

    @property
    def versions(self) -> dict[str, int]:
        """By situation, how many entries were made."""
        return dict(Counter(one.situation for one in self.entries))

    def version(self, situation: str, criterion: str) -> int:
        """How many times a line was written."""
        return sum(1 for one in self.entries if (one.situation, one.criterion) == (situation, criterion))

    def value(self, situation: str, criterion: str) -> str:
        """What a line says now."""
        own = (one.value for one in reversed(self.entries) if (one.situation, one.criterion) == (situation, criterion))
        return next(own, "")


def _entry(row: GridEntry) -> Entry:
    return Entry(row.candidate, row.situation, "", "", "", row.criterion, row.value, row.key)


def boards(session: ExamSession, unit: str, grid: Grid, candidates: Sequence[str]) -> dict[str, Board]:
    """The boards of some candidates."""
    rows = GridEntry.objects.filter(session=session, unit=unit, candidate__in=candidates, edition__edition=grid.edition)
    entries: dict[str, list[GridEntry]] = {}
    for row in rows.select_related("author").order_by("id"):
        entries.setdefault(row.candidate, []).append(row)
    settled = {
        row.candidate: row
        for row in Settlement.objects.filter(session=session, unit=unit, candidate__in=candidates).order_by("id")
    }
    return {one: Board(grid, one, tuple(entries.get(one, ())), session.year, settled.get(one)) for one in candidates}


@dataclass(frozen=True)
class Opened:
    """A settled mark, open down to the crosses that made it."""

    unit: str
    settlement: Settlement
    result: Result
    told: str
    """What the assessor wrote of it; empty where nothing, or where it was erased."""

    @property
    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """Situation, line, what was ticked, its weight there, the points it brings."""
        grid = self.result.grid
        return [
            (one.situation.title, f"{line.code} {text}", *_said(grid, line))
            for one in self.result.situations
            for line, (_, text, _) in zip(one.lines, line_texts(grid, one.situation), strict=True)
        ]


def _said(grid: Grid, line: Line) -> tuple[str, str, str]:
    known = {level.code: level.label for level in grid.levels}
    ticked = known.get(line.value, line.value) or "—"
    return ticked, f"{points_text(line.share * 100)} %", "" if line.points is None else points_text(line.points)


def opened(session: ExamSession, candidate: str) -> list[Opened]:
    """The marks of a candidate that came from grids, each on what had been entered when it was settled."""
    last: dict[str, Settlement] = {}
    rows = Settlement.objects.filter(session=session, candidate=candidate).select_related("edition", "author")
    for row in rows.order_by("id"):
        last[row.unit] = row
    return [_opened(session, row) for row in last.values()]


def _opened(session: ExamSession, row: Settlement) -> Opened:
    entries = GridEntry.objects.filter(
        session=session, unit=row.unit, candidate=row.candidate, edition=row.edition, id__lte=row.last_entry
    ).order_by("id")
    board = Board(row.edition.grid, row.candidate, tuple(entries), session.year)
    texts = PrivateText.objects.filter(commitment=row.commitment) if row.commitment else ()
    return Opened(row.unit, row, board.result, next((text.text for text in texts), ""))
