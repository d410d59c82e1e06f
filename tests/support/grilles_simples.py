"""A second, plain telling of the computed modes, without the engine: sums by hand, in whole numbers where possible."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any


def plain_pondere(told: Mapping[str, Any], ticked: Mapping[str, Mapping[str, str]]) -> tuple[Fraction | None, Fraction]:
    """Exact points and coverage of a weighted grid out of its YAML, everything filled or NE; no bonus."""
    values = dict(zip(told["niveaux"]["codes"], map(Fraction, told["niveaux"]["valeurs"]), strict=True))
    best = max(values.values())
    marks, covers, weights = [], [], []
    for situation in told["situations"]:
        own = situation.get("poids_competences")
        above, below, whole = Fraction(0), Fraction(0), Fraction(0)
        for competence in told["competences"]:
            heavy = int(own.get(competence["code"], 0)) if own else int(competence["poids"])
            outside = situation.get("hors_champ", ())
            held = [one for one in competence["criteres"] if one["code"] not in outside]
            inner = sum(int(one["poids"]) for one in held)
            if not heavy or not inner or competence["code"] in outside:
                continue
            for criterion in held:
                share = Fraction(heavy * int(criterion["poids"]), inner)
                whole += share
                level = ticked[situation["code"]][criterion["code"]]
                if level != "NE":
                    above += share * values[level]
                    below += share
        weights.append(int(situation["poids"]))
        covers.append(below / whole)
        marks.append(above / below / best * 20 if below else None)
    coverage = sum((w * c for w, c in zip(weights, covers, strict=True)), Fraction(0)) / sum(weights)
    if None in marks:
        return None, coverage
    return sum((w * m for w, m in zip(weights, marks, strict=True) if m is not None), Fraction(0)) / sum(
        weights
    ), coverage


def plain_round_up_half(points: Fraction) -> int:
    """The half point at or above, in hundredths, by trying them one after the other."""
    mark = 0
    while Fraction(mark, 100) < points:
        mark += 50
    return mark
