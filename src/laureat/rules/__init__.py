"""Rules next to their texts, and numbers that carry a date and a source.

A rule is a plain function on values, written once. Given whole numbers it decides one candidate; given Polars
expressions it decides a column; its ``phrase`` explains. This package knows no law and no column.
"""

from laureat.rules.average import Average, Term
from laureat.rules.everywhere import Everywhere
from laureat.rules.logic import et, maximum, minimum, non, ou, si, si_of, somme
from laureat.rules.parameter import Parameter, Parameters, ParameterStatus, ParameterValues
from laureat.rules.ruleset import Case, Computation, Finding, Rule, Ruleset, Value, calcul, cas, constat

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
    "Term",
    "Value",
    "calcul",
    "cas",
    "constat",
    "et",
    "maximum",
    "minimum",
    "non",
    "ou",
    "si",
    "si_of",
    "somme",
]
