"""Les dix voies du baccalauréat professionnel, et leur catégorie (CE D337-74 à D337-77)."""

from laureat.deliberation.famille import Voie
from laureat.reglements.communs.natures import selon_l_etablissement
from laureat.vocabulary import VoieAcces

CATEGORIES = {
    "A": "contrôle en cours de formation et épreuves ponctuelles",
    "B": "épreuves ponctuelles",
    "C": "contrôle en cours de formation intégral",
}

_ELEVE = frozenset({"scolaire_ou_apprenti", "scolaire", "forme_globale"})
_APPRENTI = frozenset({"scolaire_ou_apprenti", "apprenti", "forme_globale"})
_EURO = frozenset({"ouvre_section_europeenne"})
_FPC = frozenset({"formation_continue"})
_CONTINUE = (VoieAcces.FC, VoieAcces.CQ)

_VOIES = (
    Voie("scolaire_public", "élève d'un établissement public", "A", (VoieAcces.FI,), _ELEVE | _EURO, 500),
    Voie(
        "scolaire_prive_sous_contrat",
        "élève d'un établissement privé sous contrat",
        "A",
        (VoieAcces.FI,),
        _ELEVE | _EURO,
        130,
    ),
    Voie(
        "apprenti_cfa_habilite_ou_de_droit",
        "apprenti d'un CFA habilité au CCF ou l'ayant de droit",
        "A",
        (VoieAcces.CA,),
        _APPRENTI | _EURO,
        170,
    ),
    Voie(
        "fpc_etablissement_public",
        "formation professionnelle continue en établissement public",
        "A",
        _CONTINUE,
        _FPC,
        40,
    ),
    Voie(
        "scolaire_prive_hors_contrat", "élève d'un établissement privé hors contrat", "B", (VoieAcces.FI,), _ELEVE, 15
    ),
    Voie("apprenti_cfa_non_habilite", "apprenti d'un CFA non habilité au CCF", "B", (VoieAcces.CA,), _APPRENTI, 35),
    Voie(
        "fpc_etablissement_prive", "formation professionnelle continue en établissement privé", "B", _CONTINUE, _FPC, 25
    ),
    Voie(
        "enseignement_a_distance",
        "enseignement à distance",
        "B",
        # Un enseignement à distance se suit sous tout statut.
        (VoieAcces.FI, VoieAcces.CA, VoieAcces.FC, VoieAcces.CQ, VoieAcces.CL),
        frozenset({"distance"}),
        20,
    ),
    Voie(
        "experience_3_ans",
        "expérience professionnelle",
        "B",
        # Les candidats d'expérience viennent seuls, ou par la VAE pour certaines unités.
        (VoieAcces.CL, VoieAcces.VAE),
        frozenset({"experience"}),
        40,
    ),
    Voie(
        "fpc_public_habilite_ccf_integral",
        "formation continue en établissement public habilité au CCF intégral",
        "C",
        _CONTINUE,
        _FPC,
        25,
    ),
)

VOIES = selon_l_etablissement(_VOIES)
