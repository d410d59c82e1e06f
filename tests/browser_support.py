"""A real Chromium for the tests that need one: the fixture ``browser``, one a file of tests.

As long as it lives, Playwright keeps in the thread a loop of its own, where nothing else that waits can run.

Without Chromium a test is skipped, saying so; where ``CI`` is set, it fails instead.
"""

import os
import shutil
from collections.abc import Iterator

import pytest

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium_path() -> str | None:
    """Where a Chromium is, or None: the system's, without a window if it may be (half the work), else Playwright's."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


@pytest.fixture(scope="module")
def browser() -> Iterator["object"]:
    """A Playwright browser on a real Chromium."""
    path = chromium_path()
    if path is None:
        message = "Chromium n'est pas sur cette machine : les tests de navigateur ne sont pas faits"
        if os.environ.get("CI", "").casefold() in ("true", "1"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield launched
        launched.close()
