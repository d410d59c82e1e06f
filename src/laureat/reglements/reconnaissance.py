"""De quelle famille de règlements est une fiche : son abrégé entier et son certificateur en décident.

Une certification de l'État d'une famille que la maison ne tient pas n'est jamais décidée sous un autre droit. Un
certificateur manifestement privé, par la forme de société ou d'association que dit son nom, ne délivre pas un diplôme
de l'État, quel que soit l'abrégé que sa fiche porte (docs/decisions/abreges-des-prives.md).
"""

import functools
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


def famille_de_la_fiche(fiche: Fiche) -> Famille:
    """La famille d'une fiche ; InvalidInput dit pourquoi aucune ne la décide, et ce qu'il faut faire."""
    abreges = _abreges(fiche)
    certificateurs = [words(certificateur.nom) for certificateur in fiche.certificateurs]
    ministere = any("ministere" in nom.split() for nom in certificateurs)
    for une in familles():
        if not any(words(abrege) in abreges for abrege in une.abreges):
            continue
        if any(_nomme(autorite, nom) for nom in certificateurs for autorite in une.autorites):
            return une
        if prive(fiche):
            return famille(CAPITALISATION)
        raise _non_prise_en_charge(fiche, f"{une.titre}, mais d'une autre autorité que {' ou '.join(une.autorites)}")
    connus = [titre for abrege, titre in _diplomes_de_l_etat().items() if abrege in abreges]
    if connus or ministere:
        raise _non_prise_en_charge(fiche, connus[0] if connus else "certification d'un ministère")
    if not certificateurs:
        raise InvalidInput(
            [
                f"la fiche {fiche.numero} ne nomme aucun certificateur : on ne peut dire de quel droit elle relève. "
                "Prendre la fiche entière, ou imposer une famille en le disant (--malgre-la-fiche)"
            ]
        )
    return famille(CAPITALISATION)


def _mots(texte: str) -> frozenset[str]:
    return frozenset(texte.split())


FORMES_PRIVEES = _mots(
    "sas sasu sarl eurl sa snc scop scic selarl societe association federation syndicat ltd limited gmbh inc"
)
"""Les mots d'un nom qui disent une société, une association, un syndicat."""
FORMES_PUBLIQUES = _mots(
    "ministere ministeres etat academie rectorat universite national nationale public publique region regional "
    "regionale departement chambre cci cma conservatoire cnam afpa greta lycee prefecture agence armee marine defense"
)
"""Ceux qui disent, ou laissent croire, l'État ou un établissement public."""
_LIENS = _mots("de du des d la le les l et en charge chargee")


def _nomme(autorite: str, nom: str) -> bool:
    """Le nom d'un certificateur porte tous les mots de l'autorité, articles et liaisons à part."""
    return set(words(autorite).split()) - _LIENS <= set(nom.split())


def prive(fiche: Fiche) -> bool:
    """Tous les certificateurs sont manifestement privés : leur nom dit une forme privée, et rien de public."""
    noms = [set(words(certificateur.nom).split()) for certificateur in fiche.certificateurs]
    return bool(noms) and all(nom & FORMES_PRIVEES and not nom & FORMES_PUBLIQUES for nom in noms)


def remarque(fiche: Fiche) -> str:
    """Ce qu'il faut dire d'une fiche décidée par blocs dont l'abrégé est celui d'un diplôme de l'État ; rien sinon."""
    abreges = _abreges(fiche)
    for une in familles():
        if une.abreges and any(words(abrege) in abreges for abrege in une.abreges) and prive(fiche):
            qui = ", ".join(certificateur.nom for certificateur in fiche.certificateurs)
            return (
                f"l'abrégé de la fiche {fiche.numero} est celui du {une.titre}, et son certificateur est privé "
                f"({qui}) : la certification est décidée par ses blocs, et n'est pas ce diplôme"
            )
    return ""


def _abreges(fiche: Fiche) -> set[str]:
    dits = {words(texte) for texte in (fiche.abrege.code, fiche.abrege.libelle or "")} if fiche.abrege else set()
    return dits - {""}


def _non_prise_en_charge(fiche: Fiche, quoi: str) -> InvalidInput:
    tenues = ", ".join(une.titre for une in familles() if une.code != CAPITALISATION)
    qui = ", ".join(certificateur.nom for certificateur in fiche.certificateurs) or "certificateur non dit"
    return InvalidInput(
        [
            f"famille non prise en charge : la fiche {fiche.numero} ({fiche.intitule}, {qui}) est celle d'une "
            f"certification de l'État d'un autre droit ({quoi}) ; familles tenues : {tenues}. Elle n'est jamais "
            "décidée par capitalisation, sauf à l'imposer en le disant sur chaque sortie (--malgre-la-fiche)"
        ]
    )
