"""Les voies du brevet de technicien supérieur, et leur catégorie (CE D643-5, D643-16, D643-19 et D643-20).

La formation continue en établissement public non habilité se lit dans les deux listes du code ; les colonnes des
règlements ne mettent en A que les établissements habilités : elle est donc ici en B.
"""

from dataclasses import replace

from laureat.deliberation.famille import Voie
from laureat.reglements.communs.voies import CONTINUE, PRIVES, PUBLICS, voie
from laureat.vocabulary import VoieAcces

CATEGORIES = {
    "A": "contrôle en cours de formation, et trois épreuves ponctuelles au moins",
    "B": "épreuves ponctuelles",
    "C": "contrôle en cours de formation intégral",
}

_ETUDIANT = frozenset({"scolaire", "forme_globale"})
_APPRENTI = frozenset({"apprenti", "forme_globale"})
_FPC = frozenset({"formation_continue"})

VOIES = (
    replace(voie("scolaire_public", "A", 480, _ETUDIANT), label="étudiant d'un établissement public"),
    replace(
        voie("scolaire_prive_sous_contrat", "A", 110, _ETUDIANT), label="étudiant d'un établissement privé sous contrat"
    ),
    voie("apprenti_cfa_habilite_ou_de_droit", "A", 180, _APPRENTI),
    Voie(
        "fpc_public_habilite",
        "formation professionnelle continue en établissement public habilité",
        "A",
        CONTINUE,
        _FPC,
        30,
        PUBLICS,
    ),
    replace(
        voie("scolaire_prive_hors_contrat", "B", 60, _ETUDIANT), label="étudiant d'un établissement privé hors contrat"
    ),
    voie("apprenti_cfa_non_habilite", "B", 60, _APPRENTI),
    Voie(
        "fpc_etablissement_prive_ou_non_habilite",
        "formation professionnelle continue en établissement privé, ou public non habilité",
        "B",
        CONTINUE,
        _FPC,
        30,
        (*PRIVES, *PUBLICS),
    ),
    replace(voie("enseignement_a_distance", "B", 20), label="enseignement à distance, sous tout statut"),
    Voie(
        "experience",
        "activité professionnelle dans le domaine du diplôme",
        "B",
        (VoieAcces.CL, VoieAcces.VAE),
        frozenset({"experience"}),
        20,
    ),
    voie("fpc_public_habilite_ccf_integral", "C", 10),
)
