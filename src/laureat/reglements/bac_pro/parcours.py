"""Avant l'examen : conditions pour se présenter, milieu professionnel, attestation de réussite intermédiaire.

Ces règles se vérifient à l'inscription ; une seule entre dans la décision, quand le jury l'a dit (R-PFMP-03).
"""

import functools
from collections.abc import Sequence
from enum import StrEnum
from importlib import resources
from typing import Any

from laureat.reglements.bac_pro.textes import D337_81
from laureat.reglements.communs.statuts import ABSENT_JUSTIFIE, ANNULE
from laureat.reglements.donnees import lire_yaml, parametres
from laureat.rules import Average, Parameter, Parameters, ParameterValues, Term, Weight, cas, constat, ou
from laureat.vocabulary import Citation, Decision
from laureat.vocabulary.citations import Reading


@functools.cache
def parametres_du_parcours() -> tuple[Parameter, ...]:
    """Les nombres du parcours, toutes sessions confondues."""
    fichier = resources.files("laureat.reglements.bac_pro") / "parcours.yaml"
    return tuple(parametres(lire_yaml(fichier.read_text(encoding="utf-8"), "parcours.yaml")))


def nombres_du_parcours(session: int) -> ParameterValues:
    """Les nombres du parcours en vigueur à une session."""
    return Parameters.at(session, parametres_du_parcours()).values_only


def peut_se_presenter(*, preparation_achevee: bool, mois_d_activite: int, p: Any) -> bool:
    """Une préparation de la durée requise, ou trois années d'activité dans un emploi en rapport avec le diplôme.

    La condition se vérifie quand le candidat présente le diplôme entier ou la dernière unité, pas à l'inscription
    (R-ROUTE-02, R-ROUTE-03 ; CE D337-70).
    """
    return preparation_achevee or mois_d_activite >= 12 * p.annees_experience


def heures_de_formation(annees_de_contrat: int, p: Any) -> int:
    """Les heures de formation d'un apprenti, selon la durée de son contrat (R-DUR-01 ; CE D337-60, lu fin 2014)."""
    durees = {1: p.heures_cfa_un_an, 2: p.heures_cfa_deux_ans}
    return int(durees.get(annees_de_contrat, p.heures_cfa_trois_ans))


def semaines_de_pfmp(accordees: int | None, p: Any) -> int:
    """Les semaines en milieu professionnel exigées d'un élève ; ``accordees`` : la décision de positionnement.

    Le positionnement peut les réduire, jamais sous dix semaines (R-PFMP-01, R-PFMP-02 ; CE D337-64, D337-65).
    """
    return int(p.semaines_pfmp_scolaire if accordees is None else max(accordees, p.semaines_pfmp_plancher))


def _manquee(obligatoires: Any) -> Any:
    """Une unité qui tient compte du milieu professionnel n'a qu'un zéro d'absence ou de fraude."""
    return ou((u.status == ABSENT_JUSTIFIE) | (u.status == ANNULE) for u in obligatoires if "pfmp" in u.unit.traits)


@cas("premier_groupe", Decision.NON_DELIVRABLE, "R-PFMP-03", D337_81)
def epreuve_pratique_non_validee(obligatoires: Any, epreuve_pratique: Any) -> Any:
    """Le diplôme n'est pas délivré à qui n'a pas validé l'épreuve pratique qui tient compte du milieu professionnel.

    Phrase : Le jury a dit que l'épreuve pratique qui tient compte des périodes en milieu professionnel n'est pas
    validée : le diplôme ne peut pas être délivré.
    """
    return _manquee(obligatoires) & (epreuve_pratique == "non_validee")


@constat(
    "R-PFMP-03",
    Citation("Code de l'éducation, art. D337-81, al. 3 (« validée » n'y est pas défini)", Reading.DEDUIT),
    "épreuve pratique manquée ou annulée, et moyenne suffisante : le jury dit si cette épreuve, qui tient compte du "
    "milieu professionnel, est validée (colonne epreuve_pratique : validee ou non_validee)",
    Weight.RESERVE,
    column="epreuve_pratique",
)
def epreuve_pratique_a_dire(obligatoires: Any, epreuve_pratique: Any, decision: Any) -> Any:
    """Une note, une dispense ou une validation par la VAE dit l'épreuve validée ; un zéro d'absence ou de fraude, non :
    le jury seul le peut."""
    ouverte = (decision == Decision.ADMIS) | (decision == Decision.CONTROLE)
    return _manquee(obligatoires) & (epreuve_pratique == "") & ouverte


class ReussiteIntermediaire(StrEnum):
    """L'attestation de fin de première, sans valeur certificative."""

    ACCORDEE = "accordée"
    AU_CONSEIL_DE_CLASSE = "au conseil de classe"
    REFUSEE = "refusée"


def reussite_intermediaire(
    moyennes: Sequence[int], specialite: int, projet: int | None, p: Any
) -> ReussiteIntermediaire:
    """L'attestation de réussite intermédiaire, sur les moyennes annuelles de première, en centièmes de point.

    Chaque moyenne compte une fois, l'enseignement professionnel de spécialité quatre fois, le projet une fois. À 10 et
    plus l'attestation est accordée ; de 9 à 10 le conseil de classe en décide (R-AI-01 ; CE D337-59).
    """
    poids = [(moyenne, 100) for moyenne in moyennes] + [(specialite, 100 * p.coefficient_intermediaire_specialite)]
    poids += [] if projet is None else [(projet, 100)]
    moyenne = Average.of([Term("", coefficient, coefficient, coefficient, note, True) for note, coefficient in poids])
    if moyenne.reaches(p.seuil_intermediaire):
        return ReussiteIntermediaire.ACCORDEE
    if moyenne.reaches(p.seuil_intermediaire_conseil):
        return ReussiteIntermediaire.AU_CONSEIL_DE_CLASSE
    return ReussiteIntermediaire.REFUSEE
