"""Le fichier de données d'une spécialité : le lire, dire toutes ses fautes avec leur ligne, en faire un règlement."""

import difflib
import functools
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from laureat.deliberation.famille import Famille
from laureat.deliberation.outcome import Mode, Unit
from laureat.deliberation.reglement import Reglement
from laureat.reglements.chargement import famille, paquets
from laureat.reglements.communs.textes import citer
from laureat.reglements.donnees import lire_yaml, parametre
from laureat.rules import Parameter
from laureat.vocabulary import Citation, InputProblem, InvalidInput
from laureat.vocabulary.citations import Reading

NULL = "null"
"""Le nombre que le texte lu ne donne pas."""


def lire_specialite(texte: str, source: str) -> Reglement:
    """Le règlement d'un fichier de données. InvalidInput : toutes ses fautes à la fois, chacune avec sa ligne."""
    donnees = lire_yaml(texte, source)
    if not isinstance(donnees, Mapping) or "famille" not in donnees:
        connues = ", ".join(paquets())
        raise InvalidInput([InputProblem(f"il manque la ligne « famille: … » (connues : {connues})", source, 1)])
    droit = famille(str(donnees["famille"]))
    places = _places(texte)
    problemes = [
        InputProblem(message, source, *places.get(chemin, (1, "")))
        for erreur in Draft202012Validator(droit.schema).iter_errors(donnees)
        for chemin, message in _fautes(erreur)
    ]
    if not problemes:
        try:
            return construire(droit, donnees)
        except InvalidInput as faute:
            problemes = [InputProblem(probleme.message, source) for probleme in faute.problems]
    problemes.sort(key=lambda probleme: probleme.line or 0)
    raise InvalidInput(problemes)


def _places(texte: str) -> Mapping[tuple[Any, ...], tuple[int, str]]:
    """La ligne et la colonne de chaque clé et de chaque élément."""
    places: dict[tuple[Any, ...], tuple[int, str]] = {}

    def visiter(noeud: yaml.Node, chemin: tuple[Any, ...]) -> None:
        places.setdefault(chemin, (noeud.start_mark.line + 1, str(noeud.start_mark.column + 1)))
        if isinstance(noeud, yaml.MappingNode):
            for cle, valeur in noeud.value:
                places[(*chemin, cle.value)] = (cle.start_mark.line + 1, str(cle.start_mark.column + 1))
                visiter(valeur, (*chemin, cle.value))
        elif isinstance(noeud, yaml.SequenceNode):
            for rang, valeur in enumerate(noeud.value):
                visiter(valeur, (*chemin, rang))

    if (racine := yaml.compose(texte, Loader=yaml.BaseLoader)) is not None:
        visiter(racine, ())
    return places


def _fautes(erreur: Any) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Les fautes que dit une erreur, en français, chacune avec le chemin de ce qui est fautif."""
    chemin = tuple(erreur.absolute_path)
    ou = f"{' > '.join(str(part) for part in chemin)} : " if chemin else ""
    match erreur.validator:
        case "additionalProperties":
            connues = list(erreur.schema.get("properties", {}))
            for cle in erreur.instance:
                if cle not in connues:
                    proche = difflib.get_close_matches(cle, connues, n=1)
                    indice = f" (vouliez-vous « {proche[0]} » ?)" if proche else ""
                    yield (*chemin, cle), f"{ou}clé inconnue : « {cle} »{indice} ; connues : {', '.join(connues)}"
        case "required":
            manquantes = [cle for cle in erreur.validator_value if cle not in erreur.instance]
            yield chemin, f"{ou}il manque : {', '.join(manquantes)}"
        case "enum":
            attendus = ", ".join(str(valeur) for valeur in erreur.validator_value)
            yield chemin, f"{ou}« {erreur.instance} » n'est pas connu ; attendu : {attendus}"
        case "pattern" | "type" | "const":
            attendu = erreur.schema.get("description") or erreur.validator_value
            yield chemin, f"{ou}reçu « {erreur.instance} » ; attendu : {attendu}"
        case "anyOf":
            for branche in erreur.context:
                yield from _fautes(branche)
        case _:
            yield chemin, f"{ou}{erreur.message}"


def construire(droit: Famille, donnees: Mapping[str, Any]) -> Reglement:
    """Le règlement d'une spécialité, depuis ses données et sa famille."""
    brutes, donnees = donnees, droit.en_commun(donnees)
    numero = _texte(donnees.get("certification"))
    id_ = numero or donnees["code"]
    problemes: list[str] = []
    unites = tuple(_unite(id_, champs) for champs in donnees["unites"])
    codes = [unite.code for unite in unites]
    for double in sorted({code for code in codes if codes.count(code) > 1}):
        problemes.append(f"unité {double} : deux unités portent ce code")
    propres = list(_propres(donnees, unites, problemes))
    communs = {parametre.name for parametre in droit.parametres}
    for inconnu in (nom for nom in donnees.get("parametres") or {} if nom not in communs):
        proche = difflib.get_close_matches(inconnu, sorted(communs), n=1)
        indice = f" (vouliez-vous « {proche[0]} » ?)" if proche else ""
        problemes.append(f"parametres > {inconnu} : nombre inconnu de la famille {droit.code}{indice}")
    if problemes:
        raise InvalidInput(problemes)
    remplaces = {parametre.name for parametre in propres}
    options = donnees.get("options") or {}
    return Reglement(
        id=id_,
        title=donnees["titre"],
        edition=donnees["edition"],
        famille=droit,
        units=unites,
        history=(*(p for p in droit.parametres if p.name not in remplaces), *propres),
        first_session=int(donnees["premiere_session"]),
        last_session=_entier(donnees.get("derniere_session")),
        default_session=_entier(donnees.get("session_courante")),
        founding=_citation(donnees["texte"]),
        numero=numero,
        options={code: _texte(o["intitule"]) if isinstance(o, Mapping) else o for code, o in options.items()},
        option_codes={code: o["bcn"] for code, o in options.items() if isinstance(o, Mapping) and o.get("bcn")},
        data=brutes,
        former_diplomas={
            ancien: un.get("unites") or {} if isinstance(un, Mapping) and "option" in un else un or {}
            for ancien, un in (donnees.get("anciens_diplomes") or {}).items()
        },
        former_options={
            ancien: un["option"]
            for ancien, un in (donnees.get("anciens_diplomes") or {}).items()
            if isinstance(un, Mapping) and un.get("option")
        },
    )


def _texte(valeur: Any) -> str:
    return "" if valeur in (None, "", NULL) else str(valeur)


def _entier(valeur: Any) -> int | None:
    return int(valeur) if _texte(valeur) else None


def _citation(champs: Any) -> Citation:
    dits = (_texte(champs.get(nom)) for nom in ("identifiant", "lu_le", "url"))
    return citer(champs["article"], Reading(champs["lecture"]), *dits)


def _propres(donnees: Mapping[str, Any], unites: tuple[Unit, ...], problemes: list[str]) -> Iterator[Parameter]:
    """Les nombres de la spécialité : les coefficients de ses unités, et ceux du droit commun qu'elle remplace."""
    for unite, champs in zip(unites, donnees["unites"], strict=True):
        if "coefficient" in champs:
            dits = {"libelle": f"coefficient de {unite.code}", **champs["coefficient"]}
            yield from _essai(unite.coefficient_name, dits, "centièmes de coefficient", problemes)
    for nom, champs in (donnees.get("parametres") or {}).items():
        yield from _essai(nom, champs, None, problemes)


def _essai(nom: str, champs: Mapping[str, Any], unite: str | None, problemes: list[str]) -> Iterator[Parameter]:
    try:
        yield parametre(nom, champs, unite)
    except ValueError as erreur:
        problemes.append(f"{nom} : {erreur}")


def _unite(certification: str, champs: Mapping[str, Any]) -> Unit:
    facultative = champs.get("facultative") == "oui"
    bloc = _texte(champs.get("bloc"))
    return Unit(
        code=champs["code"],
        bloc=f"{certification}{bloc}" if bloc else f"{certification}/{champs['code']}",
        epreuve=champs.get("epreuve", champs["code"]),
        label=champs["intitule"],
        mandatory=not facultative,
        professional=champs.get("professionnelle") == "oui",
        control_group=_entier(champs.get("controle")),
        replacement=champs.get("remplacement") != "non" and not facultative,
        excluded_by_dispense=champs.get("exclue_si_dispense", ""),
        options=tuple(champs.get("options", ())),
        traits=frozenset(champs.get("traits", ())),
        modes={categorie: _mode(champs.get(categorie)) for categorie in ("A", "B", "C")}
        if {"A", "B", "C"} & champs.keys()
        else {},
    )


def _mode(texte: str | None) -> Mode | None:
    """« ccf », « ponctuel écrit et pratique », « oral et pratique » (sans préciser) ; rien : non offerte."""
    if texte is None:
        return None
    if texte == "ccf":
        return Mode("ccf")
    mots = texte.replace(" et ", " ").split()
    return Mode("ponctuel", tuple(mots[1:])) if mots[0] == "ponctuel" else Mode("non_precise", tuple(mots))


@functools.cache
def bibliotheque() -> Mapping[str, Reglement]:
    """Les règlements livrés avec les familles, par leur nom : le numéro de leur fiche, ou un nom court."""
    connus: dict[str, Reglement] = {}
    for code, paquet in paquets().items():
        for fichier in _fichiers(resources.files(paquet)):
            reglement = lire_specialite(fichier.read_text(encoding="utf-8"), f"{code}/{fichier.name}")
            connus[reglement.id] = reglement
    return connus


def _fichiers(paquet: Traversable) -> list[Traversable]:
    dossier = paquet / "specialites"
    if not dossier.is_dir():
        return []
    return sorted((f for f in dossier.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
