"""La capitalisation : la certification s'obtient quand chaque bloc obligatoire de la fiche est acquis."""

from laureat.reglements.capitalisation.chargeur import GENRE, Bloc, construire, reglement_de_la_fiche

TITRE = "certification par capitalisation"

__all__ = ["GENRE", "TITRE", "Bloc", "construire", "reglement_de_la_fiche"]
