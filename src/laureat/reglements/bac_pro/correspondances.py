"""Le tableau de correspondance : ce que vaut ici une unité acquise sous un ancien diplôme (R-UNIT-10).

Le tableau {ancien diplôme : {ancienne unité : notre unité}} se charge d'un fichier YAML ou JSON, dans les mots du
fichier de données d'une spécialité (``anciens_diplomes``). Celui de la bibliothèque est vide pour RNCP422, RNCP792 et
RNCP420 : il n'a pu être lu. Un acquis sans correspondance n'est jamais reporté en silence : il est signalé.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from laureat.deliberation.reglement import Reglement
from laureat.reglements.communs.statuts import BENEFICE, DISPENSE, NOTE, VALIDE, VALIDE_VAE
from laureat.reglements.communs.textes import citer
from laureat.reglements.ensemble import ATTENDU_DES_ANCIENS, lire_les_anciens
from laureat.vocabulary import Cell, Citation, InvalidInput, UnitStatus
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.yaml_text import read_yaml

REGLE = "R-UNIT-10"
CITATION = citer("Code de l'éducation, art. D337-71 ; arrêté de la spécialité, correspondances", Reading.PARTIEL)


@dataclass(frozen=True, slots=True)
class Acquis:
    """Ce qu'un candidat tient d'un ancien diplôme : une note conservée, une unité de VAE, ou une dispense.

    Une attestation de bloc se donne comme la dispense qu'elle ouvre (CE D337-71).
    """

    diplome: str
    unite: str
    cellule: Cell


@dataclass(frozen=True, slots=True)
class Report:
    """Les cellules des unités d'aujourd'hui, et ce qu'il faut en dire."""

    cellules: Mapping[str, Cell]
    avertissements: tuple[str, ...]
    regle: str = REGLE
    citation: Citation = CITATION


def lire_correspondances(texte: bytes | str, source: str, reglement: Reglement) -> Reglement:
    """Le règlement, où le tableau d'un fichier s'ajoute au sien. Toutes les fautes sont dites à la fois (InvalidInput).

    L'option qui succède à un ancien diplôme reste celle du règlement là où le fichier n'en dit pas.
    """
    contenu = read_yaml(texte, source)
    if not isinstance(contenu.value, Mapping):
        raise InvalidInput([contenu.problem((), ATTENDU_DES_ANCIENS)])
    unites = [unite.code for unite in reglement.units]
    table, suites, fautes = lire_les_anciens(contenu.value, unites, reglement.options)
    if fautes:
        raise InvalidInput(contenu.problem(*faute) for faute in fautes)
    return replace(
        reglement,
        former_diplomas={**reglement.former_diplomas, **table},
        former_options={**reglement.former_options, **suites},
    )


def _rien_ne_s_y_oppose(unite: str, cellule: Cell) -> str:
    return ""


def reporter(
    acquis: Iterable[Acquis],
    reglement: Reglement,
    option: str = "",
    refus: Callable[[str, Cell], str] = _rien_ne_s_y_oppose,
) -> Report:
    """Reporter des acquis d'anciens diplômes sur les unités d'aujourd'hui.

    ``option`` : celle du candidat. L'acquis d'un diplôme auquel succède une autre option (``former_options``) n'est pas
    reporté, ni celui qui vaut pour une unité d'une autre option ; celui d'un candidat dont l'option n'est pas dite
    l'est, et c'est dit.

    ``refus`` : pourquoi les règles ne laissent pas porter cette cellule à cette unité, avec l'article ; vide où rien ne
    s'y oppose. Ce qu'elles refusent n'est pas reporté, et c'est dit.

    Une note devient une note conservée, là où la famille en conserve ; un bloc validé dit sa session. Entre deux acquis
    pour une même unité, le plus favorable est retenu : la validation par la VAE, puis le bloc validé ou la meilleure
    note, puis la dispense.
    """
    cellules: dict[str, Cell] = {}
    avertissements: list[str] = []
    options = {unite.code: unite.options for unite in reglement.units}
    for un in acquis:
        nom, table = f"{un.diplome}, unité {un.unite}", reglement.former_diplomas.get(un.diplome, {})
        suite = reglement.former_options.get(un.diplome, "")
        if suite and option and option != suite:
            avertissements.append(
                f"{nom} : l'option {suite} lui succède, et le candidat est inscrit en {option} ; acquis non reporté"
            )
        elif not table:
            avertissements.append(
                f"{nom} : aucun tableau de correspondance n'est connu ; acquis non reporté, à examiner"
            )
        elif (unite := table.get(un.unite)) is None:
            avertissements.append(f"{nom} : le tableau ne lui donne pas de correspondance ; acquis non reporté")
        elif option and options[unite] and option not in options[unite]:
            avertissements.append(
                f"{nom} : {unite} est d'une autre option, et le candidat est inscrit en {option} ; acquis non reporté"
            )
        elif (cellule := _reportable(un.cellule, reglement)) is None:
            sans_session = " sans la session qui l'a donné" if un.cellule.status is VALIDE else ""
            avertissements.append(f"{nom} : « {un.cellule} » n'est pas un acquis qui se reporte{sans_session}")
        elif raison := refus(unite, cellule):
            avertissements.append(f"{nom} : {raison} ; acquis « {cellule} » non reporté")
        else:
            if suite and not option:
                avertissements.append(f"{nom} : l'option {suite} lui succède, et celle du candidat n'est pas dite")
            elif options[unite] and not option:
                avertissements.append(f"{nom} : {unite} dépend de l'option, et celle du candidat n'est pas dite")
            if unite in cellules:
                cellule = max(cellules[unite], cellule, key=_faveur)
                avertissements.append(f"{nom} : un autre acquis vaut aussi pour {unite} ; le plus favorable est retenu")
            cellules[unite] = cellule
    return Report(cellules, tuple(avertissements))


def _reportable(cellule: Cell, reglement: Reglement) -> Cell | None:
    if cellule.status in (NOTE, BENEFICE):
        garde = reglement.famille.cellules.keeps
        return Cell(BENEFICE, cellule.mark, cellule.session) if garde else None
    detenu = cellule.status is VALIDE and cellule.session is not None
    return cellule if detenu or cellule.status in (VALIDE_VAE, DISPENSE) else None


def _faveur(cellule: Cell) -> tuple[int, int, int]:
    ordre: dict[UnitStatus, int] = {DISPENSE: 0, BENEFICE: 1, VALIDE: 2, VALIDE_VAE: 3}
    return ordre[cellule.status], cellule.mark, cellule.session or 0
