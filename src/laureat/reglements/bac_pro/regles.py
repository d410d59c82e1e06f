"""Les règles du baccalauréat professionnel, dans l'ordre où elles s'appliquent."""

from laureat.reglements.bac_pro import constats, decision, notes
from laureat.rules import Ruleset, Value
from laureat.vocabulary import Decision, Mention

REGLES = Ruleset(
    (
        notes.notees,
        notes.conservees,
        notes.absences_justifiees,
        notes.annulees,
        notes.dispensees,
        notes.validees,
        notes.comptees,
        notes.bonus,
        notes.points_projet,
        notes.moyenne,
        notes.moyenne_professionnelle,
        decision.absence_non_justifiee,
        decision.progressive_en_cours,
        decision.globale_incomplete,
        decision.tout_valide_ou_dispense,
        decision.moyenne_suffisante,
        decision.remplacement_ouvert,
        decision.moyenne_insuffisante,
        decision.controle_ouvert,
        decision.sans_controle,
        notes.a_une_note_de_controle,
        notes.gains_au_controle,
        notes.moyenne_apres_controle,
        notes.moyenne_apres_controle_2021,
        decision.controle_pris_en_compte,
        decision.admis_apres_controle,
        decision.ajourne_apres_controle,
        notes.notes_retenues,
        decision.sans_mention,
        decision.felicitations,
        decision.mention_tres_bien,
        decision.mention_bien,
        decision.mention_assez_bien,
        decision.blocs,
        decision.certificat,
        decision.moyenne_due,
    ),
    defaults={
        "premier_groupe": Decision.AJOURNE,
        "decision": Value("premier_groupe"),
        "mention": Mention.SANS,
    },
)

CONSTATS = (
    constats.trop_de_facultatives,
    constats.unite_non_offerte,
    constats.controle_sur_unite_sans_note,
    constats.deux_controles_dans_un_groupe,
    constats.progressive_sans_derogation,
    constats.conservee_sous_dix,
    constats.eps_facultative_du_dispense,
    constats.projet_ignore,
    constats.controle_ignore,
    constats.controle_sans_note,
)
