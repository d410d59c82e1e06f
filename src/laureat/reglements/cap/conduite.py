"""La conduite d'une session du certificat d'aptitude professionnelle : tours, pièces, habilitations, motifs, articles."""

from laureat.deliberation.famille import Conduite
from laureat.reglements.cap.textes import (
    ARRETE_CONSERVATION,
    D337_16,
    D337_17,
    D337_18,
    D337_19,
    D337_20,
    D337_21,
    code,
)
from laureat.vocabulary import Citation, Decision, Motif, UnitStatus
from laureat.vocabulary.citations import Reading

D337_11_13 = code("D337-11 à D337-13")

CONDUITE = Conduite(
    tours=("premier", "remplacement"),
    decisions=(Decision.ADMIS, Decision.AJOURNE, Decision.REMPLACEMENT, Decision.NON_DELIVRABLE),
    pieces={
        **dict.fromkeys(
            ("scolaire_public", "scolaire_prive_sous_contrat", "scolaire_prive_hors_contrat"), ("pfmp", "livret")
        ),
        **dict.fromkeys(("apprenti_cfa_habilite_ou_de_droit", "apprenti_cfa_non_habilite"), ("livret",)),
    },
    habilitations={
        "apprenti_cfa_habilite_ou_de_droit": ("partielle", "integrale"),
        "fpc_public_habilite_ccf_integral": ("integrale",),
    },
    motifs={
        UnitStatus.DISPENSE: {
            Motif.TITRE: D337_18,
            Motif.UNITE: D337_18,
            Motif.CERTIFICAT: code("D337-18 et D337-19", Reading.DEDUIT),
            Motif.DEMANDE: D337_19,
        },
        UnitStatus.ABSENT_JUSTIFIE: {Motif.FORCE_MAJEURE: D337_21, Motif.AUTRE: D337_21},
        UnitStatus.BENEFICE: {Motif.AUTRE_SPECIALITE: ARRETE_CONSERVATION},
    },
    articles={
        "register_candidate": code("D337-21"),
        "establish_route": D337_11_13,
        "forme_globale": code("D337-8 et D337-9"),
        "forme_definitive": code("D337-10"),
        "unites_facultatives": code("D337-3", Reading.LU),
        "grant_dispense": code("D337-18 et D337-19"),
        "request_kept_mark": D337_17,
        "carry_vae_unit": D337_20,
        "grant_habilitation": code("R337-15"),
        "authorise_replacement": D337_21,
        "examine_livret": D337_16,
        "raise_mark": code("D337-24"),
        "fix_decision": D337_16,
        "appoint_jury": code("D337-22"),
        "mention": Citation("Décret n° 2024-122 du 19 février 2024", Reading.PARTIEL),
    },
)
