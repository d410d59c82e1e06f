"""Les statuts d'une unité, nommés une fois : lire un membre d'une énumération coûte cinq fois sa comparaison."""

from typing import Any

from laureat.vocabulary import UnitStatus

VIDE = UnitStatus.VIDE
NOTE = UnitStatus.NOTE
BENEFICE = UnitStatus.BENEFICE
ABSENT = UnitStatus.ABSENT
ABSENT_JUSTIFIE = UnitStatus.ABSENT_JUSTIFIE
DISPENSE = UnitStatus.DISPENSE
VALIDE_VAE = UnitStatus.VALIDE_VAE
ANNULE = UnitStatus.ANNULE
VALIDE = UnitStatus.VALIDE
NON_VALIDE = UnitStatus.NON_VALIDE
HORS_OPTION = UnitStatus.HORS_OPTION


def apporte(u: Any) -> Any:
    """L'unité peut apporter des points ou un bloc : elle est notée, conservée ou validée par la VAE."""
    return (u.status == NOTE) | (u.status == BENEFICE) | (u.status == VALIDE_VAE)
