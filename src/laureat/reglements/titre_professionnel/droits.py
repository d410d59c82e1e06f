"""Ce qu'un candidat au titre professionnel peut faire de son résultat."""

from typing import Any

from laureat.reglements.communs.droits import AUCUNE_UNITE
from laureat.reglements.communs.statuts import ABSENT, ABSENT_JUSTIFIE
from laureat.reglements.titre_professionnel.textes import (
    ABSENCES,
    CAPITALISATION,
    ENTRETIEN_REFUSE,
    LECTURE_RETENUE,
    R338_7,
    REGLEMENT_GENERAL,
    RETOUR,
)
from laureat.rules import calcul
from laureat.vocabulary import Decision

ABSENCE = (ABSENT, ABSENT_JUSTIFIE)
LE_JURY_A_PARLE = (Decision.AJOURNE, Decision.PARTIEL, Decision.ABSENT, Decision.ENTRETIEN_FINAL_DU)
NON_ADMIS = (Decision.AJOURNE, Decision.PARTIEL, Decision.ABSENT)


@calcul("TP-DELIV-01", R338_7, neutral=False)
def livret_de_certification(decision: Any, blocs: Any) -> Any:
    """Les CCP sont délivrés par un livret de certification.

    Phrase : {autorite_majuscule} vous délivre un livret de certification pour {blocs_attestes}.
    """
    return decision in (Decision.PARTIEL, Decision.ENTRETIEN_FINAL_DU) and any(blocs.values())


@calcul("TP-PART-01", RETOUR, neutral=False)
def finir_par_ccp(decision: Any, tous_tenus: Any) -> Any:
    """Les autres CCP se présentent tant que le titre est valide, et {annees_pour_finir} après.

    Phrase : Vous pouvez présenter les autres CCP tant que le titre est valide, et {annees_pour_finir} après la fin de
    sa validité : {certificats_manquants}.
    """
    return decision == Decision.PARTIEL and not tous_tenus


@calcul("TP-EVAL-03", CAPITALISATION, neutral=False)
def demander_l_entretien(decision: Any) -> Any:
    """Après le dernier CCP, le titre demande un entretien avec le jury.

    Phrase : Vous tenez tous les CCP : demandez l'entretien final, sans lequel le titre ne peut pas être accordé.
    """
    return decision == Decision.ENTRETIEN_FINAL_DU


@calcul("TP-DIPLOMA-02", ENTRETIEN_REFUSE, neutral=False)
def nouvel_entretien(decision: Any, tous_tenus: Any) -> Any:
    """Un entretien qui n'a pas convaincu peut avoir lieu de nouveau.

    Phrase : Vous gardez tous les CCP ; un nouvel entretien final pourra vous donner le titre.
    """
    return decision == Decision.PARTIEL and tous_tenus


@calcul("TP-FAIL-01", RETOUR, neutral=False)
def revenir(decision: Any, de_formation: Any) -> Any:
    """Qui vient de formation peut revenir pendant {retour_sans_formation} sans nouvelle formation ; ensuite, il en faut
    une.

    Phrase : Pendant {retour_sans_formation}, vous pouvez vous présenter de nouveau sans nouvelle formation.
    """
    return de_formation and decision in NON_ADMIS


@calcul("TP-ABS-01", ABSENCES, neutral=False)
def se_reinscrire(decision: Any) -> Any:
    """L'absent peut s'inscrire à une nouvelle session : empêché, sur preuve ; sans excuse, pendant
    {retour_sans_formation}.

    Phrase : Vous pouvez vous inscrire à une nouvelle session ; sans justification de l'absence, pendant
    {retour_sans_formation}.
    """
    return decision == Decision.ABSENT


@calcul("TP-PART-02", LECTURE_RETENUE, neutral=AUCUNE_UNITE)
def blocs_gardes(decision: Any, obligatoires: Any, facultatives: Any, blocs: Any) -> Any:
    """Un certificat accordé ou détenu le reste à la prochaine session, tant que le titre est valide."""
    if decision not in LE_JURY_A_PARLE:
        return {}
    return {u.code: bool(blocs[u.code]) for u in (*obligatoires, *facultatives)}


@calcul("TP-EVAL-03", CAPITALISATION, neutral=AUCUNE_UNITE)
def blocs_a_repasser(
    decision: Any, session_de: Any, obligatoires: Any, facultatives: Any, detenus: Any, blocs: Any, refuses: Any
) -> Any:
    """Les CCP qui manquent se présentent à une autre session ; un certificat complémentaire refusé aussi."""
    if decision not in LE_JURY_A_PARLE:
        return {}
    if session_de == "ccs":
        return {u.code: bool(refuses[u.code] or u.status in ABSENCE) for u in facultatives}
    return {u.code: not (blocs[u.code] or detenus[u.code]) for u in obligatoires}


@calcul("TP-DIPLOMA-01", REGLEMENT_GENERAL, neutral=False)
def jury_seul(decision: Any) -> Any:
    """Le jury décide, et motive, au vu de l'ensemble des évaluations.

    Phrase : Le jury seul accorde le titre ou les certificats : aucun calcul n'en propose.
    """
    return True


TOUS = (
    livret_de_certification,
    finir_par_ccp,
    demander_l_entretien,
    nouvel_entretien,
    revenir,
    se_reinscrire,
    blocs_gardes,
    blocs_a_repasser,
    jury_seul,
)
