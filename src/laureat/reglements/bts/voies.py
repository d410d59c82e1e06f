"""Les voies du brevet de technicien supérieur, et leur catégorie (CE D643-5, D643-16, D643-19 et D643-20).

La formation continue en établissement public non habilité se lit dans les deux listes du code ; les colonnes des
règlements ne mettent en A que les établissements habilités : elle est donc ici en B.
"""

from laureat.deliberation.famille import Voie
from laureat.reglements.communs.natures import selon_l_etablissement
from laureat.vocabulary import VoieAcces

CATEGORIES = {
    "A": "contrôle en cours de formation, et trois épreuves ponctuelles au moins",
    "B": "épreuves ponctuelles",
    "C": "contrôle en cours de formation intégral",
}

_ELEVE = frozenset({"scolaire", "forme_globale"})
_APPRENTI = frozenset({"apprenti", "forme_globale"})
_FPC = frozenset({"formation_continue"})
_CONTINUE = (VoieAcces.FC, VoieAcces.CQ)

_VOIES = (
    Voie("scolaire_public", "étudiant d'un établissement public", "A", (VoieAcces.FI,), _ELEVE, 480),
    Voie(
        "scolaire_prive_sous_contrat",
        "étudiant d'un établissement privé sous contrat",
        "A",
        (VoieAcces.FI,),
        _ELEVE,
        110,
    ),
    Voie(
        "apprenti_cfa_habilite_ou_de_droit",
        "apprenti d'un CFA habilité au CCF ou l'ayant de droit",
        "A",
        (VoieAcces.CA,),
        _APPRENTI,
        180,
    ),
    Voie(
        "fpc_public_habilite",
        "formation professionnelle continue en établissement public habilité",
        "A",
        _CONTINUE,
        _FPC,
        30,
    ),
    Voie(
        "scolaire_prive_hors_contrat",
        "étudiant d'un établissement privé hors contrat",
        "B",
        (VoieAcces.FI,),
        _ELEVE,
        60,
    ),
    Voie("apprenti_cfa_non_habilite", "apprenti d'un CFA non habilité au CCF", "B", (VoieAcces.CA,), _APPRENTI, 60),
    Voie(
        "fpc_etablissement_prive_ou_non_habilite",
        "formation professionnelle continue en établissement privé, ou public non habilité",
        "B",
        _CONTINUE,
        _FPC,
        30,
    ),
    Voie(
        "enseignement_a_distance",
        "enseignement à distance, sous tout statut",
        "B",
        (VoieAcces.FI, VoieAcces.CA, VoieAcces.FC, VoieAcces.CQ, VoieAcces.CL),
        frozenset({"distance"}),
        20,
    ),
    Voie(
        "experience",
        "activité professionnelle dans le domaine du diplôme",
        "B",
        (VoieAcces.CL, VoieAcces.VAE),
        frozenset({"experience"}),
        20,
    ),
    Voie(
        "fpc_public_habilite_ccf_integral",
        "formation continue en établissement public habilité au CCF intégral",
        "C",
        _CONTINUE,
        _FPC,
        10,
    ),
)

VOIES = selon_l_etablissement(_VOIES)
