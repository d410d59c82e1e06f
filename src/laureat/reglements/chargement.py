"""Charger une famille de règlements : lire les fichiers de son paquet, et vérifier qu'elle tient son contrat.

Une famille est un paquet de modules, dont seuls ``__init__`` (``TITRE``) et ``regles`` (``REGLES``) sont exigés ; ce
qu'une famille ne dit pas est neutre. Un tiers en livre une par un point d'entrée du groupe ``laureat.familles``, dont
le nom est celui de la famille et la valeur, celui du paquet.
"""

import functools
import hashlib
import importlib
import importlib.util
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from typing import Any

from laureat.deliberation.conduite import ACTES, NOMBRES, Conduite
from laureat.deliberation.famille import ETUDES, NEUTRAL, Entree, Famille
from laureat.deliberation.papiers import Papiers
from laureat.deliberation.reading import GIVEN
from laureat.reglements import condense
from laureat.reglements.communs.champs import CHAMPS
from laureat.reglements.communs.textes import citer
from laureat.reglements.donnees import lire_parametres, lire_yaml, refuser
from laureat.reglements.ensemble import ORDRES
from laureat.reglements.schema import Faute, cles_inconnues
from laureat.rules import Finding, Parameter, Rule, Ruleset, Weight
from laureat.rules.traceable import what_cannot_be_traced
from laureat.vocabulary import Grammar, InvalidInput, french
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.numbers import quoted

GROUPE = "laureat.familles"
"""Le groupe de points d'entrée par lequel un tiers livre une famille."""

MAISON = ("bac_pro", "cap", "bts", "bp", "titre_professionnel", "capitalisation")

PIECES: Mapping[str, Mapping[str, tuple[str, Any]]] = {
    "": {"TITRE": ("titre", str), "ABREGES": ("abreges", tuple), "AUTORITES": ("autorites", tuple)},
    "regles": {
        "REGLES": ("regles", Ruleset),
        "CONSTATS": ("constats", tuple),
        "DROITS": ("droits", tuple),
        "CHAMPS": ("champs", dict),
        "PROPRES": ("propres", tuple),
        "PLANCHERS": ("planchers", tuple),
        "ORDRES": ("ordres", tuple),
        "EPREUVES": ("epreuves", tuple),
        "TRAITS_DUS": ("traits_dus", dict),
    },
    "voies": {"VOIES": ("voies", tuple), "CATEGORIES": ("categories", dict)},
    "cellules": {
        "CELLULES": ("cellules", Grammar),
        "LEXIQUE": ("lexique", dict),
        "ANNEXES": ("annexes", dict),
        "COLONNES": ("colonnes", tuple),
        "IDENTITE": ("identite", tuple),
        "FORMES": ("formes", bool),
        "TEXTES": ("textes", dict),
        "FICTIFS": ("fictifs", tuple),
    },
    "donnees": {"EN_COMMUN": ("en_commun", Callable), "EXIGE_DES_UNITES": ("exige_des_unites", tuple)},
    "conduite": {"CONDUITE": ("conduite", Conduite)},
    "jury": {"LOI": ("jury", object)},
    "papiers": {"PAPIERS": ("papiers", Papiers)},
}
"""Par module, les noms qu'il dit, le champ de ``Famille`` que chacun remplit, et son type."""

EXIGES = {"TITRE", "REGLES", "VOIES", "CELLULES", "EN_COMMUN", "CONDUITE", "LOI", "PAPIERS"}
"""Les noms sans lesquels un module qui existe n'a pas de sens."""


def charger_famille(code: str, paquet: str) -> Famille:
    """La famille d'un paquet ; InvalidInput dit tout ce qui lui manque, et dans quel fichier."""
    problemes: list[str] = []
    champs: dict[str, Any] = {"code": code}
    for module, noms in PIECES.items():
        nom = f"{paquet}.{module}".rstrip(".")
        fichier = f"{paquet.rpartition('.')[2]}/{module or '__init__'}.py"
        try:
            piece = importlib.import_module(nom) if importlib.util.find_spec(nom) is not None else None
        except (
            Exception
        ) as erreur:  # Le paquet d'un tiers peut lever n'importe quoi ; sa faute est dite, avec son fichier.
            if code in MAISON:
                raise
            problemes.append(f"famille {code} : {fichier} ne se charge pas : {type(erreur).__name__}: {erreur}")
            if not module:
                break
            continue
        if piece is None:
            if module in ("", "regles"):
                problemes.append(f"famille {code} : le fichier {fichier} manque")
            if not module:
                break
            continue
        for attribut, (champ, genre) in noms.items():
            if not hasattr(piece, attribut):
                if attribut in EXIGES:
                    problemes.append(f"famille {code} : dans {fichier}, il manque {attribut}")
                continue
            valeur = getattr(piece, attribut)
            if not isinstance(valeur, genre):
                problemes.append(
                    f"famille {code} : dans {fichier}, {attribut} est attendu du type {genre.__name__}, reçu "
                    f"{type(valeur).__name__}"
                )
            champs[champ] = valeur
    if problemes:
        raise InvalidInput(problemes)
    dossier = resources.files(paquet)
    champs["regles"] = Ruleset(champs["regles"].rules, {**NEUTRAL, **champs["regles"].defaults})
    champs["champs"] = {**CHAMPS, **champs.get("champs", {})}
    champs["parametres"] = tuple(_parametres(dossier))
    champs["parametres"] += tuple(_nombres_communs(champs))
    champs["ordres"] = (*ORDRES, *champs.get("ordres", ()))
    champs["digeste"] = _digeste(dossier)
    champs["schema"] = _schema(dossier)
    champs["sources"] = empreinte_des_sources(paquet)
    famille = Famille(**champs)
    if problemes := [*_manques(famille), *_manques_de_conduite(famille), *condense.manques(famille, paquet)]:
        raise InvalidInput(problemes)
    return famille


def _parametres(dossier: Traversable) -> Iterator[Parameter]:
    fichier = dossier / "parametres.yaml"
    if fichier.is_file():
        yield from lire_parametres(fichier.read_text(encoding="utf-8"), "parametres.yaml")


def _nombres_communs(champs: Mapping[str, Any]) -> Iterator[Parameter]:
    """Les nombres du droit commun que la famille nomme, en phrase ou sur un papier, sans les donner elle-même."""
    siens = {parametre.name for parametre in champs["parametres"]}
    toutes: tuple[Rule, ...] = (*champs["regles"].rules, *champs.get("constats", ()), *champs.get("droits", ()))
    nommes = champs.get("papiers", Papiers()).champs.union(*(regle.fields for regle in toutes))
    for nombre in _parametres(resources.files("laureat.reglements.communs")):
        if nombre.name in nommes - siens:
            yield nombre


_CHAMPS_DU_DIGESTE = ("article", "confiance", "texte", "identifiant", "lu_le", "url", "code", "avec", "hors_champ")


def _digeste(dossier: Traversable) -> Mapping[str, Entree]:
    fichier = dossier / "digeste.yaml"
    if not fichier.is_file():
        return {}
    texte = fichier.read_text(encoding="utf-8")
    contenu = lire_yaml(texte, "digeste.yaml")
    lectures = [lecture.value for lecture in Reading]
    fautes: list[Faute] = []
    for id_, champs in contenu.items():
        dans = f"dans digeste.yaml, {id_}"
        if inconnues := cles_inconnues(champs, _CHAMPS_DU_DIGESTE):
            fautes += [((id_, *suite), f"{dans} : {message}") for suite, message in inconnues]
        elif manquants := [champ for champ in ("article", "confiance", "texte") if not champs.get(champ)]:
            fautes.append(((id_,), f"{dans} : il manque {', '.join(manquants)}"))
        elif champs["confiance"] not in lectures:
            connues = ", ".join(lectures)
            message = f"{dans} : confiance « {champs['confiance']} » ; attendu : {connues}"
            fautes.append(((id_, "confiance"), message))
    refuser(fautes, texte, "digeste.yaml")
    return {id_: _entree(id_, champs) for id_, champs in contenu.items()}


def _entree(id_: str, champs: Mapping[str, Any]) -> Entree:
    suite = (champs.get(nom, "") for nom in ("identifiant", "lu_le", "url"))
    return Entree(
        id_,
        champs["texte"],
        citer(champs["article"], Reading(champs["confiance"]), *suite),
        tuple(champs.get("code", ())),
        tuple(champs.get("avec", ())),
        champs.get("hors_champ", ""),
    )


def _schema(dossier: Traversable) -> Mapping[str, Any]:
    fichier = dossier / "schema.json"
    if not fichier.is_file():
        fichier = resources.files("laureat.reglements.communs") / "specialite.schema.json"
    schema: Mapping[str, Any] = json.loads(fichier.read_text(encoding="utf-8"))
    return schema


def _manques(famille: Famille) -> Iterator[str]:
    """Ce que les règles lisent et que rien ne leur donne."""
    saisis = GIVEN | famille.traits | {colonne.nom for colonne in famille.colonnes}
    connus = saisis | famille.regles.defaults.keys()
    for nom, combien in Counter(colonne.nom for colonne in famille.colonnes).items():
        if combien > 1:
            yield f"famille {famille.code} : la colonne « {nom} » est dite {combien} fois dans cellules.py"
    if inconnues := sorted(set(famille.identite) - set(ETUDES)):
        yield (
            f"famille {famille.code} : dans cellules.py, IDENTITE nomme {', '.join(inconnues)} ; connus : "
            f"{', '.join(ETUDES)}"
        )
    nombres = {parametre.name for parametre in famille.parametres}
    champs = {*famille.champs, *nombres, *famille.papiers.mots}
    toutes: tuple[Rule, ...] = (*famille.regles.rules, *famille.constats, *famille.droits)
    donnees = {rule.gives for rule in famille.regles.rules}
    vues = set(connus)
    for rule in toutes:
        lu_avant = vues if rule in famille.regles.rules else connus | donnees
        if isinstance(rule, Finding) and rule.weight is Weight.REFUSAL:
            lu_avant = saisis  # un refus se prononce avant toute règle, sur ce qui est saisi
        for valeur in rule.reads:
            if valeur not in lu_avant:
                yield (
                    f"famille {famille.code} : la règle {rule.id} ({rule.gives}) lit « {valeur} », qu'aucune règle "
                    "avant elle (un refus n'en lit aucune), aucune voie et aucune colonne ne donne"
                )
        vues.add(rule.gives)
        for question in () if rule in famille.droits else what_cannot_be_traced(rule):
            yield (
                f"famille {famille.code} : la règle {rule.id} ({rule.gives}) demande une vérité à une valeur que seul "
                f"un candidat donne, {question} ; écrire si(…), et(…), ou(…), non(…), == ou !="
            )
        for champ in sorted(rule.fields - champs):
            yield (
                f"famille {famille.code} : la règle {rule.id} ({rule.gives}) écrit « {{{champ}}} », qui n'est ni un "
                "champ, ni un nombre de parametres.yaml, ni un mot de papiers.py"
            )
        for nombre in sorted(set(re.findall(r"\bp\.(\w+)", rule.source)) - nombres):
            yield (
                f"famille {famille.code} : la règle {rule.id} ({rule.gives}) lit le nombre « {nombre} », que "
                "parametres.yaml ne donne pas"
            )

    for champ in sorted(famille.papiers.champs - nombres):
        yield (
            f"famille {famille.code} : dans papiers.py, un alinéa écrit « {{{champ}}} », qui n'est ni un nombre de la "
            "loi, ni un mot de la famille, ni un champ des papiers"
        )
    tenus = {"", "blocs", "certificat", *(droit.gives for droit in famille.droits)}
    for nom, papier in famille.papiers.papiers.items():
        if papier.suppose not in tenus:
            yield f"famille {famille.code} : le papier « {nom} » suppose « {papier.suppose} », qu'aucun droit ne donne"


def _manques_de_conduite(famille: Famille) -> Iterator[str]:
    """Ce que la conduite nomme et que personne ne lirait."""
    conduite, ou = famille.conduite, f"famille {famille.code}, conduite.py"
    voies = {voie.code for voie in famille.voies}
    colonnes = {colonne.nom for colonne in famille.colonnes}
    for quoi, dits, connus in (
        ("articles", conduite.articles, ACTES),
        ("pieces, voie", conduite.pieces, voies),
        ("habilitations, voie", conduite.habilitations, voies),
        ("annexes", conduite.annexes, famille.annexes),
        ("jury_dit, colonne", conduite.jury_dit, colonnes),
        ("nombres, question", conduite.nombres, NOMBRES),
        ("nombres, paramètre", conduite.nombres.values(), {parametre.name for parametre in famille.parametres}),
    ):
        if inconnus := sorted(set(dits) - set(connus)):
            yield f"{ou} : {quoi} inconnu : {', '.join(inconnus)} ; connus : {', '.join(sorted(connus)) or 'aucun'}"
    for fictif in famille.fictifs:
        if inconnues := sorted(set(fictif.declare) - colonnes):
            yield f"famille {famille.code} : un candidat fictif remplit des colonnes inconnues : {', '.join(inconnues)}"
        if inconnus := sorted(fictif.voies - famille.traits):
            yield f"famille {famille.code} : un candidat fictif a des traits inconnus : {', '.join(inconnus)}"
    for piece in sorted({piece for pieces in conduite.pieces.values() for piece in pieces} - set(conduite.libelles)):
        yield f"{ou} : la pièce « {piece} » n'est pas dite en toutes lettres (libelles)"
    sans_motif = {constat.id for constat in famille.constats if constat.column.startswith("motif_")}
    if sans_motif and not conduite.motifs:
        yield f"{ou} : {', '.join(sorted(sans_motif))} demande un motif, et motifs n'en admet aucun"


def empreinte_des_sources(paquet: str) -> str:
    """SHA-256 des fichiers d'un paquet, noms compris : ce qui a tourné."""
    empreinte = hashlib.sha256()
    for nom, contenu in sorted(_fichiers(resources.files(paquet), "")):
        empreinte.update(f"{nom}\0{len(contenu)}\0".encode())
        empreinte.update(contenu)
    return empreinte.hexdigest()


def _fichiers(dossier: Traversable, prefixe: str) -> Iterator[tuple[str, bytes]]:
    for entree in dossier.iterdir():
        if entree.is_dir() and entree.name != "__pycache__":
            yield from _fichiers(entree, f"{prefixe}{entree.name}/")
        elif entree.name.endswith((".py", ".yaml", ".json")):
            yield prefixe + entree.name, entree.read_bytes()


@functools.cache
def _provenances() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Par nom de famille de tiers, qui la livre : le paquet Python, et la distribution avec sa version."""
    livres: dict[str, list[tuple[str, str]]] = {}
    for point in sorted(metadata.entry_points(group=GROUPE), key=lambda point: (point.name, point.value)):
        dist = point.dist
        livres.setdefault(point.name, []).append((point.value, f"{dist.name} {dist.version}" if dist else point.value))
    return {code: tuple(dict.fromkeys(qui)) for code, qui in livres.items()}


def provenance(code: str) -> str:
    """La distribution d'un tiers qui livre cette famille, avec sa version ; vide pour celles de la maison."""
    return "" if code in MAISON else _provenances()[code][0][1]


@functools.cache
def _noms_en_double() -> Mapping[str, str]:
    """Les familles de tiers dont le nom est pris, et par qui : aucune ne remplace l'autre."""
    refus = {}
    for code, qui in _provenances().items():
        livreurs = french.enumeration([f"{paquet} ({dist})" for paquet, dist in qui])
        if code in MAISON:
            refus[code] = (
                f"famille {code} : {livreurs} porte le nom d'une famille de la maison, laureat.reglements.{code}, qui "
                "reste seule appliquée ; renommer son point d'entrée"
            )
        elif len(qui) > 1:
            refus[code] = f"famille {code} : {livreurs} portent ce même nom ; n'en garder qu'un"
    return refus


@functools.cache
def paquets() -> Mapping[str, str]:
    """Le paquet de chaque famille, par son nom : celles de la maison, puis celles des tiers dont le nom est libre."""
    maison = {code: f"laureat.reglements.{code}" for code in MAISON}
    tiers = {code: qui[0][0] for code, qui in _provenances().items() if code not in _noms_en_double()}
    return maison | tiers


@functools.cache
def famille(code: str) -> Famille:
    """Une famille, par son nom ; InvalidInput si elle est inconnue, ou ne tient pas son contrat."""
    if code not in paquets():
        if code in _noms_en_double():
            raise InvalidInput([_noms_en_double()[code]])
        raise InvalidInput([f"famille de règlements inconnue : {quoted(code)} ; connues : {', '.join(paquets())}"])
    return charger_famille(code, paquets()[code])


@functools.cache
def _chargees() -> tuple[tuple[Famille, ...], tuple[str, ...]]:
    """Les familles qui se chargent, et ce qui est dit de celles des tiers qui ne se chargent pas."""
    chargees, refus = [], [*_noms_en_double().values()]
    for code in paquets():
        try:
            chargees.append(famille(code))
        except InvalidInput as faute:
            if code in MAISON:
                raise
            refus += [f"{dit.message} (livrée par {provenance(code)})" for dit in faute.problems]
    return tuple(chargees), tuple(refus)


def familles() -> tuple[Famille, ...]:
    """Toutes les familles qui se chargent : celle d'un tiers qui est fautive n'arrête pas les autres."""
    return _chargees()[0]


def familles_refusees() -> tuple[str, ...]:
    """Ce qui ne va pas dans les familles des tiers qui ne s'appliquent pas, avec le fichier et le paquet."""
    return _chargees()[1]
