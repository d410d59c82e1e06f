"""La conduite d'une session du brevet professionnel : un seul tour, des conditions à constater, des motifs."""

from laureat.deliberation.famille import Conduite
from laureat.reglements.bp.textes import (
    D337_105,
    D337_106,
    D337_107,
    D337_108,
    D337_114,
    D337_116,
    DECRET_MENTIONS,
    code,
)
from laureat.reglements.bp.voies import VOIES
from laureat.reglements.communs.vae import EXPERIENCE
from laureat.vocabulary import Decision, Mention, Motif, UnitStatus
from laureat.vocabulary.citations import Reading

CONDUITE = Conduite(
    decisions=(Decision.ADMIS, Decision.AJOURNE),
    pieces={voie.code: ("formation", "pratique", "livret") for voie in VOIES},
    libelles={
        "formation": "preuve de la formation suivie",
        "pratique": "certificats d'activité professionnelle",
        "livret": "livret de formation",
    },
    habilitations={
        "apprenti_cfa_habilite_ou_de_droit": ("partielle", "integrale"),
        "fpc_public_habilite_ccf_integral": ("integrale",),
        "fpc_public_habilite_ccf_sans_note": ("integrale",),
    },
    mentions=(Mention.AB, Mention.B, Mention.TB),
    experience=EXPERIENCE,
    motifs={
        UnitStatus.DISPENSE: {Motif.TITRE: D337_108, Motif.UNITE: D337_108},
        UnitStatus.ABSENT_JUSTIFIE: {Motif.FORCE_MAJEURE: D337_116},
    },
    articles={
        "inscription_unique": code("D337-121"),
        "categories": code("D337-111 à D337-113"),
        "forme_globale": code("D337-114"),
        "forme_definitive": code("D337-115", Reading.PARTIEL),
        "facultatives": D337_105,
        "conditions": D337_106,
        "dispense": D337_108,
        "conservation": D337_107,
        "dispense_vae": code("D337-109"),
        "habilitation": code("R337-112"),
        "livret": code("D337-118"),
        "relevement": code("D337-118"),
        "deliberation": D337_114,
        "jury": code("D337-122 et D337-123"),
        "mention": DECRET_MENTIONS,
    },
)
