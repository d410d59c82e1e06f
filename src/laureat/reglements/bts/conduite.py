"""Ce que la conduite d'une session du brevet de technicien supérieur demande au droit."""

from laureat.deliberation.conduite import Conduite
from laureat.reglements.bts.textes import (
    ARRETE_MATIERES,
    D643_13,
    D643_15,
    D643_17,
    D643_22,
    D643_24,
    D643_26,
    code,
)
from laureat.reglements.communs.vae import EXPERIENCE
from laureat.vocabulary import Decision, Motif, UnitStatus

CONDUITE = Conduite(
    tours=("premier", "controle"),
    decisions=(Decision.ADMIS, Decision.CONTROLE, Decision.AJOURNE),
    pieces={"experience": ("activite_professionnelle",)},
    libelles={
        "activite_professionnelle": "justificatif d'activité professionnelle",
        "livret": "livret scolaire ou de formation",
    },
    nombres={
        "note_conservee": "seuil_conservation",
        "duree_conservation": "duree_conservation",
        "facultatives": "facultatives_max",
        "oraux_par_groupe": "controle_par_groupe",
    },
    experience=EXPERIENCE,
    habilitations={
        "apprenti_cfa_habilite_ou_de_droit": ("partielle", "integrale"),
        "fpc_public_habilite": ("partielle", "integrale"),
        "fpc_public_habilite_ccf_integral": ("integrale",),
    },
    motifs={
        UnitStatus.DISPENSE: {Motif.TITRE: D643_17, Motif.UNITE: D643_17},
        UnitStatus.ABSENT_JUSTIFIE: {Motif.FORCE_MAJEURE: D643_24},
    },
    articles={
        "inscription": code("D643-16"),
        "inscription_unique": code("D643-29"),
        "forme_globale": D643_22,
        "forme_definitive": D643_22,
        "seance_a_distance": code("D643-31-1"),
        "conservation": D643_15,
        "controle": ARRETE_MATIERES,
        "livret": D643_26,
        "deliberation": D643_26,
        "facultatives": D643_13,
    },
)
