"""La capitalisation : une certification d'un certificateur privé s'obtient par blocs, ou selon sa propre règle.

Un règlement par capitalisation est un fichier de données comme les autres ; celui d'une fiche se fait de ses blocs.
"""

from laureat.reglements.capitalisation.chargeur import GENRE, Bloc, reglement_de_la_fiche

TITRE = "certification par capitalisation"

__all__ = ["GENRE", "TITRE", "Bloc", "reglement_de_la_fiche"]
