"""Assessment grids: the form is the grid, the mark is computed once, and it opens down to the cross that made it.

Pure: no clock, disk, network or setting. A mark is exact until its one rounding; see ``computing``.
"""

from laureat.grilles.attaining import attainable
from laureat.grilles.computing import COMPUTATION, compute
from laureat.grilles.editions import check_frozen, migrate
from laureat.grilles.entries import ChosenWeights, Entry, Filled, Standing, digest, filled
from laureat.grilles.library import grids_of, library
from laureat.grilles.loading import read_grids, replaced_questions
from laureat.grilles.model import NE, Competence, Criterion, Grid, Level, Mode, Situation, Statut
from laureat.grilles.result import Outcome, Result
from laureat.grilles.rounding import Direction, Rounding, parse_points, points_text
from laureat.grilles.settling import NotSettled, Settled, settle, typed_mark
from laureat.grilles.signatories import Quality, Signatories

__all__ = [
    "COMPUTATION",
    "NE",
    "ChosenWeights",
    "Competence",
    "Criterion",
    "Direction",
    "Entry",
    "Filled",
    "Grid",
    "Level",
    "Mode",
    "NotSettled",
    "Outcome",
    "Quality",
    "Result",
    "Rounding",
    "Settled",
    "Signatories",
    "Situation",
    "Standing",
    "Statut",
    "attainable",
    "check_frozen",
    "compute",
    "digest",
    "filled",
    "grids_of",
    "library",
    "migrate",
    "parse_points",
    "points_text",
    "read_grids",
    "replaced_questions",
    "settle",
    "typed_mark",
]
