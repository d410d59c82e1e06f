"""The program of some rules as one plain Python function on unbounded integers: exact, for one candidate at a time."""

import functools
import weakref
from collections.abc import Callable
from typing import Any

from laureat.deliberation.outcome import Candidate
from laureat.deliberation.program import Program, program
from laureat.deliberation.reading import control_name
from laureat.deliberation.reglement import SessionRules
from laureat.rules.graph import Node, Op
from laureat.vocabulary import Cell, Forme

Told = dict[str, Any]
"""The outputs of a program for one candidate, by name."""

_SIGNS = {Op.ADD: "+", Op.SUB: "-", Op.LT: "<", Op.LE: "<=", Op.EQ: "==", Op.AND: "and", Op.OR: "or"}


def printed(made: Program) -> str:
    """The source of the function: the values of the inputs in order, to the values of the outputs in order."""
    lines = [f"def decide({', '.join(f'i{rank}' for rank in range(len(made.inputs)))}):"]
    names = {known.node.rank: f"i{rank}" for rank, known in enumerate(made.inputs)}
    tables: dict[int, tuple[int, ...]] = {}
    for node in made.nodes:
        if node.op is Op.CONST:
            names[node.rank] = repr(node.value)
        elif node.op is not Op.INPUT:
            if node.op is Op.TABLE:
                tables[node.rank] = node.value
            names[node.rank] = f"n{node.rank}"
            lines.append(f"    n{node.rank} = {_expression(node, [names[arg.rank] for arg in node.args])}")
    returned = ", ".join(names[node.rank] for node in made.outputs.values())
    constants = [f"t{rank} = {table!r}" for rank, table in tables.items()]
    return "\n".join([*constants, *lines, f"    return ({returned},)"])


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


class Scalar:
    """The printed program of some rules, and how a candidate reads as its inputs."""

    def __init__(self, rules: SessionRules) -> None:
        self.program = program(rules)
        space: dict[str, Any] = {}
        exec(compile(printed(self.program), "<règlement>", "exec"), space)
        self._decide: Callable[..., tuple[Any, ...]] = space["decide"]
        self._voies = {code: rank for rank, code in enumerate(self.program.voies)}
        self._options = {code: rank for rank, code in enumerate(self.program.options)}
        self._read = [self._reader(rules, known.name) for known in self.program.inputs]

    def __call__(self, candidate: Candidate) -> Told:
        """The outputs of the program for one candidate."""
        values = self._decide(*[read(candidate) for read in self._read])
        return dict(zip(self.program.outputs, values, strict=True))

    def _reader(self, rules: SessionRules, name: str) -> Callable[[Candidate], Any]:
        if name == "voie":
            return lambda candidate: self._voies[candidate.voie.code if candidate.voie else ""]
        if name == "option":
            return lambda candidate: self._options.get(candidate.option, 0)
        if name == "progressive":
            return lambda candidate: candidate.forme is Forme.PROGRESSIVE
        column, _, part = name.partition(".")
        if part:
            return functools.partial(_cell, _holder(rules, column), part)
        asked = next(c for c in rules.reglement.famille.colonnes if c.nom == name)
        if name in self.program.choix:
            words = {word: rank for rank, word in enumerate(self.program.choix[name])}
            return lambda candidate: words[candidate.declare.get(name, "")]
        return lambda candidate: candidate.declare.get(name, asked.genre.unsaid)


def _holder(rules: SessionRules, column: str) -> Callable[[Candidate], Cell]:
    controls = {control_name(unit.code): unit.code for unit in rules.control_units}
    if column in controls:
        return lambda candidate: candidate.controle.get(controls[column], _EMPTY)
    return lambda candidate: candidate.cells.get(column, _EMPTY)


_EMPTY = Cell()


def _cell(holder: Callable[[Candidate], Cell], part: str, candidate: Candidate) -> int:
    cell = holder(candidate)
    match part:
        case "statut":
            return int(cell.status)
        case "note":
            return cell.mark
        case "motif":
            return int(cell.motif)
        case _:
            return cell.session or 0


_SCALARS: weakref.WeakKeyDictionary[Any, Scalar] = weakref.WeakKeyDictionary()


def scalar(rules: SessionRules) -> Scalar:
    """The exact scalar function of some rules, made once."""
    if rules.numbers not in _SCALARS:
        _SCALARS[rules.numbers] = Scalar(rules)
    return _SCALARS[rules.numbers]
