"""The modes beside the weighted one, on random grids: the engine and a plain telling that asks nothing of it agree."""

import ast
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from laureat.grilles import Filled, compute, read_grids
from support import grilles_racontees
from support.grilles_racontees import told

GRIDS, FILLED = 250, 20


def drawn(chance: random.Random, mode: str) -> dict[str, Any]:
    """A grid at random in a mode, as its file says it."""
    step = chance.choice(("0,5", "1", "0,01", "0,25"))
    calculation: dict[str, Any] = {
        "mode": mode,
        "arrondi": {"pas": step, "sens": chance.choice(("superieur", "inferieur", "plus_proche"))},
    }
    many = chance.randint(1, 3)
    situations: list[dict[str, Any]] = [
        {"code": f"S{n}", "forme": "ccf", "poids": str(chance.randint(1, 4))} for n in range(many)
    ]
    situations.append({"code": "P", "forme": "ponctuel", "seule": "oui"})
    competences: list[dict[str, Any]] = []
    grid = {"grille": "E-U1", "edition": "1", "statut": "hypothese", "calcul": calculation}
    grid |= {"situations": situations, "competences": competences}
    for c in range(chance.randint(1, 3)):
        lines = [{"code": f"C{c}.{k}", "texte": "a"} for k in range(chance.randint(1, 3))]
        competences.append({"code": f"C{c}", "texte": "a", "criteres": lines})
    if mode == "binaire":
        del calculation["arrondi"]
        if len(competences[0]["criteres"]) > 1:
            situations[0]["hors_champ"] = [competences[0]["criteres"][0]["code"]]
        return grid
    values = [0, *sorted(chance.sample(range(1, 9), 3))]
    grid["niveaux"] = {"codes": ["A", "B", "C", "D"], "valeurs": [str(one) for one in values]}
    if mode == "bareme_par_question":
        calculation |= {
            "couverture_min": str(chance.choice((0, 50, 70))),
            "non_evalue": chance.choice(("ignorer", "zero")),
        }
        if chance.random() < 0.3:
            calculation["saisie"] = "points"
            del grid["niveaux"]
        grid["sujet_exemple"] = _subject(chance, competences)
        if chance.random() < 0.5:
            situations[0]["sujet"] = _subject(chance, competences)
        for one in competences:
            del one["criteres"]
    return grid


def _subject(chance: random.Random, competences: list[dict[str, Any]]) -> list[dict[str, str]]:
    cuts = sorted(chance.sample(range(1, 40), chance.randint(1, 6)))
    halves = [b - a for a, b in zip([0, *cuts], [*cuts, 40], strict=True)]
    return [
        {"q": f"q{n}", "competence": chance.choice(competences)["code"], "points": str(Fraction(half, 2))}
        for n, half in enumerate(halves)
    ]


def filled(chance: random.Random, grid: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What one candidate was given: whole, or with a gap."""
    mode, alone, sheets = grid["calcul"]["mode"], chance.random() < 0.2, {}
    for one in grid["situations"]:
        if (one.get("seule") == "oui") is not alone or chance.random() < 0.03:
            continue
        sheet: dict[str, Any] = {"valeurs": {}}
        if mode == "profil" and chance.random() > 0.03:
            sheet["note"] = str(Fraction(chance.randint(0, 40), 2))
        if mode == "bareme_par_question":
            asked = [(q["q"], Fraction(q["points"])) for q in one.get("sujet") or grid["sujet_exemple"]]
        else:
            out = one.get("hors_champ", ())
            held = [line for c in grid["competences"] for line in c["criteres"] if line["code"] not in out]
            asked = [(line["code"], Fraction(1)) for line in held]
        for code, most in asked:
            if chance.random() < 0.01:
                continue
            if grid["calcul"].get("saisie") == "points":
                value = str(Fraction(chance.randint(0, int(most * 4)), 4))
            else:
                value = chance.choice(("acquis", "acquis", "non_acquis") if mode == "binaire" else ("A", "B", "C", "D"))
            sheet["valeurs"][code] = "NE" if chance.random() < 0.08 else value
        sheets[one["code"]] = sheet
    return {code: sheet for code, sheet in sheets.items() if sheet["valeurs"] or "note" in sheet}


@pytest.mark.parametrize("mode", ["profil", "bareme_par_question", "binaire"])
def test_the_engine_says_what_a_plain_telling_says_of_random_grids(mode: str) -> None:
    chance, different, outcomes = random.Random(f"{mode} 2026"), [], dict[str, int]()
    for _ in range(GRIDS):
        said = drawn(chance, mode)
        (grid,) = read_grids(yaml.safe_dump([said]), "hasard.yaml")
        for _ in range(FILLED):
            sheets = filled(chance, said)
            given = {
                code: Filled(one["valeurs"], Fraction(one["note"]) if "note" in one else None)
                for code, one in sheets.items()
            }
            found, due = compute(grid, given, 2027), told(said, sheets)
            outcomes[due[0]] = outcomes.get(due[0], 0) + 1
            if (str(found.outcome), found.mark) != due:
                different.append((said, sheets, str(found.outcome), found.mark, due))
    assert different[:1] == []
    assert len(outcomes) >= 2
    assert max(outcomes.values()) < GRIDS * FILLED * 0.99


def test_the_plain_telling_asks_nothing_of_lauréat() -> None:
    tree = ast.parse(Path(grilles_racontees.__file__).read_text(encoding="utf-8"))
    modules = {one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    modules |= {name.name for one in ast.walk(tree) if isinstance(one, ast.Import) for name in one.names}
    assert not {one for one in modules if one.startswith(("laureat", "support"))}
