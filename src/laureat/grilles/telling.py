"""What a grid tells to whoever computes its mark elsewhere (a tablet out of reach): exact numbers, as text, and words.

The computation itself is ``computing``; the script of the workshop follows it step by step, and tests hold them equal.
"""

from typing import Any

from laureat.grilles.computing import WORDS, shares_of
from laureat.grilles.entries import ChosenWeights
from laureat.grilles.model import Grid, Missing, Mode
from laureat.grilles.result import Outcome
from laureat.grilles.rounding import Rounding


def computation_of(grid: Grid, session: int, chosen: ChosenWeights | None = None) -> dict[str, Any]:
    """All that the mark of a session (year) depends on, but what is filled; fractions are written ``3/20``.

    ``chosen``: what the candidate chose, where the grid asks for it. Without a rounding for the session, no mark comes.
    """
    calculation, rounding = grid.calculation, grid.calculation.rounding_of(session)
    rounded = rounding and {"pas": str(rounding.step), "sens": str(rounding.direction), "nom": rounding.name}
    best = max((level.value for level in grid.levels), default=0)
    owners = {line.code: one.code for one in grid.competences for line in one.criteria}
    return {
        "mode": str(grid.mode),
        "total": calculation.total,
        "couverture_min": calculation.coverage_min,
        "non_evalue": str(calculation.not_assessed),
        "situation_vide": str(calculation.no_situation),
        "absence": str(calculation.absence),
        "bonus_max": str(calculation.bonus_max),
        "en_points": calculation.typed_points,
        "composition": str(calculation.composition),
        "garde": [str(share) for share in calculation.kept],
        "arrondi": rounded,
        "session": str(session),
        "niveaux": {level.code: str(level.value / best) if best else "0" for level in grid.levels},
        "planchers": {one.code: one.floor for one in grid.criteria if one.floor},
        "competences": {one.code: one.weight for one in grid.competences},
        "choix_attendu": grid.choice is not None and chosen is None,
        "situations": [
            {
                "code": one.code,
                "poids": one.weight,
                "seule": one.alone,
                "lignes": [
                    {
                        "code": code,
                        "part": str(share),
                        "competence": one.question(code).competence if grid.mode is Mode.BAREME else owners[code],
                        "points": str(one.question(code).points) if grid.mode is Mode.BAREME else "0",
                        **_indicators(grid, code),
                    }
                    for code, share in shares_of(grid, one, chosen).items()
                ],
            }
            for one in grid.situations
        ],
        "etats": {str(one): one.label for one in Outcome},
        "mots": WORDS,
    }


STATUTS = {"verifie": "vérifié", "deduit": "déduit", "hypothese": "hypothèse"}
"""What answers for a parameter of the computation, in words."""


def parameters_told(grid: Grid, rounding: Rounding | None) -> list[str]:
    """The parameters by which the mark comes out, each with its status, and its source where one is given."""
    calculation, found = grid.calculation, list[str]()
    if rounding is not None and grid.mode is not Mode.BINAIRE:
        found.append(f"Un seul arrondi, {rounding.name} ({_vouched(rounding.statut, rounding.source)}).")
    if calculation.coverage_min:
        said = _vouched(*calculation.vouched.get("couverture_min", ("hypothese", "")))
        found.append(f"Pas de note sous {calculation.coverage_min} % des poids évalués ({said}).")
    if grid.mode.computed:
        said = _vouched(*calculation.vouched.get("non_evalue", ("hypothese", "")))
        found.append(f"NE : {_NOT_ASSESSED[calculation.not_assessed]} ({said}).")
    return found


_NOT_ASSESSED = {Missing.IGNORER: "le poids va aux autres lignes", Missing.ZERO: "la ligne compte zéro"}


def _vouched(statut: str, source: str) -> str:
    return f"{STATUTS[statut]}, {source}" if source else STATUTS[statut]


def _indicators(grid: Grid, code: str) -> dict[str, Any]:
    """How many indicators a line has, and what their number gives; nothing where it has none."""
    criterion = grid.criterion(code)
    if criterion is None or not criterion.indicators:
        return {}
    steps = [{"des": step.least, "niveau": step.level} for step in criterion.steps]
    return {"indicateurs": len(criterion.indicators), "paliers": steps}
