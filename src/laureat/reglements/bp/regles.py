"""Les règles du brevet professionnel, dans l'ordre où elles s'appliquent, chacune avec son article."""

from laureat.reglements.bp import jugement, parcours
from laureat.reglements.bp.textes import (
    ARRETE_NOTES,
    BLOCS,
    BLOCS_DE_LA_FPC,
    BLOCS_SELON_LA_SESSION,
    D337_105,
    D337_107,
    D337_108,
    D337_114,
    D337_116,
    DECRET_ATTESTATIONS,
    DECRET_MENTIONS,
    FRAUDE,
    MOBILITE,
    code,
)
from laureat.reglements.communs import constats, decision, droits, epreuves, notes
from laureat.reglements.communs.textes import citer
from laureat.rules import Everywhere, Ruleset
from laureat.vocabulary.citations import Reading

PROPRES = ("facultatives_max",)
"""Les nombres du droit commun que l'arrêté d'une spécialité peut dire autrement."""
PLANCHERS = ("heures_exigees",)
"""Le nombre exact est celui de la spécialité, et le droit commun n'en dit que le moindre (BP-DUR-01)."""
EPREUVES = (epreuves.MOBILITE,)
"""Celles de toutes les spécialités, que des règles reconnaissent."""
REGLES = Ruleset(
    (
        jugement.notees,
        notes.conservees("BP-KEEP-01", D337_107),
        notes.absences_justifiees("BP-ABS-01", D337_116),
        notes.annulees("BP-FRAUD-01", FRAUDE),
        notes.dispensees("BP-DISP-01", D337_108),
        notes.validees("BP-VAE-01", code("D337-109")),
        jugement.apprecie,
        jugement.comptees,
        notes.bonus("BP-AVG-01", D337_114),
        notes.moyenne("BP-AVG-01", D337_114),
        parcours.se_presente,
        jugement.admis_par_appreciation,
        jugement.ajourne_par_appreciation,
        jugement.a_apprecier,
        decision.absence_non_justifiee("BP-ABS-01", D337_116, choice="decision"),
        decision.progressive_en_cours("BP-FORM-04", code("D337-115", Reading.PARTIEL), choice="decision"),
        decision.etalement_en_cours("BP-FORM-01", code("D351-27 à D351-31"), choice="decision"),
        decision.globale_incomplete("BP-FORM-01", code("D337-106"), choice="decision"),
        decision.tout_valide_ou_dispense("BP-DISP-01", D337_108, choice="decision"),
        decision.moyenne_suffisante("BP-DIPLOMA-01", D337_114, choice="decision"),
        jugement.moyenne_manquee,
        notes.notes_sans_controle("BP-BLOC-01", D337_107),
        decision.sans_mention_faute_de_note("BP-MENTION-01", DECRET_MENTIONS),
        decision.mention_tres_bien("BP-MENTION-01", DECRET_MENTIONS),
        decision.mention_bien("BP-MENTION-01", DECRET_MENTIONS),
        decision.mention_assez_bien("BP-MENTION-01", DECRET_MENTIONS),
        decision.blocs_de_la_formation_continue("BP-BLOC-01", BLOCS_DE_LA_FPC, until=2019),
        decision.blocs("BP-BLOC-01", BLOCS),
        decision.moyenne_due("BP-MARK-01", ARRETE_NOTES),
    ),
    defaults={"ecartees": Everywhere()},
)

CONSTATS = (
    constats.trop_de_facultatives("BP-STRUCT-04", D337_105),
    constats.unite_non_offerte("BP-STRUCT-03", D337_107),
    constats.unite_hors_option("BP-STRUCT-02", code("D337-96 et D337-97")),
    constats.option_a_dire("BP-STRUCT-02", code("D337-96 et D337-97")),
    constats.conservee_sous_le_seuil("BP-KEEP-02", code("D337-107 et D337-114", Reading.PARTIEL)),
    jugement.appreciation_hors_categorie,
    jugement.appreciation_attendue,
    jugement.note_sans_objet,
    parcours.formation_a_constater,
    parcours.pratique_a_constater,
    constats.absence_sans_force_majeure("BP-ABS-01", D337_116),
    constats.dispense_sans_motif("BP-DISP-01", D337_108),
    jugement.dispense_non_prevue,
    jugement.plus_d_une_facultative,
    constats.progressive_sans_derogation("BP-FORM-02", code("D337-114")),
    constats.conservee_sans_session("BP-KEEP-01", D337_107),
    parcours.heures_de_formation,
    parcours.heures_de_cfa,
    parcours.heures_du_bachelier,
    parcours.pratique_sans_titre,
    parcours.pratique_avec_niveau_3,
    parcours.pratique_avec_bac_pro,
)

DROITS = (
    droits.reste_a_obtenir_en_globale("BP-KEEP-02", code("D337-114")),
    droits.reste_a_obtenir_en_progressive("BP-FORM-04", code("D337-115", Reading.PARTIEL)),
    droits.reste_a_valider("BP-VAE-01", code("D337-109")),
    droits.reste_en_progressive("BP-FORM-03", code("D337-115", Reading.PARTIEL)),
    droits.reste_en_etalement("BP-FORM-01", code("D351-27 à D351-31")),
    droits.reste_a_presenter("BP-FORM-01", code("D337-106")),
    droits.echeances("BP-KEEP-01", D337_107),
    droits.notes_conservables("BP-KEEP-01", D337_107),
    droits.notes_reportables("BP-FORM-04", code("D337-115", Reading.PARTIEL)),
    droits.notes_etalees("BP-KEEP-01", code("D351-27 à D351-31")),
    droits.prochaine_moyenne("BP-AVG-01", D337_114),
    droits.attestation_de_blocs("BP-BLOC-01", BLOCS_SELON_LA_SESSION),
    droits.dispense_d_unite_commune("BP-BLOC-03", DECRET_ATTESTATIONS),
    droits.mobilite_pro("BP-STRUCT-04", MOBILITE),
    droits.jury_souverain("BP-JURY-05", code("D337-118 et D337-124")),
    droits.voies_de_recours(
        "BP-JURY-05", citer("Usage des académies ; code de justice administrative, art. R421-1", Reading.SECONDAIRE)
    ),
)
