"""Les règles du certificat d'aptitude professionnelle, dans l'ordre où elles s'appliquent, chacune avec son article."""

from typing import Any

from laureat.reglements.cap import moyennes, parcours
from laureat.reglements.cap.textes import (
    ARRETE_CONSERVATION,
    ARRETE_GENERAL,
    ARRETE_NOTES,
    ATTESTATIONS_SELON_LA_SESSION,
    BLOCS_DE_LA_FPC,
    D337_3,
    D337_16,
    D337_17,
    D337_18,
    D337_20,
    D337_21,
    DECRET_ATTESTATIONS,
    DECRET_MENTIONS,
    FRAUDE,
    MOBILITE,
    code,
)
from laureat.reglements.communs import constats, decision, droits, epreuves, notes
from laureat.reglements.communs.textes import citer
from laureat.rules import Everywhere, Ruleset, calcul
from laureat.vocabulary.citations import Reading

PROPRES = (
    "facultatives_max",
    "pse_share",
)
"""Les nombres du droit commun que l'arrêté d'une spécialité peut dire autrement."""
EPREUVES = (epreuves.EPS, epreuves.MOBILITE)
"""Celles de toutes les spécialités, que des règles reconnaissent."""
REGLES = Ruleset(
    (
        notes.notees("CAP-MARK-01", ARRETE_NOTES),
        notes.conservees("CAP-KEEP-01", D337_17),
        notes.absences_justifiees("CAP-ABS-01", D337_21),
        notes.annulees("CAP-FRAUD-03", FRAUDE),
        notes.dispensees("CAP-DISP-01", D337_18),
        notes.validees("CAP-VAE-01", D337_20),
        notes.comptees("CAP-AVG-01", D337_16),
        notes.bonus("CAP-AVG-01", D337_16),
        notes.moyenne("CAP-AVG-01", D337_16),
        moyennes.moyenne_professionnelle,
        moyennes.note_eliminatoire,
        decision.absence_non_justifiee("CAP-ABS-01", D337_21, choice="decision"),
        decision.progressive_en_cours("CAP-FORM-02", code("D337-10"), choice="decision"),
        decision.etalement_en_cours("CAP-FORM-01", code("D351-27 à D351-31"), choice="decision"),
        decision.globale_incomplete("CAP-FORM-01", code("D337-8 et D337-9"), choice="decision"),
        decision.tout_valide_ou_dispense("CAP-DISP-01", D337_18, choice="decision"),
        moyennes.deux_moyennes_suffisantes,
        moyennes.remplacement_ouvert,
        moyennes.moyennes_insuffisantes,
        notes.notes_sans_controle("CAP-BLOC-01", D337_17),
        decision.sans_mention_faute_de_note("CAP-MENTION-01", DECRET_MENTIONS),
        decision.mention_tres_bien("CAP-MENTION-01", DECRET_MENTIONS),
        decision.mention_bien("CAP-MENTION-01", DECRET_MENTIONS),
        decision.mention_assez_bien("CAP-MENTION-01", DECRET_MENTIONS),
        decision.blocs_de_la_formation_continue("CAP-BLOC-01", BLOCS_DE_LA_FPC, until=2019),
        decision.blocs("CAP-BLOC-01", DECRET_ATTESTATIONS),
        decision.moyenne_due("CAP-MARK-02", citer("Arrêté du 20 novembre 2000, art. 2 et 3", Reading.DEDUIT)),
    ),
    defaults={"ecartees": Everywhere()},
)

CONSTATS = (
    constats.trop_de_facultatives("CAP-STRUCT-03", D337_3),
    constats.unite_non_offerte("CAP-STRUCT-05", ARRETE_GENERAL),
    constats.unite_hors_option("CAP-STRUCT-02", code("D337-2", Reading.LU)),
    constats.option_a_dire("CAP-STRUCT-02", code("D337-2", Reading.LU)),
    constats.dispense_hors_eps_sans_motif("CAP-DISP-01", D337_18),
    constats.dispense_d_eps_sans_motif("CAP-DISP-01", D337_18),
    parcours.dispense_sur_demande,
    constats.certificat_hors_eps("CAP-DISP-03", code("D337-18 et D337-19", Reading.DEDUIT)),
    constats.progressive_sans_derogation("CAP-FORM-01", code("D337-8 et D337-9")),
    parcours.progressive_d_un_mineur,
    parcours.individuel_mineur,
    parcours.experience_du_secteur,
    parcours.heures_de_cfa,
    parcours.semaines_en_milieu_professionnel,
    moyennes.conservee_sous_le_minimum,
    constats.conservee_sans_session("CAP-KEEP-01", D337_17),
    constats.conservee_d_une_autre_specialite("CAP-KEEP-02", ARRETE_CONSERVATION),
    moyennes.professionnelles_sans_note,
)


@calcul("CAP-KEEP-01", D337_17, neutral=droits.AUCUNE_UNITE)
def notes_conservables(
    decision: Any, obligatoires: Any, facultatives: Any, notes_retenues: Any, annee: Any, p: Any
) -> Any:
    """L'ajourné garde sur demande, {duree_conservation}, les notes obtenues, à partir de {keep_min:nu} ; à chaque
    session il garde une note ou repasse l'unité, et la dernière note compte.

    Phrase (conservables, non keep_min) : Sur demande, vos notes se gardent {duree_conservation}, quelles qu'elles
    soient : {conservables}. Une unité repassée compte pour sa dernière note.

    Phrase (conservables) : Sur demande, vos notes d'au moins {keep_min} se gardent {duree_conservation} :
    {conservables}. Une unité repassée compte pour sa dernière note.
    """
    return droits.gardees(decision, (*obligatoires, *facultatives), notes_retenues, annee, p.keep_min, p)


DROITS = (
    droits.reste_au_remplacement("CAP-ABS-01", D337_21),
    droits.reste_a_obtenir("CAP-KEEP-01", D337_17),
    droits.reste_a_valider("CAP-VAE-01", D337_20),
    droits.reste_en_progressive("CAP-FORM-02", code("D337-10")),
    droits.reste_en_etalement("CAP-FORM-01", code("D351-27 à D351-31")),
    droits.reste_a_presenter("CAP-FORM-01", code("D337-8 et D337-9")),
    droits.droit_au_remplacement("CAP-ABS-01", D337_21),
    droits.echeances("CAP-KEEP-01", D337_17),
    notes_conservables,
    droits.attestation_de_blocs("CAP-BLOC-01", ATTESTATIONS_SELON_LA_SESSION),
    droits.dispense_par_attestation("CAP-BLOC-02", DECRET_ATTESTATIONS),
    droits.dispense_d_unite_commune("CAP-BLOC-02", DECRET_ATTESTATIONS),
    droits.mobilite_pro("CAP-STRUCT-05", MOBILITE),
    droits.jury_souverain("CAP-DELIV-01", code("D337-24")),
    droits.voies_de_recours(
        "CAP-DELIV-01",
        citer("Usage des académies ; code de justice administrative, art. R421-1", Reading.SECONDAIRE),
    ),
)


CHAMPS = {
    "note_eliminatoire": lambda v: v.note_eliminatoire,
    "generale_suffisante": lambda v: v.moyenne.reaches(v.p.seuil_admission),
    "professionnelle_suffisante": lambda v: (
        v.moyenne_professionnelle.is_empty or v.moyenne_professionnelle.reaches(v.p.seuil_professionnel)
    ),
}
