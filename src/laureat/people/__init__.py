"""People: how a name is written, what an INE proves, and whether two identities are one person.

Pure and below every door, so that lists of candidates, VAE, juries and accounts ask one room.
"""

from laureat.people.batch import Likeness, alike
from laureat.people.identity import Agreement, Comparison, Evidence, Identity, Verdict, compare, is_another
from laureat.people.ine import check_letter, is_ine
from laureat.people.names import NAME_ALONE, NAME_ALONE_REMEDY, lacking_names, name_doubt, name_problem, script_problem

__all__ = [
    "NAME_ALONE",
    "NAME_ALONE_REMEDY",
    "Agreement",
    "Comparison",
    "Evidence",
    "Identity",
    "Likeness",
    "Verdict",
    "alike",
    "check_letter",
    "compare",
    "is_another",
    "is_ine",
    "lacking_names",
    "name_doubt",
    "name_problem",
    "script_problem",
]
