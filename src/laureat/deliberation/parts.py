"""An explanation as it is read: titles, tables, sentences with their articles.

One home: the terminal, the pages of the web and the relevé all show these parts, word for word, and no other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from laureat.deliberation.explain import Explanation, Step
from laureat.deliberation.next_session import Future
from laureat.deliberation.oral_choices import Choice, Marks
from laureat.deliberation.orals import Orals
from laureat.deliberation.papiers import UNITE
from laureat.deliberation.table import WITHOUT_MARK, Row, Table
from laureat.vocabulary import Decision, format_hundredths, format_products, french, truncated_average

PROPOSAL = "jury_souverain"
"""The right that says of a result that it is but a proposal: not once the jury has decided."""
NEAREST = 5
"""So many changes are shown, the nearest first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: a text for each column."""

    cells: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, every cell a text."""

    headings: tuple[str, ...]
    numbers: tuple[bool, ...]
    """By column: it holds numbers."""
    lines: tuple[Line, ...]
    totals: tuple[Line, ...] = ()

    @property
    def marked(self) -> list[tuple[str, bool]]:
        """The headings, each with whether its column holds numbers."""
        return list(zip(self.headings, self.numbers, strict=True))

    @property
    def rows(self) -> list[tuple[Line, list[tuple[str, bool, int]], bool]]:
        """Every line: its cells, each with whether its column holds numbers and over how many it runs; is it a total?

        The cells of a total run over the empty ones that follow them.
        """
        plain = [
            (line, [(cell, number, 1) for cell, number in zip(line.cells, self.numbers, strict=True)], False)
            for line in self.lines
        ]
        return plain + [(line, self._run_over(line), True) for line in self.totals]

    def _run_over(self, line: Line) -> list[tuple[str, bool, int]]:
        found: list[tuple[str, bool, int]] = []
        for cell, number in zip(line.cells, self.numbers, strict=True):
            if cell or not found:
                found.append((cell, number, 1))
            else:
                text, was_number, columns = found[-1]
                found[-1] = text, was_number, columns + 1
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what it answers, then a table, sentences, or both."""

    name: str
    title: str
    told: tuple[Step, ...] = ()
    grid: Grid | None = None

    @property
    def sentences(self) -> list[str]:
        """The sentences, without their articles."""
        return [step.text for step in self.told]


def parts(explanation: Explanation) -> tuple[Part, ...]:
    """The parts that have something to say, in the order in which one asks."""
    return tuple(part for part in _parts(explanation) if part.told or part.grid is not None)


def part(explanation: Explanation, name: str) -> Part | None:
    """One part; None where it has nothing to say."""
    return next((found for found in parts(explanation) if found.name == name), None)


def _parts(told: Explanation) -> Iterator[Part]:
    yield Part("calcul", "Le calcul", told.sources, computation(told.table, told.unit))
    yield Part("raisonnement", "Le raisonnement", told.steps)
    yield Part("certitude", "Ce qui n'est pas confirmé", told.certainty)
    if told.orals is not None:
        yield Part("oraux", "Que me faut-il à l'oral ?", _plain(told.orals.sentences()), orals(told.orals))
    raises = _plain(change.text for change in told.changes[:NEAREST])
    yield Part("hausses", "Ce qui aurait changé le résultat, une note à la fois", raises)
    lowerings = _plain(change.text for change in told.lowerings[:NEAREST])
    yield Part("baisses", "Les plus petites baisses qui changeraient le résultat (pour le jury)", lowerings)
    if told.next_session:
        awaited = told.outcome.decision in (Decision.CONTROLE, Decision.REMPLACEMENT)
        title = f"Et à la prochaine session{', sans le diplôme' if awaited else ''} ?"
        yield Part("prochaine_session", title, grid=next_session(told.next_session, told.unit))
    decided = told.act.decision is not None
    rights = tuple(right for right in told.rights if not (decided and right.gives == PROPOSAL))
    yield Part("droits", "Vos droits et la suite", rights)


def _plain(sentences: Iterable[str]) -> tuple[Step, ...]:
    return tuple(Step("", None, text) for text in sentences)


# ---------------------------------------------------------------------------------------------------- the computation
def _acquired(row: Row) -> str:
    """« oui » or « non »; nothing for a unit that is not judged by itself."""
    return "" if row.origin == WITHOUT_MARK else french.oui_non(row.acquired)


def computation(table: Table, unit: str = UNITE.tete) -> Grid:
    """The computation, one unit a line, then the total and the average; or the blocks, acquired or not."""
    if not table.by_marks:
        blocks = [(_named(row), row.origin, _number(row.mark), _acquired(row)) for row in table.rows]
        headings = (unit, "Ce qui est porté", "Note", "Acquis")
        return Grid(headings, (False, False, True, False), tuple(map(Line, blocks)))
    units = [
        (_named(row), _origin(row), _number(row.mark), _number(row.coefficient), _product(row)) for row in table.rows
    ]
    marked = (unit, "D'où elle vient", "Note", "Coef.", "Produit")
    return Grid(marked, (False, False, True, True, True), tuple(map(Line, units)), tuple(_totals(table)))


def _named(row: Row) -> str:
    return f"{row.unit.replace('_', ' ')} {row.label}".strip()


def _origin(row: Row) -> str:
    return f"{row.origin} : {french.points(row.bonus)} de bonus" if row.bonus else row.origin


def _product(row: Row) -> str:
    return "" if row.product is None else format_products(row.product)


def _totals(table: Table) -> Iterator[Line]:
    if table.sum is None or table.total is None:
        return
    yield Line(("Total", "", "", _number(table.sum.coefficients), format_products(table.sum.points)))
    for name, points in (("Bonus des unités facultatives", table.bonus), ("Projet", table.projet * 100)):
        if points:
            sign, moved = ("+", "points ajoutés") if points > 0 else ("", "points retirés")
            yield Line((name, moved, "", "", f"{sign}{format_products(points)}"))
    yield Line(("Moyenne générale", table.total.text, "", "", ""), strong=True)
    if table.professional_total is not None:
        units = ", ".join(table.professional)
        yield Line((f"Moyenne professionnelle ({units})", table.professional_total.text, "", "", ""))
    if table.after is not None:
        after = format_hundredths(truncated_average(table.after), decimals=2)
        yield Line(("Moyenne après l'épreuve de contrôle", after, "", "", ""), strong=True)


# ------------------------------------------------------------------------------------------------------------- orals
def orals(told: Orals) -> Grid:
    """By choice of orals, all the least couples of marks; the choices that ask for the same marks share a line."""
    headings = ("Vos oraux (votre première note)", "Il suffit de", *(("À coup sûr",) if told.uncertain else ()))
    alike: dict[tuple[str, ...], list[str]] = {}
    for choice in told.choices:
        needed = (_needed(choice, choice.assumed), _needed(choice, choice.sure))[: len(headings) - 1]
        firsts = (f"{oral.label} ({format_hundredths(oral.first)})" for oral in choice.orals)
        alike.setdefault(needed, []).append(french.enumeration(firsts))
    lines = [Line((", ou ".join(choices), *needed)) for needed, choices in alike.items()]
    return Grid(headings, (False,) * len(headings), tuple(lines))


def _needed(choice: Choice, couples: Sequence[Marks]) -> str:
    """Every couple, those with the fewest points to gain first; where no gain is kept, the most even first."""
    if not couples:
        return "aucune note ne suffit"
    if not choice.keeps_best:
        return " ; ".join(_couple(choice, marks) for marks in sorted(couples, key=choice.cost))
    fewest = min(map(choice.gain, couples))
    best = [_couple(choice, marks) for marks in couples if choice.gain(marks) == fewest]
    others = [_couple(choice, marks) for marks in couples if choice.gain(marks) > fewest]
    if len(couples) > 1:
        best[0] = f"le moins à gagner ({french.points(fewest)}) : {best[0]}"
    if others:
        others[0] = f"ou encore : {others[0]}"
    return " ; ".join((*best, *others))


def _couple(choice: Choice, marks: Marks) -> str:
    return french.enumeration(
        "aucun gain" if choice.keeps_best and mark <= oral.first else format_hundredths(mark)
        for mark, oral in zip(marks, choice.orals, strict=True)
    )


# ---------------------------------------------------------------------------------------------------- the next session
def next_session(futures: Iterable[Future], unit: str) -> Grid:
    """What may be done of each unit."""
    lines = [
        Line((f"{future.unit.replace('_', ' ')} {future.label}".strip(), _number(future.mark), future.text))
        for future in futures
    ]
    return Grid((unit, "Note", "Ce que vous pouvez faire"), (False, True, False), tuple(lines))


def _number(value: int | None) -> str:
    return "" if value is None else format_hundredths(value)
