"""The export is read as a stream: memory does not grow with the number of sheets."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest


def measured(bench: Path, *words: str) -> dict[str, float]:
    """What ``bench/registre.py`` measures in a process of its own."""
    command = [sys.executable, str(bench), *words]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


@pytest.mark.parametrize(("name", "megabytes"), [("stream", 10), ("whole", 40)])  # the caches of texts fill up once
def test_memory_does_not_grow_with_the_number_of_sheets(
    root: Path, tmp_path: Path, name: str, megabytes: float
) -> None:
    bench = root / "bench" / "registre.py"
    small, large = tmp_path / "petit.xml", tmp_path / "grand.xml"
    write_export = runpy.run_path(str(bench))["write_export"]
    write_export(small, 100)
    write_export(large, 1500)
    before, after = measured(bench, name, str(small)), measured(bench, name, str(large))
    assert (before["sheets"], after["sheets"]) == (100, 1500)
    assert after["peak"] - before["peak"] < megabytes
