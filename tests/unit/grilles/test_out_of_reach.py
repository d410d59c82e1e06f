"""The script of the workshop and the engine: of the same crosses the same mark, coverage, gaps, alerts and refusals."""

import random
import shutil
from collections.abc import Mapping
from typing import Any

import pytest

from laureat.grilles import NE, Grid, Mode, library
from laureat.grilles.entries import BONUS
from laureat.vocabulary.phrasebook import looks_french
from support.grilles_au_hasard import SCRIPT, by_the_engine, by_the_script, drawn, ticked, written
from support.grilles_cas import FILE, GRIDS, sheet

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="Node.js n'est pas installé")
Case = tuple[Grid, int, Mapping[str, Mapping[str, str]]]


def told(case: Mapping[str, Any]) -> Case:
    grid = GRIDS[case["grille"]]
    sheets = {code: sheet(grid, code, one) for code, one in case["saisies"].items()}
    return grid, int(case.get("session", "2026")), written(sheets)


def crossed(chance: random.Random, grid: Grid) -> Case:
    """A grid shipped, filled in part or whole, in one or some of its situations."""
    sheets = {}
    for situation in grid.situations:
        codes = [level.code for level in grid.levels] + [NE]
        lines = [code for code in grid.lines(situation) if chance.random() < 0.9]
        if chance.random() < 0.4:
            sheets[situation.code] = {code: chance.choice(codes) for code in lines}
    return grid, 2026, sheets


def test_what_the_tablet_says_is_what_the_engine_says() -> None:
    chance = random.Random(15)
    cases: list[Case] = [told(case) for case in FILE["cas"]]
    cases += [crossed(chance, grid) for grid in library().values() for _rank in range(8)]
    for rank in range(150):
        grid = drawn(chance, rank)
        cases.append((grid, 2026, written(ticked(chance, grid))))
    weighted = GRIDS["ESSAI-R1"]
    for wrong in ({"C01.1": "9"}, {"C01.1": "1", BONUS: "3"}):
        cases.append((weighted, 2026, {"S": wrong}))
    found, due = by_the_script(cases), [by_the_engine(*case) for case in cases]
    assert {grid.mode for grid, *_rest in cases} == set(Mode)
    assert {one.get("etat", "erreur") for one in due} >= {"note", "incomplet", "absent", "note_imposee", "erreur"}
    for case, one, other in zip(cases, found, due, strict=True):
        assert one == other, (case[0].code, case[2])
    texts = ("note", "manque", "alertes", "erreur")
    for one, other in zip(by_the_script(cases, "en"), due, strict=True):  # the same, in English
        assert {name: told for name, told in one.items() if name not in texts} == {
            name: told for name, told in other.items() if name not in texts
        }
        assert not looks_french(" ".join(map(str, (one.get(name, "") for name in texts)))), one


def test_no_float_touches_a_mark_out_of_reach() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert not {word for word in ("Number(", "parseFloat", "parseInt", "Math.", "toFixed") if word in source}
