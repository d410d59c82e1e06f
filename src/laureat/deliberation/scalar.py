"""The program of some rules as plain Python functions on unbounded integers: exact, for one candidate at a time."""

import weakref
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from laureat.deliberation.candidate import computed
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.program import Input, Program, column_of, input_series, issue_program, program
from laureat.deliberation.reading import control_name
from laureat.deliberation.reglement import SessionRules
from laureat.rules import ParameterValues
from laureat.rules.graph import Node, Op, Untraceable
from laureat.vocabulary import Cell, Decision, Forme, Mention

_SIGNS = {Op.ADD: "+", Op.SUB: "-", Op.LT: "<", Op.LE: "<=", Op.EQ: "==", Op.AND: "and", Op.OR: "or"}


_NESTED = 40
"""So many parentheses within one another at most: Python reads no more than two hundred."""


def printed(made: Program, nested: int = _NESTED) -> str:
    """The source of ``decide``: from the values of the inputs that the program reads to those of its outputs.

    It reads each table of the program under the name ``t`` and the rank of its node. What is asked once stands where
    it is asked, ``nested`` deep at most: it is not computed where the answer is known without it.
    """
    names = {known.node.rank: f"i{rank}" for rank, known in enumerate(made.read)}
    lines = [f"def decide({', '.join(names.values())}):"]
    asked = Counter(arg.rank for node in made.nodes for arg in node.args)
    asked.update(node.args[1].rank for node in made.nodes if node.op is Op.FLOORDIV)  # its line names it twice
    asked.update(node.rank for node in made.outputs.values())
    depths: dict[int, int] = defaultdict(int)
    for node in made.nodes:
        if node.op is Op.CONST:
            names[node.rank] = repr(node.value)
        elif node.op is not Op.INPUT:
            told = _expression(node, [names[arg.rank] for arg in node.args])
            depth = 1 + max(depths[arg.rank] for arg in node.args)
            if asked[node.rank] == 1 and depth < nested:
                names[node.rank], depths[node.rank] = f"({told})", depth
            else:
                names[node.rank] = f"n{node.rank}"
                lines.append(f"    n{node.rank} = {told}")
    returned = ", ".join(names[node.rank] for node in made.outputs.values())
    return "\n".join([*lines, f"    return ({returned},)"])


def _expression(node: Node, args: list[str]) -> str:
    match node.op:
        case Op.SCALE:
            return f"{args[0]} * {node.value}"
        case Op.NOT:
            return f"not {args[0]}"
        case Op.SELECT:
            return f"{args[1]} if {args[0]} else {args[2]}"
        case Op.TABLE:
            return f"t{node.rank}[{args[0]}]"
        case Op.BIT:
            return f"{args[0]} >> {node.value} & 1 == 1"
        case Op.ABS:
            return f"abs({args[0]})"
        case Op.FLOORDIV:
            return f"{args[0]} // {args[1]} if {args[1]} else 0"
        case _:
            return f"{args[0]} {_SIGNS[node.op]} {args[1]}"


def _printed_reader(rules: SessionRules, made: Program) -> str:
    """The source of ``read``: from a candidate to the values of the inputs, in order."""
    controls = {control_name(unit.code): unit.code for unit in rules.control_units}
    unsaid = {colonne.nom: colonne.genre.unsaid for colonne in rules.reglement.famille.colonnes}
    lines = ["def read(candidate):", "    cells, controle = candidate.cells, candidate.controle"]
    holders: dict[str, str] = {}
    values = []
    for known in made.read:
        column, _, part = known.name.partition(".")
        if part and column not in holders:
            holders[column] = f"c{len(holders)}"
            held = f"controle.get({controls[column]!r}, VIDE)" if column in controls else f"cells.get({column!r}, VIDE)"
            lines.append(f"    {holders[column]} = {held}")
        values.append(_read(known, holders.get(column, ""), part, unsaid, made))
    return "\n".join([*lines, f"    return [{', '.join(values)}]"])


def _read(known: Input, holder: str, part: str, unsaid: dict[str, Any], made: Program) -> str:
    if part:
        attribute = {"statut": "status", "note": "mark", "motif": "motif", "session": "session or 0"}[part]
        return f"{holder}.{attribute}"
    match known.name:
        case "voie":
            return "VOIES[candidate.voie.code] if candidate.voie is not None else 0"
        case "option":
            return "OPTIONS.get(candidate.option, 0)"
        case "progressive":
            return "candidate.forme is PROGRESSIVE"
        case name if name in made.choix:
            ranks = {word: rank for rank, word in enumerate(made.choix[name])}
            return f"{ranks!r}[candidate.declare.get({name!r}, '')]"
        case name:
            return f"candidate.declare.get({name!r}, {unsaid[name]!r})"


def _ranks(words: Iterable[str]) -> dict[str, int]:
    return {word: rank for rank, word in enumerate(words)}


class _Printed:
    """A printed program, and how a candidate reads as its inputs."""

    def __init__(self, rules: SessionRules, made: Program) -> None:
        self.program = made
        self.inputs = {known.name: rank for rank, known in enumerate(made.read)}
        """The rank of each input in the values of a candidate."""
        known = {
            "VIDE": Cell(),
            "VOIES": _ranks(made.voies),
            "OPTIONS": _ranks(made.options),
            "PROGRESSIVE": Forme.PROGRESSIVE,
        }
        self.read: Callable[[Candidate], list[Any]] = _function(_printed_reader(rules, made), "read", known)
        """The values of the inputs for one candidate, in order."""
        tables = {f"t{node.rank}": node.value for node in made.tables}
        self.decide: Callable[..., tuple[Any, ...]] = _function(printed(made), "decide", tables)
        """From the values of the inputs to those of the outputs, in order."""


class Scalar(_Printed):
    """The exact scalar function of some rules: all that a decisions file tells of one candidate."""

    def __init__(self, rules: SessionRules) -> None:
        super().__init__(rules, program(rules))

    def __call__(self, candidate: Candidate) -> tuple[Any, ...]:
        """The outputs of the program, in order, for one candidate."""
        return self.decide(*self.read(candidate))

    def rows(self, frame: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
        """The outputs of the program, in order, for every row of a batch, one at a time."""
        columns = [
            input_series(self.program, frame[column_of(name)], name).to_list()
            if column_of(name) in frame.columns
            else [self.program.unsaid(name)] * frame.height
            for name in self.inputs
        ]
        return map(self.decide, *columns)

    def told(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series]:
        """The numbers of ``told.py`` for every row of a batch, and whether an average is exactly on a threshold."""
        assert self.program.legends is not None
        columns = zip(*self.rows(frame), strict=True) if frame.height else [()] * len(self.program.outputs)
        found = {
            name: pl.Series(name, column, pl.Boolean() if node.boolean else pl.Int64()).cast(pl.Int64)
            for (name, node), column in zip(self.program.outputs.items(), columns, strict=True)
        }
        return self.program.legends.numbers(found), found["seuil"].cast(pl.Boolean)


def _function(source: str, name: str, known: dict[str, Any]) -> Any:
    space = dict(known)
    exec(compile(source, "<règlement>", "exec"), space)
    return space[name]


class Issues(_Printed):
    """Decision and mention of one candidate, and what they would be with other marks: one short call each."""

    def __init__(self, rules: SessionRules) -> None:
        super().__init__(rules, issue_program(rules))

    def grid(self, candidate: Candidate, heading: str) -> Callable[[int], tuple[Decision, Mention]]:
        """From a mark in one cell, in hundredths, to decision and mention, all else being equal."""
        values, rank, decide = self.read(candidate), self.inputs.get(f"{heading}.note"), self.decide

        def issue(mark: int) -> tuple[Decision, Mention]:
            if rank is not None:
                values[rank] = mark
            decision, mention = decide(*values)
            return Decision(decision), Mention(mention)

        return issue


class AsWritten:
    """The same as ``Issues``, by the rules as they are written: for those that no program can be made of."""

    def __init__(self, rules: SessionRules) -> None:
        self._rules = rules

    def grid(self, candidate: Candidate, heading: str) -> Callable[[int], tuple[Decision, Mention]]:
        """From a mark in one cell, in hundredths, to decision and mention, all else being equal."""

        def issue(mark: int) -> tuple[Decision, Mention]:
            cells = {**candidate.cells, heading: replace(candidate.cells[heading], mark=mark)}
            values = computed(self._rules, replace(candidate, cells=cells))
            return Decision(values["decision"]), Mention(values["mention"])

        return issue


_SCALARS: weakref.WeakKeyDictionary[ParameterValues, Scalar] = weakref.WeakKeyDictionary()
_ISSUES: weakref.WeakKeyDictionary[ParameterValues, Issues | AsWritten] = weakref.WeakKeyDictionary()


def scalar(rules: SessionRules) -> Scalar:
    """The exact scalar function of some rules, made once."""
    if rules.numbers not in _SCALARS:
        _SCALARS[rules.numbers] = Scalar(rules)
    return _SCALARS[rules.numbers]


def issues(rules: SessionRules) -> Issues | AsWritten:
    """Decision and mention as functions of marks, made once."""
    if rules.numbers not in _ISSUES:
        try:
            _ISSUES[rules.numbers] = Issues(rules)
        except Untraceable:
            _ISSUES[rules.numbers] = AsWritten(rules)
    return _ISSUES[rules.numbers]
