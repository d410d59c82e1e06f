"""Les règles du brevet de technicien supérieur, dans l'ordre où elles s'appliquent, chacune avec son article."""

from laureat.reglements.bts import decisions, propres
from laureat.reglements.bts.textes import (
    ARRETE_MATIERES,
    ARRETE_NOTES,
    BLOCS,
    BLOCS_DE_LA_FPC,
    BLOCS_SELON_LA_SESSION,
    D643_13,
    D643_15,
    D643_17,
    D643_19,
    D643_22,
    D643_23,
    D643_24,
    D643_26,
    ORAUX,
    ORAUX_DES_DISPENSES,
    PRECISIONS,
    USAGE_DES_ORAUX,
    code,
    lecture_retenue,
)
from laureat.reglements.communs import constats, decision, droits, notes
from laureat.reglements.communs.textes import citer
from laureat.rules import Everywhere, Ruleset, Value
from laureat.vocabulary import Decision
from laureat.vocabulary.citations import Reading

PROPRES = (
    "coefficient_bonus",
    "facultatives_max",
)
"""Les nombres du droit commun que l'arrêté d'une spécialité peut dire autrement."""
REGLES = Ruleset(
    (
        notes.notees("BTS-MARK-01", ARRETE_NOTES),
        notes.conservees("BTS-AVG-02", D643_22),
        notes.absences_justifiees("BTS-ABS-01", D643_24),
        propres.annulees,
        notes.dispensees("BTS-DISP-01", D643_17),
        notes.validees("BTS-VAE-01", lecture_retenue("D643-13 et D643-18")),
        notes.comptees("BTS-AVG-03", citer("usage : aucune note éliminatoire n'a été trouvée", Reading.DEDUIT)),
        propres.points_facultatifs,
        propres.bonus,
        propres.moyenne,
        notes.moyenne_professionnelle("BTS-AVG-02", PRECISIONS),
        decision.absence_non_justifiee("BTS-ABS-01", D643_24),
        decision.progressive_en_cours("BTS-FORM-01", D643_23),
        decision.globale_incomplete("BTS-FORM-01", D643_22),
        decision.tout_valide_ou_dispense("BTS-VAE-01", lecture_retenue("D643-13 et D643-18")),
        decision.moyenne_suffisante("BTS-DIPLOMA-01", D643_22),
        decisions.ajourne_sans_oraux,
        decision.moyenne_insuffisante("BTS-DIPLOMA-01", D643_22),
        decisions.oraux_ouverts,
        decisions.oraux_sans_moyenne_professionnelle,
        decisions.oraux_fermes,
        notes.a_une_note_de_controle("BTS-CTRL-06", USAGE_DES_ORAUX),
        notes.gains_au_controle("BTS-CTRL-03", PRECISIONS),
        notes.moyenne_apres_controle("BTS-CTRL-03", PRECISIONS),
        decision.oral_justifie("BTS-CTRL-06", USAGE_DES_ORAUX),
        decision.oraux_manques("BTS-CTRL-06", USAGE_DES_ORAUX),
        decision.oral_en_attente("BTS-CTRL-06", USAGE_DES_ORAUX),
        decision.controle_pris_en_compte("BTS-CTRL-03", PRECISIONS),
        decision.admis_apres_controle("BTS-CTRL-03", PRECISIONS),
        decision.ajourne_apres_controle("BTS-CTRL-03", PRECISIONS),
        decision.absent_aux_oraux("BTS-CTRL-06", USAGE_DES_ORAUX),
        notes.notes_retenues("BTS-BLOC-01", D643_15),
        decision.blocs_de_la_formation_continue("BTS-BLOC-01", BLOCS_DE_LA_FPC, until=2021),
        decision.blocs("BTS-BLOC-01", BLOCS),
        decision.gagne_un_bloc("BTS-BLOC-01", BLOCS),
        decision.blocs_du_controle("BTS-BLOC-01", BLOCS),
        decision.moyenne_due("BTS-MARK-01", citer("usage : troncature à deux décimales", Reading.DEDUIT)),
    ),
    defaults={
        "premier_groupe": Decision.AJOURNE,
        "decision": Value("premier_groupe"),
        "ecartees": Everywhere(),
    },
)

CONSTATS = (
    constats.trop_de_facultatives(
        "BTS-STRUCT-04",
        D643_13,
        message="plus d'unités facultatives remplies que le règlement n'en permet ({facultatives_max:nu} au plus)",
    ),
    constats.unite_hors_option("BTS-STRUCT-02", code("D643-2 et D643-3")),
    constats.option_a_dire("BTS-STRUCT-02", code("D643-2 et D643-3")),
    constats.unite_non_offerte("BTS-CCF-01", D643_19),
    propres.conservee_sous_le_seuil,
    constats.controle_sur_unite_sans_note("BTS-CTRL-04", ORAUX_DES_DISPENSES),
    constats.trop_de_controles(
        "BTS-CTRL-01",
        ARRETE_MATIERES,
        message="plus de {controle_par_groupe:oral|oraux} de contrôle : ne garder que le choix du candidat",
    ),
    constats.dispense_sans_motif("BTS-DISP-01", D643_17),
    constats.absence_sans_force_majeure("BTS-ABS-01", D643_24),
    propres.progressive_sans_derogation,
    propres.experience_lue,
    propres.experience_a_verifier,
    propres.trop_d_epreuves,
    constats.conservee_sans_session("BTS-KEEP-01", D643_15),
    constats.controle_ignore("BTS-DIPLOMA-02", ORAUX),
    constats.controle_sans_note("BTS-CTRL-03", PRECISIONS),
    decisions.oraux_en_forme_progressive,
    decisions.oraux_du_dispense,
)

DROITS = (
    droits.reste_au_controle("BTS-DIPLOMA-02", ORAUX),
    droits.reste_a_obtenir("BTS-KEEP-02", D643_23),
    droits.reste_a_valider("BTS-VAE-01", lecture_retenue("D643-13 et D643-18")),
    droits.reste_en_progressive("BTS-FORM-01", D643_22),
    droits.reste_a_presenter("BTS-FORM-01", D643_22),
    decisions.droit_aux_oraux,
    droits.echeances("BTS-KEEP-01", D643_15),
    droits.notes_conservables("BTS-KEEP-01", D643_15),
    droits.notes_reportables("BTS-KEEP-02", D643_23),
    droits.prochaine_moyenne("BTS-AVG-02", D643_22),
    droits.attestation_de_blocs("BTS-BLOC-01", BLOCS_SELON_LA_SESSION),
    decisions.attestation_descriptive,
    droits.jury_souverain("BTS-JURY-06", D643_26),
)

CHAMPS = propres.CHAMPS
