"""Les voies du certificat d'aptitude professionnelle, et leur catégorie (CE D337-11 à D337-14)."""

from laureat.deliberation.famille import Voie
from laureat.reglements.communs.voies import voie
from laureat.vocabulary import VoieAcces

CATEGORIES = {
    "A": "contrôle en cours de formation et épreuves ponctuelles",
    "B": "épreuves ponctuelles",
    "C": "contrôle en cours de formation intégral",
}

_ELEVE = frozenset({"scolaire_ou_apprenti", "scolaire", "forme_globale"})
_APPRENTI = frozenset({"scolaire_ou_apprenti", "apprenti", "forme_globale"})

VOIES = (
    voie("scolaire_public", "A", 350, _ELEVE),
    voie("scolaire_prive_sous_contrat", "A", 90, _ELEVE),
    voie("apprenti_cfa_habilite_ou_de_droit", "A", 300, _APPRENTI),
    voie("fpc_etablissement_public", "A", 40),
    voie("scolaire_prive_hors_contrat", "B", 10, _ELEVE),
    voie("apprenti_cfa_non_habilite", "B", 60, _APPRENTI),
    voie("fpc_etablissement_prive", "B", 40),
    voie("enseignement_a_distance", "B", 30),
    Voie(
        "candidat_individuel_majeur",
        "candidat individuel majeur, sans formation",
        "B",
        (VoieAcces.CL, VoieAcces.VAE),
        frozenset({"sans_formation"}),
        60,
    ),
    voie("fpc_public_habilite_ccf_integral", "C", 20),
)
