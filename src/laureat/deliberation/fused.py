"""The program of some rules as machine code: vectors of sixteen candidates, the narrowest integers that are proved
enough.

Each node is kept divided by its ``step``, in the narrowest of 16, 32 and 64 bits that holds every value that it may
take, as the graph proves it; without that proof there is no fast path. The code is compiled in memory, once, for the
processor at hand (``llvmlite``, a wheel: no compiler on the machine), and runs without the interpreter's lock.
"""

import ctypes
import functools
import math
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from llvmlite import binding, ir

from laureat.deliberation.program import Program
from laureat.rules.graph import COMPARISONS, LOGIC, Node, Op

LANES = 16
WIDTHS = (16, 32, 64)
_TABLED_AS_CHOICES = 16
"""Up to so many entries, a table is written as comparisons."""


class Unproved(ValueError):
    """No width is proved enough for a value: the program has no fast path."""


def width(node: Node, *, at: int | None = None) -> int:
    """The bits of the narrowest integer that holds the node divided by its step (by ``at``)."""
    return bits((node.low, node.high), at or node.step or 1)


def bits(bounds: tuple[int, int], step: int) -> int:
    """The bits of the narrowest signed integer that holds every multiple of ``step`` within the bounds."""
    low, high = bounds[0] // step, bounds[1] // step
    for size in WIDTHS:
        if -(2 ** (size - 1)) <= low and high < 2 ** (size - 1):
            return size
    raise Unproved(f"aucun entier de 64 bits ne contient {low}..{high}")


@dataclass(frozen=True)
class Column:
    """One input or output of the code: its name, the NumPy type of its items, and what an item is a multiple of."""

    name: str
    dtype: Any
    step: int


class _Emitter:
    """Writes the body of the loop: one vector a node."""

    def __init__(self, builder: ir.IRBuilder, columns: Mapping[str, ir.Value], module: ir.Module) -> None:
        self.b = builder
        self.columns = columns
        self.module = module
        self.values: dict[int, ir.Value] = {}

    def emit(self, node: Node) -> ir.Value:
        args = [(arg, self.values[arg.rank]) for arg in node.args]
        if node.op is Op.CONST:
            value = _truth(node.value) if node.boolean else _number(node.value // (node.step or 1), width(node))
        elif node.op is Op.INPUT:
            value = self._input(node)
        elif node.op in LOGIC:
            value = self._logic(node.op, [value for _, value in args])
        elif node.op in COMPARISONS:
            value = self._compare(node.op, *args)
        else:
            value = self._arithmetic(node, args)
        self.values[node.rank] = value
        return value

    def _input(self, node: Node) -> ir.Value:
        loaded = self.columns[node.value]
        if node.boolean:
            return self.b.icmp_signed("!=", loaded, ir.Constant(loaded.type, [0] * LANES))
        return self._as(loaded, width(node), signed=node.low < 0)

    def _as(self, value: ir.Value, size: int, *, signed: bool = True) -> ir.Value:
        here = value.type.element.width
        kind = _vector(size)
        if here == size:
            return value
        if here > size:
            return self.b.trunc(value, kind)
        return self.b.sext(value, kind) if signed else self.b.zext(value, kind)

    def _logic(self, op: Op, values: Sequence[ir.Value]) -> ir.Value:
        if op is Op.NOT:
            return self.b.xor(values[0], _truth(True))
        return self.b.and_(*values) if op is Op.AND else self.b.or_(*values)

    def _shared(self, *pairs: tuple[Node, ir.Value], also: Node | None = None) -> tuple[list[ir.Value], int]:
        """The values brought to one step and one width, which hold them all (and ``also``)."""
        step = math.gcd(*(node.step for node, _ in pairs)) or 1
        nodes = [node for node, _ in pairs] + ([also] if also is not None else [])
        size = max(width(node, at=step) for node in nodes)
        return [self._scaled(node, value, step, size) for node, value in pairs], size

    def _scaled(self, node: Node, value: ir.Value, step: int, size: int) -> ir.Value:
        factor = (node.step or step) // step
        wide = self._as(value, size)
        return wide if factor == 1 else self.b.mul(wide, _number(factor, size))

    def _compare(self, op: Op, a: tuple[Node, ir.Value], b: tuple[Node, ir.Value]) -> ir.Value:
        if a[0].boolean and b[0].boolean:
            return self.b.icmp_unsigned("==", a[1], b[1])
        (left, right), _ = self._shared(a, b)
        return self.b.icmp_signed({Op.LT: "<", Op.LE: "<=", Op.EQ: "=="}[op], left, right)

    def _arithmetic(self, node: Node, args: Sequence[tuple[Node, ir.Value]]) -> ir.Value:
        match node.op:
            case Op.ADD | Op.SUB:
                (left, right), size = self._shared(*args, also=node)
                made = self.b.add(left, right) if node.op is Op.ADD else self.b.sub(left, right)
                return self._as(made, width(node)) if size != width(node) else made
            case Op.SCALE:
                (inner, value) = args[0]
                size = max(width(node), width(inner))
                wide = self._as(value, size)
                return self._as(self.b.neg(wide) if node.value < 0 else wide, width(node))
            case Op.SELECT:
                (_, condition), *choices = args
                (left, right), size = self._shared(*choices, also=node)
                return self._as(self.b.select(condition, left, right), width(node))
            case Op.BIT:
                inner, value = args[0]
                if inner.step != 1:
                    raise Unproved("un bit se lit sur un nombre entier")
                kept = self.b.and_(value, _number(1 << node.value, width(inner)))
                return self.b.icmp_signed("!=", kept, _number(0, width(inner)))
            case Op.ABS:
                inner, value = args[0]
                size = width(inner)
                negative = self.b.icmp_signed("<", value, _number(0, size))
                return self._as(self.b.select(negative, self.b.neg(value), value), width(node))
            case Op.FLOORDIV:
                (left, right), size = self._shared(*args, also=None)
                size = max(size, width(node))
                left, right = self._as(left, size), self._as(right, size)
                none = self.b.icmp_signed("==", right, _number(0, size))
                safe = self.b.select(none, _number(1, size), right)
                return self._as(self.b.sdiv(left, safe), width(node))
            case Op.TABLE:
                return self._table(node, *args[0])
        raise AssertionError(node.op)

    def _table(self, node: Node, inner: Node, index: ir.Value) -> ir.Value:
        if inner.step != 1:
            raise Unproved("un rang de table est un nombre entier")
        size = width(node)
        entries = [entry // (node.step or 1) for entry in node.value]
        kind = ir.ArrayType(ir.IntType(size), len(entries))
        table = ir.GlobalVariable(self.module, kind, f"table.{node.rank}")
        table.initializer, table.global_constant, table.linkage = ir.Constant(kind, entries), True, "internal"
        result: ir.Value = ir.Constant(_vector(size), [0] * LANES)
        wide = self._as(index, 64)
        zero = ir.Constant(ir.IntType(64), 0)
        for lane in range(LANES):
            place = ir.Constant(ir.IntType(32), lane)
            address = self.b.gep(table, [zero, self.b.extract_element(wide, place)], inbounds=True)
            result = self.b.insert_element(result, self.b.load(address), place)
        return result


def _vector(size: int) -> ir.VectorType:
    return ir.VectorType(ir.IntType(size), LANES)


def _number(value: int, size: int) -> ir.Constant:
    return ir.Constant(_vector(size), [value] * LANES)


def _truth(value: bool) -> ir.Constant:
    return ir.Constant(_vector(1), [int(value)] * LANES)


_INTEGERS = {8: np.int8, 16: np.int16, 32: np.int32, 64: np.int64}


def _column(name: str, node: Node) -> Column:
    if node.boolean:
        return Column(name, np.int8, 1)
    step = node.step or 1
    low, high = node.low // step, node.high // step
    size = 8 if low >= -128 and high < 128 else width(node)
    return Column(name, _INTEGERS[size], step)


class Fused:
    """The compiled program: ``run`` decides columns of candidates."""

    def __init__(self, program: Program) -> None:
        needed = {node.rank for node in program.nodes}
        self.program = program
        self._read = [known for known in program.inputs if known.node.rank in needed]
        self.inputs = tuple(_column(known.name, known.node) for known in self._read)
        self.outputs = tuple(_column(name, node) for name, node in program.outputs.items())
        self._engine, address = _compiled(self._module())
        kind = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)
        self._call = kind(address)

    def _module(self) -> ir.Module:
        module = ir.Module("laureat")
        pointers = ir.IntType(8).as_pointer().as_pointer()
        count = ir.IntType(64)
        function = ir.Function(module, ir.FunctionType(ir.VoidType(), [pointers, pointers, count, count]), "decide")
        entry, head, body, done = (function.append_basic_block(name) for name in ("entry", "head", "body", "done"))
        builder = ir.IRBuilder(entry)
        read, written, first, last = function.args
        sources = [self._base(builder, read, rank, column) for rank, column in enumerate(self.inputs)]
        targets = [self._base(builder, written, rank, column) for rank, column in enumerate(self.outputs)]
        builder.branch(head)
        builder.position_at_end(head)
        row = builder.phi(count, "row")
        row.add_incoming(first, entry)
        builder.cbranch(builder.icmp_signed("<", row, last), body, done)
        builder.position_at_end(body)
        loaded = {
            known.node.value: _load(builder, base, row, column)
            for known, base, column in zip(self._read, sources, self.inputs, strict=True)
        }
        emitter = _Emitter(builder, loaded, module)
        for node in self.program.nodes:
            emitter.emit(node)
        for base, column, node in zip(targets, self.outputs, self.program.outputs.values(), strict=True):
            _store(builder, base, row, column, node, emitter.values[node.rank])
        following = builder.add(row, ir.Constant(count, LANES))
        row.add_incoming(following, builder.block)
        builder.branch(head)
        builder.position_at_end(done)
        builder.ret_void()
        return module

    @staticmethod
    def _base(builder: ir.IRBuilder, table: ir.Value, rank: int, column: Column) -> ir.Value:
        raw = builder.load(builder.gep(table, [ir.Constant(ir.IntType(64), rank)]))
        return builder.bitcast(raw, ir.IntType(8 * np.dtype(column.dtype).itemsize).as_pointer())

    def run(self, columns: Mapping[str, Any], rows: int, threads: int | None = None) -> dict[str, Any]:
        """The outputs of so many candidates, by name.

        ``columns`` hold, for each input, whole numbers already divided by its step, in its type; a column longer than
        ``rows`` rounded up to a multiple of 16 is read in place, a shorter one is copied and filled with zeros.
        """
        padded = -(-rows // LANES) * LANES
        sources = [_padded(columns[column.name], column.dtype, padded) for column in self.inputs]
        targets = [np.empty(padded, column.dtype) for column in self.outputs]
        read = (ctypes.c_void_p * len(sources))(*(source.ctypes.data for source in sources))
        written = (ctypes.c_void_p * len(targets))(*(target.ctypes.data for target in targets))
        for first, last in _shares(padded, threads or os.cpu_count() or 1):
            if last == padded and first == 0:
                self._call(read, written, 0, padded)
                break
        else:
            with ThreadPoolExecutor() as pool:
                calls = [pool.submit(self._call, read, written, *share) for share in _shares(padded, threads or 2)]
                for call in calls:
                    call.result()
        return {column.name: target[:rows] for column, target in zip(self.outputs, targets, strict=True)}


def _shares(padded: int, threads: int) -> list[tuple[int, int]]:
    """The rows of each thread, multiples of 16; one share where the work is too small to be shared."""
    if padded < 65_536 or threads < 2:
        return [(0, padded)]
    size = -(-padded // threads // LANES) * LANES
    return [(first, min(first + size, padded)) for first in range(0, padded, size)]


def _padded(column: Any, dtype: Any, padded: int) -> Any:
    array = np.ascontiguousarray(column, dtype=dtype)
    if len(array) >= padded:
        return array
    filled = np.zeros(padded, dtype)
    filled[: len(array)] = array
    return filled


def _load(builder: ir.IRBuilder, base: ir.Value, row: ir.Value, column: Column) -> ir.Value:
    size = 8 * np.dtype(column.dtype).itemsize
    address = builder.bitcast(builder.gep(base, [row]), _vector(size).as_pointer())
    return builder.load(address, align=np.dtype(column.dtype).itemsize)


def _store(builder: ir.IRBuilder, base: ir.Value, row: ir.Value, column: Column, node: Node, value: ir.Value) -> None:
    size = 8 * np.dtype(column.dtype).itemsize
    kind = _vector(size)
    if node.boolean:
        value = builder.zext(value, kind)
    elif value.type.element.width > size:
        value = builder.trunc(value, kind)
    address = builder.bitcast(builder.gep(base, [row]), kind.as_pointer())
    builder.store(value, address, align=np.dtype(column.dtype).itemsize)


@functools.cache
def _machine() -> Any:
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    target = binding.Target.from_default_triple()
    return target.create_target_machine(
        cpu=binding.get_host_cpu_name(), features=binding.get_host_cpu_features().flatten(), opt=3
    )


def _compiled(module: ir.Module) -> tuple[Any, int]:
    parsed = binding.parse_assembly(str(module))
    parsed.verify()
    machine = _machine()
    options = binding.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = False
    builder = binding.create_pass_builder(machine, options)
    builder.getModulePassManager().run(parsed, builder)
    engine = binding.create_mcjit_compiler(parsed, _machine_copy())
    engine.finalize_object()
    return engine, engine.get_function_address("decide")


def _machine_copy() -> Any:
    """A machine of its own for each engine, which owns it."""
    target = binding.Target.from_default_triple()
    return target.create_target_machine(
        cpu=binding.get_host_cpu_name(), features=binding.get_host_cpu_features().flatten(), opt=3
    )
