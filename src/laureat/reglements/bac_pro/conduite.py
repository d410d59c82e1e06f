"""Ce que le code de l'éducation demande à la conduite d'une session : tours, pièces, habilitations, motifs, refus."""

from laureat.deliberation.conduite import Condition, Conduite
from laureat.reglements.bac_pro.textes import (
    ARRETE_CONSERVATION,
    ARRETE_EPS,
    D337_66_1,
    D337_69,
    D337_78,
    D337_81,
    D337_86,
    EPREUVE_DE_CONTROLE,
    code,
)
from laureat.reglements.communs.statuts import ABSENT_JUSTIFIE, BENEFICE, DISPENSE, NOTE, VALIDE_VAE
from laureat.reglements.communs.vae import EXPERIENCE
from laureat.vocabulary import Decision, Mention, Motif
from laureat.vocabulary.citations import Reading

LU_2014 = Reading.LU_2014

_EPS = frozenset({"eps"})

CONDUITE = Conduite(
    tours=("premier", "controle", "remplacement"),
    decisions=(Decision.ADMIS, Decision.CONTROLE, Decision.REMPLACEMENT, Decision.AJOURNE),
    mentions=(Mention.AB, Mention.B, Mention.TB, Mention.TBF),
    annexes={"PROJET": frozenset({"scolaire_ou_apprenti"})},
    pieces={"experience_3_ans": ("activite_3_ans",)},
    libelles={
        "activite_3_ans": "justificatif de {annees_experience} d'activité professionnelle",
        "pfmp": "attestations de périodes de formation en milieu professionnel",
        "livret": "livret scolaire ou de formation",
        "PROJET": "Projet (chef-d'œuvre)",
    },
    habilitations={
        "fpc_public_habilite_ccf_integral": ("integrale",),
        "apprenti_cfa_habilite_ou_de_droit": ("partielle", "integrale"),
    },
    motifs={
        DISPENSE: {
            Motif.TITRE: code("D337-71"),
            Motif.UNITE: code("D337-71"),
            Motif.CERTIFICAT: code("D337-83", LU_2014),
            Motif.DEMANDE: code("D337-84", LU_2014),
        },
        BENEFICE: {
            Motif.AUTRE_SPECIALITE: ARRETE_CONSERVATION,
            Motif.ADMISE: ARRETE_EPS,
            Motif.REFUSEE: ARRETE_EPS,
        },
        NOTE: {Motif.ADMISE: ARRETE_EPS, Motif.REFUSEE: ARRETE_EPS},
        VALIDE_VAE: {Motif.ADMISE: ARRETE_EPS, Motif.REFUSEE: ARRETE_EPS},
        ABSENT_JUSTIFIE: {Motif.FORCE_MAJEURE: code("D337-92", LU_2014), Motif.AUTRE: D337_81},
    },
    conditions={
        Motif.CERTIFICAT: Condition(unites=_EPS),
        Motif.DEMANDE: Condition(unites=_EPS, voies=frozenset({"formation_continue", "experience"})),
    },
    articles={
        "inscription_unique": code("D337-90", Reading.LU),
        "facultatives": D337_69,
        "forme_globale": D337_78,
        "forme_definitive": code("D337-79", LU_2014),
        "conservation": D337_69,
        "projet": D337_66_1,
        "controle": EPREUVE_DE_CONTROLE,
        "remplacement": code("D337-92", LU_2014),
        "livret": code("D337-85", LU_2014),
        "admission": D337_78,
        "mention": D337_86,
        "attestation_vae": D337_69,
        "dispense_vae": code("D337-71"),
        "seance_a_distance": code("D337-93-1", LU_2014),
    },
    jury_dit=frozenset({"epreuve_pratique"}),
    nombres={
        "note_conservee": "seuil_conservation",
        "duree_conservation": "duree_conservation",
        "facultatives": "facultatives_max",
        "oraux_par_groupe": "controle_par_groupe",
        "certificat": "seuil_certificat",
        "semaines": "semaines_pfmp_scolaire",
        "semaines_plancher": "semaines_pfmp_plancher",
    },
    experience=EXPERIENCE,
)
