"""Les voies du brevet professionnel, et leur catégorie (CE D337-99, D337-111 à D337-113) : ni élève ni libre."""

from laureat.deliberation.famille import Voie
from laureat.reglements.communs.natures import selon_l_etablissement
from laureat.vocabulary import VoieAcces

CATEGORIES = {
    "A": "épreuves ponctuelles et contrôle en cours de formation",
    "B": "épreuves ponctuelles",
    "C": "contrôle en cours de formation intégral, avec ou sans notes",
}

_APPRENTI = frozenset({"apprenti", "forme_globale"})
_FPC = frozenset({"formation_continue"})
_CONTINUE = (VoieAcces.FC, VoieAcces.CQ)

_VOIES = (
    Voie(
        "apprenti_cfa_habilite_ou_de_droit",
        "apprenti d'un CFA habilité au CCF ou l'ayant de droit",
        "A",
        (VoieAcces.CA,),
        _APPRENTI,
        600,
    ),
    Voie(
        "fpc_etablissement_public",
        "formation professionnelle continue en établissement public",
        "A",
        _CONTINUE,
        _FPC,
        100,
    ),
    Voie(
        "apprenti_cfa_non_habilite",
        "apprenti d'un CFA non habilité au CCF",
        "B",
        (VoieAcces.CA,),
        _APPRENTI,
        150,
    ),
    Voie(
        "fpc_etablissement_prive",
        "formation professionnelle continue en établissement privé",
        "B",
        _CONTINUE,
        _FPC,
        90,
    ),
    Voie(
        "enseignement_a_distance",
        "enseignement à distance, quel que soit le statut",
        "B",
        (VoieAcces.CA, VoieAcces.FC, VoieAcces.CQ, VoieAcces.CL),
        frozenset({"distance"}),
        30,
    ),
    Voie(
        "fpc_public_habilite_ccf_integral",
        "formation continue en établissement public habilité au CCF intégral",
        "C",
        _CONTINUE,
        _FPC,
        20,
    ),
    Voie(
        "fpc_public_habilite_ccf_sans_note",
        "formation continue en établissement public habilité au CCF intégral sans notes",
        "C",
        _CONTINUE,
        _FPC | {"sans_note"},
        10,
    ),
)

VOIES = selon_l_etablissement(_VOIES)
