"""Les voies du brevet professionnel, et leur catégorie (CE D337-99, D337-111 à D337-113) : ni élève ni libre."""

from laureat.deliberation.famille import Voie
from laureat.reglements.communs.voies import CONTINUE, PUBLICS, voie
from laureat.vocabulary import VoieAcces

CATEGORIES = {
    "A": "épreuves ponctuelles et contrôle en cours de formation",
    "B": "épreuves ponctuelles",
    "C": "contrôle en cours de formation intégral, avec ou sans notes",
}

_APPRENTI = frozenset({"apprenti", "forme_globale"})

VOIES = (
    voie("apprenti_cfa_habilite_ou_de_droit", "A", 600, _APPRENTI),
    voie("fpc_etablissement_public", "A", 100),
    voie("apprenti_cfa_non_habilite", "B", 150, _APPRENTI),
    voie("fpc_etablissement_prive", "B", 90),
    Voie(
        "enseignement_a_distance",
        "enseignement à distance, quel que soit le statut",
        "B",
        (VoieAcces.CA, *CONTINUE, VoieAcces.CL),
        frozenset({"distance"}),
        30,
        ("distance",),
    ),
    voie("fpc_public_habilite_ccf_integral", "C", 20),
    Voie(
        "fpc_public_habilite_ccf_sans_note",
        "formation continue en établissement public habilité au CCF intégral sans notes",
        "C",
        CONTINUE,
        frozenset({"formation_continue", "sans_note"}),
        10,
        PUBLICS,
    ),
)
