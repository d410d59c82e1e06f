"""Le fichier de données d'une spécialité : le lire, dire toutes ses fautes avec leur ligne, en faire un règlement."""

import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import chain
from typing import Any

from laureat.deliberation.famille import Famille
from laureat.deliberation.outcome import Mode, Unit
from laureat.deliberation.reglement import Reglement
from laureat.register import bundled, bundled_numbers
from laureat.reglements.chargement import MAISON, famille, familles, familles_refusees, paquets
from laureat.reglements.communs.avis import LU_JUSQU_A, nombre_change, texte_ancien
from laureat.reglements.communs.textes import citer
from laureat.reglements.donnees import parametre
from laureat.reglements.ensemble import (
    contradictions,
    fautes_d_epreuve,
    fautes_d_oubli,
    fautes_de_citations,
    fautes_de_codes,
    fautes_de_controle,
    fautes_de_nombre,
    lire_les_anciens,
    nombres_changes,
)
from laureat.reglements.reconnaissance import famille_de_la_fiche
from laureat.reglements.schema import fautes_du_schema, proches
from laureat.rules import Parameter
from laureat.vocabulary import Citation, InvalidInput
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.yaml_text import YamlText, in_order, read_yaml

NULL = "null"
"""Le nombre que le texte lu ne donne pas."""


def lire_specialite(texte: bytes | str, source: str, aujourd_hui: dt.date | None = None) -> Reglement:
    """Le règlement d'un fichier de données. InvalidInput : toutes ses fautes à la fois, chacune avec sa ligne.

    ``aujourd_hui`` refuse une lecture d'un jour à venir.
    """
    return _lue(read_yaml(texte, source), aujourd_hui)


def _lue(contenu: YamlText, aujourd_hui: dt.date | None) -> Reglement:
    donnees = contenu.value
    if not isinstance(donnees, Mapping) or not isinstance(donnees.get("famille"), str):
        connues = ", ".join(paquets())
        raise InvalidInput([contenu.problem((), f"il manque la ligne « famille: … » (connues : {connues})")])
    try:
        droit = famille(donnees["famille"])
    except InvalidInput as faute:
        raise InvalidInput(contenu.problem(("famille",), dit.message) for dit in faute.problems) from None
    problemes = fautes_du_schema(droit.schema, contenu)
    fautes = (*fautes_de_citations(donnees, aujourd_hui), *fautes_d_oubli(donnees))
    problemes += [contenu.problem(*faute) for faute in fautes]
    if problemes := in_order(problemes):
        raise InvalidInput(problemes)
    try:
        return construire(droit, donnees)
    except InvalidInput as faute:
        lieux = [contenu.problem(_lieu(dit.message, donnees), dit.message) for dit in faute.problems]
        raise InvalidInput(in_order(lieux)) from None


def lire_fichier(texte: bytes | str, source: str, aujourd_hui: dt.date) -> Reglement:
    """Le règlement d'un fichier que quelqu'un apporte : il ne prend le numéro de nulle autre certification, et il dit
    tout ce dont les règles ont besoin. Un règlement gardé, sous lequel une session s'est tenue, se relit tel qu'il est.
    """
    contenu = read_yaml(texte, source)
    reglement, unites = _lue(contenu, aujourd_hui), contenu.value["unites"]
    oublis = chain(fautes_de_controle(reglement, unites), fautes_d_epreuve(reglement, unites))
    if dits := [contenu.problem(*oubli) for oubli in oublis]:
        raise InvalidInput(in_order(dits))
    sien = bibliotheque().get(reglement.numero) if reglement.numero else None
    if sien is not None:
        sienne, titre = sien.famille, sien.title
    elif reglement.numero in bundled_numbers():
        fiche = bundled(reglement.numero)
        sienne, titre = famille_de_la_fiche(fiche), fiche.intitule
    else:
        return reglement
    if sienne.code != reglement.famille.code:
        dit = (
            f"certification : {reglement.numero} est celle de « {titre} », de la famille {sienne.code}, et non "
            f"{reglement.famille.code} ; donner le numéro de la fiche de ce règlement, ou « null »"
        )
        raise InvalidInput([contenu.problem(("certification",), dit)])
    return reglement


def _lieu(message: str, donnees: Mapping[str, Any]) -> tuple[Any, ...]:
    """Le chemin de ce dont parle une faute : « regle > mode : … », « unité U1 : … », « coefficient_U1 : … »."""
    sujet = message.partition(" : ")[0]
    codes = [unite["code"] for unite in donnees["unites"]]
    mot = sujet.split()[-1].removeprefix("coefficient_")
    if sujet.startswith(("unité ", "coefficient_")) and mot in codes:
        rang = len(codes) - 1 - codes[::-1].index(mot)
        return ("unites", rang, "coefficient") if sujet.startswith("coefficient_") else ("unites", rang)
    if sujet in (donnees.get("parametres") or {}):
        return ("parametres", sujet)
    return tuple(sujet.split(" > "))


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
    problemes += fautes_de_codes(droit, unites)
    communs = {parametre.name: parametre for parametre in droit.parametres}
    propres = list(_propres(donnees, unites, communs, problemes))
    for inconnu in (nom for nom in donnees.get("parametres") or {} if nom not in communs):
        indice = proches(inconnu, sorted(communs))
        problemes.append(f"parametres > {inconnu} : nombre inconnu de la famille {droit.code}{indice}")
    problemes += fautes_de_nombre(droit, unites, propres)
    dites = any(unite.professional for unite in unites) or any("domaine" in champs for champs in donnees["unites"])
    if _moyenne_professionnelle(droit) and not dites:
        problemes.append(
            "unites : aucune n'est dite professionnelle, et la moyenne professionnelle décide aussi ; indiquer "
            "« professionnelle: oui » pour chacune de celles que l'arrêté dit telles"
        )
    premiere, derniere = int(donnees["premiere_session"]), _entier(donnees.get("derniere_session"))
    if derniere is not None and derniere < premiere:
        problemes.append(f"derniere_session : {derniere} est avant premiere_session, {premiere}")
    elif (courante := _entier(donnees.get("session_courante"))) and courante < premiere:
        problemes.append(f"session_courante : {courante} est avant premiere_session, {premiere}")
    elif courante and derniere is not None and courante > derniere:
        problemes.append(f"session_courante : {courante} est après derniere_session, {derniere}")
    options = donnees.get("options") or {}
    anciens, suites, fautes = lire_les_anciens(donnees.get("anciens_diplomes") or {}, codes, options)
    problemes += [f"anciens_diplomes > {' > '.join(chemin)} : {faute}" for chemin, faute in fautes]
    remplaces = {parametre.name for parametre in propres}
    historique = (*(p for p in droit.parametres if p.name not in remplaces), *propres)
    if not problemes:
        problemes += contradictions(historique, premiere, droit.ordres, remplaces)
    if problemes:
        raise InvalidInput(problemes)
    communs_remplaces = {nom: [p for p in droit.parametres if p.name == nom] for nom in remplaces}
    texte = _citation(donnees["texte"])
    return Reglement(
        id=id_,
        title=donnees["titre"],
        edition=donnees["edition"],
        famille=droit,
        units=unites,
        history=historique,
        first_session=premiere,
        last_session=derniere,
        read_until=LU_JUSQU_A.get(texte.reading),
        aged=texte_ancien(
            donnees["titre"],
            texte,
            f"ses {droit.papiers.unite.plusieurs}{' et ses coefficients' if droit.note_des_unites else ''}",
        ),
        default_session=_entier(donnees.get("session_courante")),
        founding=texte,
        numero=numero,
        options={code: _texte(o["intitule"]) if isinstance(o, Mapping) else o for code, o in options.items()},
        option_codes={code: o["bcn"] for code, o in options.items() if isinstance(o, Mapping) and o.get("bcn")},
        data=brutes,
        notices=tuple(nombre_change(*dit) for dit in nombres_changes(droit, propres, communs_remplaces)),
        own_rule=_citation(donnees["regle"]) if donnees.get("regle") else None,
        former_diplomas=anciens,
        former_options=suites,
    )


def _moyenne_professionnelle(droit: Famille) -> bool:
    return any(regle.gives == "moyenne_professionnelle" for regle in droit.regles.rules)


def _texte(valeur: Any) -> str:
    return "" if valeur in (None, "", NULL) else str(valeur)


def _entier(valeur: Any) -> int | None:
    return int(valeur) if _texte(valeur) else None


def _citation(champs: Any) -> Citation:
    dits = (_texte(champs.get(nom)) for nom in ("identifiant", "lu_le", "url"))
    return citer(champs["article"], Reading(champs["lecture"]), *dits)


def _propres(
    donnees: Mapping[str, Any], unites: tuple[Unit, ...], communs: Mapping[str, Parameter], problemes: list[str]
) -> Iterator[Parameter]:
    """Les nombres de la spécialité : les coefficients de ses unités, et ceux du droit commun qu'elle remplace."""
    for unite, champs in zip(unites, donnees["unites"], strict=True):
        if "coefficient" in champs:
            dits = {"libelle": f"coefficient de {unite.code}", **champs["coefficient"]}
            yield from _essai(unite.coefficient_name, dits, "centièmes de coefficient", problemes)
    for nom, champs in (donnees.get("parametres") or {}).items():
        if nom in communs:
            dits = {"libelle": communs[nom].label, "unite": communs[nom].unit, **champs}
            yield from _essai(nom, dits, None, problemes)


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
def _livres() -> tuple[Mapping[str, Reglement], tuple[str, ...]]:
    """Les règlements livrés avec les familles, et ce qui est dit de ceux des tiers qui ne se lisent pas."""
    connus: dict[str, Reglement] = {}
    refus: list[str] = []
    for droit in familles():
        for fichier in _fichiers(resources.files(paquets()[droit.code])):
            nom = f"{droit.code}/{fichier.name}"
            try:
                reglement = lire_specialite(fichier.read_bytes(), nom)
            except InvalidInput as faute:
                if droit.code in MAISON:
                    raise
                refus += [str(dit) for dit in faute.problems]
                continue
            if reglement.id in connus:
                refus.append(f"{nom} : {reglement.id} est déjà celui de la famille {connus[reglement.id].famille.code}")
                continue
            connus[reglement.id] = reglement
    return connus, tuple(refus)


def bibliotheque() -> Mapping[str, Reglement]:
    """Les règlements livrés avec les familles, par leur nom : le numéro de leur fiche, ou un nom court."""
    return _livres()[0]


def refuses() -> tuple[str, ...]:
    """Ce qui ne va pas dans ce que les tiers livrent, familles et spécialités, et qui ne s'applique donc pas."""
    return (*familles_refusees(), *_livres()[1])


def _fichiers(paquet: Traversable) -> list[Traversable]:
    dossier = paquet / "specialites"
    if not dossier.is_dir():
        return []
    return sorted((f for f in dossier.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
