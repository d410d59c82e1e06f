"""Lire les nombres de la loi dans des fichiers YAML : tout scalaire est du texte, typé ici, jamais un flottant."""

import datetime as dt
import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from laureat.deliberation.reglement import SessionRules
from laureat.reglements.communs.textes import citer
from laureat.reglements.ensemble import fautes_d_ordre, fautes_de_citations
from laureat.reglements.schema import Faute, cles_inconnues, fautes_du_schema
from laureat.rules import Parameter, ParameterStatus
from laureat.rules.parameter import ANYTHING
from laureat.vocabulary import InvalidInput, french, parse_hundredths
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.numbers import quoted
from laureat.vocabulary.yaml_text import read_quickly, read_yaml

Mot = TypeVar("Mot", bound=StrEnum)

COEFFICIENT = "coefficient_"
"""Ce par quoi commence le nom du coefficient d'une unité."""


def lire_yaml(texte: bytes | str, source: str) -> Any:
    """Le contenu d'un fichier YAML d'une famille, scalaires en texte ; une faute de syntaxe dit sa ligne."""
    return read_quickly(texte, source)


def lire_valeur(texte: str, unite: str) -> int:
    """Un nombre dans l'unité du paramètre : des centièmes pour « centièmes… », un entier sinon. ValueError sinon."""
    if unite.startswith("centièmes"):
        return parse_hundredths(texte)
    if not re.fullmatch(r"-?[0-9]{1,9}", texte.strip()):
        if re.fullmatch(r"-?[0-9]{10,}", texte.strip()):
            raise ValueError(f"« {quoted(texte.strip())} » est un nombre trop grand")
        raise ValueError(f"« {texte} » n'est pas un nombre entier")
    return int(texte)


def valeur_possible(nom: str, texte: str, unite: str) -> int:
    """Le même, si un nombre de la loi de ce nom peut valoir cela : un coefficient est plus grand que zéro, une note est
    de 0 à 20, rien n'est négatif. ValueError sinon."""
    valeur = lire_valeur(texte, unite)
    plus_petit, plus_grand = ANYTHING.get(unite, (0, 10**9))
    if unite == "centièmes de coefficient" and not nom.startswith(COEFFICIENT):
        plus_petit = 0  # Une part de coefficient peut être nulle.
    if valeur < plus_petit and nom.startswith(COEFFICIENT):
        raise ValueError(f"un coefficient est plus grand que zéro, reçu « {texte.strip()} »")
    if not plus_petit <= valeur <= plus_grand:
        entre = (
            "ne peut être négatif" if valeur < 0 else f"dépasse {plus_grand // (100 if 'centièmes' in unite else 1)}"
        )
        raise ValueError(f"« {quoted(texte.strip())} » {entre}")
    return valeur


STATUT_DE = {
    Reading.LU: ParameterStatus.VERIFIE,
    Reading.FICHE: ParameterStatus.VERIFIE,
    Reading.PARTIEL: ParameterStatus.DEDUIT,
    Reading.SECONDAIRE: ParameterStatus.DEDUIT,
    Reading.DEDUIT: ParameterStatus.DEDUIT,
    Reading.LU_2014: ParameterStatus.DEDUIT,
    Reading.USAGE: ParameterStatus.DEDUIT,
    Reading.MEMOIRE: ParameterStatus.HYPOTHESE,
    Reading.HYPOTHESE: ParameterStatus.HYPOTHESE,
}
"""Ce que vaut un nombre selon la manière dont son texte a été lu : seul ce qui est lu en vigueur est vérifié."""


def parametre(nom: str, champs: Mapping[str, Any], unite: str | None = None) -> Parameter:
    """Un paramètre daté, depuis ses champs ; ValueError, en français, s'il en manque ou si l'un est faux.

    ``en_machine``, là où un dossier le porte, dit l'unité que le calcul emploie. ``lecture`` dit comment le texte a été
    lu, et le statut s'en déduit ; un ``statut`` seul est la parole de qui l'écrit (``verifie`` : il a lu le texte).
    ``valeur: null`` : aucun texte lu ne donne ce nombre, il sera demandé.
    """
    unite = unite or champs.get("en_machine", {}).get("unite") or champs.get("unite")
    if not unite:
        raise ValueError("le champ « unite » manque : points, ans, nombre…")
    if not champs.get("article"):
        raise ValueError("le champ « article » manque : pas de nombre sans source")
    if not champs.get("valeur"):
        raise ValueError(
            "le champ « valeur » manque ; écrire « valeur: null » pour un nombre que le texte lu ne donne pas"
        )
    statut = _mot(ParameterStatus, "statut", champs["statut"]) if champs.get("statut") else None
    if champs.get("lecture"):
        lu = _mot(Reading, "lecture", champs["lecture"])
    elif statut:
        lu = _LECTURE_DE[statut]
    else:
        raise ValueError(
            "le champ « lecture » manque (lu, lu_2014, partiel, secondaire, deduit, memoire, hypothese, usage)"
        )
    inconnu = champs["valeur"] == "null"
    bornes = champs.get("bornes")
    hypothese = inconnu or bornes is not None
    attendu = ParameterStatus.HYPOTHESE if hypothese else STATUT_DE[lu]
    if statut and statut is not attendu:
        raise ValueError(f"le statut « {statut} » ne va pas avec la lecture « {lu} » : attendu « {attendu} »")
    if bornes is not None and lu is not Reading.MEMOIRE:
        lu = Reading.HYPOTHESE  # Des bornes disent un doute : ce qui est supposé n'est ni lu ni déduit.
    if bornes is not None and len(bornes) != 2:
        raise ValueError("deux bornes sont attendues, la plus petite et la plus grande")
    depuis, jusqua = (int(champs[borne]) if champs.get(borne) else None for borne in ("depuis", "jusqua"))
    if depuis and jusqua and jusqua < depuis:
        raise ValueError(f"jusqua, {jusqua}, est avant depuis, {depuis} : aucune session n'aurait ce nombre")
    return Parameter(
        nom,
        None if inconnu else valeur_possible(nom, champs["valeur"], unite),
        unite,
        attendu,
        citer(champs["article"], lu, champs.get("identifiant", ""), champs.get("lu_le", ""), champs.get("url", "")),
        champs.get("libelle", ""),
        (valeur_possible(nom, bornes[0], unite), valeur_possible(nom, bornes[1], unite)) if bornes else None,
        depuis,
        jusqua,
    )


def _mot(mots: type[Mot], champ: str, dit: Any) -> Mot:
    """Un mot d'une liste fermée ; ValueError dit les mots connus."""
    if dit not in list(mots):
        raise ValueError(f"le champ « {champ} » dit « {dit} » ; attendu : {', '.join(mots)}")
    return mots(dit)


_LECTURE_DE = {
    ParameterStatus.VERIFIE: Reading.LU,
    ParameterStatus.DEDUIT: Reading.DEDUIT,
    ParameterStatus.HYPOTHESE: Reading.MEMOIRE,
}


def parametres(contenu: Mapping[str, Any]) -> Iterator[Parameter]:
    """Les paramètres d'un contenu déjà lu ; une liste sous un nom donne ses valeurs successives."""
    for nom, champs in contenu.items():
        for un in champs if isinstance(champs, list) else [champs]:
            yield parametre(nom, un)


_CHAMPS = (
    *("valeur", "unite", "statut", "lecture", "article", "identifiant"),
    *("lu_le", "url", "libelle", "bornes", "depuis", "jusqua"),
)
"""Ce qu'un nombre d'une famille peut dire de lui-même."""


def lire_parametres(texte: str, source: str) -> tuple[Parameter, ...]:
    """Les paramètres d'un fichier d'une famille ; une liste sous un nom donne ses valeurs successives. InvalidInput
    dit toutes les fautes, chacune à sa ligne."""
    contenu = lire_yaml(texte, source) or {}
    if not isinstance(contenu, Mapping):
        raise InvalidInput([read_yaml(texte, source).problem((), "attendu : un nombre par nom")])
    trouves: list[Parameter] = []
    fautes: list[Faute] = []
    for nom, dits in contenu.items():
        for rang, champs in enumerate(dits if isinstance(dits, list) else [dits]):
            chemin = (nom, rang) if isinstance(dits, list) else (nom,)
            if inconnus := cles_inconnues(champs, _CHAMPS):
                fautes += [((*chemin, *suite), f"{nom} : {message}") for suite, message in inconnus]
                continue
            try:
                trouves.append(parametre(nom, champs))
            except ValueError as erreur:
                fautes.append((chemin, f"{nom} : {erreur}"))
    refuser(fautes, texte, source)
    return tuple(trouves)


def refuser(fautes: Sequence[Faute], texte: str, source: str) -> None:
    """InvalidInput dit chaque faute à sa ligne, s'il y en a."""
    if fautes:
        ecrit = read_yaml(texte, source)
        raise InvalidInput(ecrit.problem(*faute) for faute in fautes)


ESSAIS = 6
"""Combien de nombres, hors coefficients, peuvent être à l'essai à la fois : la certitude essaie toutes leurs bornes."""


def remplacer(regles: SessionRules, chemin: Path, aujourd_hui: dt.date) -> SessionRules:
    """Les règles d'une session, où des nombres sont remplacés par ceux d'un fichier YAML ou JSON.

    ``coefficient_U31: 5`` (ou ``U31: 5``) essaie une valeur, qui n'est de nul texte (``Parameter.tried``) ;
    ``{valeur: 5, article: …, lu_le: …}``, avec le texte et le jour où il a été lu, confirme le nombre, s'il est de ses
    bornes et si ce jour est venu. Un nombre vaut ce qu'il peut valoir ici, et va avant ou après ceux que dit la
    famille. Toutes les fautes du fichier sont dites à la fois (InvalidInput).
    """
    actuels = regles.parameters
    contenu = read_yaml(chemin.read_bytes(), chemin.name)
    if not isinstance(contenu.value, Mapping):
        raise InvalidInput([contenu.problem((), "attendu : un paramètre par ligne, « nom: valeur »")])
    noms = {cle: cle if cle in actuels else f"{COEFFICIENT}{cle}" for cle in contenu.value}
    connus = " ; ".join(f"{nombre.key} ({nombre.words})" for _, nombre in sorted(actuels.items()))
    problemes = [
        contenu.problem((cle,), f"aucun nombre de ce règlement ne se nomme « {cle} » ; connus : {connus}")
        for cle, nom in noms.items()
        if nom not in actuels
    ] + fautes_du_schema(_schema_des_nombres(), contenu)
    problemes += [
        contenu.problem((cle,), f"{cle} et {premiere} nomment le même nombre : n'en garder qu'une")
        for cle, nom in noms.items()
        if (premiere := next(autre for autre in noms if noms[autre] == nom)) != cle
    ]
    fautives = {probleme.message.partition(" : ")[0].partition(" > ")[0] for probleme in problemes}
    changes: list[Parameter] = []
    for cle, nom in noms.items():
        if nom not in actuels or cle in fautives:
            continue
        champs = contenu.value[cle]
        try:
            if isinstance(champs, str):
                change = actuels[nom].tried(valeur_possible(nom, champs, actuels[nom].unit))
            else:
                change = _lu(actuels[nom], champs, aujourd_hui)
            if faute := _plus_que_les_unites(regles, actuels[nom], change):
                raise ValueError(faute)
            changes.append(change)
        except ValueError as erreur:
            problemes.append(contenu.problem((cle,), f"{actuels[nom].words} ({cle}) : {erreur}"))
    essais = [p for p in changes if p.on_trial and not p.name.startswith(COEFFICIENT)]
    if len(essais) > ESSAIS:
        dits = french.plural(len(essais), "nombre est", "nombres sont")
        problemes.append(contenu.problem((), f"{dits} à l'essai, hors coefficients : {ESSAIS} au plus à la fois"))
    problemes += [contenu.problem(*faute) for faute in fautes_de_citations(contenu.value, aujourd_hui)]
    if not problemes:
        remplaces = actuels.replaced(changes)
        cles = {noms[cle]: cle for cle in noms}
        problemes += [
            contenu.problem((cles.get(petit) or cles.get(grand),), faute)
            for petit, grand, faute in fautes_d_ordre(remplaces, regles.reglement.famille.ordres)
            if {petit, grand} & cles.keys()
        ]
    if problemes:
        raise InvalidInput(dict.fromkeys(problemes))
    return regles.with_parameters(remplaces)


def _plus_que_les_unites(regles: SessionRules, actuel: Parameter, change: Parameter) -> str:
    """Pourquoi un nombre que les unités de la certification bornent ne peut valoir cela ; rien s'il le peut."""
    possible = regles.possible(actuel)
    if change.value is None or possible == actuel.possible:
        return ""
    return hors_du_possible(actuel, change.value, possible)


def _lu(actuel: Parameter, champs: Mapping[str, Any], aujourd_hui: dt.date) -> Parameter:
    """Le nombre que quelqu'un dit avoir lu ; ValueError s'il sort de ses bornes, ou d'un jour qui n'est pas venu."""
    lu = {"lecture": Reading.LU} if "lu_le" in champs and not {"lecture", "statut"} & champs.keys() else {}
    nombre = parametre(actuel.name, {"libelle": actuel.label, **lu, **champs}, actuel.unit)
    if "lu_le" in champs and (faute := french.fault_of_a_reading(french.parse_date(champs["lu_le"]), aujourd_hui)):
        raise ValueError(faute)
    if nombre.value is not None and (faute := hors_bornes(actuel, nombre.value)):
        raise ValueError(faute)
    return nombre


def hors_bornes(nombre: Parameter, valeur: int) -> str:
    """Pourquoi ce nombre ne peut valoir cela, s'il est encore à lire et borné ; rien s'il le peut."""
    faute = hors_du_possible(nombre, valeur, nombre.bounds or nombre.possible)
    return f"{faute} ; relire le texte" if faute else ""


def hors_du_possible(nombre: Parameter, valeur: int, possible: tuple[int, int]) -> str:
    """Pourquoi cette valeur n'est pas de celles qui sont possibles, la plus petite et la plus grande ; rien sinon."""
    bas, haut = possible
    if bas <= valeur <= haut:
        return ""
    return f"attendu entre {nombre.written(bas)} et {nombre.written(haut)}, reçu {nombre.written(valeur)}"


@functools.cache
def _schema_des_nombres() -> Mapping[str, Any]:
    """Ce qui peut remplacer un nombre : sa valeur seule, ou les champs qu'a un nombre dans une spécialité."""
    fichier = resources.files("laureat.reglements.communs") / "specialite.schema.json"
    nombre = json.loads(fichier.read_text(encoding="utf-8"))["properties"]["parametres"]["additionalProperties"]
    del nombre["required"]  # Ce qui manque se dit plus loin, avec sa raison.
    return {"type": "object", "additionalProperties": {"anyOf": [{"type": "string", "minLength": 1}, nombre]}}
