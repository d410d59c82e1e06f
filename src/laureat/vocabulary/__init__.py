"""The words of the field: open this package first.

A mark, a coefficient and a threshold are whole numbers of hundredths, never floats; an absence is a status, never a
number. Everything here is a value: nothing reads a clock, a disk or a setting.
"""

from laureat.vocabulary.candidates import Forme, VoieAcces
from laureat.vocabulary.cells import BLOCKS, MARKS, Cell, CellError, Grammar, Motif, UnitStatus, parse_cell
from laureat.vocabulary.citations import Citation
from laureat.vocabulary.decisions import RANK, Decision, Mention
from laureat.vocabulary.numbers import (
    MARK_MAX,
    MARK_STEP,
    format_hundredths,
    format_products,
    parse_hundredths,
    parse_mark,
    truncated_average,
)
from laureat.vocabulary.problems import InputProblem, InvalidInput, Several

__all__ = [
    "BLOCKS",
    "MARKS",
    "MARK_MAX",
    "MARK_STEP",
    "RANK",
    "Cell",
    "CellError",
    "Citation",
    "Decision",
    "Forme",
    "Grammar",
    "InputProblem",
    "InvalidInput",
    "Mention",
    "Motif",
    "Several",
    "UnitStatus",
    "VoieAcces",
    "format_hundredths",
    "format_products",
    "parse_cell",
    "parse_hundredths",
    "parse_mark",
    "truncated_average",
]
