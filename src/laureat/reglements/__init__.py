"""La loi, en français : chaque règle à côté de son texte, chaque nombre avec sa source."""

from laureat.deliberation.reglement import Reglement
from laureat.reglements.bac_pro import charger_specialite, specialites
from laureat.vocabulary import InvalidInput


def charger(numero: str) -> Reglement:
    """Le règlement d'une certification, par le numéro de sa fiche ; InvalidInput s'il est inconnu."""
    try:
        return charger_specialite(numero)
    except KeyError:
        connus = ", ".join(specialites())
        raise InvalidInput(
            [f"règlement inconnu : {numero} ; connus : {connus}. Pour une autre fiche : --reglement capitalisation"]
        ) from None


__all__ = ["charger"]
