"""A settled mark, opened: down to the cross, what was attached, what the tutor signed, what the jury harmonised."""

from dataclasses import dataclass

from laureat.exchange.grille_workbook import line_texts
from laureat.grilles import Grid, Result, points_text
from laureat.grilles.result import Line
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.grids.boards import Board, seen
from laureat.web.grids.evidence import pieces_of
from laureat.web.grids.harmonising import history_of
from laureat.web.grids.models import Evidence, GridEntry, Harmonisation, Settlement, TutorLink


@dataclass(frozen=True)
class Opened:
    """A settled mark, open down to the crosses that made it."""

    unit: str
    settlement: Settlement
    result: Result
    told: str
    """What the assessor wrote of it; empty where nothing, or where it was erased."""
    pieces: tuple[Evidence, ...] = ()
    harmonised: tuple[tuple[Harmonisation, str], ...] = ()
    tutors: tuple[TutorLink, ...] = ()
    """Those who signed."""

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
    grid = row.edition.grid
    board = Board(grid, row.candidate, seen(grid, list(entries), None), session.year)
    texts = PrivateText.objects.filter(commitment=row.commitment) if row.commitment else ()
    signed = TutorLink.objects.filter(session=session, unit=row.unit, candidate=row.candidate, signed__isnull=False)
    return Opened(
        row.unit,
        row,
        board.result,
        next((text.text for text in texts), ""),
        tuple(pieces_of(session, row.candidate, row.unit)),
        tuple(history_of(session, row.unit, row.candidate)),
        tuple(signed.select_related("remark").order_by("signed")),
    )
