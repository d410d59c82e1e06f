"""Ce qu'un schéma JSON refuse d'un fichier de données, en français, chaque faute à sa ligne et à sa colonne."""

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from laureat.vocabulary import InputProblem, french
from laureat.vocabulary.french import plural
from laureat.vocabulary.yaml_text import YamlText, in_order

Faute = tuple[tuple[Any, ...], str]


@functools.cache
def _lecteur() -> Any:
    """Ce qui lit un schéma : aussi long à charger que la loi, et chargé quand un fichier est à lire."""
    from jsonschema import Draft202012Validator, ValidationError, validators

    def forme(validateur: Any, voulue: str, recu: Any, schema: Any) -> Iterator[ValidationError]:
        """Un texte de la forme voulue, tout entier : « $ » laisserait passer une fin de ligne."""
        if isinstance(recu, str) and (re.search(voulue, recu) is None or recu.endswith("\n")):
            yield ValidationError("forme")

    return validators.extend(Draft202012Validator, {"pattern": forme})  # type: ignore[no-untyped-call]


_GENRES = {
    "array": "une liste",
    "object": "un groupe de clés (« clé: valeur »)",
    "string": "un texte",
    "number": "un nombre",
    "integer": "un nombre entier",
    "boolean": "vrai ou faux",
    "null": "rien",
}


def fautes_du_schema(schema: Mapping[str, Any], contenu: YamlText) -> list[InputProblem]:
    """Toutes les fautes d'un contenu, dans l'ordre du fichier ; aucune deux fois."""
    erreurs = _lecteur()(schema).iter_errors(contenu.value)
    dites = dict.fromkeys(faute for erreur in erreurs for faute in _fautes(erreur))
    return in_order(contenu.problem(chemin, message) for chemin, message in dites)


def _fautes(erreur: Any) -> Iterator[Faute]:
    """Les fautes que dit une erreur, chacune avec le chemin de ce qui est fautif."""
    chemin = tuple(erreur.absolute_path)
    ou = f"{_ou(chemin)} : " if chemin else ""
    for suite, message in _dit(erreur):
        yield (*chemin, *suite), ou + message


def _ou(chemin: Iterable[Any]) -> str:
    """« competences > n° 2 > poids » : on compte à partir de un."""
    return " > ".join(f"n° {part + 1}" if isinstance(part, int) else str(part) for part in chemin)


_VIRGULE = " (entre accolades, la virgule sépare deux clés : écrire le nombre entre guillemets)"


def _dit(erreur: Any) -> Iterator[Faute]:
    """Ce que dit une erreur, sous ce qui est fautif."""
    voulu, recu = erreur.validator_value, erreur.instance
    match erreur.validator:
        case "additionalProperties" | "unevaluatedProperties" if isinstance(recu, Mapping):
            connues = [*erreur.schema.get("properties", {})]
            for cle in recu:
                if cle not in connues:
                    aide = _VIRGULE if str(cle).isdigit() else proches(cle, connues)
                    yield (cle,), f"clé inconnue : « {cle} »{aide} ; connues : {', '.join(connues)}"
        case "required":
            yield (), f"il manque : {', '.join(cle for cle in voulu if cle not in recu)}"
        case "dependentRequired":
            manquent = (
                f"avec « {cle} », il manque : {', '.join(nom for nom in noms if nom not in recu)}"
                for cle, noms in voulu.items()
                if cle in recu and not set(noms) <= set(recu)
            )
            yield (), " ; ".join(manquent)
        case "enum":
            yield (), f"{_cite(recu)} n'est pas connu ; attendu : {', '.join(str(valeur) for valeur in voulu)}"
        case "anyOf" | "oneOf":
            yield from _branches(erreur)
        case "not":
            yield (), f"reçu {_cite(recu)}, qui n'est pas permis ici"
        case None:  # Le schéma « false » : rien n'y est permis.
            yield (), f"reçu {_cite(recu)}, qui n'est pas permis ici"
        case nom:
            yield (), f"reçu {_cite(recu)} ; attendu : {erreur.schema.get('description') or _attendu(nom, voulu)}"


def _attendu(nom: str, voulu: Any) -> str:
    """Ce qu'une règle du schéma attend, là où il ne le décrit pas lui-même."""
    match nom:
        case "type":
            return " ou ".join(_GENRES[genre] for genre in ([voulu] if isinstance(voulu, str) else voulu))
        case "const":
            return f"« {voulu} »"
        case "pattern":
            return f"un texte de la forme {voulu}"
        case "minLength":
            return "un texte qui n'est pas vide" if voulu == 1 else f"au moins {plural(voulu, 'caractère')}"
        case "maxLength":
            return f"au plus {plural(voulu, 'caractère')}"
        case "minItems":
            return f"au moins {plural(voulu, 'élément')}"
        case "maxItems":
            return f"au plus {plural(voulu, 'élément')}"
        case "minProperties":
            return f"au moins {plural(voulu, 'clé')}"
        case "maxProperties":
            return f"au plus {plural(voulu, 'clé')}"
        case "minimum":
            return f"au moins {voulu}"
        case "maximum":
            return f"au plus {voulu}"
        case "exclusiveMinimum":
            return f"plus que {voulu}"
        case "exclusiveMaximum":
            return f"moins que {voulu}"
        case "multipleOf":
            return f"un multiple de {voulu}"
        case "uniqueItems":
            return "une liste sans élément répété"
        case "contains":
            return "une liste qui contient ce que le schéma demande"
        case _:
            return f"ce que demande la règle « {nom} » du schéma"


def _branches(erreur: Any) -> Iterator[Faute]:
    """Ce qui manque à celles des formes possibles que le contenu approche le plus."""
    par_branche: dict[Any, list[Any]] = {}
    for sous in erreur.context:
        par_branche.setdefault(sous.relative_schema_path[0], []).append(sous)
    if decrit := erreur.schema.get("description"):
        yield (), f"reçu {_cite(erreur.instance)} ; attendu : {decrit}"
        return
    if not par_branche:
        yield (), f"reçu {_cite(erreur.instance)} ; attendu : une seule des formes possibles"
        return
    bien_formees = [sous for sous in par_branche.values() if not any(_autre_genre(une) for une in sous)]
    if not bien_formees:
        genres = dict.fromkeys(
            _attendu(une.validator, une.validator_value)
            for sous in par_branche.values()
            for une in sous
            if _autre_genre(une)
        )
        yield (), f"reçu {_cite(erreur.instance)} ; attendu : {', ou '.join(genres)}"
        return
    choix = [[faute for une in sous for faute in _relatives(une)] for sous in bien_formees]
    if len(choix) == 1:
        yield from choix[0]
        return
    yield (), ", ou bien ".join(dict.fromkeys(", puis ".join(message for _, message in fautes) for fautes in choix))


def _autre_genre(erreur: Any) -> bool:
    return erreur.validator in ("type", "const") and not erreur.relative_path


def _relatives(erreur: Any) -> Iterator[Faute]:
    chemin = tuple(erreur.relative_path)
    ou = f"{_ou(chemin)} : " if chemin else ""
    for suite, message in _dit(erreur):
        yield (*chemin, *suite), ou + message


def cles_inconnues(champs: Any, connues: Collection[str]) -> list[Faute]:
    """Les clés qu'aucune de celles-là n'est, chacune sous le nom qui la porte ; ou que ce ne sont pas des clés."""
    if not isinstance(champs, Mapping):
        return [((), f"attendu : {_GENRES['object']} ; connues : {', '.join(connues)}")]
    return [
        ((cle,), f"clé inconnue : « {cle} »{proches(cle, connues)} ; connues : {', '.join(connues)}")
        for cle in champs
        if cle not in connues
    ]


def proches(cle: str, connues: Iterable[str]) -> str:
    """« (vouliez-vous « statut » ?) » : ce qu'un mot inconnu veut peut-être dire ; rien si aucun n'en est proche."""
    dits = [f"« {une} »" for une in french.near(cle, connues)]
    return f" (vouliez-vous {french.enumeration(dits, 'ou')} ?)" if dits else ""


def _cite(recu: Any) -> str:
    """Ce qui est venu : un texte comme il est écrit, le reste par son genre."""
    match recu:
        case Mapping():
            return f"un groupe de {plural(len(recu), 'clé')}" if recu else "un groupe vide"
        case list():
            return f"une liste de {plural(len(recu), 'élément')}" if recu else "une liste vide"
        case None:
            return "rien"
        case _:
            return f"« {recu} »" if len(str(recu)) <= 60 else f"« {str(recu)[:60]}… »"
