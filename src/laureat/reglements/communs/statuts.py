"""Les statuts d'une unité, nommés une fois : lire un membre d'une énumération coûte cinq fois sa comparaison."""

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
