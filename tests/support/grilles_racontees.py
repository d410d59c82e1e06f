"""What the modes beside the weighted one give, told plainly from the format of grids: nothing of ``laureat`` is asked.

A grid is the mapping that its file says; what is filled, by situation, is levels by line, a mark typed, a state. Marks
are whole numbers of hundredths.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

Told = tuple[str, int | None]
"""In a word, and the mark where there is one."""


def number(text: str) -> Fraction:
    return Fraction(str(text).replace(",", "."))


def rounded(points: Fraction, step: Fraction, direction: str) -> int:
    steps = points / step
    whole = {
        "superieur": math.ceil(steps),
        "inferieur": math.floor(steps),
        "plus_proche": math.floor(steps + Fraction(1, 2)),
    }
    return int(whole[direction] * step * 100)


def told(grid: Mapping[str, Any], filled: Mapping[str, Mapping[str, Any]]) -> Told:
    """What the grid gives of one candidate, present everywhere."""
    mode = grid["calcul"]["mode"]
    alone = [one for one in grid["situations"] if one.get("seule") == "oui" and one["code"] in filled]
    due = alone or [one for one in grid["situations"] if one.get("seule") != "oui"]
    if mode == "binaire":
        return _binary(grid, due, filled)
    got = [(_typed if mode == "profil" else _questions)(grid, one, filled.get(one["code"], {})) for one in due]
    if None in got:
        return "incomplet", None
    if thin := [one for one in got if isinstance(one, str)]:
        return thin[0], None
    weights = [int(one.get("poids", "1")) for one in due]
    whole = sum((weight * one for weight, one in zip(weights, got, strict=True)), Fraction(0))
    rule = grid["calcul"]["arrondi"]
    return "note", rounded(whole / sum(weights), number(rule["pas"]), rule["sens"])


def _typed(grid: Mapping[str, Any], situation: Mapping[str, Any], sheet: Mapping[str, Any]) -> Any:
    """Profiles: the mark is what the assessor typed; crosses describe and count for nothing, and each line has one."""
    out = situation.get("hors_champ", ())
    lines = [line["code"] for one in grid["competences"] for line in one["criteres"] if line["code"] not in out]
    whole = "note" in sheet and all(sheet.get("valeurs", {}).get(line) for line in lines)
    return number(sheet["note"]) if whole else None


def _questions(
    grid: Mapping[str, Any], situation: Mapping[str, Any], sheet: Mapping[str, Any]
) -> Fraction | str | None:
    """A scale by question: each brings its points times what was ticked over the best; or the points typed."""
    subject = situation.get("sujet") or grid["sujet_exemple"]
    rules = grid["calcul"]
    seen, every, earned = Fraction(0), Fraction(0), Fraction(0)
    for question in subject:
        value, most = sheet.get("valeurs", {}).get(question["q"], ""), number(question["points"])
        if not value:
            return None
        every += most
        if value == "NE":
            seen += most if rules.get("non_evalue") == "zero" else 0
            continue
        seen += most
        if rules.get("saisie") == "points":
            earned += number(value)
        else:
            values = [number(one) for one in grid["niveaux"]["valeurs"]]
            earned += most * values[grid["niveaux"]["codes"].index(value)] / max(values)
    if not seen or seen / every < Fraction(int(rules.get("couverture_min", "0")), 100):
        return "couverture_insuffisante"
    return earned / seen * int(rules.get("total", "20"))


def _binary(grid: Mapping[str, Any], due: list[Any], filled: Mapping[str, Mapping[str, Any]]) -> Told:
    """Acquired where every criterion assessed is; a competence of which none is assessed leaves it open."""
    acquired = True
    for competence in grid["competences"]:
        some = False
        for one in due:
            if competence["code"] in one.get("hors_champ", ()):
                continue
            for line in competence["criteres"]:
                if line["code"] in one.get("hors_champ", ()):
                    continue
                value = filled.get(one["code"], {}).get("valeurs", {}).get(line["code"], "")
                if not value:
                    return "incomplet", None
                if value != "NE":
                    some, acquired = True, acquired and value == "acquis"
        if not some:
            return "incomplet", None
    return ("acquis" if acquired else "non_acquis"), None
