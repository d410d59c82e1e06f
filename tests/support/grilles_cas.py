"""The cases of grids, read: the grids that they use, and what each says was filled."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from laureat.grilles import Filled, Grid, Standing, parse_points, read_grids

FILE = yaml.load(
    (Path(__file__).parent.parent / "unit/grilles/cas/regles.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
GRIDS = {grid.code: grid for grid in read_grids(yaml.safe_dump(FILE["grilles"]), "regles.yaml")}


def sheet(grid: Grid, situation: str, told: Mapping[str, Any]) -> Filled:
    """What a case says was filled; « lignes » gives the levels of each competence in order, « _ » for nothing."""
    values = dict(told.get("valeurs", {}))
    for competence, levels in zip(grid.competences, told.get("lignes", ()), strict=False):
        pairs = zip(competence.criteria, levels.split(), strict=True)
        values.update({criterion.code: level for criterion, level in pairs if level != "_"})
    return Filled(
        values,
        parse_points(told["note"]) if "note" in told else None,
        parse_points(told.get("bonus", "0")),
        Standing.IMPOSED if "imposee" in told else Standing(told.get("etat", "present")),
        parse_points(told["imposee"]) if "imposee" in told else None,
        told.get("texte", ""),
    )
