"""What every test may need."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from browser_support import browser
from support import essais

__all__ = ["browser"]

ROOT = Path(__file__).resolve().parent.parent
os.environ["LAUREAT_TEXTES"] = os.devnull
"""No test sees the numbers that the person who runs it has read."""
essais.settle()
settings.register_profile("laureat", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("laureat")
"""No test asserts a clock: a machine that is busy elsewhere draws its examples slowly."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests wait for servers, browsers and clocks a good third of their time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is read to name the tests lives to the end: it is not swept while it is made, nor ever after."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def formats() -> Path:
    """Public exchange formats and samples, kept outside the project; the test is skipped where they are not."""
    folder = ROOT.parent / "shared" / "formats"
    if not folder.is_dir():
        pytest.skip("les formats publics (../shared/formats) ne sont pas sur cette machine")
    return folder


LONGEST = (ROOT / "tests/web", ROOT / "tests/house")
"""Where the files of tests are that take half a minute and more."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest come first, so that no process ends alone on one of them.

    What takes many minutes is left out, but for whoever asks for it by name: ``make longtemps``.
    """
    early = {path: any(path.is_relative_to(folder) for folder in LONGEST) for path in {item.path for item in items}}
    items.sort(key=lambda item: not early[item.path])
    if "slow" in config.option.markexpr:
        return
    long = [item for item in items if item.get_closest_marker("slow")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI everything that tests need is there: a skipped test is a failure."""
    if os.environ.get("CI", "").casefold() not in ("true", "1") or hasattr(session.config, "workerinput"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and session.exitstatus == pytest.ExitCode.OK:
        for report in skipped:
            reporter.write_line(f"sauté, ce que la CI refuse : {report.nodeid} ({report.longrepr[2]})", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
