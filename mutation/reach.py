"""Which tests pass by a line: each file of tests is run once, without a mutant, and each line says who reached it."""

import ast
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from coverage import Coverage

from mutation import forked
from mutation.mutants import PACKAGES, ROOT

_VALUES = "tests/house/test_values.py"
TESTS = {
    "reglements": (
        "tests/reglements",
        "tests/unit/jury",
        "tests/unit/session",
        "tests/unit/deliberation/test_next_session_of_blocks.py",
        _VALUES,
    ),
    "deliberation": ("tests/unit/deliberation", "tests/reglements/test_cas.py", _VALUES),
    "jury": ("tests/unit/jury", "tests/reglements/jury", "tests/properties/test_jury.py", _VALUES),
    "session": ("tests/unit/session", "tests/properties/test_session_machine.py", _VALUES),
    "records": (
        "tests/unit/records",
        "tests/properties/test_records_properties.py",
        "tests/unit/session/test_auditing_a_session.py",
        _VALUES,
    ),
    "credentials": ("tests/unit/credentials", _VALUES),
}
"""The tests that hold a package."""
FILE_LIMIT = 900.0


class BrokenWitness(Exception):
    """The tests do not run without any mutant; the message, in French, says so."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What judges a mutant: the tests that pass by its line, then what is left of their files."""

    first: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True)
class Witness:
    """What the tests of a package do without a mutant: seconds of each, those that fail, and who passes by a line."""

    package: str
    state: str
    """What names the sources and the tests it was run on."""
    seconds: dict[str, float]
    left_out: tuple[str, ...]
    sets: list[list[int]]
    """Tests, by their rank in ``seconds``; -1 is the import of a file of tests, before any of them."""
    lines: dict[str, dict[str, int]] = field(repr=False)
    """For each module, the set of each line that was run."""

    @cached_property
    def names(self) -> list[str]:
        """The tests, as their ranks name them."""
        return list(self.seconds)

    @cached_property
    def files(self) -> dict[str, list[str]]:
        """The tests of each file, but those that fail without a mutant."""
        found: dict[str, list[str]] = {}
        for name in self.seconds:
            if name not in self.left_out:
                found.setdefault(file_of(name), []).append(name)
        return found

    def choose(self, text: str, module: str, line: int) -> Chosen | None:
        """Who judges a change of that line; None where no test passes by it.

        What is run when a module is imported acts from afar: every test of the package judges it. What is run once and
        kept (a cache, a wide fixture) shows under one test of each file: the others of that file judge too.
        """
        known = self.lines.get(module, {})
        around, imported = statement(text, line)
        reached = {one for number in around if str(number) in known for one in self.sets[known[str(number)]]}
        if not reached:
            return None
        if imported or -1 in reached:
            return Chosen(self._quickest_first({test for tests in self.files.values() for test in tests}), ())
        passing = {self.names[one] for one in reached} - set(self.left_out)
        if not passing:
            return None
        beside = {test for name in passing for test in self.files[file_of(name)]} - passing
        return Chosen(self._quickest_first(passing), self._quickest_first(beside))

    def cost(self, tests: Iterable[str]) -> float:
        """Seconds that tests take without a mutant."""
        return sum(self.seconds[name] for name in tests)

    def _quickest_first(self, tests: set[str]) -> tuple[str, ...]:
        """By file, so that what a file prepares is prepared once: the quickest file first, its quickest test first."""
        whole: dict[str, float] = {}
        for name in tests:
            whole[file_of(name)] = whole.get(file_of(name), 0.0) + self.seconds[name]
        return tuple(sorted(tests, key=lambda one: (whole[file_of(one)], file_of(one), self.seconds[one], one)))


def file_of(test: str) -> str:
    """The file of a test."""
    return test.split("::")[0]


def statement(text: str, line: int) -> tuple[range, bool]:
    """The lines of the statement that holds a line, its body left aside; and whether it runs at import."""
    found, inside = range(line, line + 1), False
    for node in ast.walk(ast.parse(text)):  # from the outside in
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            decorators: list[ast.expr] = getattr(node, "decorator_list", [])
            first = min([node.lineno, *(one.lineno for one in decorators)])
            if first <= line <= (node.end_lineno or first):
                head = body[0].lineno - 1 if body else node.end_lineno or first
                if body and isinstance(body[0], ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    head = min([head, *(one.lineno - 1 for one in body[0].decorator_list)])
                if line <= max(head, node.lineno):
                    found = range(first, max(head, node.lineno) + 1)
                elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    inside = True
                    found = range(line, line + 1)
                else:
                    found = range(line, line + 1)
    return found, not inside


def state(package: str) -> str:
    """What names the sources and the tests of a package, together: a witness of others is not taken up again."""
    return sha256("".join(map(_state_of(), _files(package))).encode()).hexdigest()[:12]


def _state_of(root: Path = ROOT) -> Callable[[str], str]:
    """What names a file of tests with all that it may rest on: the sources, what tests share, the cases."""
    found = sha256()
    every = (path for place in ("src/laureat", "tests") for path in (root / place).rglob("*"))
    for path in sorted(path for path in every if path.suffix in (".py", ".yaml")):
        if not path.name.startswith("test_"):
            found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    shared = found.digest()
    return lambda file: sha256(shared + file.encode() + (root / file).read_bytes()).hexdigest()[:16]


def witness(package: str, copied: Path, kept: Path, set_aside: Sequence[str] = ()) -> Witness:
    """Run each file of tests in a child of its own, without a mutant, and note who passes by which line.

    ``kept`` is the folder where what a file gave is kept; ``set_aside`` are tests known to prove nothing.
    """
    seconds: dict[str, float] = {}
    left_out: list[str] = []
    reached: dict[str, dict[str, set[int]]] = {}
    name = _state_of()
    for file in _files(package):
        found = _trace(file, copied, kept / f"{name(file)}.json")
        start = len(seconds)
        seconds |= found["seconds"]
        left_out += found["failed"]
        for module, lines in found["lines"].items():
            if module.startswith(f"src/laureat/{package}/"):
                for line, ranks in lines.items():
                    mine = reached.setdefault(module, {}).setdefault(line, set())
                    mine.update(rank + start if rank >= 0 else rank for rank in ranks)
    sets: dict[tuple[int, ...], int] = {}
    lines = {
        module: {line: sets.setdefault(tuple(sorted(who)), len(sets)) for line, who in known.items()}
        for module, known in sorted(reached.items())
    }
    left_out += [test for test in set_aside if test in seconds and test not in left_out]
    return Witness(package, state(package), seconds, tuple(left_out), [list(one) for one in sets], lines)


def _trace(file: str, copied: Path, kept: Path) -> dict[str, Any]:
    """What a file of tests gave, run now unless it is known: ``seconds``, ``failed``, ``lines``."""
    if not kept.is_file():
        ended = forked.run(copied, lambda: _traced(copied, file), FILE_LIMIT)
        if ended.code not in (0, 1, forked.NO_TEST) or ended.found is None:
            raise BrokenWitness(f"{file} ne va pas au bout, même sans mutant.\n{ended.said[-2000:]}")
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(ended.found | {"failed": ended.failed}), encoding="utf-8")
    known: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return known


def write(known: Witness, path: Path) -> None:
    """Write a witness down."""
    fields = {name: getattr(known, name) for name in ("package", "state", "seconds", "left_out", "sets", "lines")}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(fields, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> Witness | None:
    """The witness written there."""
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Witness(**found | {"left_out": tuple(found["left_out"])})


def _files(package: str) -> Sequence[str]:
    places = [ROOT / place for place in TESTS[package]]
    found = {path for place in places for path in (place.rglob("test_*.py") if place.is_dir() else [place])}
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def _traced(copied: Path, file: str) -> tuple[int, forked.Watch, Any]:
    """In a child: run a file under coverage; the time of each test, and who passed by each line."""
    sources = [str(copied / "src" / "laureat" / package) for package in PACKAGES]
    tracer = Coverage(data_file=None, source=sources, config_file=False)
    tracer.set_option("run:disable_warnings", ["no-data-collected", "module-not-measured"])
    watch = forked.Watch(at_test=lambda name: tracer.switch_context(name))
    tracer.start()
    code = forked.call_pytest(copied, watch, [file])
    tracer.stop()
    ranks = {name: rank for rank, name in enumerate(watch.seconds)} | {"": -1}
    data = tracer.get_data()
    lines = {
        Path(module).relative_to(copied).as_posix(): {
            line: [ranks[name] for name in names if name in ranks]
            for line, names in data.contexts_by_lineno(module).items()
        }
        for module in data.measured_files()
    }
    return code, watch, {"seconds": {name: round(took, 4) for name, took in watch.seconds.items()}, "lines": lines}
