"""La loi, en français : chaque règle à côté de son texte, chaque nombre avec sa source.

Une *famille* (``bac_pro``, ``cap``…) répond à toutes les questions de droit ; une *spécialité* est un fichier de
données.
"""

from collections.abc import Mapping
from typing import Any

from laureat.deliberation.reglement import Reglement
from laureat.reglements import specialites
from laureat.reglements.chargement import famille, familles
from laureat.reglements.droit_applicable import LIE, avec_avis, lier
from laureat.vocabulary import InvalidInput


def charger(nom: str) -> Reglement:
    """Un règlement de la bibliothèque, par le numéro de sa fiche ou son nom ; InvalidInput s'il est inconnu."""
    connus = specialites.bibliotheque()
    if nom not in connus:
        raise InvalidInput(
            [
                *specialites.refuses(),
                f"règlement inconnu : {nom} ; connus : {', '.join(sorted(connus))}. Pour une autre certification, "
                "donner un fichier de données (laureat reglement nouveau), ou --reglement capitalisation pour un "
                "certificateur privé",
            ]
        )
    return connus[nom]


def construire(code: str, donnees: Mapping[str, Any]) -> Reglement:
    """Un règlement depuis sa famille et ses données, comme un dossier de session les garde."""
    propre = specialites.construire(famille(code), donnees)
    return avec_avis(lier(propre, donnees[LIE]) if donnees.get(LIE) else propre, donnees.get("avis", ()))


__all__ = ["charger", "construire", "famille", "familles"]
