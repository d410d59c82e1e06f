"""Qui peut se présenter, le milieu professionnel, les dispenses : ce qui se réserve ou se signale avant de décider."""

from typing import Any

from laureat.reglements.bac_pro.textes import (
    ARRETE_CONSERVATION,
    ARRETE_DISPENSES,
    D337_64,
    D337_65,
    D337_70,
    D337_81,
    D337_84,
    MAJORITE,
    SECTION_EUROPEENNE,
)
from laureat.reglements.communs.constats import manquent
from laureat.reglements.communs.decision import incomplet
from laureat.reglements.communs.statuts import ABSENT_JUSTIFIE, ANNULE, BENEFICE, DISPENSE
from laureat.rules import Weight, cas, constat, maximum, non, ou, si
from laureat.vocabulary import Decision, Motif
from laureat.vocabulary.french import NON, OUI

VALIDEE, NON_VALIDEE = "validee", "non_validee"
EPS, PFMP = "eps", "pfmp"
MOIS_PAR_AN = 12


@constat(
    "R-ROUTE-02",
    D337_70,
    "moins de {annees_experience} d'activité en rapport avec le diplôme, et aucune préparation achevée : le candidat "
    "ne peut présenter le diplôme entier ou sa dernière unité",
    Weight.RESERVE,
    column="mois_activite",
)
def experience_insuffisante(
    experience: Any, mois_activite: Any, preparation_achevee: Any, obligatoires: Any, p: Any
) -> Any:
    """Se présente qui a suivi une préparation de la durée requise, ou justifie de {annees_experience} d'activité
    professionnelle en rapport avec le diplôme."""
    courte = manquent(mois_activite, p.annees_experience * MOIS_PAR_AN)
    return experience & courte & non(preparation_achevee == OUI) & non(incomplet(obligatoires))


@constat(
    "R-ROUTE-03",
    D337_70,
    "préparation inachevée, sans {annees_experience} d'activité : la durée requise se vérifie quand le candidat "
    "présente le diplôme entier ou sa dernière unité",
    Weight.RESERVE,
    column="preparation_achevee",
)
def preparation_inachevee(
    experience: Any, mois_activite: Any, preparation_achevee: Any, obligatoires: Any, p: Any
) -> Any:
    """La durée de la préparation se vérifie quand le candidat présente le diplôme entier ou la dernière unité, non à
    l'inscription."""
    dispense_de_preparation = mois_activite >= p.annees_experience * MOIS_PAR_AN
    inachevee = (preparation_achevee == NON) & non(dispense_de_preparation)
    return inachevee & non(experience) & non(incomplet(obligatoires))


@constat(
    "R-ROUTE-05",
    MAJORITE,
    "candidat individuel de moins de {age_majorite} : cette voie est celle des majeurs",
    Weight.RESERVE,
    column="age",
)
def individuel_mineur(experience: Any, age: Any, p: Any) -> Any:
    """Les candidats individuels ont {age_majorite}."""
    return experience & manquent(age, p.age_majorite)


@constat(
    "R-PFMP-01",
    D337_64,
    "semaines en milieu professionnel insuffisantes : {semaines_pfmp_scolaire} sont dues à un élève, sauf décision de "
    "positionnement (colonne semaines_accordees)",
    column="semaines_pfmp",
)
def semaines_en_milieu_professionnel(scolaire: Any, semaines_pfmp: Any, semaines_accordees: Any, p: Any) -> Any:
    """Un élève suit {semaines_pfmp_scolaire} en milieu professionnel, ou ce que le positionnement lui accorde."""
    accordees = maximum(semaines_accordees, p.semaines_pfmp_plancher)
    return scolaire & manquent(semaines_pfmp, si(semaines_accordees >= 0, accordees, p.semaines_pfmp_scolaire))


@constat(
    "R-PFMP-02",
    D337_65,
    "le positionnement accorde moins de {semaines_pfmp_plancher} en milieu professionnel à un élève : il ne peut "
    "descendre plus bas",
    column="semaines_accordees",
)
def semaines_sous_le_plancher(scolaire: Any, semaines_accordees: Any, p: Any) -> Any:
    """Le positionnement peut réduire ces périodes, jamais sous {semaines_pfmp_plancher} pour un élève."""
    return scolaire & manquent(semaines_accordees, p.semaines_pfmp_plancher)


def _sans_note(obligatoires: Any) -> Any:
    """L'épreuve qui tient compte du milieu professionnel a été manquée pour une raison admise, ou annulée."""
    return ou((u.status == ABSENT_JUSTIFIE) | (u.status == ANNULE) for u in obligatoires if PFMP in u.unit.traits)


@cas("premier_groupe", Decision.NON_DELIVRABLE, "R-PFMP-03", D337_81)
def epreuve_pratique_non_validee(epreuve_pratique: Any) -> Any:
    """Le diplôme n'est pas délivré si l'épreuve qui tient compte des périodes en milieu professionnel n'est pas
    validée ; ce que le jury en dit l'emporte sur la note qu'elle a reçue.

    Phrase : Le jury n'a pas validé l'épreuve qui tient compte des périodes de formation en milieu professionnel
    ({epreuve_pratique}) : le diplôme ne peut pas être délivré.
    """
    return epreuve_pratique == NON_VALIDEE


@constat(
    "R-PFMP-03",
    D337_81,
    "l'épreuve pratique, qui tient compte des périodes en milieu professionnel, n'a pas reçu de note : le jury dit si "
    "elle est validée (colonne epreuve_pratique : validee ou non_validee), faute de quoi le diplôme n'est pas délivré",
    Weight.RESERVE,
    column="epreuve_pratique",
)
def epreuve_pratique_a_dire(obligatoires: Any, decision: Any, epreuve_pratique: Any) -> Any:
    """Le texte ne dit pas ce qu'est une épreuve « validée » : une note, une dispense ou une validation la valide,
    sauf si le jury dit le contraire ; après une absence justifiée ou une annulation, le jury en décide."""
    en_jeu = (decision == Decision.ADMIS) | (decision == Decision.CONTROLE)
    return _sans_note(obligatoires) & en_jeu & non(epreuve_pratique == VALIDEE) & non(epreuve_pratique == NON_VALIDEE)


@constat(
    "R-DISP-01",
    ARRETE_DISPENSES,
    "dispense en {unite} au titre d'un diplôme : l'arrêté, dans ce qui en a été lu, ne dispense que d'unités générales "
    "; à vérifier",
    column="motif_{unite}",
)
def titre_hors_du_general(obligatoires: Any) -> Any:
    """Un diplôme dispense, sur demande, des unités générales que l'arrêté énumère."""
    return {u.code: (u.status == DISPENSE) & (u.motif == Motif.TITRE) for u in obligatoires if u.professional}


@constat(
    "R-DISP-03",
    D337_84,
    "dispense en {unite} sur simple demande : elle n'est ouverte qu'en EPS, aux candidats de la formation continue ou "
    "de l'expérience",
    Weight.RESERVE,
    column="motif_{unite}",
)
def dispense_sur_demande(obligatoires: Any, facultatives: Any, formation_continue: Any, experience: Any) -> Any:
    """En formation continue ou par l'expérience, on peut être dispensé d'EPS sur demande ; nul autre ne le peut."""
    ferme = non(formation_continue) & non(experience)
    return {
        u.code: (u.status == DISPENSE) & (u.motif == Motif.DEMANDE) & (ferme if EPS in u.unit.traits else True)
        for u in (*obligatoires, *facultatives)
    }


@constat(
    "R-KEEP-04",
    ARRETE_CONSERVATION,
    "note conservée d'une autre spécialité en {unite}, inférieure à {seuil_conservation:nu} : elle ne se garde pas",
    Weight.RESERVE,
    column="motif_{unite}",
)
def autre_specialite_sous_le_seuil(obligatoires: Any, facultatives: Any, p: Any) -> Any:
    """Qui change de spécialité ne garde que ses notes d'au moins {seuil_conservation:nu}, forme
    progressive comprise."""
    return {
        u.code: (u.status == BENEFICE) & (u.motif == Motif.AUTRE_SPECIALITE) & (u.mark < p.seuil_conservation)
        for u in (*obligatoires, *facultatives)
    }


@constat(
    "R-EURO-01",
    SECTION_EUROPEENNE,
    "indication « section européenne » demandée pour une voie qui n'y ouvre pas droit",
    column="section_europeenne",
)
def section_europeenne_hors_voie(section_europeenne: Any, ouvre_section_europeenne: Any) -> Any:
    """L'indication « section européenne » est celle des élèves du public et du privé sous contrat, et des apprentis
    d'un CFA qui pratique le contrôle en cours de formation ; elle suit une évaluation propre, hors de la moyenne."""
    return section_europeenne & non(ouvre_section_europeenne)
