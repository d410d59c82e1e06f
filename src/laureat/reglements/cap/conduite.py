"""La conduite d'une session de CAP : tours, pièces, habilitations, motifs, articles."""

from laureat.deliberation.conduite import Condition, Conduite
from laureat.reglements.cap.textes import (
    ARRETE_CONSERVATION,
    D337_3,
    D337_16,
    D337_17,
    D337_18,
    D337_19,
    D337_20,
    D337_21,
    DECRET_MENTIONS,
    code,
)
from laureat.reglements.communs.statuts import ABSENT_JUSTIFIE, BENEFICE, DISPENSE
from laureat.reglements.communs.vae import EXPERIENCE
from laureat.vocabulary import Decision, Mention, Motif
from laureat.vocabulary.citations import Reading

_EPS = frozenset({"eps"})
_ELEVES = ("scolaire_public", "scolaire_prive_sous_contrat", "scolaire_prive_hors_contrat")

CONDUITE = Conduite(
    tours=("premier", "remplacement"),
    decisions=(Decision.ADMIS, Decision.REMPLACEMENT, Decision.AJOURNE),
    mentions=(Mention.AB, Mention.B, Mention.TB),
    pieces=dict.fromkeys(_ELEVES, ("pfmp",)),
    libelles={
        "pfmp": "attestations de périodes de formation en milieu professionnel",
        "livret": "livret scolaire ou de formation",
    },
    habilitations={
        "apprenti_cfa_habilite_ou_de_droit": ("partielle", "integrale"),
        "fpc_public_habilite_ccf_integral": ("integrale",),
    },
    motifs={
        DISPENSE: {
            Motif.TITRE: D337_18,
            Motif.UNITE: D337_18,
            Motif.CERTIFICAT: code("D337-18 et D337-19", Reading.DEDUIT),
            Motif.DEMANDE: D337_19,
        },
        ABSENT_JUSTIFIE: {Motif.FORCE_MAJEURE: D337_21, Motif.AUTRE: D337_21},
        BENEFICE: {Motif.AUTRE_SPECIALITE: ARRETE_CONSERVATION},
    },
    conditions={
        Motif.CERTIFICAT: Condition(unites=_EPS),
        Motif.DEMANDE: Condition(unites=_EPS, voies=frozenset({"formation_continue", "distance", "sans_formation"})),
    },
    articles={
        "inscription_unique": code("D337-21"),
        "facultatives": D337_3,
        "forme_globale": code("D337-8 et D337-9"),
        "forme_definitive": code("D337-10"),
        "conservation": D337_17,
        "remplacement": D337_21,
        "livret": D337_16,
        "mention": DECRET_MENTIONS,
        "attestation_vae": D337_20,
        "dispense_vae": D337_20,
    },
    nombres={
        "note_conservee": "keep_min",
        "duree_conservation": "duree_conservation",
        "facultatives": "facultatives_max",
        "semaines": "semaines_pfmp_min",
        "semaines_plancher": "semaines_pfmp_plancher",
    },
    experience=EXPERIENCE,
)
