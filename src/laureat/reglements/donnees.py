"""Lire les nombres de la loi dans des fichiers YAML : tout scalaire est du texte, typé ici, jamais un flottant."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from laureat.reglements.communs.textes import citer
from laureat.rules import Parameter, Parameters, ParameterStatus
from laureat.vocabulary import InputProblem, InvalidInput, parse_hundredths
from laureat.vocabulary.citations import Reading


def lire_yaml(texte: str, source: str) -> Any:
    """Le contenu d'un fichier YAML (ou JSON), scalaires en texte ; une faute de syntaxe dit sa ligne."""
    try:
        return yaml.load(texte, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as erreur:
        marque = erreur.problem_mark
        raise InvalidInput(
            [
                InputProblem(
                    f"ce fichier n'est pas du YAML lisible : {erreur.problem}",
                    source,
                    marque.line + 1 if marque else None,
                    str(marque.column + 1) if marque else "",
                )
            ]
        ) from None


def lire_valeur(texte: str, unite: str) -> int:
    """Un nombre dans l'unité du paramètre : des centièmes pour « centièmes… », un entier sinon. ValueError sinon."""
    return parse_hundredths(texte) if unite.startswith("centièmes") else int(texte)


STATUT_DE = {
    Reading.LU: ParameterStatus.VERIFIE,
    Reading.FICHE: ParameterStatus.VERIFIE,
    Reading.PARTIEL: ParameterStatus.DEDUIT,
    Reading.SECONDAIRE: ParameterStatus.DEDUIT,
    Reading.DEDUIT: ParameterStatus.DEDUIT,
    Reading.LU_2014: ParameterStatus.DEDUIT,
    Reading.USAGE: ParameterStatus.DEDUIT,
    Reading.MEMOIRE: ParameterStatus.HYPOTHESE,
}
"""Ce que vaut un nombre selon la manière dont son texte a été lu : seul ce qui est lu en vigueur est vérifié."""


def parametre(nom: str, champs: Mapping[str, Any], unite: str | None = None) -> Parameter:
    """Un paramètre daté, depuis ses champs ; ValueError, en français, s'il en manque ou si l'un est faux.

    ``lecture`` dit comment le texte a été lu, et le statut s'en déduit ; un ``statut`` seul est la parole de qui
    l'écrit (``verifie`` : il a lu le texte). ``valeur: null`` : aucun texte lu ne donne ce nombre, il sera demandé.
    """
    unite = unite or champs["unite"]
    if not champs.get("article"):
        raise ValueError("le champ « article » manque : pas de nombre sans source")
    if not champs.get("valeur"):
        raise ValueError(
            "le champ « valeur » manque ; écrire « valeur: null » pour un nombre que le texte lu ne donne pas"
        )
    statut, lecture = champs.get("statut"), champs.get("lecture")
    if not statut and not lecture:
        raise ValueError("le champ « lecture » manque (lu, lu_2014, partiel, secondaire, deduit, memoire, usage)")
    lu = Reading(lecture) if lecture else _LECTURE_DE[ParameterStatus(str(statut))]
    inconnu = champs["valeur"] == "null"
    bornes = champs.get("bornes")
    hypothese = inconnu or bornes is not None
    attendu = ParameterStatus.HYPOTHESE if hypothese else STATUT_DE[lu]
    if statut and ParameterStatus(statut) is not attendu:
        raise ValueError(f"le statut « {statut} » ne va pas avec la lecture « {lu} » : attendu « {attendu} »")
    if bornes is not None and len(bornes) != 2:
        raise ValueError("deux bornes sont attendues, la plus petite et la plus grande")
    return Parameter(
        nom,
        None if inconnu else lire_valeur(champs["valeur"], unite),
        unite,
        attendu,
        citer(champs["article"], lu, champs.get("identifiant", ""), champs.get("lu_le", ""), champs.get("url", "")),
        champs.get("libelle", ""),
        (lire_valeur(bornes[0], unite), lire_valeur(bornes[1], unite)) if bornes else None,
        int(champs["depuis"]) if champs.get("depuis") else None,
        int(champs["jusqua"]) if champs.get("jusqua") else None,
    )


_LECTURE_DE = {
    ParameterStatus.VERIFIE: Reading.LU,
    ParameterStatus.DEDUIT: Reading.DEDUIT,
    ParameterStatus.HYPOTHESE: Reading.MEMOIRE,
}


def parametres(contenu: Mapping[str, Any]) -> Iterator[Parameter]:
    """Les paramètres d'un fichier ; une liste sous un nom donne ses valeurs successives."""
    for nom, champs in contenu.items():
        for un in champs if isinstance(champs, list) else [champs]:
            yield parametre(nom, un)


def remplacer(actuels: Parameters, chemin: Path) -> Parameters:
    """Remplacer des paramètres par ceux d'un fichier YAML ou JSON.

    ``coefficient_U31: 5`` (ou ``U31: 5``) change la valeur et garde le statut ; pour confirmer un nombre, donner
    ``{valeur: 5, statut: verifie, article: …}``. Toutes les fautes du fichier sont dites à la fois (InvalidInput).
    """
    contenu = lire_yaml(chemin.read_text(encoding="utf-8"), chemin.name)
    if not isinstance(contenu, Mapping):
        raise InvalidInput([InputProblem("attendu : un paramètre par ligne, « nom: valeur »", chemin.name)])
    problemes: list[InputProblem] = []
    changes: list[Parameter] = []
    for cle, champs in contenu.items():
        nom = cle if cle in actuels else f"coefficient_{cle}"
        if nom not in actuels:
            connus = ", ".join(sorted(actuels))
            problemes.append(InputProblem(f"paramètre inconnu : {cle} ; connus : {connus}", chemin.name))
            continue
        try:
            if isinstance(champs, str):
                valeur = lire_valeur(champs, actuels[nom].unit)
                changes.append(actuels.with_values({nom: valeur})[nom])
            elif isinstance(champs, Mapping):
                changes.append(parametre(nom, {"libelle": actuels[nom].label, **champs}, actuels[nom].unit))
            else:
                raise ValueError("attendu : une valeur, ou valeur, statut et article")
        except ValueError as erreur:
            problemes.append(InputProblem(f"{cle} : {erreur}", chemin.name))
    if problemes:
        raise InvalidInput(problemes)
    return actuels.replaced(changes)
