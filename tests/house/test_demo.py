"""``laureat demo`` runs the whole course and leaves what it says."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl


def test_the_demonstration_goes_from_the_sheet_to_verified_papers_and_credentials(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "laureat.cli.main", "demo"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    demo = tmp_path / "demo"
    decisions = pl.read_csv(demo / "session" / "decisions.csv", separator=";", infer_schema=False)
    assert decisions.height == 200
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
