"""Judge each mutant by the tests that pass by its line, in a copy of the sources; the tree itself is never touched."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mutation import forked
from mutation.mutants import ROOT, Mutant, mutated
from mutation.reach import Witness, file_of

RESULTS = ROOT / "mutation" / "resultats"
"""Kept with the sources: a result holds as long as the function around its mutant, whoever runs next."""
WORK = ROOT / "mutation-resultats"
"""What the tests do without a mutant; made again at will."""
KILLED, SURVIVED, TIMEOUT, UNSEEN = "tué", "survivant", "dépassement", "aucun test ne passe par cette ligne"
PATIENCE, LEAST = 4.0, 6.0
"""A mutant may take so many times what its tests take without it, and so many seconds of the processor more."""
BATCH, BUDGET, AGAIN = 4.0, 30.0, 120.0
"""Seconds of tests that are run first, where most mutants die; in all; and in all for a survivor that is run again."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the tests said of one mutant; ``around`` names the function that held it."""

    key: str
    around: str
    outcome: str
    seconds: float
    test: str


def results(package: str, folder: Path = RESULTS) -> dict[str, Result]:
    """The results kept of a package, by the key of the mutant; a line cut short is not one."""
    path = folder / f"{package}.jsonl"
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        try:
            read: dict[str, Any] = json.loads(line)
        except json.JSONDecodeError:
            continue
        found[read["key"]] = Result(**read)
    return found


def keep(package: str, result: Result, folder: Path = RESULTS) -> None:
    """Write a result down at once, so that an interrupted run may go on."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{package}.jsonl"
    cut_short = path.is_file() and path.read_bytes()[-1:] not in (b"", b"\n")
    with path.open("a", encoding="utf-8") as kept:
        kept.write(("\n" if cut_short else "") + json.dumps(asdict(result), ensure_ascii=False) + "\n")


def forget(package: str, folder: Path = RESULTS) -> None:
    """Begin a package again."""
    (folder / f"{package}.jsonl").unlink(missing_ok=True)


def tidy(package: str, held: Iterable[Result], folder: Path = RESULTS) -> None:
    """Keep those results alone, one of each mutant."""
    forget(package, folder)
    for result in sorted(held, key=lambda one: one.key):
        keep(package, result, folder)


@contextmanager
def copy_of_sources(root: Path = ROOT) -> Iterator[Path]:
    """A folder with ``src`` alone, gone afterwards; the tests stay where they are and import from there."""
    with tempfile.TemporaryDirectory(prefix="laureat-mutation-") as folder:
        copied = Path(folder)
        shutil.copytree(root / "src", copied / "src", ignore=shutil.ignore_patterns("*.egg-info", "*.pyc"))
        yield copied


def run(mutant: Mutant, copied: Path, without: Witness, budget: float = BUDGET) -> Result:
    """Make one change in the copy, run the tests up to the first that fails, and put the text back."""
    path = copied / mutant.module
    text = path.read_text(encoding="utf-8")
    chosen = without.choose(text, mutant.module, mutant.line)
    if chosen is None:
        return Result(mutant.key, mutant.around, UNSEEN, 0.0, "")
    started = time.monotonic()
    path.write_text(mutated(text, mutant), encoding="utf-8")
    _date(path)
    try:
        for tests in _batches(chosen.first, chosen.then, without, budget):
            ended = judge(copied, tests, PATIENCE * without.cost(tests) + LEAST, "-x")
            if ended.code != 0:
                break
    finally:
        path.write_text(text, encoding="utf-8")
        _date(path)
    seconds = round(time.monotonic() - started, 1)
    outcome = TIMEOUT if ended.code is None else SURVIVED if ended.code == 0 else KILLED
    return Result(mutant.key, mutant.around, outcome, seconds, next(iter(ended.failed), ""))


def judge(copied: Path, tests: Sequence[str], limit: float, *options: str) -> forked.Ended:
    """Run some tests in a child, in that order."""

    def work() -> tuple[int, forked.Watch, Any]:
        watch = forked.Watch(wanted=tests)
        return forked.call_pytest(copied, watch, list(dict.fromkeys(map(file_of, tests))), *options), watch, None

    ended = forked.run(copied, work, limit)
    if ended.code == forked.NO_TEST:
        raise RuntimeError(f"None of the tests asked for was found: {tests[:3]}\n{ended.said[-2000:]}")
    return ended


def unsound(killers: Sequence[str], copied: Path, without: Witness) -> tuple[str, ...]:
    """Of tests that killed, those that fail together without any mutant too, in another order than their file's."""
    if not killers:
        return ()
    return judge(copied, killers[::-1], PATIENCE * without.cost(killers) + LEAST).failed


def _batches(first: Sequence[str], then: Sequence[str], without: Witness, budget: float) -> Iterator[Sequence[str]]:
    """The quickest tests that pass by the line, then the others and what may see it from afar, within the budget."""
    parts: tuple[list[str], list[str]] = [], []
    spent = 0.0
    for rank, test in enumerate((*first, *then)):
        spent += without.seconds[test]
        if rank and spent > budget:
            break
        parts[rank > 0 and (rank >= len(first) or spent > BATCH)].append(test)
    yield from filter(None, parts)


_dated = int(time.time())


def _date(path: Path) -> None:
    """Give a file a second of its own: bytecode of the text before, of the same size and second, is never taken."""
    global _dated
    _dated += 2
    os.utime(path, (_dated, _dated))
