"""Run pytest in a child of this process: third parties are imported once, and nothing of ours before the child."""

import contextlib
import gc
import importlib
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings

from mutation.mutants import ROOT

THIRD_PARTIES = (
    *("click.testing", "cryptography.x509", "hypothesis.stateful", "jsonschema", "lxml.etree", "openpyxl", "polars"),
    *("rich.console", "stdnum", "yaml", "llvmlite.binding", "numpy", "ortools.sat.python.cp_model", "PIL.Image"),
    *("pyhanko.sign", "pyld", "pypdf", "pypdfium2", "typst", "zxingcpp"),
)
"""What takes long to import; one that is not installed is left to the tests that need it."""
MEMORY = 12 << 30
"""A mutant that fills the memory dies at so many bytes, without the machine."""
WALL = 8.0
"""Others share the machine: seconds on the clock for a second of the processor that is allowed."""
NO_TEST = int(pytest.ExitCode.NO_TESTS_COLLECTED)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: ``code`` is None where it took too long; ``failed`` are the tests that failed, by name."""

    code: int | None
    failed: tuple[str, ...]
    said: str
    found: Any = None


@dataclass(slots=True, eq=False)
class Watch:
    """A plugin of pytest: keeps the tests asked for, in their order; notes those that fail and what they take."""

    wanted: Sequence[str] | None = None
    at_test: Callable[[str], object] = lambda name: None
    failed: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep those asked for."""
        if self.wanted is not None:
            held = {item.nodeid: item for item in items}
            items[:] = [held[name] for name in self.wanted if name in held]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Say which test begins, then that none is under way; what it took of the processor."""
        self.at_test(item.nodeid)
        started = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - started
            self.at_test("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note its failure."""
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that cannot be imported."""
        if report.failed:
            self.failed.append(report.nodeid)


def prepare() -> None:
    """Import third parties, once."""
    for name in THIRD_PARTIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    phases = (Phase.explicit, Phase.generate)  # a failure is enough: nobody reads the smallest example
    gc.collect()
    gc.freeze()  # what is imported here is no child's garbage: pytest looks for some at each end
    settings.register_profile("mutation", deadline=None, derandomize=True, database=None, phases=phases)


def run(copied: Path, work: Callable[[], tuple[int, Watch, Any]], limit: float) -> Ended:
    """Do some work in a child that imports the copy, ``limit`` seconds of processor at most."""
    if any(name == "laureat" or name.startswith("laureat.") for name in sys.modules):
        raise RuntimeError("laureat is imported before the child: it would not see the mutant")
    with tempfile.TemporaryDirectory(prefix="laureat-mutant-") as folder:
        said, told = Path(folder) / "said", Path(folder) / "told"
        child = os.fork()
        if child == 0:
            _be_a_child(copied, work, limit, said, told)
        try:
            code = _wait(child, time.monotonic() + limit * WALL)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
        read: dict[str, Any] = json.loads(told.read_text(encoding="utf-8")) if told.is_file() else {}
        words = said.read_text(encoding="utf-8", errors="replace") if said.is_file() else ""
        return Ended(code, tuple(read.get("failed", ())), words, read.get("found"))


def call_pytest(copied: Path, watch: Watch, files: Sequence[str], *options: str) -> int:
    """Run pytest here, on those files; its exit code."""
    settings.load_profile("mutation")
    asked = ["-q", "-p", "no:cacheprovider", "--tb=no", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    sources = f"pythonpath='{copied / 'src'}' tests"
    return int(pytest.main([*asked, "-o", sources, f"--basetemp={copied / 'tests'}", *options, *files], [watch]))


def _be_a_child(copied: Path, work: Callable[[], tuple[int, Watch, Any]], limit: float, said: Path, told: Path) -> None:
    code = 3
    try:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with said.open("w") as out:
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 2))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.environ["PYTHONPATH"] = str(copied / "src")
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(copied / "compiled")  # compiled once for every child
        os.environ.pop("CI", None)  # there, a skipped test is a failure
        sys.path.insert(0, str(copied / "src"))
        os.chdir(ROOT)
        code, watch, found = work()
        told.write_text(json.dumps({"failed": watch.failed, "found": found}), encoding="utf-8")
    finally:
        sys.stdout.flush()
        os._exit(code)


def _wait(child: int, until: float) -> int | None:
    """Its exit code; None where it was stopped for its time, another signal being a failure."""
    pause = 0.005
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            code = os.waitstatus_to_exitcode(status)
            return None if code in (-signal.SIGXCPU, -signal.SIGKILL) else code
        if time.monotonic() > until:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return None
        time.sleep(pause)
        pause = min(0.1, pause * 1.5)
