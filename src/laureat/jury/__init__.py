"""The jury: who sits, whether the law lets them, the smallest change that mends it, what the minutes must carry."""

from laureat.jury.demonstration import demonstration_jury
from laureat.jury.examination import Examination, examine
from laureat.jury.law import JuryLaw, Requirement, Ruling, Verdict
from laureat.jury.members import Fonction, Jury, Member, Presence, Qualite, changes
from laureat.jury.pv import PvLine, pv_lines

__all__ = [
    "Examination",
    "Fonction",
    "Jury",
    "JuryLaw",
    "Member",
    "Presence",
    "PvLine",
    "Qualite",
    "Requirement",
    "Ruling",
    "Verdict",
    "changes",
    "demonstration_jury",
    "examine",
    "pv_lines",
]
