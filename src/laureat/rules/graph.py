"""The rules as one graph: traced once, each value a node that stands for it whoever the candidate is.

A node is an operation on other nodes; equal nodes are one (hash-consed), so that what two rules compute alike is
computed once. Every node knows the least and the greatest value that it may take, and a number that divides all of
them, from those of the inputs: what is proved here lets a program choose the narrowest integers that cannot overflow.

Rules are not changed: ``si`` asks the node, as it asks a column. What cannot be traced (``if``, ``and``, ``is``,
``in`` on a value) is refused when it happens: a node has no truth of its own.
"""

import hashlib
import math
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from laureat.rules.logic import si_of


class Op(StrEnum):
    """What a node does."""

    INPUT = "entrée"
    CONST = "constante"
    ADD = "+"
    SUB = "-"
    SCALE = "×"
    """A node times a whole number, kept in ``value``."""
    LT = "<"
    LE = "<="
    EQ = "="
    AND = "et"
    OR = "ou"
    NOT = "non"
    SELECT = "si"
    TABLE = "table"
    """The entry of a constant table, in ``value``, at the rank that a node tells."""
    BIT = "bit"
    """Whether a node has the bit whose rank is in ``value``."""
    ABS = "abs"
    FLOORDIV = "÷"


COMPARISONS = frozenset({Op.LT, Op.LE, Op.EQ})
LOGIC = frozenset({Op.AND, Op.OR, Op.NOT})


class Untraceable(TypeError):
    """A rule asks a traced value for a truth that only a candidate could give it."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One value of the graph; made by ``Graph`` and by arithmetic on nodes, never directly."""

    graph: "Graph"
    rank: int
    op: Op
    args: tuple["Node", ...]
    value: Any
    """Of an input its name, of a constant its value, of a scaled node the factor, of a table its entries."""
    boolean: bool
    low: int
    high: int
    step: int
    """Every value that it may take is a multiple of it; 0 for the constant zero."""

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        raise Untraceable(
            "une règle demande une vérité à une valeur (if, and, or, not, in) : écrire si(…), et(…), ou(…), non(…)"
        )

    def __add__(self, other: Any) -> Any:
        return self.graph.add(self, self.graph.node(other))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self.graph.subtract(self, self.graph.node(other))

    def __rsub__(self, other: Any) -> Any:
        return self.graph.subtract(self.graph.node(other), self)

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Node):
            raise Untraceable("le produit de deux valeurs ne se trace pas : un coefficient est un nombre de la loi")
        return self.graph.scale(self, int(other))

    __rmul__ = __mul__

    def __neg__(self) -> Any:
        return self.graph.scale(self, -1)

    def __lt__(self, other: Any) -> Any:
        return self.graph.compare(Op.LT, self, self.graph.node(other))

    def __le__(self, other: Any) -> Any:
        return self.graph.compare(Op.LE, self, self.graph.node(other))

    def __gt__(self, other: Any) -> Any:
        return self.graph.compare(Op.LT, self.graph.node(other), self)

    def __ge__(self, other: Any) -> Any:
        return self.graph.compare(Op.LE, self.graph.node(other), self)

    def __eq__(self, other: object) -> Any:
        return self.graph.compare(Op.EQ, self, self.graph.node(other))

    def __ne__(self, other: object) -> Any:
        return self.graph.negate(self.graph.compare(Op.EQ, self, self.graph.node(other)))

    def __and__(self, other: Any) -> Any:
        return self.graph.both(self, self.graph.node(other))

    __rand__ = __and__

    def __or__(self, other: Any) -> Any:
        return self.graph.either(self, self.graph.node(other))

    __ror__ = __or__

    def __xor__(self, other: Any) -> Any:
        if other is not True:
            raise Untraceable("seul « ^ True », la négation, se trace")
        return self.graph.negate(self)

    __rxor__ = __xor__

    def __abs__(self) -> Any:
        return self.graph.absolute(self)

    def __floordiv__(self, other: Any) -> Any:
        return self.graph.divide(self, self.graph.node(other))

    @property
    def constant(self) -> bool:
        """The same for every candidate."""
        return self.op is Op.CONST

    def __str__(self) -> str:
        args = " ".join(f"n{arg.rank}" for arg in self.args)
        value = "" if self.value is None else f" {self.value}" if self.op is not Op.TABLE else f" [{len(self.value)}]"
        kind = "booléen" if self.boolean else f"{self.low}..{self.high} par {self.step}"
        return f"n{self.rank} = {self.op}{value}{' ' + args if args else ''} ({kind})"


@si_of.register
def _(condition: Node, alors: Any, sinon: Any) -> Any:
    return condition.graph.select(condition, alors, sinon)


class Graph:
    """The nodes of one set of rules, each once, in an order where every node comes after what it reads."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._known: dict[tuple[Any, ...], Node] = {}

    def _make(self, op: Op, args: tuple[Node, ...], value: Any, boolean: bool, low: int, high: int, step: int) -> Node:
        key = (op, tuple(arg.rank for arg in args), value, boolean)
        if key not in self._known:
            self._known[key] = node = Node(self, len(self.nodes), op, args, value, boolean, low, high, step)
            self.nodes.append(node)
        return self._known[key]

    # --- leaves

    def input(self, name: str, low: int, high: int, step: int = 1) -> Node:
        """A number told of each candidate; ``low``, ``high`` and ``step`` are asserted where it is read."""
        return self._make(Op.INPUT, (), name, False, low, high, step)

    def flag(self, name: str) -> Node:
        """A truth told of each candidate."""
        return self._make(Op.INPUT, (), name, True, 0, 1, 1)

    def node(self, value: Any) -> Node:
        """A node, or the constant of a number or of a truth."""
        if isinstance(value, Node):
            return value
        if isinstance(value, bool):
            return self._make(Op.CONST, (), value, True, int(value), int(value), 1)
        number = int(value)
        return self._make(Op.CONST, (), number, False, number, number, abs(number))

    # --- arithmetic

    def add(self, a: Node, b: Node) -> Node:
        """a + b."""
        if a.constant and b.constant:
            return self.node(a.value + b.value)
        if a.constant and a.value == 0:
            return b
        if b.constant and b.value == 0:
            return a
        a, b = (b, a) if b.rank < a.rank else (a, b)
        return self._make(Op.ADD, (a, b), None, False, a.low + b.low, a.high + b.high, math.gcd(a.step, b.step))

    def subtract(self, a: Node, b: Node) -> Node:
        """a − b."""
        if a.constant and b.constant:
            return self.node(a.value - b.value)
        if b.constant:
            return self.add(a, self.node(-b.value))
        if a is b:
            return self.node(0)
        return self._make(Op.SUB, (a, b), None, False, a.low - b.high, a.high - b.low, math.gcd(a.step, b.step))

    def scale(self, a: Node, factor: int) -> Node:
        """a × factor."""
        if a.boolean:
            a = self.select(a, 1, 0)
        if factor == 0 or a.constant:
            return self.node((a.value if a.constant else 0) * factor)
        if factor == 1:
            return a
        if a.op is Op.SCALE:
            return self.scale(a.args[0], a.value * factor)
        low, high = sorted((a.low * factor, a.high * factor))
        return self._make(Op.SCALE, (a,), factor, False, low, high, a.step * abs(factor))

    def absolute(self, a: Node) -> Node:
        """|a|."""
        if a.low >= 0:
            return a
        high = max(abs(a.low), abs(a.high))
        return self._make(Op.ABS, (a,), None, False, 0 if a.high >= 0 else -a.high, high, a.step)

    def divide(self, a: Node, b: Node) -> Node:
        """a ÷ b, the whole number not above it; b is known, or neither is negative. Where b is 0, 0 stands for a result
        that has no meaning."""
        if b.constant and b.value == 0:
            return self.node(0)
        if a.constant and b.constant:
            return self.node(a.value // b.value)
        if b.constant and b.value > 0 and a.step % b.value == 0:
            return self._make(Op.FLOORDIV, (a, b), None, False, a.low // b.value, a.high // b.value, a.step // b.value)
        if b.constant and b.value > 0 > a.low:  # the programs divide what is not negative
            raised = -(a.low // b.value)
            return self.subtract(self.divide(self.add(a, self.node(raised * b.value)), b), self.node(raised))
        if a.low < 0 or b.low < 0:
            raise Untraceable("seule se trace une division par un nombre connu, ou de nombres positifs")
        least = max(b.low, b.step, 1)
        return self._make(Op.FLOORDIV, (a, b), None, False, 0, a.high // least, 1)

    # --- truths

    def compare(self, op: Op, a: Node, b: Node) -> Node:
        """a < b, a ≤ b or a = b; a constant wherever the bounds decide."""
        if op is Op.EQ:
            if a is b:
                return self.node(True)
            if a.high < b.low or b.high < a.low or (a.constant and b.constant and a.value != b.value):
                return self.node(False)
            if a.boolean and b.constant:
                return a if b.value else self.negate(a)
            a, b = (b, a) if b.rank < a.rank else (a, b)
        elif (a.high < b.low) if op is Op.LT else (a.high <= b.low):
            return self.node(True)
        elif (a.low >= b.high) if op is Op.LT else (a.low > b.high):
            return self.node(False)
        return self._make(op, (a, b), None, True, 0, 1, 1)

    def both(self, a: Node, b: Node) -> Node:
        """a and b."""
        for one, other in ((a, b), (b, a)):
            if one.constant:
                return other if one.value else self.node(False)
        if a is b:
            return a
        a, b = (b, a) if b.rank < a.rank else (a, b)
        return self._make(Op.AND, (a, b), None, True, 0, 1, 1)

    def either(self, a: Node, b: Node) -> Node:
        """a or b."""
        for one, other in ((a, b), (b, a)):
            if one.constant:
                return self.node(True) if one.value else other
        if a is b:
            return a
        a, b = (b, a) if b.rank < a.rank else (a, b)
        return self._make(Op.OR, (a, b), None, True, 0, 1, 1)

    def negate(self, a: Node) -> Node:
        """Not a."""
        if a.constant:
            return self.node(not a.value)
        if a.op is Op.NOT:
            return a.args[0]
        return self._make(Op.NOT, (a,), None, True, 0, 1, 1)

    # --- choices

    def select(self, condition: Node, alors: Any, sinon: Any) -> Node:
        """``alors`` where the condition holds, ``sinon`` elsewhere."""
        a, b = self.node(alors), self.node(sinon)
        if condition.constant:
            return a if condition.value else b
        if a is b:
            return a
        if a.boolean and b.boolean:
            return self.either(self.both(condition, a), self.both(self.negate(condition), b))
        if condition.op is Op.NOT:
            condition, a, b = condition.args[0], b, a
        low, high = min(a.low, b.low), max(a.high, b.high)
        if condition.op in (Op.LT, Op.LE):
            least, most = condition.args
            if least is b and most is a:  # the greater of two
                low = max(a.low, b.low)
            elif least is a and most is b:  # the smaller of two
                high = min(a.high, b.high)
        return self._make(Op.SELECT, (condition, a, b), None, False, low, high, math.gcd(a.step, b.step))

    def table(self, index: Node, entries: Sequence[int]) -> Node:
        """The entry at the rank that ``index`` tells, which lies within the table.

        The table of what is certain holds millions of small numbers: those that are bytes are kept as bytes.
        """
        rows: bytes | tuple[int, ...]
        try:
            rows = bytes(entries)
        except ValueError:
            rows = tuple(entries)
        if not 0 <= index.low <= index.high < len(rows):
            raise ValueError(f"un rang de {index.low} à {index.high} sort de la table, qui finit à {len(rows) - 1}")
        some = set(rows)
        return self._make(Op.TABLE, (index,), rows, False, min(some), max(some), math.gcd(*some))

    def bit(self, a: Node, rank: int) -> Node:
        """Whether a, which is not negative, has that bit."""
        if a.constant:
            return self.node(bool(a.value >> rank & 1))
        return self._make(Op.BIT, (a,), rank, True, 0, 1, 1)

    # --- reading

    def reached(self, outputs: Iterable[Node]) -> list[Node]:
        """The nodes that the outputs need, in order."""
        needed: set[int] = set()
        pending = [node.rank for node in outputs]
        while pending:
            rank = pending.pop()
            if rank not in needed:
                needed.add(rank)
                pending += [arg.rank for arg in self.nodes[rank].args]
        return [self.nodes[rank] for rank in sorted(needed)]

    def __str__(self) -> str:
        return "\n".join(map(str, self.nodes))


def digest(nodes: Iterable[Node], outputs: Iterable[tuple[str, Node]]) -> str:
    """SHA-256 of the nodes and of what they are for: the same rules, session and numbers give the same."""
    lines = [str(node) for node in nodes]
    lines += [f"{name} → n{node.rank}" for name, node in outputs]
    tables = [repr(node.value) for node in nodes if node.op is Op.TABLE] if lines else []
    return hashlib.sha256("\n".join((*lines, *tables)).encode()).hexdigest()


_PLAIN: dict[Op, Callable[..., Any]] = {
    Op.ADD: operator.add,
    Op.SUB: operator.sub,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.EQ: operator.eq,
    Op.AND: operator.and_,
    Op.OR: operator.or_,
    Op.NOT: operator.not_,
    Op.ABS: abs,
    Op.FLOORDIV: lambda a, b: a // b if b else 0,
}


def computed(nodes: Iterable[Node], inputs: dict[str, Any]) -> Iterator[tuple[Node, Any]]:
    """Every node's value for one candidate, by its definition: what the programs made of a graph are held against."""
    values: dict[int, Any] = {}
    for node in nodes:
        args = [values[arg.rank] for arg in node.args]
        match node.op:
            case Op.INPUT:
                value = inputs[node.value]
            case Op.CONST:
                value = node.value
            case Op.SCALE:
                value = args[0] * node.value
            case Op.BIT:
                value = bool(args[0] >> node.value & 1)
            case Op.SELECT:
                value = args[1] if args[0] else args[2]
            case Op.TABLE:
                value = node.value[args[0]]
            case _:
                value = _PLAIN[node.op](*args)
        values[node.rank] = value
        yield node, value
