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
from laureat.vocabulary import Decision, Motif, UnitStatus
from laureat.vocabulary.citations import Reading

CONDUITE = Conduite(
    decisions=(Decision.ADMIS, Decision.AJOURNE, Decision.NON_DELIVRABLE),
    pieces={voie.code: ("formation", "pratique", "livret") for voie in VOIES},
    habilitations={
        "apprenti_cfa_habilite_ou_de_droit": ("partielle", "integrale"),
        "fpc_public_habilite_ccf_integral": ("integrale",),
        "fpc_public_habilite_ccf_sans_note": ("integrale",),
    },
    motifs={
        UnitStatus.DISPENSE: {Motif.TITRE: D337_108, Motif.UNITE: D337_108},
        UnitStatus.ABSENT_JUSTIFIE: {Motif.FORCE_MAJEURE: D337_116},
    },
    articles={
        "register_candidate": code("D337-121"),
        "establish_route": code("D337-111 à D337-113"),
        "forme_globale": code("D337-114"),
        "forme_definitive": code("D337-115", Reading.PARTIEL),
        "unites_facultatives": D337_105,
        "conditions": D337_106,
        "grant_dispense": D337_108,
        "request_kept_mark": D337_107,
        "carry_vae_unit": code("D337-109"),
        "grant_habilitation": code("R337-112"),
        "examine_livret": code("D337-118"),
        "raise_mark": code("D337-118"),
        "fix_decision": D337_114,
        "appoint_jury": code("D337-122 et D337-123"),
        "mention": DECRET_MENTIONS,
    },
)
