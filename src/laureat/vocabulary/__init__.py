"""The words of the field: open this package first.

A mark, a coefficient and a threshold are whole numbers of hundredths, never floats; an absence is a status, never a
number. Everything here is a value: nothing reads a clock, a disk or a setting.
"""

from laureat.vocabulary.candidates import CATEGORIE_OF, VOIES, Categorie, Forme, Voie, VoieAcces
from laureat.vocabulary.cells import Cell, CellError, UnitStatus, parse_block_cell, parse_cell
from laureat.vocabulary.citations import Citation
from laureat.vocabulary.decisions import RANK, Decision, Mention
from laureat.vocabulary.numbers import (
    MARK_MAX,
    MARK_STEP,
    format_hundredths,
    parse_hundredths,
    parse_mark,
    truncated_average,
)
from laureat.vocabulary.problems import InputProblem, InvalidInput

__all__ = [
    "CATEGORIE_OF",
    "MARK_MAX",
    "MARK_STEP",
    "RANK",
    "VOIES",
    "Categorie",
    "Cell",
    "CellError",
    "Citation",
    "Decision",
    "Forme",
    "InputProblem",
    "InvalidInput",
    "Mention",
    "UnitStatus",
    "Voie",
    "VoieAcces",
    "format_hundredths",
    "parse_block_cell",
    "parse_cell",
    "parse_hundredths",
    "parse_mark",
    "truncated_average",
]
