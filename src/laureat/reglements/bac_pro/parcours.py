"""Avant l'examen : conditions pour se présenter, milieu professionnel, attestation de réussite intermédiaire.

Ces règles n'entrent dans aucune décision : elles se vérifient à l'inscription, ou se disent au jury.
"""

import functools
from collections.abc import Mapping, Sequence
from enum import StrEnum
from importlib import resources
from typing import Any

from laureat.deliberation.outcome import Unit
from laureat.reglements.communs.statuts import BENEFICE, DISPENSE, NOTE, VALIDE_VAE
from laureat.reglements.donnees import lire_yaml, parametres
from laureat.rules import Average, Parameter, Parameters, ParameterValues, Term
from laureat.vocabulary import Cell


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


def epreuve_pratique_validee(unites: Sequence[Unit], cellules: Mapping[str, Cell]) -> bool:
    """L'épreuve qui tient compte des périodes en milieu professionnel (E3) est validée.

    Le texte ne définit pas « validée » ; on entend : chaque unité professionnelle de E3 a une note, une dispense ou une
    validation par la VAE (R-PFMP-03 ; CE D337-81, al. 3, déduit). Se dit au jury, ne décide pas.
    """
    acquis = (NOTE, BENEFICE, DISPENSE, VALIDE_VAE)
    return all(
        cellules.get(unite.code, Cell()).status in acquis
        for unite in unites
        if unite.professional and unite.epreuve.startswith("E3")
    )


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
