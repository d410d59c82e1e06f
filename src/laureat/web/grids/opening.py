"""A settled mark, opened: down to the cross, what was attached, what the tutor signed, what the jury harmonised."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from laureat.exchange.grille_files import opened_rows
from laureat.grilles import Mode, Result
from laureat.web.accounts.models import User
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.grids.boards import boards, grid_of, settled_board
from laureat.web.grids.evidence import pieces_of
from laureat.web.grids.harmonising import history_of
from laureat.web.grids.models import Evidence, GridEntry, Harmonisation, Settlement, TutorLink
from laureat.web.grids.signing import links_of, signers_of


@dataclass(frozen=True)
class Opened:
    """A settled mark, open down to the crosses that made it."""

    unit: str
    settlement: Settlement | None
    """None: shown to the jury as a piece, nothing being settled from it."""
    result: Result
    told: str
    """What the assessor wrote of it; empty where nothing, or where it was erased."""
    pieces: tuple[Evidence, ...] = ()
    harmonised: tuple[tuple[Harmonisation, str], ...] = ()
    tutors: tuple[TutorLink, ...] = ()
    """Those who signed by a link."""
    signers: tuple[User, ...] = ()
    """The accounts that signed this mark."""

    @property
    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """Situation, line, what was ticked, its weight there, the points it brings."""
        return opened_rows(self.result)


def opened(session: ExamSession, candidate: str, *, pieces: bool = False) -> list[Opened]:
    """What came of a candidate's grids, each on what had been entered when it was settled.

    With ``pieces``, for the jury, the binary grids too from which nothing is settled: evidence for whoever decides.
    """
    last: dict[str, Settlement] = {}
    rows = Settlement.objects.filter(session=session, candidate=candidate).select_related("edition", "author")
    for row in rows.order_by("id"):
        last[row.unit] = row
    found = [_opened(session, row) for row in last.values()]
    return [*found, *_unsettled(session, candidate, last)] if pieces else found


def _unsettled(session: ExamSession, candidate: str, but: Container[str]) -> Iterator[Opened]:
    rows = GridEntry.objects.filter(session=session, candidate=candidate)
    for unit in rows.order_by("unit").values_list("unit", flat=True).distinct():
        grid = grid_of(session, unit)
        if grid is not None and grid.mode is Mode.BINAIRE and unit not in but:
            board = boards(session, unit, grid, [candidate])[candidate]
            yield Opened(unit, None, board.result, "", *_beside(session, unit, candidate))


def _opened(session: ExamSession, row: Settlement) -> Opened:
    texts = PrivateText.objects.filter(commitment=row.commitment) if row.commitment else ()
    told = next((text.text for text in texts), "")
    pieces, harmonised, tutors = _beside(session, row.unit, row.candidate)
    return Opened(
        row.unit, row, settled_board(session, row).result, told, pieces, harmonised, tutors, tuple(signers_of(row))
    )


def _beside(session: ExamSession, unit: str, candidate: str) -> tuple[Any, ...]:
    """What stands around a grid: what is attached, what the jury harmonised, what tutors signed."""
    links = links_of(session, candidate, unit)
    return (
        tuple(pieces_of(session, candidate, unit)),
        tuple(history_of(session, unit, candidate)),
        tuple(link for link, veiled in links if link.signed and not veiled),
    )
