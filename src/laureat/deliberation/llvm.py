"""The program of some rules written in the language of LLVM: one loop, one vector of thirty-two candidates a node.

What costs, once the nodes are few and narrow, is memory: a hundred columns are more than a processor follows by itself.
So the rows go by blocks, and while one is decided the loop asks for the next, a column at a time, into the second
cache: the first does not hold two blocks. A node is written where what needs it needs it, which spares the registers.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from laureat.deliberation.program import Program
from laureat.rules.graph import COMPARISONS, LOGIC, Node, Op

LANES = 32
WIDTHS = (8, 16, 32, 64)
BLOCK = 128
"""The rows of a block (measured: 128 cost the least)."""
LINE = 64
"""The bytes that a processor asks of the memory at once."""
EXACT_UNDER = {"float": 2**24, "double": 2**53}
"""By kind of floating number, under which dividend + divisor their quotient, once cut, is the whole one.

Were it rounded up to the next whole number n, the exact quotient, at most n − 1/divisor, would lie within half the gap
that stands below n, hence n × divisor, which is at most dividend + divisor, would reach the bound.
"""


class Unproved(ValueError):
    """No width is proved enough for a value: the program has no fast path."""


def width(node: Node, *, at: int | None = None) -> int:
    """The bits of the narrowest integer that holds the node divided by its step (by ``at``)."""
    step = at or node.step or 1
    low, high = node.low // step, node.high // step
    for size in WIDTHS:
        if -(2 ** (size - 1)) <= low and high < 2 ** (size - 1):
            return size
    raise Unproved(f"aucun entier de 64 bits ne contient {low}..{high}")


def column_bits(node: Node) -> int:
    """The bits of an item of a column that holds the node divided by its step."""
    return 8 if node.boolean else width(node)


class _Value(NamedTuple):
    """What a node became: the name of a vector, and the bits of its items."""

    name: str
    bits: int


def _vector(size: int) -> str:
    return f"<{LANES} x i{size}>"


def _constant(value: int, size: int) -> _Value:
    return _Value(f"<{', '.join([f'i{size} {value}'] * LANES)}>", size)


class _Emitter:
    """Writes the body of the loop."""

    def __init__(self, tables: Sequence[Node]) -> None:
        self.lines: list[str] = []
        self.values: dict[int, _Value] = {}
        self._tables = {node.rank: place for place, node in enumerate(tables)}

    def line(self, text: str, size: int = 0) -> _Value:
        """One more instruction, and the value that it gives."""
        name = f"%v{len(self.lines)}"
        self.lines.append(f"  {name} = {text}")
        return _Value(name, size)

    def binary(self, what: str, left: _Value, right: _Value) -> _Value:
        return self.line(f"{what} {_vector(left.bits)} {left.name}, {right.name}", left.bits)

    def compare(self, how: str, left: _Value, right: _Value) -> _Value:
        return self.binary(f"icmp {how}", left, right)._replace(bits=1)

    def select(self, condition: _Value, left: _Value, right: _Value) -> _Value:
        kind = _vector(left.bits)
        text = f"select {_vector(1)} {condition.name}, {kind} {left.name}, {kind} {right.name}"
        return self.line(text, left.bits)

    def resized(self, value: _Value, size: int, *, signed: bool = True) -> _Value:
        if value.bits == size:
            return value
        how = "trunc" if value.bits > size else "sext" if signed else "zext"
        return self.line(f"{how} {_vector(value.bits)} {value.name} to {_vector(size)}", size)

    # --- columns

    def loaded(self, place: int, node: Node) -> None:
        size = column_bits(node)
        address = self._at("read", place, size)
        value = self.line(f"load {_vector(size)}, ptr {address.name}, align {size // 8}", size)
        if node.boolean:
            self.values[node.rank] = self.compare("ne", value, _constant(0, size))
        else:
            self.values[node.rank] = self.resized(value, width(node), signed=node.low < 0)

    def stored(self, place: int, node: Node) -> None:
        size = column_bits(node)
        value = self.resized(self.values[node.rank], size, signed=not node.boolean)
        address = self._at("written", place, size)
        self.lines.append(f"  store {_vector(size)} {value.name}, ptr {address.name}, align {size // 8}")

    def _at(self, name: str, place: int, size: int) -> _Value:
        """Where the rows of a column stand."""
        return self.line(f"getelementptr i{size}, ptr %{name}{place}, i64 %row")

    # --- nodes

    def emit(self, node: Node) -> None:
        args = [(arg, self.values[arg.rank]) for arg in node.args]
        if node.op is Op.CONST:
            value = _constant(int(node.value), 1) if node.boolean else _constant(_steps(node), width(node))
        elif node.op in LOGIC:
            value = self._logic(node.op, [value for _, value in args])
        elif node.op in COMPARISONS:
            value = self._compared(node.op, *args)
        else:
            value = self._arithmetic(node, args)
        self.values[node.rank] = value

    def _logic(self, op: Op, values: Sequence[_Value]) -> _Value:
        if op is Op.NOT:
            return self.binary("xor", values[0], _constant(1, 1))
        return self.binary("and" if op is Op.AND else "or", *values)

    def _compared(self, op: Op, a: tuple[Node, _Value], b: tuple[Node, _Value]) -> _Value:
        how = {Op.LT: "slt", Op.LE: "sle", Op.EQ: "eq"}[op]
        if a[0].boolean and b[0].boolean:
            # As signed numbers of one bit, true would be less than false.
            return self.compare(how.replace("s", "u"), a[1], b[1])
        left, right = self._shared(a, b)
        return self.compare(how, left, right)

    def _shared(self, *pairs: tuple[Node, _Value], also: Node | None = None) -> list[_Value]:
        """The values brought to one step and one width, which hold them all (and ``also``)."""
        step = math.gcd(*(node.step for node, _ in pairs)) or 1
        held = [node for node, _ in pairs] + ([] if also is None else [also])
        size = max(width(node, at=step) for node in held)
        return [self._scaled(node, value, step, size) for node, value in pairs]

    def _scaled(self, node: Node, value: _Value, step: int, size: int) -> _Value:
        factor = (node.step or step) // step
        wide = self.resized(value, size, signed=not node.boolean)
        return wide if factor == 1 else self.binary("mul", wide, _constant(factor, size))

    def _whole(self, node: Node, value: _Value) -> _Value:
        """A number that is not negative, counted one by one."""
        if node.low < 0:
            raise Unproved("un rang de table et un mot de bits ne sont pas négatifs")
        return self._scaled(node, value, 1, width(node, at=1))

    def _arithmetic(self, node: Node, args: Sequence[tuple[Node, _Value]]) -> _Value:
        size = width(node)
        match node.op:
            case Op.ADD | Op.SUB:
                made = self.binary(str({Op.ADD: "add", Op.SUB: "sub"}[node.op]), *self._shared(*args, also=node))
            case Op.SCALE:
                wide = self.resized(args[0][1], max(size, args[0][1].bits))
                made = self.binary("sub", _constant(0, wide.bits), wide) if node.value < 0 else wide
            case Op.SELECT:
                made = self.select(args[0][1], *self._shared(*args[1:], also=node))
            case Op.BIT:
                value = self._whole(*args[0])
                return self.compare(
                    "ne", self.binary("and", value, _constant(1 << node.value, value.bits)), _constant(0, value.bits)
                )
            case Op.ABS:
                value = args[0][1]
                wide = self.resized(value, max(size, value.bits))
                zero = _constant(0, wide.bits)
                made = self.select(self.compare("slt", wide, zero), self.binary("sub", zero, wide), wide)
            case Op.FLOORDIV:
                made = self._divided(node, *args)
            case Op.TABLE:
                return self._table(node, self._whole(*args[0]))
            case _:
                raise AssertionError(node.op)
        return self.resized(made, size)

    def _divided(self, node: Node, a: tuple[Node, _Value], b: tuple[Node, _Value]) -> _Value:
        if b[0].constant and a[0].step % b[0].value == 0:
            return a[1]  # Exact: as many steps, each so many times smaller.
        left, right = self._shared(a, b, also=node)
        none = self.compare("eq", right, _constant(0, right.bits))
        right = self.select(none, _constant(1, right.bits), right)
        reach = (a[0].high + b[0].high) // (math.gcd(a[0].step, b[0].step) or 1)
        kind = next((kind for kind, bound in EXACT_UNDER.items() if reach < bound), "")
        made = self._quotient(kind, left, right) if kind and not b[0].constant else self.binary("udiv", left, right)
        return self.select(none, _constant(0, made.bits), made)

    def _quotient(self, kind: str, left: _Value, right: _Value) -> _Value:
        """The whole quotient by floating numbers: no processor divides vectors of whole ones."""
        vector, floating = _vector(left.bits), f"<{LANES} x {kind}>"
        a, b = (self.line(f"uitofp {vector} {value.name} to {floating}") for value in (left, right))
        made = self.line(f"fdiv {floating} {a.name}, {b.name}")
        return self.line(f"fptoui {floating} {made.name} to {vector}", left.bits)

    def _table(self, node: Node, index: _Value) -> _Value:
        size, place = width(node), self._tables[node.rank]
        made = _constant(0, size)
        for lane in range(LANES):
            rank = self.line(f"extractelement {_vector(index.bits)} {index.name}, i32 {lane}")
            address = self.line(f"getelementptr i{size}, ptr %table{place}, i{index.bits} {rank.name}")
            entry = self.line(f"load i{size}, ptr {address.name}")
            made = self.line(f"insertelement {_vector(size)} {made.name}, i{size} {entry.name}, i32 {lane}", size)
        return made


def _steps(node: Node) -> int:
    steps: int = node.value // (node.step or 1)
    return steps


def as_needed(outputs: Iterable[Node]) -> Iterable[Node]:
    """The nodes in the order in which the outputs need them, each right before the first that reads it."""
    known: set[int] = set()
    pending = [(node, False) for node in outputs][::-1]
    while pending:
        node, ready = pending.pop()
        if ready:
            yield node
        elif node.rank not in known:
            known.add(node.rank)
            pending.append((node, True))
            pending += [(arg, False) for arg in reversed(node.args)]


def module_text(program: Program) -> str:
    """``decide(columns, tables, first, last)``: the columns, those read then those written, and the tables, by their
    places in ``program``; rows from first to last, by thirty-two."""
    emitter = _Emitter(program.tables)
    places = {known.node.rank: place for place, known in enumerate(program.read)}
    told: dict[int, list[int]] = {}
    for place, node in enumerate(program.outputs.values()):
        told.setdefault(node.rank, []).append(place)
    for node in as_needed(program.outputs.values()):
        if node.op is Op.INPUT:
            emitter.loaded(places[node.rank], node)
        else:
            emitter.emit(node)
        for place in told.get(node.rank, ()):
            emitter.stored(place, node)
    columns = [known.node for known in program.read] + list(program.outputs.values())
    bases = [
        f"  %{name}{place}.at = getelementptr ptr, ptr %{array}, i64 {first + place}\n"
        f"  %{name}{place} = load ptr, ptr %{name}{place}.at"
        for name, array, first, count in (
            ("read", "columns", 0, len(program.read)),
            ("written", "columns", len(program.read), len(program.outputs)),
            ("table", "tables", 0, len(program.tables)),
        )
        for place in range(count)
    ]
    return "\n".join(
        (
            _sizes(columns),
            "define void @decide(ptr %columns, ptr %tables, i64 %first, i64 %last) {",
            "entry:",
            *bases,
            "  br label %head",
            "head:",
            "  %row = phi i64 [ %first, %entry ], [ %next, %body ]",
            "  %more = icmp slt i64 %row, %last",
            "  br i1 %more, label %asking, label %done",
            _asking(len(columns)),
            "body:",
            *emitter.lines,
            f"  %next = add i64 %row, {LANES}",
            "  br label %head",
            "done:",
            "  ret void",
            "}",
            "declare void @llvm.prefetch(ptr, i32, i32, i32)",
            "",
        )
    )


def _sizes(columns: Sequence[Node]) -> str:
    """The bytes of an item of each column, for the code that asks the memory for them."""
    sizes = ", ".join(f"i64 {column_bits(node) // 8}" for node in columns)
    return f"@sizes = private constant [{len(columns)} x i64] [{sizes}]"


def _asking(count: int) -> str:
    """Ask the memory for the next block of some columns: at each vector of a block its share of them, line by line."""
    return f"""asking:
  %place = and i64 %row, {BLOCK - 1}
  %share = udiv i64 %place, {LANES}
  %block = sub i64 %row, %place
  %coming = add i64 %block, {BLOCK}
  br label %each
each:
  %column = phi i64 [ %share, %asking ], [ %following, %asked ]
  %some = icmp ult i64 %column, {count}
  br i1 %some, label %where, label %body
where:
  %base.at = getelementptr ptr, ptr %columns, i64 %column
  %base = load ptr, ptr %base.at
  %size.at = getelementptr i64, ptr @sizes, i64 %column
  %size = load i64, ptr %size.at
  %start = mul i64 %size, %coming
  %length = mul i64 %size, {BLOCK}
  %end = add i64 %start, %length
  br label %line
line:
  %offset = phi i64 [ %start, %where ], [ %further, %line ]
  %address = getelementptr i8, ptr %base, i64 %offset
  call void @llvm.prefetch(ptr %address, i32 0, i32 2, i32 1)
  %further = add i64 %offset, {LINE}
  %again = icmp ult i64 %further, %end
  br i1 %again, label %line, label %asked
asked:
  %following = add i64 %column, {BLOCK // LANES}
  br label %each"""
