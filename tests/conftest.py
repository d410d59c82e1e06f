"""What every test may need."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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
