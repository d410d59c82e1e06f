"""Lire les nombres de la loi dans des fichiers YAML : tout scalaire est du texte, typé ici, jamais un flottant."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from laureat.rules import Parameter, Parameters, ParameterStatus
from laureat.vocabulary import Citation, InputProblem, InvalidInput, parse_hundredths
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


def parametre(nom: str, champs: Mapping[str, Any], unite: str | None = None) -> Parameter:
    """Un paramètre daté, depuis ses champs ; ValueError, en français, s'il en manque ou si l'un est faux."""
    unite = unite or champs["unite"]
    for champ in ("valeur", "statut", "article"):
        if not champs.get(champ):
            raise ValueError(f"le champ « {champ} » manque : pas de nombre sans source")
    bornes = champs.get("bornes")
    return Parameter(
        nom,
        lire_valeur(champs["valeur"], unite),
        unite,
        ParameterStatus(champs["statut"]),
        Citation(champs["article"], Reading(champs.get("lecture", "lu"))),
        champs.get("libelle", ""),
        (lire_valeur(bornes[0], unite), lire_valeur(bornes[1], unite)) if bornes else None,
        int(champs["depuis"]) if champs.get("depuis") else None,
        int(champs["jusqua"]) if champs.get("jusqua") else None,
    )


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
