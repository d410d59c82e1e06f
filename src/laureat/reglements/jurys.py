"""Quel droit du jury : celui de la famille d'un règlement, nommée ou portée par un nom de la bibliothèque."""

from laureat.deliberation.famille import Famille
from laureat.reglements.chargement import famille, familles, paquets
from laureat.reglements.jury import LoiDuJury
from laureat.reglements.specialites import bibliotheque
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import words

CAPITALISATION = "capitalisation"
_AUTREMENT = {
    "baccalaureat professionnel": "bac_pro",
    "tp": "titre_professionnel",
    "titre": "titre_professionnel",
    "brevet professionnel": "bp",
    "brevet de technicien superieur": "bts",
}
"""Les noms que les gens donnent aux familles."""


def ecrits() -> tuple[str, ...]:
    """Les familles dont le droit du jury est écrit."""
    return tuple(une.code for une in familles() if une.jury is not None)


def loi_du_jury(code: str) -> LoiDuJury:
    """Le droit du jury d'une famille, par son nom ; InvalidInput, avec les noms connus, si elle est inconnue."""
    if code not in ecrits():
        raise InvalidInput([f"le droit du jury de {code} n'est pas écrit ; connus : {', '.join(ecrits())}"])
    loi: LoiDuJury = famille(code).jury
    return loi


def famille_du_reglement(nom: str) -> Famille | None:
    """La famille d'un règlement, nommée (« BTS », « bac pro ») ou portée par un nom ; None s'il est inconnu."""
    cle = words(nom.replace("_", " "))
    code = _AUTREMENT.get(cle, cle.replace(" ", "_"))
    if code in paquets():
        return famille(code)
    return bibliotheque()[nom].famille if nom in bibliotheque() else None


def loi_du_reglement(nom: str) -> LoiDuJury | None:
    """Le droit du jury d'un règlement sans sa fiche ; None s'il n'est pas écrit, ou si la fiche seule le fait."""
    sienne = famille_du_reglement(nom)
    return sienne.jury if sienne is not None and sienne.jury is not None and sienne.jury.titre else None
