"""The rules of a session as one program: its inputs, its graph, and what each output tells.

Rules are traced once (``rules.graph``) for a règlement, a session and its numbers. Everything that a decisions file
holds comes out of it: decision, mention, average, blocks, certificate, certainty, reserves and warnings; texts stay
legends.
"""

import functools
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from laureat.deliberation.cohort import NEAR, kernel_certainty, legends_of, said_of
from laureat.deliberation.famille import Genre
from laureat.deliberation.masks import mask, words
from laureat.deliberation.outcome import Unit
from laureat.deliberation.reading import given
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.steps import in_hundredths
from laureat.deliberation.told import Legends
from laureat.rules import Average, ParameterValues, Weight, ou, si
from laureat.rules.graph import Graph, Node, Op, digest
from laureat.vocabulary import MARK_MAX, Forme, Motif, UnitStatus


@dataclass(frozen=True, slots=True)
class Input:
    """One column that the program reads: whole numbers, told as multiples of ``step``."""

    name: str
    node: Node


@dataclass(frozen=True)
class Program:
    """The traced rules of a session."""

    graph: Graph
    inputs: tuple[Input, ...]
    outputs: Mapping[str, Node]
    """By name: ``decision``, ``mention``, ``moyenne`` (hundredths, cut, its sign apart), ``moyenne_negative``,
    ``moyenne_due``, ``certificat``, ``proche`` and ``seuil`` (an average is near a threshold, or on it), and the truths
    of ``told.py``: ``blocs.0``, ``reserves.0``, ``certitude.0``…"""
    legends: Legends | None = None
    """What each truth of the words stands for; None where none is told."""
    voies: tuple[str, ...] = ()
    """The routes, by the number that stands for each; the first is none."""
    options: tuple[str, ...] = ()
    choix: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The words of each choice of the family, by the number that stands for each; the first is empty."""
    counts: frozenset[str] = frozenset()
    """The inputs that are counts, −1 where nothing is said."""

    @functools.cached_property
    def nodes(self) -> list[Node]:
        """The nodes that the outputs need, in order."""
        return self.graph.reached(self.outputs.values())

    @functools.cached_property
    def tables(self) -> tuple[Node, ...]:
        """Those of these nodes that look something up."""
        return tuple(node for node in self.nodes if node.op is Op.TABLE)

    @functools.cached_property
    def read(self) -> tuple[Input, ...]:
        """The inputs that the outputs need."""
        needed = {node.rank for node in self.nodes}
        return tuple(known for known in self.inputs if known.node.rank in needed)

    def unsaid(self, name: str) -> int:
        """What an input is where nothing is said of it."""
        return -1 if name in self.counts else 0

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 of the program: the same rules, session and numbers give the same."""
        return digest(self.nodes, sorted(self.outputs.items()))


class _Named:
    """A word among a few, told by its number: compared with a text, it is a truth."""

    def __init__(self, graph: Graph, node: Node, words: tuple[str, ...]) -> None:
        self._graph, self._node, self._words = graph, node, words

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> Any:
        held = [rank for rank, word in enumerate(self._words) if word == other]
        return ou(self._node == rank for rank in held) if held else self._graph.node(False)

    def __ne__(self, other: object) -> Any:
        return self._graph.negate(self._graph.node(self == other))


_PROGRAMS: weakref.WeakKeyDictionary[ParameterValues, Program] = weakref.WeakKeyDictionary()


def program(rules: SessionRules) -> Program:
    """The program of some rules, traced once."""
    if rules.numbers not in _PROGRAMS:
        _PROGRAMS[rules.numbers] = _traced(rules)
    return _PROGRAMS[rules.numbers]


def issue_program(rules: SessionRules) -> Program:
    """The program of decision and mention alone, which takes little to trace."""
    tracing = _Tracing(rules)
    values = tracing.evaluated(rules)
    return tracing.program({name: values[name] for name in ("decision", "mention")}, None)


class _Tracing:
    """What is being traced: the graph, its inputs, and every value under the name that a column would have."""

    def __init__(self, rules: SessionRules) -> None:
        self.rules = rules
        self.famille = rules.reglement.famille
        self.graph = Graph()
        self.inputs: list[Input] = []
        self.named: dict[str, Any] = {}
        self.voies = ("", *(voie.code for voie in self.famille.voies))
        self.options = ("", *rules.reglement.options)
        self.choix = {c.nom: ("", *c.valeurs) for c in self.famille.colonnes if c.genre is Genre.CHOIX}

    def number(self, name: str, low: int, high: int, step: int = 1) -> Node:
        node = self.graph.input(name, low, high, step)
        return self._kept(name, node)

    def flag(self, name: str) -> Node:
        return self._kept(name, self.graph.flag(name))

    def _kept(self, name: str, node: Node) -> Node:
        if all(known.node is not node for known in self.inputs):
            self.inputs.append(Input(name, node))
        return node

    def word(self, name: str, words: tuple[str, ...]) -> _Named:
        return _Named(self.graph, self.number(name, 0, len(words) - 1), words)

    def cell(self, name: str) -> tuple[Node, Node, Node, Node]:
        step = self.famille.cellules.step
        return (
            self.number(f"{name}.statut", 0, int(max(UnitStatus))),
            self.number(f"{name}.note", 0, 0 if step is None else MARK_MAX, step or 1),
            self.number(f"{name}.motif", 0, int(max(Motif))),
            self.number(f"{name}.session", 0, 9999),
        )

    def within(self, unit: Unit, status: Node) -> Any:
        option = self.word("option", self.options)
        concerned = ou(option == code for code in unit.options) | (status != int(UnitStatus.VIDE))
        return si(concerned, status, int(UnitStatus.HORS_OPTION))

    def about(self) -> dict[str, Any]:
        voie = self.number("voie", 0, len(self.voies) - 1)
        held = {v.code: v for v in self.famille.voies}

        def through(test: Any) -> Any:
            return ou(voie == rank for rank, code in enumerate(self.voies) if code and test(held[code]))

        told: dict[str, Any] = {
            trait: through(lambda v, trait=trait: trait in v.traits) for trait in sorted(self.famille.traits)
        }
        for colonne in self.famille.colonnes:
            match colonne.genre:
                case Genre.DRAPEAU:
                    told[colonne.nom] = self.flag(colonne.nom)
                case Genre.NOMBRE:
                    told[colonne.nom] = self.number(colonne.nom, -1, 99_999)
                case Genre.MOYENNE:
                    told[colonne.nom] = self.number(colonne.nom, -1, MARK_MAX)
                case Genre.CHOIX:
                    told[colonne.nom] = self.word(colonne.nom, self.choix[colonne.nom])
        told["progressive"] = self.flag("progressive")
        told["categorie"] = _Named(self.graph, voie, ("", *(held[code].categorie for code in self.voies if code)))
        told["option"] = self.word("option", self.options)
        return told

    def evaluated(self, rules: SessionRules) -> dict[str, Any]:
        """Every value of the rules, these or the same with other numbers; ``named`` then holds them."""
        self.named = {}
        return rules.ruleset.evaluate(given(rules, self.cell, self.within, self.about()), self.store)

    def program(self, outputs: Mapping[str, Any], legends: Legends | None) -> Program:
        """The program that gives these outputs."""
        counts = (Genre.NOMBRE, Genre.MOYENNE)
        return Program(
            self.graph,
            tuple(self.inputs),
            {name: self.graph.node(value) for name, value in outputs.items()},
            legends,
            self.voies,
            self.options,
            self.choix,
            frozenset(colonne.nom for colonne in self.famille.colonnes if colonne.genre in counts),
        )

    def store(self, name: str, value: Any) -> Any:
        if isinstance(value, dict):
            self.named.update({f"{name}.{key}": item for key, item in value.items()})
        else:
            self.named[name] = value
        return value


def _traced(rules: SessionRules) -> Program:
    tracing = _Tracing(rules)
    graph = tracing.graph
    values = tracing.evaluated(rules)
    outputs: dict[str, Any] = {
        "decision": values["decision"],
        "mention": values["mention"],
        "certificat": values["certificat"],
        "proche": _near(values, NEAR),
        "seuil": _near(values, 0),
        **_average(graph, values),
    }
    legends = legends_of(rules, values)
    doubts = _doubts(tracing, rules, values)
    truths: dict[str, list[Any]] = {
        "blocs": [values["blocs"][unit.code] for unit in rules.units],
        "certitude": [doubts.get(name, False) for name in legends.certitude],
    }
    for weight in (Weight.RESERVE, Weight.WARNING):
        truths[f"{weight}s"] = [holds for _, _, holds in said_of(rules, values, weight)]
    for name, holds in truths.items():
        for rank, some in enumerate(words(holds)):
            outputs[f"{name}.{rank}"] = mask(graph.node(each) for each in some)
    return tracing.program(outputs, legends)


def _average(graph: Graph, values: Mapping[str, Any]) -> dict[str, Any]:
    """The average that decides, cut toward zero to hundredths of a point; its sign, and whether it is due, apart."""
    if values["moyenne_due"] is False:
        return {"moyenne": 0, "moyenne_negative": False, "moyenne_due": False}
    first, second = values["moyenne"], values["moyenne_apres_controle"]
    points = graph.node(si(values["controle_pris_en_compte"], second.points, first.points * second.scale))
    coefficients = graph.node(first.coefficients * second.scale)
    size = graph.divide(graph.absolute(points), coefficients)
    return {"moyenne": size, "moyenne_negative": points < 0, "moyenne_due": values["moyenne_due"] & (coefficients != 0)}


def _near(values: Mapping[str, Any], reach: int) -> Any:
    """An average lies so near (hundredths of a point) a threshold that the rules compare it with; 0: exactly on it."""
    return ou(
        _within(average.margin(threshold), average.coefficients, reach * average.scale)
        for name in ("moyenne", "moyenne_professionnelle")
        for average in [values[name]]
        if isinstance(average, Average) and isinstance(average.points, Node)
        for threshold in average.tested or ()
    )


def _within(margin: Any, coefficients: Any, reach: int) -> Any:
    return (margin <= coefficients * reach) & (coefficients * -reach <= margin)


def _doubts(tracing: _Tracing, rules: SessionRules, values: Mapping[str, Any]) -> dict[str, Any]:
    """By hypothesis, whether it may change the outcome, as ``depends_on`` of candidate.py tells it."""
    if not rules.hypotheses:
        return _coefficients(tracing, rules, values)
    graph = tracing.graph
    coefficients: dict[str, list[Any]] = {}
    issues: dict[tuple[int, ...], tuple[Node, ...]] = {}
    for corner, there in rules.corners():
        told = tracing.evaluated(there)
        for code, holds in _coefficients(tracing, there, told).items():
            coefficients.setdefault(code, []).append(holds)
        issues[tuple(corner.values())] = tuple(
            graph.node(value)
            for value in (
                told["decision"],
                told["mention"],
                told["certificat"],
                *(told["blocs"][u.code] for u in rules.units),
            )
        )
    doubts = {code: ou(holds) for code, holds in coefficients.items()}
    for place, parameter in enumerate(rules.hypotheses):
        low, high = parameter.box
        moved = [
            one != other
            for ends, issue in issues.items()
            if ends[place] == low
            for one, other in zip(issue, issues[(*ends[:place], high, *ends[place + 1 :])], strict=True)
        ]
        doubts[parameter.name] = ou(moved)
    return doubts


def _coefficients(tracing: _Tracing, rules: SessionRules, values: Mapping[str, Any]) -> dict[str, Any]:
    """By unit, whether its unconfirmed coefficient may change the outcome, as ``certainty`` tells it."""
    certainty = kernel_certainty(rules)
    if not certainty.codes:
        return {}
    graph, named = tracing.graph, dict(tracing.named)
    averages = {name: value for name, value in values.items() if isinstance(value, Average)}
    state = graph.node(certainty.state(averages, lambda name: named[name]))
    matters = graph.table(state, _entries(certainty.matters))
    moved: dict[str, list[Any]] = {code: [] for code in certainty.codes}
    for rank, code, holds in certainty.moves(averages):
        moved[code].append(graph.bit(matters, rank) & graph.node(holds))
    return {code: ou(conditions) for code, conditions in moved.items()}


def _entries(column: pl.Series) -> list[int]:
    """The numbers of a column that is nearly all zeros."""
    entries, some = [0] * column.len(), (column != 0).arg_true()
    for rank, number in zip(some, column.gather(some), strict=True):
        entries[rank] = number
    return entries


# --- what it reads of a batch


def column_of(name: str) -> str:
    """The column of a batch that an input is read from."""
    return "forme" if name == "progressive" else name


def input_series(made: Program, series: pl.Series, name: str) -> pl.Series:
    """One input of a program, from its column in a batch."""
    if name == "progressive":
        return (series == Forme.PROGRESSIVE.value).cast(pl.Int8)
    if words := {"voie": made.voies, "option": made.options, **made.choix}.get(name):
        return _codes(series, words)
    series = in_hundredths(series)
    return _filled(series.cast(pl.Int8) if series.dtype == pl.Boolean else series)


def _filled(numbers: pl.Series) -> pl.Series:
    return numbers.fill_null(0) if numbers.null_count() else numbers


def _codes(series: pl.Series, words: tuple[str, ...]) -> pl.Series:
    """The number that stands for each word; 0 for none."""
    if isinstance(series.dtype, pl.Enum):
        held, codes = tuple(series.dtype.categories), series.to_physical()
        if held == words:
            return _filled(codes)
        known = {word: rank for rank, word in enumerate(words)}
        table = pl.Series([known.get(word, 0) for word in held] or [0], dtype=pl.Int16)
        return _filled(table.gather(codes))
    return (
        series.fill_null("")
        .cast(pl.String)
        .replace_strict(list(words), list(range(len(words))), default=0, return_dtype=pl.Int16)
    )
