"""Run the tests of a package on each mutant, in a copy of the sources; the tree worked in is never touched."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from mutation.mutants import ROOT, Mutant, modules, mutated

RESULTS = ROOT / "mutation-resultats"
TESTS = {
    "reglements": ("tests/reglements",),
    "deliberation": ("tests/unit/deliberation",),
    "jury": ("tests/unit/jury", "tests/reglements/jury"),
    "session": ("tests/unit/session",),
    "records": ("tests/unit/records",),
    "credentials": ("tests/unit/credentials",),
}
"""The narrowest tests of each package."""
KILLED, SURVIVED, TIMEOUT = "tué", "survivant", "dépassement"
NO_TEST = 5
WITNESS_LIMIT = 1800.0
PATIENCE, LEAST = 4.0, 60.0
"""A mutant may take so many times what the tests take without it, and never less than so many seconds."""


class BrokenWitness(Exception):
    """The tests do not run without any mutant; the message, in French, says so."""


@dataclass(frozen=True, slots=True)
class Witness:
    """The tests of a package on a copy where nothing is changed but a comment at the end of each module."""

    package: str
    seconds: float
    left_out: tuple[str, ...]
    state: str
    """What names the sources and the tests it was run on."""

    @property
    def limit(self) -> float:
        """How long a mutant may take."""
        return max(LEAST, PATIENCE * self.seconds)


@dataclass(frozen=True, slots=True)
class Result:
    """What the tests said of one mutant; ``source`` names the module it was made of."""

    key: str
    source: str
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
    with (folder / f"{package}.jsonl").open("a", encoding="utf-8") as kept:
        kept.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")


def forget(package: str, folder: Path = RESULTS) -> None:
    """Begin a package again."""
    (folder / f"{package}.jsonl").unlink(missing_ok=True)


def keep_witness(witness: Witness, folder: Path = RESULTS) -> None:
    """Write down what the tests take without any mutant."""
    folder.mkdir(exist_ok=True)
    text = json.dumps(asdict(witness), ensure_ascii=False, indent=2)
    (folder / f"{witness.package}-temoin.json").write_text(text + "\n", encoding="utf-8")


def kept_witness(package: str, folder: Path = RESULTS) -> Witness | None:
    """The witness of the last run."""
    path = folder / f"{package}-temoin.json"
    if not path.is_file():
        return None
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Witness(read["package"], read["seconds"], tuple(read["left_out"]), read["state"])


def state(package: str, root: Path = ROOT) -> str:
    """What names all the sources and the tests of a package, together: a witness of others is not taken up again."""
    places = [root / "src" / "laureat", *(root / folder for folder in TESTS[package])]
    found = sha256()
    for path in sorted(path for place in places for path in place.rglob("*") if path.suffix in (".py", ".yaml")):
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]


def digest(text: str) -> str:
    """What names a source: a result of another source is not taken up again."""
    return sha256(text.encode()).hexdigest()[:12]


@contextmanager
def copy_of_sources(root: Path = ROOT) -> Iterator[Path]:
    """A folder with ``src`` alone, gone afterwards; the tests stay where they are and import from there."""
    with tempfile.TemporaryDirectory(prefix="laureat-mutation-") as folder:
        copied = Path(folder)
        shutil.copytree(root / "src", copied / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        require_the_copy(copied)
        yield copied


def require_the_copy(copied: Path) -> None:
    """The tests do import the copy: otherwise every mutant would survive."""
    asked = [sys.executable, "-c", "import laureat; print(laureat.__file__)"]
    said = subprocess.run(asked, env=_environment(copied), cwd=ROOT, capture_output=True, text=True, check=True).stdout
    if not Path(said.strip()).is_relative_to(copied):
        raise BrokenWitness(f"Les tests liraient {said.strip()}, et non la copie mutée.")


def witness(package: str, copied: Path) -> Witness:
    """Run the tests without a mutant: those that fail so prove nothing, and are left out of what follows."""
    before = {path: path.read_bytes() for path in modules(package, copied)}
    for path, content in before.items():
        path.write_bytes(content + b"# temoin\n")
        _date(path)
    started = time.monotonic()
    try:
        code, told = _pytest(package, copied, WITNESS_LIMIT)
    finally:
        for path, content in before.items():
            path.write_bytes(content)
            _date(path)
    seconds = round(time.monotonic() - started, 1)
    left_out = tuple(_failed(told))
    if code is None or code not in (0, 1) or (code == 1 and not left_out):
        raise BrokenWitness(f"Les tests de {package} ne vont pas au bout, même sans mutant.\n{told[-2000:]}")
    return Witness(package, seconds, left_out, state(package))


def run(mutant: Mutant, copied: Path, without: Witness) -> Result:
    """Make one change in the copy, run the tests up to the first that fails, and put the text back."""
    path = copied / mutant.module
    text = path.read_text(encoding="utf-8")
    path.write_text(mutated(text, mutant), encoding="utf-8")
    _date(path)
    started = time.monotonic()
    try:
        leave_out = [f"--deselect={name}" for name in without.left_out]
        code: int | None = 0
        told = ""
        for chosen in [*_nearest(mutant), []]:
            if code in (0, NO_TEST):
                code, told = _pytest(mutant.package, copied, without.limit, "-x", *leave_out, *chosen)
    finally:
        path.write_text(text, encoding="utf-8")
        _date(path)
    seconds = round(time.monotonic() - started, 1)
    outcome = TIMEOUT if code is None else SURVIVED if code == 0 else KILLED
    by = next(iter(_failed(told)), "") if outcome == KILLED else ""
    return Result(mutant.key, digest(text), outcome, seconds, by)


def _nearest(mutant: Mutant) -> list[list[str]]:
    """What to run before all the tests of the package: those that name the family of a rule, the likeliest to see."""
    parts = Path(mutant.module).parts[3:]
    named = mutant.package == "reglements" and (ROOT / "tests" / "reglements" / parts[0]).is_dir()
    return [["-k", parts[0]]] if named else []


def _pytest(package: str, copied: Path, limit: float, *options: str) -> tuple[int | None, str]:
    """The exit code of the tests, None where they took too long, and what they printed."""
    sources = f"pythonpath={shlex.quote(str(copied / 'src'))} tests"
    asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=no", "-rfE", "-o", sources]
    started = subprocess.Popen(
        [*asked, *options, *TESTS[package]],
        cwd=ROOT,
        env=_environment(copied),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        told, _ = started.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        told, _ = started.communicate()
        return None, told
    except BaseException:
        os.killpg(started.pid, signal.SIGKILL)
        raise
    return started.returncode, told


def _environment(copied: Path) -> dict[str, str]:
    """That of the caller, with the copy before whatever is installed; CI would make a skipped test a failure."""
    kept = {name: value for name, value in os.environ.items() if name != "CI"}
    return kept | {"PYTHONPATH": str(copied / "src")}


_dated = int(time.time())


def _date(path: Path) -> None:
    """Give a file a second of its own: bytecode of the text before, of the same size and second, is never taken."""
    global _dated
    _dated += 2
    os.utime(path, (_dated, _dated))


def _failed(told: str) -> Iterator[str]:
    for line in told.splitlines():
        if named := re.match(r"(?:FAILED|ERROR) (\S+?\.py(?:::.*?)?)(?: - .*)?$", line):
            yield named[1]
