"""The program of some rules as machine code: vectors of thirty-two candidates, the narrowest integers that are proved
enough.

Each node is kept divided by its ``step``, in the narrowest of 8, 16, 32 and 64 bits that holds every value that it may
take, as the graph proves it; without that proof there is no fast path. The code is compiled in memory, once, for the
processor at hand (``llvmlite``, a wheel: no compiler on the machine), and runs without the interpreter's lock.
"""

import ctypes
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from llvmlite import binding

from laureat.deliberation.llvm import LANES, Unproved, column_bits, module_text
from laureat.deliberation.program import Program
from laureat.rules.graph import Node

_INTEGERS = {8: np.int8, 16: np.int16, 32: np.int32, 64: np.int64}
_SHARED_FROM = 65_536
"""From so many rows on, threads share the work."""


@dataclass(frozen=True)
class Column:
    """One input or output of the code: its name, the NumPy type of its items, and what an item is a multiple of."""

    name: str
    dtype: Any
    step: int
    low: int
    high: int
    """What an item lies between, counted in steps."""


def _column(name: str, node: Node) -> Column:
    step = 1 if node.boolean else node.step or 1
    return Column(name, _INTEGERS[column_bits(node)], step, node.low // step, node.high // step)


class Fused:
    """The compiled program: ``run`` decides columns of candidates. Raises Unproved where no width is enough."""

    def __init__(self, program: Program) -> None:
        read = program.read
        self.program = program
        self.inputs = tuple(_column(known.name, known.node) for known in read)
        self.outputs = tuple(_column(name, node) for name, node in program.outputs.items())
        self._tables = [
            (_whole_numbers(node.value) // (node.step or 1)).astype(_INTEGERS[column_bits(node)])
            for node in program.tables
        ]
        self._engine, address = _compiled(module_text(program))
        self._call = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)(address)

    def run(self, columns: Mapping[str, Any], rows: int, threads: int | None = None) -> dict[str, Any]:
        """The outputs of so many candidates, by name.

        ``columns`` hold, for each input, whole numbers already divided by its step and within its bounds, in its type.
        They are read in place, but for the last rows where those fill no vector.
        """
        sources = [np.ascontiguousarray(columns[column.name], dtype=column.dtype) for column in self.inputs]
        whole, padded = rows // LANES * LANES, -(-rows // LANES) * LANES
        targets = self._targets(padded)
        arguments = [_pointers([*sources, *targets]), _pointers(self._tables)]
        shares = _shares(whole, threads or pl.thread_pool_size())
        if len(shares) == 1:
            self._call(*arguments, *shares[0])
        else:
            with ThreadPoolExecutor(len(shares)) as pool:
                for call in [pool.submit(self._call, *arguments, *share) for share in shares]:
                    call.result()
        if whole < rows:
            last = [_filled(source[whole:rows]) for source in sources]
            ends = [target[whole:] for target in targets]
            self._call(_pointers([*last, *ends]), _pointers(self._tables), 0, LANES)
        return {column.name: target[:rows] for column, target in zip(self.outputs, targets, strict=True)}

    def _targets(self, padded: int) -> list[Any]:
        """The arrays of the outputs, side by side: one piece of memory, of large pages where the system has them."""
        sizes = [np.dtype(column.dtype).itemsize * padded for column in self.outputs]
        pieces = np.split(np.empty(sum(sizes), np.uint8), np.cumsum(sizes)[:-1])
        return [piece.view(column.dtype) for piece, column in zip(pieces, self.outputs, strict=True)]


def _whole_numbers(entries: bytes | Sequence[int]) -> Any:
    return np.frombuffer(entries, np.uint8) if isinstance(entries, bytes) else np.array(entries, np.int64)


def _pointers(arrays: list[Any]) -> Any:
    return (ctypes.c_void_p * len(arrays))(*(array.ctypes.data for array in arrays))


def _shares(rows: int, threads: int) -> list[tuple[int, int]]:
    """The rows of each thread, multiples of 32; one share where the work is too small to be shared."""
    if rows < _SHARED_FROM or threads < 2:
        return [(0, rows)]
    size = -(-rows // threads // LANES) * LANES
    return [(first, min(first + size, rows)) for first in range(0, rows, size)]


def _filled(column: Any) -> Any:
    """A few rows, and zeros up to a whole vector."""
    filled = np.zeros(LANES, column.dtype)
    filled[: len(column)] = column
    return filled


def _machine(triple: str = "") -> Any:
    """A machine of its own for each engine, which owns it: the processor at hand, or the plainest of another kind."""
    if triple:
        binding.initialize_all_targets()
        binding.initialize_all_asmprinters()
        return binding.Target.from_triple(triple).create_target_machine(opt=2)
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    features = binding.get_host_cpu_features().flatten()
    return binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(), features=features, opt=2
    )


def _module(text: str, machine: Any) -> Any:
    """The module as it is: the graph computes nothing twice, and passes over it cost more than they win back."""
    module = binding.parse_assembly(text)
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    module.verify()
    return module


def _compiled(text: str) -> tuple[Any, int]:
    machine = _machine()
    engine = binding.create_mcjit_compiler(_module(text, machine), machine)
    engine.finalize_object()
    return engine, engine.get_function_address("decide")


def object_for(program: Program, triple: str) -> bytes:
    """The object code of a program for another kind of processor: ``aarch64-linux-gnu``."""
    machine = _machine(triple)
    emitted: bytes = machine.emit_object(_module(module_text(program), machine))
    return emitted


__all__ = ["Column", "Fused", "Unproved", "object_for"]
