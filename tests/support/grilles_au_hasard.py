"""Computed grids at random, what is ticked on them, and what the script of the workshop makes of it."""

import json
import random
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from laureat.grilles import NE, Filled, Grid, Standing, compute, points_text, read_grids
from laureat.grilles.entries import IMPOSED, as_filled, as_written
from laureat.grilles.telling import computation_of

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "src/laureat/web/project/static/laureat/atelier-note.js"
SPEAKS = SCRIPT.with_name("dit.js")


def drawn(chance: random.Random, rank: int) -> Grid:
    """A computed grid at random: weights, levels, situations, rounding, what is done of NE, of absences, of nothing."""
    values = [0, *sorted(chance.sample(range(1, 9), chance.randint(1, 3)))]
    codes = [str(n) for n in range(len(values))]
    rules = ("pas_de_note", "ignorer", "zero")
    calculation: dict[str, Any] = {
        "couverture_min": str(chance.choice((0, 50, 70))),
        "non_evalue": chance.choice(("ignorer", "zero")),
        "situation_vide": chance.choice(rules),
        "absence": chance.choice(rules),
        "arrondi": {
            "pas": chance.choice(("0,5", "1", "0,01")),
            "sens": chance.choice(("superieur", "inferieur", "plus_proche")),
        },
    }
    situations: list[dict[str, Any]] = [
        {"code": f"S{n}", "forme": "ccf", "poids": str(chance.randint(1, 3))} for n in (1, 2)
    ]
    competences: list[dict[str, Any]] = []
    told = {
        "grille": f"E-U{rank}",
        "edition": "1",
        "statut": "hypothese",
        "niveaux": {"codes": codes, "valeurs": list(map(str, values))},
        "situations": [*situations, {"code": "P", "forme": "ponctuel", "seule": "oui"}],
        "calcul": calculation,
        "competences": competences,
    }
    if rank % 3 == 0:
        cuts = sorted(chance.sample(range(1, 20), 3))
        points = [b - a for a, b in zip([0, *cuts], [*cuts, 20], strict=True)]
        told["sujet_exemple"] = [{"q": str(n), "competence": "A", "points": str(p)} for n, p in enumerate(points)]
        competences.append({"code": "A", "texte": "a"})
        calculation["mode"] = "bareme_par_question"
        if rank % 2:
            calculation["saisie"] = "points"
            del told["niveaux"]
    else:
        calculation |= {"mode": "pondere", "bonus_max": str(chance.choice((0, 2)))}
        for c, weight in enumerate(split(chance, 100, chance.randint(1, 3), 5)):
            lines = split(chance, 100, chance.randint(1, 3), 10)
            criteria = [{"code": f"C{c}.{k}", "texte": "a", "poids": str(w)} for k, w in enumerate(lines)]
            for one in criteria:
                one |= observable(chance, codes)
            competences.append({"code": f"C{c}", "texte": "a", "poids": str(weight), "criteres": criteria})
    (grid,) = read_grids(yaml.safe_dump([told]), "hasard.yaml")
    return grid


def observable(chance: random.Random, codes: list[str]) -> dict[str, Any]:
    """Indicators for a line, most of the time none; and now and then levels that follow from their number."""
    if chance.random() < 0.7:
        return {}
    many = chance.randint(1, 4)
    told: dict[str, Any] = {"indicateurs": [f"indicateur {n}" for n in range(many)]}
    if chance.random() < 0.6:
        starts = [0, *sorted(chance.sample(range(1, many + 1), chance.randint(0, many)))]
        gives = sorted((chance.choice(codes) for _start in starts), key=codes.index)
        told["paliers"] = [{"des": str(start), "niveau": code} for start, code in zip(starts, gives, strict=True)]
    return told


def split(chance: random.Random, whole: int, many: int, step: int) -> list[int]:
    cuts = sorted(chance.sample(range(step, whole, step), many - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True)]


def ticked(chance: random.Random, grid: Grid) -> dict[str, Filled]:
    """What one candidate was given: whole most of the time, else with a gap, an absence, nothing."""
    sheets = {}
    alone = chance.random() < 0.15
    for situation in grid.situations:
        fate = chance.random()
        if situation.alone != alone or fate < 0.05:
            continue
        if fate < 0.12:
            kept = {code: "NE" for code in grid.lines(situation)[:1] if fate < 0.07}  # told to be of no account
            sheets[situation.code] = Filled(kept, standing=chance.choice((Standing.ABSENT, Standing.EXEMPT)))
            continue
        values = {}
        for code in grid.lines(situation):
            if chance.random() > 0.01:
                most = next((one.points for one in situation.questions if one.code == code), None)
                known = [level.code for level in grid.levels]
                choices = [str(n) for n in range(int(most) + 1)] if grid.calculation.typed_points and most else known
                values[code] = chance.choice([NE] if chance.random() < 0.1 else choices)
        seen: dict[str, frozenset[int]] = {}
        for name, criterion, _text in grid.indicators(situation):
            if chance.random() < 0.5:
                seen[criterion] = seen.get(criterion, frozenset()) | {int(name.partition("#")[2])}
        for criterion in seen:
            if chance.random() < 0.5:
                values.pop(criterion, None)  # the level follows from what was seen, or lacks
        bonus = chance.choice((0, 0, 1, 2)) if grid.calculation.bonus_max else 0
        sheets[situation.code] = Filled(values, bonus=grid.calculation.bonus_max * bonus / 2, observed=seen)
    return sheets


def written(sheets: Mapping[str, Filled]) -> dict[str, dict[str, str]]:
    """What is written, by situation then line, as the server keeps it."""
    told = {code: as_written(sheet) for code, sheet in sheets.items()}
    for code, sheet in sheets.items():
        if sheet.imposed is not None:
            told[code] |= {IMPOSED: f"{sheet.imposed} {sheet.text}"}
    return told


def by_the_script(
    cases: Iterable[tuple[Grid, int, Mapping[str, Mapping[str, str]]]], language: str = "fr"
) -> list[dict[str, Any]]:
    """What the script says of what is written on grids, for a session."""
    told = [(computation_of(grid, session), sheets) for grid, session, sheets in cases]
    given = json.dumps({"scripts": [str(SPEAKS), str(SCRIPT)], "langue": language, "cases": told})
    command = ["node", str(ROOT / "tests/js/note.mjs")]
    run = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return list(json.loads(run.stdout))


def by_the_engine(grid: Grid, session: int, sheets: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The same by the engine."""
    try:
        found = compute(grid, {code: as_filled(told) for code, told in sheets.items()}, session)
    except ValueError as refused:
        return {"erreur": str(refused)}
    return {
        "etat": str(found.outcome),
        "note": found.mark_text,
        "points": "" if found.raw is None else points_text(found.raw),
        "couverture": found.coverage_text,
        "manque": list(found.missing),
        "alertes": list(found.alerts),
    }
