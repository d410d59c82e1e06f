"""A spreadsheet engine for tests: LibreOffice, headless, where it is."""

import shutil
import subprocess
from pathlib import Path

import pytest


def recalculated(paths: list[Path], folder: Path) -> list[Path]:
    """The workbooks, every formula computed again. The test is skipped, aloud, where there is no LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice n'est pas sur cette machine : bash scripts/installer-libreoffice.sh")
    target = folder / "recalcules"
    command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profil"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=1800)
    found = [target / path.name for path in paths]
    assert all(path.exists() for path in found)  # its return code alone says nothing
    return found
