"""Where each candidate stands on the grid of a unit: what was entered, the mark, what lacks. A reading of the taps."""

import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from laureat.grilles import COMPUTATION, Filled, Grid, Result, compute, digest, filled, library
from laureat.grilles.computing import editions_of
from laureat.grilles.entries import BLANK, LOCK, ChosenWeights, Entry, chosen
from laureat.people.identity import name_key
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.grids.models import Author, ChosenGrid, GridEdition, GridEntry, Settlement, TutorLink
from laureat.web.grids.readings import OFFICIAL, counting


def edition_of(session: ExamSession, unit: str) -> GridEdition | None:
    """The edition chosen for a unit of a session; None before anything is entered or chosen."""
    told = ChosenGrid.objects.filter(session=session, unit=unit).values_list("edition", "edition__fingerprint")
    return next((_edition(*one) for one in told), None)


@functools.lru_cache(maxsize=128)
def _edition(pk: int, _fingerprint: str) -> GridEdition:
    """Read and built once: an edition never changes."""
    return GridEdition.objects.get(pk=pk)


def grid_of(session: ExamSession, unit: str) -> Grid | None:
    """The grid of a unit: the one chosen for the session, else the one shipped; None where there is none."""
    chosen = edition_of(session, unit)
    return chosen.grid if chosen else library().get(f"{session.certification_id}-{unit}")


@dataclass(frozen=True)
class Board:
    """One candidate on one grid."""

    grid: Grid
    candidate: str
    entries: tuple[GridEntry, ...]
    session: int
    settled: Settlement | None = None
    every: tuple[GridEntry, ...] = ()
    """All the readings, seen or not."""
    edition: int = COMPUTATION
    """Of the computation."""

    def finished(self, situation: str) -> dict[int, dict[str, str]]:
        """Once both assessors have finished, what each wrote, by reading then line; before, nothing."""
        found: dict[int, dict[str, str]] = {}
        if self.grid.situation(situation).second_blind and locked(self.every, situation):
            for one in self.every:
                if one.situation == situation and one.reading != OFFICIAL:
                    found.setdefault(one.reading, {})[one.criterion] = one.value
        return found

    def waits(self) -> list[str]:
        """The situations assessed twice, begun, whose assessors have not both finished."""
        begun = {one.situation for one in self.every}
        blind = [one for one in self.grid.situations if one.second_blind and one.code in begun]
        return [one.title for one in blind if not locked(self.every, one.code)]

    def with_more(self, rows: Sequence[GridEntry], who: Author | None) -> "Board":
        """The same once these are written too, as an account may see it."""
        every = (*self.every, *rows)
        return replace(self, entries=seen(self.grid, every, who), every=every)

    @functools.cached_property
    def chosen(self) -> ChosenWeights | None:
        """The share that the candidate chose."""
        return chosen(map(_entry, self.entries))

    @functools.cached_property
    def sheets(self) -> dict[str, Filled]:
        """What stands, by situation."""
        return filled(map(_entry, self.entries))

    @functools.cached_property
    def result(self) -> Result:
        """What the grid gives."""
        return compute(self.grid, self.sheets, self.session, self.chosen, edition=self.edition)

    @functools.cached_property
    def digest(self) -> str:
        """The fingerprint of what stands."""
        return digest(self.grid.frozen, self.sheets, self.chosen)

    def digest_of(self, situation: str) -> str:
        """The fingerprint of what stands in one situation alone; empty where nothing does."""
        sheet = self.sheets.get(situation, BLANK)
        return "" if sheet.is_blank else digest(self.grid.frozen, {situation: sheet})

    def holds(self, link: TutorLink) -> bool:
        """What the holder of a link signed is what stands."""
        return bool(link.signed_digest) and link.signed_digest == self.digest_of(link.situation)

    def veiled(self, situation: str) -> bool:
        """What an assessor says of the situation, or attaches to it, stays unseen by everyone else: two mark it blind,
        and have not both finished.
        """
        blind = any(one.second_blind for one in self.grid.situations if one.code == situation)
        return blind and not locked(self.every, situation)

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


def settled_board(session: ExamSession, row: Settlement) -> Board:
    """A candidate on a grid as it stood when a mark was settled, by the computation that gave it."""
    entries = GridEntry.objects.filter(
        session=session, unit=row.unit, candidate=row.candidate, edition=row.edition, id__lte=row.last_entry
    ).order_by("id")
    grid = row.edition.grid
    kept = seen(grid, list(entries), None)
    tried = [Board(grid, row.candidate, kept, session.year, edition=one) for one in editions_of(row.computation)]
    return next((one for one in tried if one.result.mark == row.computed), tried[0])


def _entry(row: GridEntry) -> Entry:
    return Entry(row.candidate, row.situation, "", "", "", row.criterion, row.value, row.key)


def locked(entries: Iterable[GridEntry], situation: str) -> bool:
    """Both assessors of a situation assessed twice, unseen by each other, have finished."""
    return len({one.reading for one in entries if one.situation == situation and one.criterion == LOCK}) > 1


def reading_of(grid: Grid, entries: Sequence[GridEntry], situation: str, who: Author) -> int:
    """Which reading an account writes, and sees, of a situation; 0: none, two others assess it, or the same person
    made the other reading by another way.
    """
    if not grid.situation(situation).second_blind:
        return 1
    if locked(entries, situation):
        return OFFICIAL
    own = {one.reading for one in entries if one.situation == situation and one.is_by(who)}
    if not own and other_hand_of(grid, entries, situation, who):
        return 0
    taken = {one.reading for one in entries if one.situation == situation}
    return next(iter(own), 0) or next((number for number in (1, 2) if number not in taken), 0)


def other_hand_of(grid: Grid, entries: Iterable[GridEntry], situation: str, who: Author) -> bool:
    """The same person has already read a situation assessed blind, by another way: an account and the link that it
    gave, two links that it gave, an account and a link of the same name.
    """
    if not grid.situation(situation).second_blind or locked(entries := tuple(entries), situation):
        return False
    others = (one.tutor or one.author for one in entries if one.situation == situation and not one.is_by(who))
    links = (one for one in others if isinstance(one, TutorLink) or isinstance(who, TutorLink))
    return any(not _hands(one).isdisjoint(_hands(who)) for one in links)


def _hands(who: Author | None) -> set[object]:
    """The account and the name behind an author."""
    if isinstance(who, TutorLink):
        return {who.by_id, name_key(who.name)}
    return {who.pk, name_key(who.name)} if who else set()


def seen(grid: Grid, entries: Sequence[GridEntry], who: Author | None) -> tuple[GridEntry, ...]:
    """What someone may see (None: what counts): a tutor, their situation alone; and nobody the reading of another
    before both have finished.
    """
    shown = counting(grid)
    if who:
        own = [who.situation] if isinstance(who, TutorLink) else list(shown)
        shown = {situation: reading_of(grid, entries, situation, who) for situation in own if situation in shown}
    return tuple(one for one in entries if one.reading == shown.get(one.situation))


def veiled(session: ExamSession, unit: str, candidate: str) -> set[str]:
    """The situations of which a reader sees nothing for now: assessed blind, both assessors not having finished."""
    grid = grid_of(session, unit)
    blind = [one.code for one in grid.situations if one.second_blind] if grid is not None else []
    if grid is None or not blind:
        return set()
    board = boards(session, unit, grid, [candidate])[candidate]
    return {code for code in blind if board.veiled(code)}


def boards(
    session: ExamSession, unit: str, grid: Grid, candidates: Sequence[str], who: Author | None = None
) -> dict[str, Board]:
    """The boards of some candidates, as an account may see them; None: as they count."""
    rows = GridEntry.objects.filter(
        session=session,
        unit=unit,
        candidate__in=candidates,
        edition__code=grid.code,
        edition__edition=grid.edition,
        edition__fingerprint=grid.fingerprint,
    )
    entries: dict[str, list[GridEntry]] = {}
    for row in rows.select_related("author", "tutor").order_by("id"):
        entries.setdefault(row.candidate, []).append(row)
    settled = {
        row.candidate: row
        for row in Settlement.objects.filter(session=session, unit=unit, candidate__in=candidates).order_by("id")
    }
    found: dict[str, Board] = {}
    for one in candidates:
        every = tuple(entries.get(one, ()))
        found[one] = Board(grid, one, seen(grid, every, who), session.year, settled.get(one), every)
    return found
