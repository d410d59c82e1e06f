"""``laureat demo`` runs the whole course and leaves what it says: on thirty candidates every day, whole when slow."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from laureat.cli.demo import CANDIDATES

SMALLER = "from laureat.cli import demo, main; demo.CANDIDATES = {!r}; main.main()"


@pytest.mark.parametrize("count", ["30", pytest.param(CANDIDATES, marks=pytest.mark.slow)])
def test_the_demonstration_goes_from_the_sheet_to_verified_papers_and_credentials(tmp_path: Path, count: str) -> None:
    program = ["-m", "laureat.cli.main", "demo"] if count == CANDIDATES else ["-c", SMALLER.format(count), "demo"]
    ended = subprocess.run([sys.executable, *program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    demo = tmp_path / "demo"
    decisions = pl.read_csv(demo / "session" / "decisions.csv", separator=";", infer_schema=False)
    assert decisions.height == int(count)
    assert {"admis", "ajourne"} <= set(decisions["decision"])
    assert list((demo / "papiers").rglob("releve-*.pdf"))
    assert list((demo / "titres" / "diplomes").glob("*.json"))
    assert list((demo / "titres" / "blocs").glob("*.json"))
    assert list((demo / "titres" / "statuts").glob("*.json"))
    assert json.loads((demo / "confiance.json").read_text(encoding="utf-8"))
    assert ended.stdout.count("Authentique") == 3
    assert ended.stdout.count("SPÉCIMEN") == 1
    for said in ("R-DIPLOMA", "À essayer ensuite", "Ce qui est fait"):
        assert said in ended.stdout
