"""La conduite d'une session du brevet professionnel : un seul tour, des conditions à constater, des motifs."""

from laureat.deliberation.conduite import Conduite
from laureat.reglements.bp.textes import D337_105, D337_107, D337_108, D337_116, DECRET_MENTIONS, code
from laureat.reglements.bp.voies import VOIES
from laureat.reglements.communs.statuts import ABSENT_JUSTIFIE, DISPENSE
from laureat.reglements.communs.vae import EXPERIENCE
from laureat.vocabulary import Mention, Motif
from laureat.vocabulary.citations import Reading

CONDUITE = Conduite(
    mentions=(Mention.AB, Mention.B, Mention.TB),
    pieces={voie.code: ("formation", "pratique") for voie in VOIES},
    libelles={
        "formation": "attestation de la formation suivie",
        "pratique": "justificatifs de la pratique professionnelle",
        "livret": "livret de formation",
    },
    habilitations={
        "apprenti_cfa_habilite_ou_de_droit": ("partielle", "integrale"),
        "fpc_public_habilite_ccf_integral": ("integrale",),
        "fpc_public_habilite_ccf_sans_note": ("integrale",),
    },
    motifs={
        DISPENSE: {Motif.TITRE: D337_108, Motif.UNITE: D337_108},
        ABSENT_JUSTIFIE: {Motif.FORCE_MAJEURE: D337_116},
    },
    articles={
        "inscription_unique": code("D337-121"),
        "facultatives": D337_105,
        "forme_globale": code("D337-114"),
        "forme_definitive": code("D337-115", Reading.PARTIEL),
        "conservation": D337_107,
        "livret": code("D337-118"),
        "mention": DECRET_MENTIONS,
        "attestation_vae": code("D337-109"),
        "dispense_vae": code("D337-108 à D337-110"),
    },
    jury_dit=frozenset({"appreciation"}),
    nombres={
        "note_conservee": "seuil_conservation",
        "duree_conservation": "duree_conservation",
        "facultatives": "facultatives_max",
    },
    experience=EXPERIENCE,
)
