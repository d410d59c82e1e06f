"""Les voies que partagent les diplômes nationaux : leur nom, leur accès, la nature de leurs établissements.

Chaque famille dit la catégorie qu'une voie donne, et ce que ses règles en demandent (``traits``).
"""

from collections.abc import Iterable
from dataclasses import replace

from laureat.deliberation.famille import Voie
from laureat.vocabulary import VoieAcces

CONTINUE = (VoieAcces.FC, VoieAcces.CQ)
_INITIALE = (VoieAcces.FI,)
_APPRENTISSAGE = (VoieAcces.CA,)
_TOUT_STATUT = (VoieAcces.FI, VoieAcces.CA, VoieAcces.FC, VoieAcces.CQ, VoieAcces.CL)

# La nature des établissements, la plus courante d'abord. Tout établissement peut porter un CFA.
CFA = ("cfa", "lycee_public", "prive_sous_contrat", "prive_hors_contrat", "greta", "formation_privee", "distance")
PRIVES = ("formation_privee", "prive_sous_contrat", "prive_hors_contrat", "cfa", "distance")
PUBLICS = ("greta", "lycee_public")

_FPC = frozenset({"formation_continue"})

_COMMUNES = {
    commune.code: commune
    for commune in (
        Voie("scolaire_public", "élève d'un établissement public", acces=_INITIALE, natures=("lycee_public",)),
        Voie(
            "scolaire_prive_sous_contrat",
            "élève d'un établissement privé sous contrat",
            acces=_INITIALE,
            natures=("prive_sous_contrat",),
        ),
        Voie(
            "scolaire_prive_hors_contrat",
            "élève d'un établissement privé hors contrat",
            acces=_INITIALE,
            natures=("prive_hors_contrat",),
        ),
        Voie(
            "apprenti_cfa_habilite_ou_de_droit",
            "apprenti d'un CFA habilité au CCF ou l'ayant de droit",
            acces=_APPRENTISSAGE,
            natures=CFA,
        ),
        Voie("apprenti_cfa_non_habilite", "apprenti d'un CFA non habilité au CCF", acces=_APPRENTISSAGE, natures=CFA),
        Voie(
            "fpc_etablissement_public",
            "formation professionnelle continue en établissement public",
            acces=CONTINUE,
            traits=_FPC,
            natures=PUBLICS,
        ),
        Voie(
            "fpc_etablissement_prive",
            "formation professionnelle continue en établissement privé",
            acces=CONTINUE,
            traits=_FPC,
            natures=PRIVES,
        ),
        Voie(
            "fpc_public_habilite_ccf_integral",
            "formation continue en établissement public habilité au CCF intégral",
            acces=CONTINUE,
            traits=_FPC,
            natures=PUBLICS,
        ),
        Voie(
            "enseignement_a_distance",
            "enseignement à distance",
            # Un enseignement à distance se suit sous tout statut.
            acces=_TOUT_STATUT,
            traits=frozenset({"distance"}),
            natures=("distance",),
        ),
    )
}


def voie(code: str, categorie: str, part: int, traits: Iterable[str] = ()) -> Voie:
    """La voie commune de ce nom, dans la catégorie que la famille lui donne, avec des traits de plus."""
    commune = _COMMUNES[code]
    return replace(commune, categorie=categorie, part=part, traits=commune.traits | frozenset(traits))
