"""Les dix voies du baccalauréat professionnel, et leur catégorie (CE D337-74 à D337-77)."""

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
_EURO = frozenset({"ouvre_section_europeenne"})

VOIES = (
    voie("scolaire_public", "A", 500, _ELEVE | _EURO),
    voie("scolaire_prive_sous_contrat", "A", 130, _ELEVE | _EURO),
    voie("apprenti_cfa_habilite_ou_de_droit", "A", 170, _APPRENTI | _EURO),
    voie("fpc_etablissement_public", "A", 40),
    voie("scolaire_prive_hors_contrat", "B", 15, _ELEVE),
    voie("apprenti_cfa_non_habilite", "B", 35, _APPRENTI),
    voie("fpc_etablissement_prive", "B", 25),
    voie("enseignement_a_distance", "B", 20),
    Voie(
        "experience_3_ans",
        "expérience professionnelle",
        "B",
        # Les candidats d'expérience viennent seuls, ou par la VAE pour certaines unités.
        (VoieAcces.CL, VoieAcces.VAE),
        frozenset({"experience"}),
        40,
    ),
    voie("fpc_public_habilite_ccf_integral", "C", 25),
)
