"""What the conduct answered to the new candidates of a list, kept for those who come likewise (``columns``)."""

from collections.abc import Hashable
from dataclasses import replace

from laureat.exchange.spec import PUBLIC_LIST
from laureat.exchange.tables import normalised_heading
from laureat.records.facts import ColumnDeclared
from laureat.session.framework import MOTIF, Accepted, Refused
from laureat.session.reading import read
from laureat.vocabulary import Cell, Forme, Motif, UnitStatus
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions import rows
from laureat.web.exam_sessions.cells import APART, VAE_SOURCE, enter_cell, told_columns
from laureat.web.exam_sessions.columns import Answer, Head, Model, Step, step_of
from laureat.web.exam_sessions.parsing import Listed
from laureat.web.exam_sessions.service import Desk


class Answers:
    """Those that the desk of a list was given."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._heard = {*desk.framework.pieces, PUBLIC_LIST, *VAE_SOURCE}
        self._speaking: dict[tuple[str, ...], tuple[str, ...]] = {}
        """By the headings that nobody knows of a list, those that the conduct hears of all the same."""
        self._heads: dict[Hashable, Head | None] = {}
        """None: it is refused, or says more than what differs; each is asked by itself."""
        self._columns: dict[Hashable, tuple[Answer, ...] | None] = {}
        self._cells: dict[Hashable, Answer | None] = {}
        self._met: dict[Hashable, dict[tuple[str, int], Answer]] = {}
        """The same by route, units that it lacks, unit and cell itself: these stand as long as the list does."""
        self._models: dict[Hashable, Answer] = {}
        """By route and unit, the answer to some mark."""
        self._marks: set[tuple[str, Cell]] = set()
        """By unit, the marks that were accepted on some route."""
        self._written: dict[Hashable, Model] = {}
        """The models of cells, by all that they say but the cell itself."""
        self._alone = aside(desk)

    def came(self, row: Listed) -> Hashable:
        """All of a line that the registration may hang on, but who it is."""
        candidate, units = row.candidate, self.desk.framework.units
        chosen = candidate.forme is Forme.PROGRESSIVE
        filled = tuple(code for code in candidate.cells if code in units and (chosen or not units[code].mandatory))
        headings = tuple(candidate.autres)
        speaking = self._speaking.get(headings)
        if speaking is None:
            speaking = tuple(one for one in headings if normalised_heading(one) in self._heard)
            self._speaking[headings] = speaking
        return (
            candidate.voie and candidate.voie.code,
            candidate.forme,
            candidate.option,
            candidate.voie_acces,
            row.uai,
            row.document,
            filled,
            tuple(candidate.declare.get(name) for name in APART),
            speaking,
            tuple(candidate.autres[heading] for heading in speaking),
        )

    def knows(self, came: Hashable) -> bool:
        """True where the conduct was asked of such a registration."""
        return came in self._heads

    def known(self, came: Hashable, row: Listed) -> tuple[Head, list[Answer]] | None:
        """What the conduct answers to a line whose registration it has answered; None where it has not, or refuses."""
        head = self._heads.get(came)
        if head is None:
            return None
        told = (head.route, tuple(row.candidate.declare.items()))
        if told not in self._columns:
            self._columns[told] = self._asked_columns(head, row)
        columns = self._columns[told]
        if columns is None:
            return None
        cells = row.candidate.cells
        met = self._met.setdefault((head.route, frozenset(cells.keys() - head.presented)), {})
        found = list(map(met.get, zip(cells, map(id, cells.values()), strict=True)))
        if None not in found:
            return head, [*columns, *found]  # type: ignore[list-item]
        for place, (unit, cell) in enumerate(cells.items()):
            if found[place] is not None:
                continue
            answer = found[place] = self._answer(came, head, row, unit, cell)
            if answer is None:
                return None
            if cell.status is not UnitStatus.VALIDE_VAE:
                met[unit, id(cell)] = answer
        return head, [*columns, *found]  # type: ignore[list-item]

    def _answer(self, came: Hashable, head: Head, row: Listed, unit: str, cell: Cell) -> Answer | None:
        # a unit from VAE is carried with all that the line tells of its minutes
        context = came if cell.status is UnitStatus.VALIDE_VAE else head.route
        key = (context, unit in head.presented, unit, cell)
        if key not in self._cells:
            self._cells[key] = self._asked(head, row, unit, cell)
        return self._cells[key]

    def learn(self, came: Hashable, row: Listed, pseudonym: str, desk: Desk, changes: list[str]) -> None:
        """Keep what was answered, on a desk apart, to a registration."""
        standing = desk.state.candidates[pseudonym]
        step = step_of(desk.accepted, stem_of(desk, row), standing, _texts(desk), self._written)
        if step is None:
            self.refuse(came)
            return
        route = standing.route
        told = route and (route.voie, route.categorie, route.forme, route.option)
        warnings = dict.fromkeys(warning for one in desk.accepted for warning in one.warnings)
        self._heads[came] = Head(
            step,
            f"{told} {sorted(standing.accommodations)}",
            frozenset(standing.presented),
            replace(standing, cells={}, told=dict(standing.told)),
            rows.row(desk.state, desk.framework, standing),
            tuple(changes),
            tuple(warnings),
        )

    def refuse(self, came: Hashable) -> None:
        """Ask of each who registers so by itself."""
        self._heads[came] = None

    def _asked_columns(self, head: Head, row: Listed) -> tuple[Answer, ...] | None:
        desk = self._aside(head)
        found: list[Answer] = []
        try:
            for label, _before, word, accepted in told_columns(desk, row, head.specimen.id):
                step = self._step(desk, row, head, accepted)
                if step is None:
                    return None
                told = {fact.column: fact.value for fact in accepted.facts if isinstance(fact, ColumnDeclared)}
                found.append(Answer(step, told=told, change=f"{label} : — → {word}"))
        except Refused:
            return None
        return tuple(found)

    def _asked(self, head: Head, row: Listed, unit: str, cell: Cell) -> Answer | None:
        """What the conduct answers to a cell; None where it refuses it, or has more to tell than a fact."""
        place, text = (head.route, unit in head.presented, unit), str(cell)
        plain = cell.status is UnitStatus.NOTE and cell.session is None and cell.motif is Motif.SANS
        if plain and place in self._models and (unit, cell) in self._marks:
            model = self._models[place]
            return Answer(model.step, unit, text, text, model.told, f"{unit} : — → {text}")
        if not text or cell.status is UnitStatus.ANNULE:
            return None
        desk = self._aside(head)
        try:
            accepted = enter_cell(desk, row, head.specimen.id, unit, cell)
        except Refused:
            return None
        step = self._step(desk, row, head, accepted)
        if step is None:
            return None
        standing = read(accepted.facts, desk.state).candidates[head.specimen.id]
        told = {name: word for name, word in standing.told.items() if name == f"{MOTIF}{unit}"}
        answer = Answer(step, unit, text, str(standing.cell(unit)), told, f"{unit} : — → {text}")
        if plain:
            self._models.setdefault(place, answer)
            self._marks.add((unit, cell))
        return answer

    def _step(self, desk: Desk, row: Listed, head: Head, accepted: Accepted) -> Step | None:
        """The step of one answer; None where there is more to tell, or nothing."""
        if accepted.warnings or not accepted.facts:
            return None
        return step_of([accepted], stem_of(desk, row), head.specimen, _texts(desk), self._written)

    def _aside(self, head: Head) -> Desk:
        """A desk where nothing stays, with a candidate who came likewise and has nothing yet."""
        desk = self._alone
        desk.state.commands.clear()
        desk.texts.clear()
        one = replace(head.specimen, cells={}, told=dict(head.specimen.told))
        desk.state.candidates = {one.id: one}
        return desk


def aside(desk: Desk) -> Desk:
    """A desk on the same session, where nobody is registered yet."""
    return replace(desk, state=replace(desk.state, candidates={}, persons={}, commands={}), texts=[], accepted=[])


def stem_of(desk: Desk, row: Listed) -> str:
    """How the keys of the facts of a line begin."""
    return f"{desk.key}-{row.line}"


def _texts(desk: Desk) -> list[tuple[str, str | None, str]]:
    """What was left apart, each text named by what it is."""
    identity = PrivateText.Kind.IDENTITE
    return [(one.kind, None if one.kind == identity else one.text, one.commitment) for one in desk.texts]
