"""The register: what a sheet of the RNCP or of the RS says, read from the printed sheet or from the XML export."""

from laureat.register.comparison import EcartCompetences, compare_competences
from laureat.register.files import bundled, bundled_numbers, read_fiche, read_fiches
from laureat.register.model import Fiche
from laureat.register.parts import (
    Bloc,
    Certificateur,
    CodeLibelle,
    ModeEvaluation,
    Modes,
    NonReconnu,
    VoieAccesFiche,
    VoiesAcces,
)
from laureat.register.printed import read_printed
from laureat.register.xml_export import iter_fiches

__all__ = [
    "Bloc",
    "Certificateur",
    "CodeLibelle",
    "EcartCompetences",
    "Fiche",
    "ModeEvaluation",
    "Modes",
    "NonReconnu",
    "VoieAccesFiche",
    "VoiesAcces",
    "bundled",
    "bundled_numbers",
    "compare_competences",
    "iter_fiches",
    "read_fiche",
    "read_fiches",
    "read_printed",
]
