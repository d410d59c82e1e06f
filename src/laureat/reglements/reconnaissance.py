"""De quelle famille de règlements est une fiche : son abrégé entier et son certificateur en décident.

Une certification de l'État d'une famille que la maison ne tient pas n'est jamais décidée sous un autre droit. Un
certificateur manifestement privé, par la forme de société ou d'association que dit son nom, ne délivre pas un diplôme
de l'État, quel que soit l'abrégé que sa fiche porte (docs/decisions/abreges-des-prives.md).
"""

import functools
import re
from collections.abc import Mapping
from importlib import resources

from laureat.deliberation.famille import Famille
from laureat.register import Fiche
from laureat.reglements.chargement import famille, familles
from laureat.reglements.donnees import lire_yaml
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import words

CAPITALISATION = "capitalisation"


@functools.cache
def _diplomes_de_l_etat() -> Mapping[str, str]:
    fichier = resources.files("laureat.reglements") / "etat.yaml"
    contenu = lire_yaml(fichier.read_text(encoding="utf-8"), "etat.yaml")
    return {words(abrege): titre for abrege, titre in contenu.items()}


class SansFamille(InvalidInput):
    """Aucune famille tenue ne décide cette fiche ; une porte dit comment l'imposer, là où elle le permet."""


def famille_de_la_fiche(fiche: Fiche) -> Famille:
    """La famille d'une fiche ; SansFamille dit pourquoi aucune ne la décide, et ce qu'il faut faire."""
    abreges = _noms_portes(fiche)
    certificateurs = _noms(fiche)
    etat = any(map(_service_de_l_etat, certificateurs))
    if not certificateurs:
        raise SansFamille(
            [
                f"la fiche {fiche.numero} ne nomme aucun certificateur : on ne peut dire de quel droit elle relève. "
                "Prendre la fiche entière, ou imposer une famille en le disant sur chaque sortie"
            ]
        )
    for une in familles():
        if not any(words(abrege) in abreges for abrege in une.abreges):
            continue
        if any(_nomme(autorite, nom) for nom in certificateurs for autorite in une.autorites):
            return une
        if prive(fiche) or (_en_son_nom(fiche) and not _nommee(une.titre, fiche)):
            return _par_ses_blocs(fiche)
        raise _non_prise_en_charge(fiche, f"{une.titre}, mais d'une autre autorité que {' ou '.join(une.autorites)}")
    connus = [titre for abrege, titre in _diplomes_de_l_etat().items() if abrege in abreges]
    if connus or etat:
        raise _non_prise_en_charge(
            fiche, connus[0] if connus else "certification d'un ministère ou d'un service de l'État"
        )
    return _par_ses_blocs(fiche)


def _par_ses_blocs(fiche: Fiche) -> Famille:
    """La capitalisation, sauf pour une fiche enregistrée de droit : seul l'État délivre ce qui l'est ainsi."""
    if "droit" in words(fiche.type_enregistrement or "").split():
        raise _non_prise_en_charge(fiche, "enregistrée de droit, donc délivrée au nom de l'État")
    return famille(CAPITALISATION)


def _noms(fiche: Fiche) -> list[str]:
    """Les noms des certificateurs ; un ministère abrégé (« MIN SANTE », « MINIST. DU TRAVAIL ») y est écrit entier."""
    return [_ministere_entier(words(certificateur.nom)) for certificateur in fiche.certificateurs]


def _ministere_entier(nom: str) -> str:
    premier, *suite = nom.split() or [""]
    if premier in _MINISTERES_ABREGES and not MINISTERIELS.isdisjoint(suite):
        return " ".join(("ministere", *suite))
    return nom


def _mots(texte: str) -> frozenset[str]:
    return frozenset(texte.split())


FORMES_PRIVEES = _mots(
    "sas sasu sarl eurl sa snc scop scic selarl societe association federation syndicat ltd limited gmbh inc"
)
"""Les mots d'un nom qui disent une société, une association, un syndicat."""
FORMES_PUBLIQUES = _mots(
    "ministere ministeres etat academie rectorat universite universitaire national nationale public publique region "
    "regional regionale departement commune mairie chambre cci cma conservatoire cnam afpa greta lycee college iut "
    "insa ifsi ifas creps chu hopital hospitalier prefecture agence armee armees gendarmerie police marine defense"
)
"""Ceux qui disent, ou laissent croire, l'État ou un établissement public."""
MINISTERIELS = _mots(
    "sante education enseignement recherche travail emploi insertion solidarite solidarites affaires sociales culture "
    "communication sports sport jeunesse agriculture alimentation forets armees armee defense interieur justice "
    "ecologie ecologique ecologiques transition environnement equipement transports transport mer peche logement ville "
    "economie finances budget industrie numerique fonction publique etrangeres europe outre territoires tourisme"
)
"""Ce dont un ministère est chargé : « MIN SANTE » est l'un d'eux, le « MIN de Rungis » est un marché."""
_MINISTERES_ABREGES = _mots("min mini minist minis mtre mintere ministre")
CONSULAIRES = _mots("chambre chambres cci cma")
"""Parmi eux, ceux des chambres consulaires, qui certifient en leur nom propre."""
_SIGLES_DE_L_ETAT = _mots(
    "dga dgac dgcs dgefp dger dgesco dgesip dgfip dggn dgos dgpn draaf drajes dreets driaaf drieets menj mesr "
    "menjs mesri"
)
SERVICES_DE_L_ETAT = (
    "ministere",
    "ministeres",
    "premier ministre",
    "secretariat d etat",
    "prefecture",
    "rectorat",
    "gendarmerie",
    "police nationale",
    "nationale de police",
    "superieure de la police",
    "marine nationale",
    "armee de terre",
    "armee de l air",
    "service de sante des armees",
    "etat major",
    "direction generale",
    "direction interministerielle",
    "direction centrale",
    "delegation generale",
    "personnel militaire",
    "ecole navale",
    "ecole de l air",
    "ecole militaire",
    "legion etrangere",
    "sapeurs pompiers de paris",
    "marins pompiers de marseille",
    "administration penitentiaire",
    "des douanes",
    "aviation civile",
    *_SIGLES_DE_L_ETAT,
)
"""Les noms de l'État lui-même, et les sigles de ses services : ce que l'un d'eux délivre n'est jamais privé."""
_LIENS = _mots("de du des d la le les l et en charge chargee")


def _nomme(autorite: str, nom: str) -> bool:
    """Le nom d'un certificateur porte tous les mots de l'autorité, articles et liaisons à part."""
    return set(words(autorite).split()) - _LIENS <= set(nom.split())


def _service_de_l_etat(nom: str) -> bool:
    """Le certificateur est un ministère ou un service de l'État, et non une société ou une association qui le cite."""
    if set(nom.split()) & FORMES_PRIVEES:
        return "ministere" in nom.split()
    return any(f" {service} " in f" {nom} " for service in SERVICES_DE_L_ETAT)


def prive(fiche: Fiche) -> bool:
    """Tous les certificateurs sont manifestement privés : leur nom dit une forme privée, et rien de public."""
    noms = [set(nom.split()) for nom in _noms(fiche)]
    return bool(noms) and all(nom & FORMES_PRIVEES and not nom & FORMES_PUBLIQUES for nom in noms)


def publique(fiche: Fiche) -> bool:
    """Un certificateur est, ou paraît être, l'État, une université, un établissement public."""
    return any(set(nom.split()) & FORMES_PUBLIQUES for nom in _noms(fiche))


def _en_son_nom(fiche: Fiche) -> bool:
    """Les certificateurs certifient en leur nom propre : des chambres consulaires, ou une fiche enregistrée « sur
    demande », et aucun service de l'État. Un sigle ne suffit pas alors à faire un diplôme de l'État."""
    noms = _noms(fiche)
    if any(map(_service_de_l_etat, noms)):
        return False
    chambres = bool(noms) and all(set(nom.split()) & CONSULAIRES for nom in noms)
    return chambres or "demande" in words(fiche.type_enregistrement or "").split()


def _nommee(titre: str, fiche: Fiche) -> bool:
    """L'abrégé de la fiche écrit en toutes lettres le nom de ce diplôme : ce n'est plus un simple sigle."""
    return words(titre) in _abreges(fiche)


def remarque(fiche: Fiche) -> str:
    """Ce qu'il faut dire d'une fiche décidée par blocs que son abrégé, ou le début de son intitulé, fait prendre pour
    un diplôme de l'État ; rien sinon."""
    qui = ", ".join(certificateur.nom for certificateur in fiche.certificateurs)
    suite = f"({qui}) : la certification est décidée par ses blocs, et n'est pas ce diplôme"
    sigle = _cle(fiche.abrege.code) if fiche.abrege else ""
    for une in familles():
        if sigle in {words(abrege) for abrege in une.abreges} or (une.abreges and _nommee(une.titre, fiche)):
            prive_ou_non = (
                "son certificateur est privé" if prive(fiche) else "son certificateur ne délivre pas celui-ci"
            )
            return f"l'abrégé de la fiche {fiche.numero} est celui du {une.titre}, et {prive_ou_non} {suite}"
    if not _abreges(fiche) & set(_noms_connus()) and (annonce := _annonce(fiche)):
        return (
            f"l'intitulé de la fiche {fiche.numero} (« {fiche.intitule} ») commence comme celui d'un diplôme de l'État "
            f"ou de l'université ({_noms_connus()[annonce]}), que son certificateur ne délivre pas {suite}"
        )
    return ""


@functools.cache
def _noms_connus() -> Mapping[str, str]:
    """Les abrégés et les noms entiers des diplômes de l'État, tenus ou non : comme on les écrit → ce que c'est."""
    etat = _diplomes_de_l_etat()
    siens = {words(nom): une.titre for une in familles() for nom in (*une.abreges, une.titre) if une.abreges}
    return {**{words(titre): titre for titre in etat.values()}, **etat, **siens}


def _noms_portes(fiche: Fiche) -> set[str]:
    """Les noms du diplôme que la fiche dit être : celui de son abrégé, qu'il soit un sigle ou un nom entier, sinon
    celui que commence son intitulé.

    L'intitulé seul n'engage pas un certificateur privé ; un sigle ou un mot seul, que d'autres emploient (« Master
    class »), n'engage que qui a quelque chose de public.
    """
    portes = _abreges(fiche)
    if dits := portes & set(_noms_connus()):
        return _tous_les_noms(min(dits)) | portes
    annonce = _annonce(fiche)
    engage = not prive(fiche) if _en_toutes_lettres(annonce) else publique(fiche) and not _en_son_nom(fiche)
    return (_tous_les_noms(annonce) | portes) if annonce and engage else portes


def _annonce(fiche: Fiche) -> str:
    """Le plus long nom connu par lequel commence l'intitulé : « DUT Gestion » → ``dut`` ; vide s'il n'y en a pas."""
    intitule = _cle(fiche.intitule)
    debuts = [nom for nom in _noms_connus() if nom != "de" and f"{intitule} ".startswith(f"{nom} ")]
    return max(debuts, key=len, default="")


def _en_toutes_lettres(nom: str) -> bool:
    """Plusieurs mots, ni le premier ni le dernier abrégés : ni « bac pro », ni « licence pro », ni « BP JEPS »."""
    premier, *suite = nom.split() or [""]
    return bool(suite) and len(premier) > 4 and len(suite[-1]) > 3


def _tous_les_noms(nom: str) -> set[str]:
    return {autre for autre, titre in _noms_connus().items() if titre == _noms_connus()[nom]}


def _abreges(fiche: Fiche) -> set[str]:
    """L'abrégé entier de la fiche : son sigle et son libellé ; le libellé seul, s'il dit un autre nom que le sigle."""
    if fiche.abrege is None:
        return set()
    sigle, libelle = _cle(fiche.abrege.code), _cle(fiche.abrege.libelle or "")
    return ({libelle} if _autre_nom(sigle, libelle) else {sigle, libelle}) - {""}


def _autre_nom(sigle: str, libelle: str) -> bool:
    """Le libellé dit un autre diplôme que le sigle, ou en dit davantage : « Brevet de technicien supérieur agricole »
    pour « BTS », « CAP Entreprendre » pour « CAP »."""
    connus = _noms_connus()
    if not libelle or sigle not in connus:
        return False
    if libelle in connus:
        return connus[libelle] != connus[sigle]
    siens = _tous_les_noms(sigle)
    suites = [libelle.removeprefix(nom).strip() for nom in siens if f"{libelle} ".startswith(f"{nom} ")]
    return bool(suites) and not any(suite in siens for suite in suites)


def _cle(texte: str) -> str:
    """Un nom sans casse, accents ni ponctuation, le sigle qui le commence sans ses points : « B.T.S. » → ``bts``."""
    return re.sub(r"^[a-z](?: [a-z]\b)+", lambda sigle: sigle[0].replace(" ", ""), words(texte))


def _non_prise_en_charge(fiche: Fiche, quoi: str) -> SansFamille:
    tenues = ", ".join(une.titre for une in familles() if une.code != CAPITALISATION)
    qui = ", ".join(certificateur.nom for certificateur in fiche.certificateurs) or "certificateur non dit"
    return SansFamille(
        [
            f"famille non prise en charge : la fiche {fiche.numero} ({fiche.intitule}, {qui}) est celle d'une "
            f"certification de l'État d'un autre droit ({quoi}) ; familles tenues : {tenues}. Elle n'est jamais "
            "décidée par capitalisation, sauf à l'imposer en le disant sur chaque sortie"
        ]
    )
