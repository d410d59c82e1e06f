"""Quel droit du jury : par famille, par numéro de règlement ou par fiche. La correspondance peut être donnée."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from laureat.jury.people import plain
from laureat.reglements.bac_pro import jury as bac_pro
from laureat.reglements.bac_pro import specialites
from laureat.reglements.bp import jury as bp
from laureat.reglements.bts import jury as bts
from laureat.reglements.cap import jury as cap
from laureat.reglements.capitalisation import jury as capitalisation
from laureat.reglements.jury import LoiDuJury
from laureat.reglements.titre_professionnel import jury as titre_professionnel
from laureat.vocabulary import InvalidInput

CAPITALISATION = "capitalisation"
LOIS: Mapping[str, LoiDuJury] = MappingProxyType(
    {
        "bac_pro": bac_pro.LOI,
        "cap": cap.LOI,
        "bts": bts.LOI,
        "bp": bp.LOI,
        "titre_professionnel": titre_professionnel.LOI,
        CAPITALISATION: capitalisation.LOI,
    }
)
"""Le droit du jury de chaque famille."""

_ETAT = {
    "bac_pro": ("bac pro", ("education nationale",)),
    "cap": ("cap", ("education nationale",)),
    "bts": ("bts", ("enseignement superieur",)),
    "bp": ("bp", ("education nationale",)),
    "titre_professionnel": ("tp", ("travail", "emploi")),
}
"""L'abréviation entière et le ministère d'une famille, tels que les fiches les écrivent."""
_AUTREMENT = {"bac_professionnel": "bac_pro", "baccalaureat_professionnel": "bac_pro", "tp": "titre_professionnel"}
_AUTREMENT |= {"titre": "titre_professionnel", "brevet_professionnel": "bp", "brevet_de_technicien_superieur": "bts"}


def loi_du_jury(famille: str, lois: Mapping[str, LoiDuJury] = LOIS) -> LoiDuJury:
    """Le droit du jury d'une famille, par son nom ; InvalidInput, avec les noms connus, si elle est inconnue."""
    if famille not in lois:
        raise InvalidInput([f"le droit du jury de {famille} n'est pas écrit ; connus : {', '.join(lois)}"])
    return lois[famille]


def famille_du_reglement(nom: str, lois: Mapping[str, LoiDuJury] = LOIS) -> str | None:
    """La famille d'un règlement, nommée (« BTS », « bac pro ») ou portée par un numéro ; None s'il est inconnu."""
    cle = "_".join(nom.casefold().replace("-", " ").replace("_", " ").split())
    cle = _AUTREMENT.get(cle, cle)
    if cle in lois:
        return cle
    return "bac_pro" if nom in specialites() else None


def loi_du_reglement(nom: str, lois: Mapping[str, LoiDuJury] = LOIS) -> LoiDuJury | None:
    """Le droit du jury d'un règlement sans sa fiche ; None s'il n'est pas écrit, ou si la fiche seule le fait."""
    famille = famille_du_reglement(nom, lois)
    return lois[famille] if famille is not None and lois[famille].titre else None


def famille_de_la_fiche(abrege: str, certificateurs: Iterable[str]) -> str | None:
    """La famille d'une fiche : abréviation entière et certificateur décident ; None pour un diplôme de l'État dont la
    famille n'est pas tenue, « capitalisation » pour un certificateur privé."""
    ministeres = [nom for nom in map(plain, certificateurs) if nom.startswith("ministere")]
    for famille, (sigle, mots) in _ETAT.items():
        if plain(abrege) == sigle and any(mot in nom for nom in ministeres for mot in mots):
            return famille
    return None if ministeres else CAPITALISATION
