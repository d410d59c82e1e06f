"""Les règles du baccalauréat professionnel, dans l'ordre où elles s'appliquent, chacune avec son article."""

from typing import Any

from laureat.reglements.bac_pro import parcours, projet
from laureat.reglements.bac_pro.projet import PROJET, note_dite, pratique_le_ccf
from laureat.reglements.bac_pro.textes import (
    ARRETE_CONSERVATION,
    ARRETE_CONTROLE,
    ARRETE_EPS,
    ARRETE_NOTES,
    AVANT_2022_DEDUIT,
    BLOCS,
    BLOCS_DE_LA_FPC,
    BLOCS_SELON_LA_SESSION,
    CONTROLE_DEDUIT,
    D337_69,
    D337_78,
    D337_78_80,
    D337_81,
    D337_83,
    D337_86,
    DECRET_FELICITATIONS,
    DISPENSE_PAR_BLOC,
    EPREUVE_DE_CONTROLE,
    MOBILITE,
    MOYENNE_PROFESSIONNELLE,
    UNITES_OFFERTES,
    code,
)
from laureat.reglements.communs import constats, decision, droits, epreuves, notes
from laureat.reglements.communs.champs import Points, noms
from laureat.reglements.communs.statuts import BENEFICE, NOTE
from laureat.reglements.communs.textes import citer
from laureat.rules import Ruleset, Value
from laureat.vocabulary import Decision, format_hundredths
from laureat.vocabulary.citations import Reading

DEDUIT, LU_2014, SECONDAIRE = Reading.DEDUIT, Reading.LU_2014, Reading.SECONDAIRE

PROPRES = ("facultatives_max",)
"""Les nombres du droit commun que l'arrêté d'une spécialité peut dire autrement."""
EPREUVES = (epreuves.EPS, epreuves.MOBILITE)
"""Celles de toutes les spécialités, que des règles reconnaissent."""
TRAITS_DUS = {parcours.PFMP: "l'épreuve qui évalue les périodes de formation en milieu professionnel"}
"""Ce qu'une unité au moins de chaque spécialité porte, et que son intitulé ne dit pas."""
REGLES = Ruleset(
    (
        notes.notees("R-MARK-01", ARRETE_NOTES),
        notes.conservees("R-AVG-04", D337_78),
        notes.absences_justifiees("R-ABS-02", D337_81),
        notes.annulees(
            "R-FRAUD-06", citer("Code de l'éducation, art. D334-25 et suivants (effet sur la moyenne)", DEDUIT)
        ),
        notes.dispensees("R-DISP-04", code("D337-71 et D337-80", DEDUIT)),
        notes.validees("R-VAE-06", code("D337-71, D337-72 et D337-80", DEDUIT)),
        notes.comptees("R-AVG-05", citer("usage : réponse du Sénat, 2001", SECONDAIRE)),
        notes.ecartees("R-UNIT-09", ARRETE_EPS),
        notes.bonus("R-AVG-02", D337_78),
        projet.deux_notes_de_projet,
        projet.projet_calcule,
        projet.points_projet,
        projet.moyenne,
        notes.moyenne_professionnelle("R-AVG-06", MOYENNE_PROFESSIONNELLE),
        decision.absence_non_justifiee("R-ABS-01", D337_81),
        parcours.epreuve_pratique_non_validee,
        decision.progressive_en_cours("R-FORM-04", code("D337-79", LU_2014)),
        decision.etalement_en_cours("R-HAND-02", code("D351-27 à D351-31", LU_2014)),
        decision.globale_incomplete("R-FORM-01", code("D337-68", LU_2014)),
        decision.tout_valide_ou_dispense("R-VAE-07", code("D337-73 et D337-80", DEDUIT)),
        decision.moyenne_suffisante("R-DIPLOMA-01", D337_78_80),
        decision.remplacement_ouvert("R-ABS-03", code("D337-81 et D337-92", LU_2014)),
        decision.moyenne_insuffisante("R-DIPLOMA-02", D337_78),
        decision.controle_ouvert("R-DIPLOMA-03", code("D337-71, D337-72 et D337-78")),
        decision.sans_controle("R-DIPLOMA-03", D337_78),
        notes.a_une_note_de_controle("R-CTRL-01", EPREUVE_DE_CONTROLE),
        notes.gains_au_controle("R-CTRL-03", ARRETE_CONTROLE),
        notes.moyenne_apres_controle("R-CTRL-03", ARRETE_CONTROLE),
        projet.moyenne_apres_controle_2021,
        decision.oral_justifie("R-CTRL-01", CONTROLE_DEDUIT),
        decision.oraux_manques("R-CTRL-01", CONTROLE_DEDUIT),
        decision.oral_en_attente("R-CTRL-01", CONTROLE_DEDUIT),
        decision.controle_pris_en_compte("R-CTRL-04", CONTROLE_DEDUIT),
        decision.admis_apres_controle("R-DIPLOMA-04", D337_78),
        decision.ajourne_apres_controle("R-DIPLOMA-04", D337_78),
        decision.absent_aux_oraux("R-CTRL-01", CONTROLE_DEDUIT),
        notes.notes_retenues("R-BLOC-01", D337_69),
        decision.sans_mention("R-MENTION-03", D337_86),
        decision.felicitations("R-MENTION-02", DECRET_FELICITATIONS),
        decision.mention_tres_bien("R-MENTION-01", D337_86),
        decision.mention_bien("R-MENTION-01", D337_86),
        decision.mention_assez_bien("R-MENTION-01", D337_86),
        decision.blocs_de_la_formation_continue("R-BLOC-01", BLOCS_DE_LA_FPC, until=2019),
        decision.blocs("R-BLOC-01", BLOCS),
        decision.gagne_un_bloc("R-BLOC-01", BLOCS),
        decision.blocs_du_controle("R-BLOC-01", BLOCS),
        projet.certificat,
        decision.moyenne_due("R-MARK-03", citer("usage : troncature à deux décimales", DEDUIT)),
    ),
    defaults={"premier_groupe": Decision.AJOURNE, "decision": Value("premier_groupe")},
)

CONSTATS = (
    constats.trop_de_facultatives("R-STRUCT-05", D337_69),
    constats.unite_hors_option("R-STRUCT-08", citer("Arrêté de la spécialité (options)", DEDUIT)),
    constats.option_a_dire("R-STRUCT-08", citer("Arrêté de la spécialité (options)", DEDUIT)),
    constats.unite_non_offerte("R-UNIT-08", UNITES_OFFERTES),
    constats.controle_sur_unite_sans_note("R-CTRL-04", CONTROLE_DEDUIT),
    constats.trop_de_controles("R-CTRL-01", ARRETE_CONTROLE),
    constats.trop_d_oraux("R-CTRL-01", AVANT_2022_DEDUIT, until=2021),
    constats.dispense_hors_eps_sans_motif("R-DISP-01", code("D337-71, D337-83 et D337-84", LU_2014)),
    constats.dispense_d_eps_sans_motif("R-DISP-01", code("D337-71, D337-83 et D337-84", LU_2014)),
    parcours.titre_hors_du_general,
    constats.certificat_hors_eps("R-DISP-02", D337_83),
    parcours.dispense_sur_demande,
    constats.facultative_du_dispense("R-UNIT-09", ARRETE_EPS),
    constats.progressive_sans_derogation("R-FORM-02", D337_78),
    constats.conservee_sous_le_seuil("R-KEEP-03", code("D337-69, D337-78 et D337-79")),
    constats.conservee_sans_session("R-KEEP-01", D337_69),
    constats.conservee_d_une_autre_specialite("R-KEEP-04", ARRETE_CONSERVATION),
    parcours.autre_specialite_sous_le_seuil,
    parcours.experience_insuffisante,
    parcours.preparation_inachevee,
    parcours.individuel_mineur,
    parcours.semaines_en_milieu_professionnel,
    parcours.semaines_sous_le_plancher,
    parcours.epreuve_pratique_a_dire,
    parcours.section_europeenne_hors_voie,
    projet.projet_ignore,
    projet.projet_discordant,
    constats.controle_ignore("R-CTRL-04", EPREUVE_DE_CONTROLE),
    constats.controle_sans_note("R-CTRL-03", EPREUVE_DE_CONTROLE),
)

DROITS = (
    droits.reste_au_controle("R-DIPLOMA-03", code("D337-71, D337-72 et D337-78")),
    droits.reste_au_remplacement("R-ABS-03", code("D337-92", LU_2014)),
    droits.reste_a_obtenir_en_globale("R-KEEP-03", code("D337-78 et D337-79")),
    droits.reste_a_obtenir_en_progressive("R-FORM-04", code("D337-79", LU_2014)),
    droits.reste_a_valider("R-VAE-05", code("D337-69 et D337-71")),
    droits.reste_en_progressive("R-FORM-03", code("D337-79", LU_2014)),
    droits.reste_en_etalement("R-HAND-02", code("D351-27 à D351-31", LU_2014)),
    droits.reste_a_presenter("R-FORM-01", code("D337-68", LU_2014)),
    droits.droit_au_controle("R-CTRL-02", ARRETE_CONTROLE),
    droits.droit_au_remplacement("R-ABS-03", code("D337-92", LU_2014)),
    droits.echeances("R-KEEP-01", D337_69),
    droits.notes_conservables("R-KEEP-01", D337_69),
    droits.notes_reportables("R-FORM-04", code("D337-79", LU_2014)),
    droits.notes_etalees("R-HAND-01", code("D351-27 à D351-31", LU_2014)),
    droits.prochaine_moyenne("R-AVG-04", D337_78),
    droits.attestation_de_blocs("R-BLOC-01", BLOCS_SELON_LA_SESSION),
    droits.dispense_par_attestation("R-BLOC-02", DISPENSE_PAR_BLOC),
    droits.mobilite_pro("R-UNIT-08", MOBILITE),
    droits.jury_souverain("R-AVG-07", code("D337-88", LU_2014)),
    droits.voies_de_recours(
        "R-ADM-06",
        citer("Usage des académies ; code de justice administrative, art. R421-1", SECONDAIRE),
    ),
)


def _note_du_projet(v: Any) -> int:
    saisie = v.annexes[PROJET]
    return int(saisie.mark if saisie.status in (NOTE, BENEFICE) else v.projet_calcule)


CHAMPS = {
    "points_projet": lambda v: Points(v.points_projet),
    "note_du_projet": lambda v: format_hundredths(_note_du_projet(v)),
    "projet_compte": lambda v: v.scolaire_ou_apprenti and note_dite(v.annexes[PROJET], v.projet_calcule),
    "projet_livret": lambda v: format_hundredths(v.projet_livret),
    "projet_oral": lambda v: format_hundredths(v.projet_oral) if v.projet_oral >= 0 else "",
    "projet_calcule": lambda v: format_hundredths(v.projet_calcule),
    "projet_en_deux_parts": lambda v: v.projet_oral >= 0 and v.projet_livret >= 0 and pratique_le_ccf(v.categorie),
    "projet_arrondi": lambda v: v.projet_calcule >= 0 and v.projet_calcule * 2 != v.deux_notes_de_projet,
    "epreuve_pratique": lambda v: noms(u for u in v.obligatoires if parcours.PFMP in u.unit.traits),
}
