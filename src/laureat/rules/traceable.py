"""Whether a rule may be traced: that it asks no truth of what only a candidate tells.

``if``, ``and``, ``or``, ``not``, ``is``, ``in``, ``any``, ``isinstance``… on a value decide once, while the rule is
traced, for every candidate: ``decision is not ADMIS`` would silently be true of all. They are found in the source of
the rule and of the functions of its own that it calls, before anything is traced.
"""

import ast
import builtins
import functools
import inspect
import operator
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from enum import IntEnum
from typing import Any, TypeGuard

from laureat.rules import logic
from laureat.rules.ruleset import Rule
from laureat.rules.written import Written, tree

KNOWN = frozenset({"p", "annee"})
"""The parameters of a rule that are the same for every candidate: the numbers of the law, the year of the session."""
UNITS = frozenset({"obligatoires", "facultatives"})
"""Those that hold units: what a unit is, is known; what a candidate holds there is not."""
TOLD = frozenset({"status", "mark", "motif", "session"})
"""What a candidate holds in a unit."""
_ASKING = {
    *(any, all, bool, int, float, max, min, round, sorted, isinstance, next, filter, range),
    *(str, repr, format, hash, id, type, set, frozenset),
    *(operator.is_, operator.is_not, operator.not_, operator.truth, operator.contains, operator.index),
}
"""What looks at a value, or tells it apart by what it is rather than by what it is worth."""
_LOOKING_UP = frozenset({"get", "index", "count", "pop", "setdefault", "format", "join", "add", "remove", "fromkeys"})
"""Methods that do so of what they are given."""
_LISTS = (ast.List, ast.Tuple, ast.Set, ast.ListComp, ast.SetComp, ast.GeneratorExp)
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
        self._own: dict[str, Written] = {}
        """The functions that this one makes."""
        self._body(tree(function))

    def _body(self, function: Written) -> None:
        """Read until nothing more is found: what the end of a loop binds, its beginning may ask."""
        before: dict[str, _Kind] = {}
        while before != self.kinds:
            before = dict(self.kinds)
            for statement in function.body if isinstance(function, ast.FunctionDef) else [ast.Return(function.body)]:
                self._statement(statement)

    # --- statements

    def _statement(self, node: ast.AST) -> None:
        match node:
            case ast.Return(value=value):
                self.gives = max(self.gives, self._kind(value))
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as function):
                self._own[name] = function
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, self._kind(value))
            case ast.AugAssign(target=target, value=value) | ast.AnnAssign(target=target, value=value):
                self._bind(target, max(self._kind(value), self._kind(target)))
            case ast.For(target=target, iter=several):
                self._bind_each(target, several)
            case ast.FunctionDef(name=name):
                self._own[name] = node
                return
            case ast.Try(body=body):
                if any(self._kind(name) is _Kind.VALUE for one in body for name in ast.walk(one) if _is_name(name)):
                    self.problems.append("« try », qui tait ce que la valeur ne dit pas")
            case ast.With(items=items):
                for item in items:
                    self._kind(item.context_expr)
            case ast.If(test=test) | ast.While(test=test) | ast.Assert(test=test):
                self._asked(test, _WORDS[type(node)], node)
            case ast.Match(subject=subject):
                self._asked(subject, "match", node)
            case ast.Expr(value=value):
                self._kind(value)
        for name in ("body", "orelse", "finalbody"):
            for inner in getattr(node, name, []):
                self._statement(inner)
        for one in (*getattr(node, "cases", []), *getattr(node, "handlers", [])):
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
            case ast.NamedExpr(target=target, value=value):
                kind = self._kind(value)
                self._bind(target, kind)
                return kind
            case ast.Subscript(value=value, slice=key):
                self._asked(key, "[…]", node)
                return self._kind(value)
            case ast.Dict(keys=keys, values=values):
                for one in keys:
                    self._told_apart(one)
                return _most(self._kind(value) for value in (*keys, *values))
            case ast.Set(elts=elts):
                for one in elts:
                    self._told_apart(one)
                return _most(map(self._kind, elts))
            case ast.FormattedValue(value=value):
                self._asked(value, "{…}", node)
                return self._kind(value)
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

    def _told_apart(self, node: ast.expr | None) -> None:
        """A key or a member: it would be the same only where it is the same thing."""
        if node is not None:
            self._asked(node, "{…}", node)

    def _compared(self, node: ast.Compare) -> _Kind:
        sides = [node.left, *node.comparators]
        for left, op, right in zip(sides, node.ops, sides[1:], strict=False):
            if isinstance(op, ast.Is | ast.IsNot):
                word = "is" if isinstance(op, ast.Is) else "is not"
                for side in (left, right):
                    self._asked(side, word, node)
            elif isinstance(op, ast.In | ast.NotIn):
                word = "in" if isinstance(op, ast.In) else "not in"
                self._asked(left, word, node)
                if isinstance(right, _LISTS) or (isinstance(right, ast.Call) and _attribute(right.func) == "values"):
                    self._asked(right, word, node)
                self._kind(right)
                return _Kind.KNOWN
            elif isinstance(left, _LISTS) or isinstance(right, _LISTS):
                for side in (left, right):
                    self._asked(side, "comparaison de listes", node)
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
        if isinstance(node, ast.DictComp | ast.SetComp):
            self._told_apart(node.key if isinstance(node, ast.DictComp) else node.elt)
        if isinstance(node, ast.DictComp):
            return max(self._kind(node.key), self._kind(node.value))
        return self._kind(node.elt)

    def _called(self, node: ast.Call) -> _Kind:
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        most = _most(self._kind(value) for value in given if not isinstance(value, ast.Lambda))
        for value in given:
            if isinstance(value, ast.Lambda):  # It is given what the function is given.
                self._bind_all(value, most)
        kinds = [self._kind(value) for value in given]
        called = self._meant(node.func)
        if called is len:
            return _Kind.KNOWN
        if called is getattr and max(kinds) is _Kind.UNIT:
            return _Kind.VALUE
        asks = called in _ASKING if called.__hash__ else False
        for value in given if asks or _attribute(node.func) in _LOOKING_UP else ():
            self._asked(value, ast.unparse(node.func), node)
        if isinstance(node.func, ast.Name) and (own := self._own.get(node.func.id)):
            return self._made_here(own, node, _most(iter(kinds)))
        for other in (self._meant(value) for value in given):
            if _of_the_law(other):  # A function given to another: map, reduce…
                self._inner(other, dict.fromkeys(inspect.signature(other).parameters, _most(iter(kinds))))
        if not _of_the_law(called):
            return max(self._kind(node.func), _most(iter(kinds)))
        names = list(inspect.signature(called).parameters)
        bound = dict(zip(names, kinds, strict=False))
        bound |= {k.arg: self._kind(k.value) for k in node.keywords if k.arg in names}
        if any(isinstance(value, ast.Starred) for value in node.args):
            bound = dict.fromkeys(names, _most(iter(kinds)))
        return self._inner(called, bound, _most(iter(kinds)))

    def _inner(self, called: Callable[..., Any], bound: Mapping[str, _Kind], seen: _Kind = _Kind.KNOWN) -> _Kind:
        """What a function of the law gives, and asks; one already being read gives what it is given."""
        if called in self._seen:
            return seen
        inner = _Reader(called, bound, self._seen)
        self.problems += [f"{problem} (dans {called.__name__})" for problem in inner.problems]
        return inner.gives

    def _made_here(self, own: Written, node: ast.Call, most: _Kind) -> _Kind:
        """What a function that the rule itself makes gives, of what it is given."""
        name = ast.unparse(node.func)
        del self._own[name]  # One that calls itself is not read for ever.
        self._bind_all(own, most)
        kept, self.gives = self.gives, _Kind.KNOWN
        self._body(own)
        kept, self.gives = self.gives, kept
        self._own[name] = own
        return kept

    def _bind_all(self, function: Written, kind: _Kind) -> None:
        for argument in ast.walk(function.args):
            if isinstance(argument, ast.arg):
                self.kinds[argument.arg] = max(kind, self.kinds.get(argument.arg, _Kind.KNOWN))

    def _meant(self, node: ast.expr) -> Any:
        """What a name, or a name of a module, stands for; None where only a candidate or a run would say."""
        match node:
            case ast.Name(id=name):
                found = self._globals.get(name, self._closed.get(name, getattr(builtins, name, None)))
            case ast.Attribute(value=value, attr=attr) if isinstance(module := self._meant(value), types.ModuleType):
                found = getattr(module, attr, None)
            case _:
                return None
        return inspect.unwrap(found) if callable(found) else found


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name)


def _attribute(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else ""


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
