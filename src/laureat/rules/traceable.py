"""Whether a rule may be traced: that it asks no truth of what only a candidate tells.

``if``, ``and``, ``or``, ``not``, ``is``, ``in``, ``any``, ``isinstance``… on a value decide once, while the rule is
traced, for every candidate: ``decision is not ADMIS`` would silently be true of all. They are found in the source of
the rule and of the functions of its own that it calls, before anything is traced.
"""

import ast
import functools
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from enum import IntEnum
from typing import Any, TypeGuard

from laureat.rules import logic
from laureat.rules.ruleset import Rule

KNOWN = frozenset({"p", "annee"})
"""The parameters of a rule that are the same for every candidate: the numbers of the law, the year of the session."""
UNITS = frozenset({"obligatoires", "facultatives"})
"""Those that hold units: what a unit is, is known; what a candidate holds there is not."""
TOLD = frozenset({"status", "mark", "motif", "session"})
"""What a candidate holds in a unit."""
_ASKING = frozenset({"any", "all", "bool", "int", "max", "min", "round", "sorted", "isinstance", "next", "filter"})
_WORDS = {ast.If: "if", ast.IfExp: "if", ast.While: "while", ast.Assert: "assert", ast.Match: "match"}


class _Kind(IntEnum):
    """What an expression owes to a candidate."""

    KNOWN = 0
    UNIT = 1
    """A unit or several, whose nature is known and whose cells are not."""
    VALUE = 2
    """A value that only a candidate gives."""


def _most(kinds: Iterator[_Kind]) -> _Kind:
    return max(kinds, default=_Kind.KNOWN)


class _Reader:
    """Reads one function, given what each parameter owes to a candidate."""

    def __init__(self, function: Callable[..., Any], kinds: Mapping[str, _Kind], seen: frozenset[Any]) -> None:
        self.kinds = dict(kinds)
        self.problems: list[str] = []
        self.gives = _Kind.KNOWN
        self._globals = function.__globals__
        cells = function.__closure__ or ()
        self._closed = dict(zip(function.__code__.co_freevars, (cell.cell_contents for cell in cells), strict=True))
        self._seen = seen | {function}
        tree = _tree(function)
        for statement in tree.body if isinstance(tree, ast.FunctionDef) else [ast.Return(tree.body)]:
            self._statement(statement)

    # --- statements

    def _statement(self, node: ast.AST) -> None:
        match node:
            case ast.Return(value=value):
                self.gives = max(self.gives, self._kind(value))
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, self._kind(value))
            case ast.AugAssign(target=target, value=value) | ast.AnnAssign(target=target, value=value):
                self._bind(target, max(self._kind(value), self._kind(target)))
            case ast.For(target=target, iter=several):
                self._bind_each(target, several)
            case ast.FunctionDef() | ast.Pass():
                return
            case ast.If(test=test) | ast.While(test=test) | ast.Assert(test=test):
                self._asked(test, _WORDS[type(node)], node)
            case ast.Match(subject=subject):
                self._asked(subject, "match", node)
            case ast.Expr(value=value):
                self._kind(value)
        for name in ("body", "orelse"):
            for inner in getattr(node, name, []):
                self._statement(inner)
        for one in getattr(node, "cases", []):
            for inner in one.body:
                self._statement(inner)

    def _bind(self, target: ast.AST, kind: _Kind) -> None:
        for name in ast.walk(target):
            if isinstance(name, ast.Name):
                self.kinds[name.id] = max(kind, self.kinds.get(name.id, _Kind.KNOWN))

    def _bind_each(self, target: ast.expr, several: ast.expr) -> None:
        kind = self._kind(several)
        match several, target:
            case ast.Call(func=ast.Attribute(attr="items")), ast.Tuple(elts=[key, value]):
                self._bind(key, _Kind.KNOWN)  # By unit: the code is known.
                self._bind(value, kind)
            case ast.Call(func=ast.Name(id="enumerate")), ast.Tuple(elts=[rank, value]):
                self._bind(rank, _Kind.KNOWN)
                self._bind(value, kind)
            case ast.Call(func=ast.Name(id="zip"), args=args), ast.Tuple(elts=elts) if len(args) == len(elts):
                for one, each in zip(elts, args, strict=True):
                    self._bind(one, self._kind(each))
            case _:
                self._bind(target, kind)

    def _asked(self, node: ast.expr, word: str, at: ast.AST) -> None:
        if self._kind(node) is _Kind.VALUE:
            self.problems.append(f"« {word} » sur « {ast.unparse(node)} »")

    # --- expressions

    def _kind(self, node: ast.AST | None) -> _Kind:
        match node:
            case None | ast.Constant():
                return _Kind.KNOWN
            case ast.Name(id=name):
                return self.kinds.get(name, _Kind.KNOWN)
            case ast.Attribute(value=value, attr=attr):
                kind = self._kind(value)
                if kind is _Kind.UNIT:
                    return _Kind.VALUE if attr in TOLD else _Kind.KNOWN
                return kind
            case ast.IfExp(test=test, body=body, orelse=orelse):
                self._asked(test, "if", node)
                return max(self._kind(body), self._kind(orelse))
            case ast.BoolOp(op=op, values=values):
                for value in values[:-1]:
                    self._asked(value, "and" if isinstance(op, ast.And) else "or", node)
                return _most(self._kind(value) for value in values)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self._asked(operand, "not", node)
                return self._kind(operand)
            case ast.Compare():
                return self._compared(node)
            case ast.Call():
                return self._called(node)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self._each(node)
            case ast.Lambda():
                return self._kind(node.body)
            case _:
                return _most(self._kind(child) for child in ast.iter_child_nodes(node))

    def _compared(self, node: ast.Compare) -> _Kind:
        sides = [node.left, *node.comparators]
        for left, op, right in zip(sides, node.ops, sides[1:], strict=False):
            if isinstance(op, ast.Is | ast.IsNot):
                word = "is" if isinstance(op, ast.Is) else "is not"
                for side in (left, right):
                    self._asked(side, word, node)
            elif isinstance(op, ast.In | ast.NotIn):
                self._asked(left, "in" if isinstance(op, ast.In) else "not in", node)
                self._kind(right)
                return _Kind.KNOWN
        if len(node.ops) > 1:
            for side in sides:
                self._asked(side, "comparaisons enchaînées", node)
        kind = _most(self._kind(side) for side in sides)
        return _Kind.KNOWN if isinstance(node.ops[0], ast.Is | ast.IsNot) else kind

    def _each(self, node: Any) -> _Kind:
        for generator in node.generators:
            self._bind_each(generator.target, generator.iter)
            for condition in generator.ifs:
                self._asked(condition, "if", node)
        if isinstance(node, ast.DictComp):
            return max(self._kind(node.key), self._kind(node.value))
        return self._kind(node.elt)

    def _called(self, node: ast.Call) -> _Kind:
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        kinds = [self._kind(value) for value in given]
        if not isinstance(node.func, ast.Name):
            return max(self._kind(node.func), _most(iter(kinds)))
        name = node.func.id
        if name == "len":
            return _Kind.KNOWN
        if name in _ASKING and name not in self._globals:
            for value in given:
                self._asked(value, name, node)
        called = self._globals.get(name, self._closed.get(name))
        if not _of_the_law(called) or called in self._seen:
            return _most(iter(kinds))
        names = list(inspect.signature(called).parameters)
        bound = dict(zip(names, kinds, strict=False))
        bound |= {k.arg: self._kind(k.value) for k in node.keywords if k.arg in names}
        if any(isinstance(value, ast.Starred) for value in node.args):
            bound = dict.fromkeys(names, _most(iter(kinds)))
        inner = _Reader(called, bound, self._seen)
        self.problems += [f"{problem} (dans {name})" for problem in inner.problems]
        return inner.gives


@functools.cache
def _tree(function: Callable[..., Any]) -> ast.FunctionDef | ast.Lambda:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    found = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda))
    return found


def _of_the_law(called: Any) -> TypeGuard[Callable[..., Any]]:
    """A function that rules are written with, but for the words that every reading knows."""
    if not inspect.isfunction(called) or called.__module__ == logic.__name__:
        return False
    return called.__module__.partition(".")[0] not in sys.stdlib_module_names


def what_cannot_be_traced(rule: Rule) -> tuple[str, ...]:
    """What a rule asks of a value that only a candidate gives, in French; none: it may be traced."""
    return _asked_by(rule.function)


@functools.cache
def _asked_by(function: Callable[..., Any]) -> tuple[str, ...]:
    kinds = {
        name: _Kind.KNOWN if name in KNOWN else _Kind.UNIT if name in UNITS else _Kind.VALUE
        for name in inspect.signature(function).parameters
    }
    return tuple(dict.fromkeys(_Reader(function, kinds, frozenset()).problems))
