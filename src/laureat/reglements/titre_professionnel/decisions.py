"""Ce que le jury d'un titre professionnel a décidé, et ce qui manque pour qu'il décide : aucune note, aucune moyenne.

Le jury accorde le titre, ou des certificats (CCP) un à un, au vu de tout ce dont il dispose. Le calcul n'en propose
aucun : il lit ce que le jury a dit, et dit quand rien ne peut l'être.
"""

from typing import Any

from laureat.reglements.communs.statuts import (
    ABSENT,
    ABSENT_JUSTIFIE,
    DISPENSE,
    NON_VALIDE,
    VALIDE,
    VALIDE_VAE,
)
from laureat.reglements.titre_professionnel.textes import (
    ABSENCES,
    CAPITALISATION,
    ENTRETIEN_REFUSE,
    LECTURE_RETENUE,
    R338_7,
    REGLEMENT_GENERAL,
    SESSION_DE_CCP,
    SESSIONS,
    arrete_2015,
)
from laureat.rules import Everywhere, calcul, cas, et, non, ou, si
from laureat.vocabulary import Decision, Motif

CHOIX = "decision"


@calcul("TP-STRUCT-03", arrete_2015("1"), neutral=False)
def session_du_titre(session_de: Any) -> Any:
    """Une session du titre évalue tous les CCP ; une session de CCP, l'un d'eux ou plusieurs ; une de CCS, un
    certificat complémentaire. Une session dont on ne dit rien demande ce que demande celle du titre."""
    return non(session_de == "ccp") & non(session_de == "ccs")


@calcul("TP-PART-02", LECTURE_RETENUE, neutral=Everywhere())
def detenus(obligatoires: Any, facultatives: Any) -> Any:
    """Un certificat accordé à une session antérieure est acquis tant que le titre est valide ; une équivalence ou la
    VAE valent comme lui.

    Phrase (certificats_detenus) : {certificats_detenus:Certificat déjà détenu|Certificats déjà détenus} :
    {certificats_detenus}.
    """
    return {
        u.code: ((u.status == VALIDE) & (u.session > 0) & (u.motif != Motif.REFUSEE))
        | (u.status == VALIDE_VAE)
        | (u.status == DISPENSE)
        for u in (*obligatoires, *facultatives)
    }


@calcul("TP-DIPLOMA-01", REGLEMENT_GENERAL, neutral=Everywhere())
def accordes(obligatoires: Any, facultatives: Any) -> Any:
    """Chaque certificat est accordé ou refusé en entier, sans compensation entre eux.

    Phrase (accords_sans_effet) : {accords_sans_effet:Ce certificat est porté accordé, ce qui n'est pas retenu|Ces
    certificats sont portés accordés, ce qui n'est pas retenu} : {accords_sans_effet}.

    Phrase (certificats_accordes) : {certificats_accordes:Certificat accordé|Certificats accordés} par le jury :
    {certificats_accordes}.
    """
    return {u.code: (u.status == VALIDE) & (u.session == 0) for u in (*obligatoires, *facultatives)}


@calcul("TP-DIPLOMA-01", REGLEMENT_GENERAL, neutral=Everywhere())
def refuses(obligatoires: Any, facultatives: Any) -> Any:
    """Un certificat refusé l'est par le jury, qui le motive.

    Phrase (refus_sans_effet) : {refus_sans_effet:Ce certificat est porté refusé, ce qui n'est pas retenu|Ces
    certificats sont portés refusés, ce qui n'est pas retenu} : {refus_sans_effet}.

    Phrase (certificats_refuses) : {certificats_refuses:Certificat refusé|Certificats refusés} par le jury :
    {certificats_refuses}.
    """
    return {u.code: u.status == NON_VALIDE for u in (*obligatoires, *facultatives)}


def _de_la_session(session_de: Any, obligatoires: Any, facultatives: Any, tient: Any) -> Any:
    """La condition tient pour l'un des certificats que la session évalue : les CCP, ou les CCS."""
    return si(session_de == "ccs", ou(map(tient, facultatives)), ou(map(tient, obligatoires)))


@calcul("TP-ABS-01", ABSENCES, neutral=False)
def a_manque(session_de: Any, obligatoires: Any, facultatives: Any) -> Any:
    """Le candidat a manqué l'évaluation d'un certificat, avec ou sans excuse."""

    def manque(u: Any) -> Any:
        return (u.status == ABSENT) | (u.status == ABSENT_JUSTIFIE)

    return _de_la_session(session_de, obligatoires, facultatives, manque)


@calcul("TP-EVAL-02", SESSION_DE_CCP, neutral=False)
def a_ete_juge(session_de: Any, obligatoires: Any, facultatives: Any, accordes: Any, refuses: Any) -> Any:
    """Le jury s'est prononcé sur un certificat de la session."""

    def juge(u: Any) -> Any:
        return accordes[u.code] | refuses[u.code]

    return _de_la_session(session_de, obligatoires, facultatives, juge)


@calcul("TP-EVAL-03", CAPITALISATION, neutral=False)
def tous_detenus(obligatoires: Any, detenus: Any) -> Any:
    """Tous les CCP sont déjà détenus, par des sessions de CCP ou par équivalence."""
    return et(detenus[u.code] for u in obligatoires)


@calcul("TP-EVAL-03", CAPITALISATION, neutral=False)
def tous_tenus(obligatoires: Any, detenus: Any, accordes: Any) -> Any:
    """Tous les CCP sont détenus, ceux que ce jury vient d'accorder compris."""
    return et(detenus[u.code] | accordes[u.code] for u in obligatoires)


@calcul("TP-EVAL-01", SESSIONS, neutral=False)
def reste_a_juger(obligatoires: Any, detenus: Any, accordes: Any, refuses: Any) -> Any:
    """Le jury du titre ne s'est pas prononcé sur tous les CCP qui ne sont pas déjà détenus."""
    return ou(non(detenus[u.code] | accordes[u.code] | refuses[u.code]) for u in obligatoires)


@cas(CHOIX, Decision.ABSENT, "TP-ABS-01", ABSENCES)
def absence(absent: Any, a_manque: Any, a_ete_juge: Any, session_du_titre: Any) -> Any:
    """L'absent n'a pas de résultat ; en session du titre, l'absence à une partie est celle à la session.

    Phrase : Le candidat ne s'est pas présenté : il n'y a pas de résultat, et ce qu'il détenait lui reste.
    """
    return absent | (a_manque & (session_du_titre | non(a_ete_juge)))


@cas(CHOIX, Decision.ENTRETIEN_FINAL_DU, "TP-EVAL-03", CAPITALISATION)
def entretien_seul(tous_detenus: Any, titre: Any, session_de: Any, entretien_final: Any) -> Any:
    """Qui détient déjà tous les CCP n'a plus que l'entretien avec le jury, sans lequel le titre ne s'accorde pas.
    L'entretien passé, en session du titre, c'est au jury de dire ce qu'il décide.

    Phrase : Tous les CCP sont déjà détenus : il reste l'entretien final avec le jury, qui n'a rien dit encore du titre.
    """
    a_passer = (titre == "") & non(entretien_final)
    return tous_detenus & non(session_de == "ccs") & (a_passer | (session_de == "ccp"))


@cas(CHOIX, Decision.NON_DECIDABLE, "TP-EVAL-03", CAPITALISATION)
def entretien_manquant(tous_detenus: Any, session_du_titre: Any, entretien_final: Any) -> Any:
    """Le titre par capitalisation se décide sur l'entretien final : chaque CCP a été jugé sur ses propres pièces.

    Phrase : Le jury ne peut pas décider : l'entretien final n'a pas eu lieu.
    """
    return session_du_titre & tous_detenus & non(entretien_final)


@cas(CHOIX, Decision.NON_DECIDABLE, "TP-EVAL-01", SESSIONS)
def evaluation_du_titre_incomplete(
    session_du_titre: Any,
    tous_detenus: Any,
    mise_en_situation: Any,
    dossier_professionnel: Any,
    ecf: Any,
    entretien_final: Any,
    de_formation: Any,
) -> Any:
    """Le jury du titre dispose de la mise en situation professionnelle, du dossier professionnel, des évaluations en
    cours de formation de qui vient de formation, et de l'entretien final ; sans eux, il ne décide pas.

    Phrase : Le jury ne peut pas décider : il manque {pieces_manquantes}.
    """
    devant_le_jury = mise_en_situation & dossier_professionnel & entretien_final & (ecf | non(de_formation))
    return session_du_titre & non(tous_detenus) & non(devant_le_jury)


@cas(CHOIX, Decision.NON_DECIDABLE, "TP-EVAL-02", SESSION_DE_CCP)
def evaluation_du_certificat_incomplete(
    session_de: Any, mise_en_situation: Any, dossier_professionnel: Any, entretien_final: Any
) -> Any:
    """Un CCP se décide sur sa mise en situation professionnelle et le dossier ; un CCS, sur sa mise en situation et un
    entretien.

    Phrase : Le jury ne peut pas décider : il manque {pieces_manquantes}.
    """
    sans_dossier = (session_de == "ccp") & non(mise_en_situation & dossier_professionnel)
    sans_entretien = (session_de == "ccs") & non(mise_en_situation & entretien_final)
    return sans_dossier | sans_entretien


@cas(CHOIX, Decision.ADMIS, "TP-DIPLOMA-01", REGLEMENT_GENERAL)
def titre_accorde(session_du_titre: Any, titre: Any) -> Any:
    """Le jury accorde le titre, qui emporte tous les CCP.

    Phrase : Le jury a accordé le titre professionnel, au vu de l'ensemble des évaluations.
    """
    return session_du_titre & (titre == "oui")


@cas(CHOIX, Decision.A_DECIDER, "TP-DIPLOMA-01", REGLEMENT_GENERAL)
def jury_silencieux(session_du_titre: Any, titre: Any, a_ete_juge: Any, reste_a_juger: Any, tous_tenus: Any) -> Any:
    """Tant que le jury n'a pas dit tout ce qu'il a à dire, rien n'est proposé à sa place.

    Phrase : L'évaluation est complète ; le jury décide, au vu de l'ensemble, et rien n'est proposé à sa place.
    """
    du_titre = session_du_titre & (reste_a_juger | (tous_tenus & (titre == "")))
    return du_titre | (non(session_du_titre) & non(a_ete_juge))


@cas(CHOIX, Decision.ENTRETIEN_FINAL_DU, "TP-EVAL-03", CAPITALISATION)
def dernier_ccp_obtenu(session_de: Any, tous_tenus: Any) -> Any:
    """Le dernier CCP obtenu en session de CCP n'accorde pas le titre : l'entretien final est dû.

    Phrase : Tous les CCP sont obtenus : le titre attend l'entretien final avec le jury.
    """
    return (session_de == "ccp") & tous_tenus


@cas(CHOIX, Decision.ADMIS, "TP-STRUCT-02", arrete_2015("1"))
def ccs_obtenus(session_de: Any, facultatives: Any, accordes: Any, refuses: Any) -> Any:
    """Un certificat complémentaire de spécialisation s'obtient en entier, après le titre.

    Phrase : Le jury a accordé tout ce que le candidat présentait.
    """
    des_accords = ou(accordes[u.code] for u in facultatives)
    des_refus = ou(refuses[u.code] for u in facultatives)
    return (session_de == "ccs") & des_accords & non(des_refus)


@cas(CHOIX, Decision.PARTIEL, "TP-DIPLOMA-02", ENTRETIEN_REFUSE)
def titre_refuse(session_du_titre: Any, tous_tenus: Any) -> Any:
    """Tous les CCP tenus et l'entretien n'a pas convaincu : les CCP sont acquis, le titre est refusé.

    Phrase : Le jury a refusé le titre ; les CCP restent acquis, et un nouvel entretien pourra avoir lieu.
    """
    return session_du_titre & tous_tenus


@cas(CHOIX, Decision.PARTIEL, "TP-DIPLOMA-01", REGLEMENT_GENERAL)
def certificats_seuls(session_de: Any, obligatoires: Any, facultatives: Any, detenus: Any, accordes: Any) -> Any:
    """Sans le titre, le candidat tient la liste des certificats accordés ou détenus.

    Phrase : Le titre n'est pas accordé ; le candidat tient des certificats : {certificats_tenus}.
    """

    def tenu(u: Any) -> Any:
        return accordes[u.code] | (detenus[u.code] & non(session_de == "ccs"))

    return _de_la_session(session_de, obligatoires, facultatives, tenu)


@cas(CHOIX, Decision.AJOURNE, "TP-DIPLOMA-01", REGLEMENT_GENERAL)
def rien_d_accorde(a_ete_juge: Any) -> Any:
    """La liste des certificats accordés peut être vide.

    Phrase : Le jury n'a accordé aucun certificat.
    """
    return a_ete_juge


@calcul("TP-DELIV-01", R338_7, neutral=Everywhere())
def blocs(
    decision: Any, session_du_titre: Any, obligatoires: Any, facultatives: Any, detenus: Any, accordes: Any
) -> Any:
    """Le titre atteste tous les CCP ; sans lui, le livret de certification atteste ceux qui sont accordés ou détenus,
    les équivalences à part. Ce qu'un jury écrit sans pouvoir décider n'atteste rien.

    Phrase (blocs_acquis) : {blocs_acquis:Est attesté|Sont attestés} : {blocs_attestes}.
    """
    decide = non((decision == Decision.NON_DECIDABLE) | (decision == Decision.ABSENT))
    titre = (decision == Decision.ADMIS) & session_du_titre

    def atteste(u: Any) -> Any:
        return (detenus[u.code] & (u.status != DISPENSE)) | (accordes[u.code] & decide)

    ccp = {u.code: atteste(u) | titre for u in obligatoires}
    return ccp | {u.code: atteste(u) for u in facultatives}
