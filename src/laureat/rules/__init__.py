"""Rules next to their texts, and numbers that carry a date and a source.

A rule is a plain function on values, written once. Given whole numbers it decides one candidate; given Polars
expressions it decides a column; its sentences explain. This package knows no law and no column.
"""

from laureat.rules.average import Average, Term
from laureat.rules.everywhere import Everywhere
from laureat.rules.logic import et, maximum, minimum, non, ou, si, si_of, somme
from laureat.rules.parameter import Parameter, Parameters, ParameterStatus, ParameterValues
from laureat.rules.ruleset import (
    Case,
    Computation,
    Finding,
    Rule,
    Ruleset,
    Uncited,
    Value,
    Weight,
    calcul,
    calcul_commun,
    cas,
    cas_commun,
    constat,
    constat_commun,
)
from laureat.rules.sentence import Sentence

__all__ = [
    "Average",
    "Case",
    "Computation",
    "Everywhere",
    "Finding",
    "Parameter",
    "ParameterStatus",
    "ParameterValues",
    "Parameters",
    "Rule",
    "Ruleset",
    "Sentence",
    "Term",
    "Uncited",
    "Value",
    "Weight",
    "calcul",
    "calcul_commun",
    "cas",
    "cas_commun",
    "constat",
    "constat_commun",
    "et",
    "maximum",
    "minimum",
    "non",
    "ou",
    "si",
    "si_of",
    "somme",
]
