"""Dans quels établissements chaque voie de l'Éducation nationale se prépare : leur nature, la plus courante d'abord."""

from collections.abc import Iterable
from dataclasses import replace

from laureat.deliberation.famille import Voie

_TOUTES = (
    *("cfa", "lycee_public", "prive_sous_contrat", "prive_hors_contrat", "greta", "formation_privee"),
    "distance",
)
_PRIVEES = ("formation_privee", "prive_sous_contrat", "prive_hors_contrat", "cfa", "distance")
_PUBLIQUES = ("greta", "lycee_public")

NATURES = {
    "scolaire_public": ("lycee_public",),
    "scolaire_prive_sous_contrat": ("prive_sous_contrat",),
    "scolaire_prive_hors_contrat": ("prive_hors_contrat",),
    "apprenti_cfa_habilite_ou_de_droit": _TOUTES,  # tout établissement peut porter un CFA
    "apprenti_cfa_non_habilite": _TOUTES,
    "fpc_etablissement_public": _PUBLIQUES,
    "fpc_public_habilite": _PUBLIQUES,
    "fpc_public_habilite_ccf_integral": _PUBLIQUES,
    "fpc_public_habilite_ccf_sans_note": _PUBLIQUES,
    "fpc_etablissement_prive": _PRIVEES,
    "fpc_etablissement_prive_ou_non_habilite": (*_PRIVEES, *_PUBLIQUES),
    "enseignement_a_distance": ("distance",),
}


def selon_l_etablissement(voies: Iterable[Voie]) -> tuple[Voie, ...]:
    """Les voies d'une famille, chacune avec la nature de ses établissements."""
    return tuple(replace(voie, natures=NATURES.get(voie.code, ())) for voie in voies)
