"""La loi, en français : chaque règle à côté de son texte, chaque nombre avec sa source."""

from collections.abc import Mapping
from typing import Any

from laureat.deliberation.reglement import Reglement
from laureat.reglements import bac_pro, capitalisation
from laureat.vocabulary import InvalidInput


def charger(numero: str) -> Reglement:
    """Le règlement d'une certification, par le numéro de sa fiche ; InvalidInput s'il est inconnu."""
    try:
        return bac_pro.charger_specialite(numero)
    except KeyError:
        connus = ", ".join(bac_pro.specialites())
        raise InvalidInput(
            [f"règlement inconnu : {numero} ; connus : {connus}. Pour une autre fiche : --reglement capitalisation"]
        ) from None


def construire(genre: str, donnees: Mapping[str, Any]) -> Reglement:
    """Un règlement depuis ses données, comme un dossier de session les garde."""
    match genre:
        case "bac_pro":
            return bac_pro.construire(donnees)
        case capitalisation.GENRE:
            return capitalisation.construire(donnees)
        case _:
            raise InvalidInput([f"genre de règlement inconnu : {genre} ; connus : bac_pro, {capitalisation.GENRE}"])


__all__ = ["charger", "construire"]
