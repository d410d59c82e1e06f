"""A spreadsheet engine for tests: LibreOffice, headless, where it is."""

import shutil
import subprocess
from pathlib import Path

import pytest

XLSX, ODS = "xlsx:Calc MS Excel 2007 XML", "ods:calc8"


def recalculated(paths: list[Path], folder: Path, kind: str = XLSX) -> list[Path]:
    """The workbooks as it saves them, every formula computed again. The test is skipped, aloud, where there is none."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice n'est pas sur cette machine : bash scripts/installer-libreoffice.sh")
    target = folder / "recalcules"
    command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profil"]
    command += ["--convert-to", kind, "--outdir", str(target), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=1800)
    found = [target / f"{path.stem}.{kind.partition(':')[0]}" for path in paths]
    assert all(path.exists() for path in found)  # its return code alone says nothing
    return found
