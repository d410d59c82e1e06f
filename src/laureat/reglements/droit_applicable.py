"""Quel droit s'applique à une fiche : le sien, ou celui que quelqu'un impose en le disant ; jamais un autre."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from laureat.deliberation.famille import Famille
from laureat.deliberation.reglement import Reglement
from laureat.register import Fiche
from laureat.reglements.capitalisation import GENRE, Bloc, reglement_de_la_fiche
from laureat.reglements.communs.avis import avis as un_avis
from laureat.reglements.reconnaissance import famille_de_la_fiche, remarque
from laureat.reglements.specialites import bibliotheque, construire, lire_specialite
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import capital, words

LIE = "lie_a"
"""Dans les données d'un règlement lié : le numéro de la fiche à laquelle quelqu'un le lie."""

IMPOSE = "impose_a"
"""Dans les données d'un règlement imposé : le numéro de la fiche d'une autre famille à laquelle il l'est."""


def droit_de_la_fiche(fiche: Fiche, session: int) -> Reglement:
    """Le règlement d'une fiche : celui de la bibliothèque, ou la capitalisation de ses blocs. InvalidInput sinon."""
    if fiche.numero in bibliotheque():
        return bibliotheque()[fiche.numero]
    famille = famille_de_la_fiche(fiche)
    if famille.code == GENRE:
        return par_blocs(fiche, session)
    choix = "en choisir un de la bibliothèque, avec un motif (--reglement, --lier), ou " if sans_numero(famille) else ""
    remede = f"{choix}en donner un dressé pour elle"
    raise InvalidInput(
        [
            f"la fiche {fiche.numero} est celle d'un {famille.titre} : son règlement n'est pas dans la bibliothèque. "
            f"{capital(remede)} "
            "(en ligne de commande : « laureat reglement nouveau », puis --reglement FICHIER)."
        ]
    )


def sans_numero(famille: Famille) -> Mapping[str, Reglement]:
    """Les règlements de cette famille qui ne portent pas de numéro de fiche : quelqu'un les lie à la leur."""
    connus = sorted(bibliotheque().items())
    return {nom: law for nom, law in connus if not law.numero and law.famille.code == famille.code}


def par_blocs(fiche: Fiche, session: int, impose: str = "") -> Reglement:
    """La capitalisation des blocs d'une fiche ; InvalidInput pour la fiche d'un autre droit, sauf motif imposé."""
    if not impose and (sienne := famille_de_la_fiche(fiche)).code != GENRE:
        raise InvalidInput(
            [
                f"la fiche {fiche.numero} est celle d'un {sienne.titre} (famille {sienne.code}), qui ne s'obtient pas "
                "par capitalisation des blocs : donner le règlement de la spécialité (--reglement)"
            ]
        )
    blocs = [Bloc(bloc.code, bloc.intitule, bool(bloc.facultatif)) for bloc in fiche.blocs or ()]
    reglement = reglement_de_la_fiche(fiche.numero, fiche.intitule, blocs, session)
    return avec_avis(reglement, filter(None, (remarque(fiche), _d_un_seul_tenant(fiche))))


def _d_un_seul_tenant(fiche: Fiche) -> str:
    """Une fiche du RNCP a des blocs : sans aucun, elle est sans doute coupée, et cela se dit sur chaque sortie."""
    if fiche.blocs or not fiche.numero.upper().startswith("RNCP"):
        return ""
    return (
        f"la fiche {fiche.numero} ne décrit aucun bloc de compétences : la certification est décidée d'un seul "
        "tenant ; si la fiche a été coupée, prendre la fiche entière"
    )


def droit_retenu(
    nom: str, fiche: Callable[[], Fiche], numero: str, session: int, lie: str = "", donnees: str = ""
) -> Reglement:
    """Le règlement retenu pour la fiche de ce numéro, par son nom ; la fiche n'est lue que s'il le faut.

    ``donnees`` : le fichier de données dont il est fait, où quelqu'un l'a donné. InvalidInput pour un nom inconnu, ou
    un règlement qui n'est pas le sien et que rien ne lui lie.
    """
    if donnees:
        return tenus_ensemble(lire_specialite(donnees, nom), fiche(), lie=lie)
    if nom == GENRE:
        return par_blocs(fiche(), session)
    connus = bibliotheque()
    if nom not in connus:
        raise InvalidInput([f"règlement inconnu : {nom} ; connus : {', '.join(sorted(connus))}"])
    return connus[nom] if connus[nom].numero == numero else tenus_ensemble(connus[nom], fiche(), lie=lie)


def tenus_ensemble(reglement: Reglement, fiche: Fiche, *, lie: str = "", impose: str = "") -> Reglement:
    """Le règlement appliqué à cette fiche, une fois sûr que c'est le sien, ou que quelqu'un en répond.

    ``lie`` est le motif qui lie à la fiche un règlement sans numéro de fiche, ``impose`` celui qui impose un droit à la
    fiche d'un autre : l'un et l'autre se disent sur chaque sortie. Ni l'un ni l'autre n'ôte à une fiche le règlement
    que la bibliothèque lui connaît. InvalidInput dit pourquoi ils ne vont pas ensemble.
    """
    _dire_pourquoi(lie, "--lier")
    _dire_pourquoi(impose, "--malgre-la-fiche")
    if impose:
        _garder_le_sien(reglement, fiche)
        return _impose(reglement, fiche, impose)
    if reglement.numero and reglement.numero != fiche.numero:
        raise InvalidInput(
            [f"le règlement {reglement.numero} n'est pas celui de la fiche {fiche.numero} : donner l'un ou l'autre"]
        )
    if (sienne := famille_de_la_fiche(fiche)).code != reglement.famille.code:
        raise InvalidInput(
            [
                f"la fiche {fiche.numero} relève de la famille {sienne.code} ({sienne.titre}), et le règlement "
                f"{reglement.id} de la famille {reglement.famille.code} ({reglement.famille.titre})"
            ]
        )
    if reglement.numero:
        return reglement
    _garder_le_sien(reglement, fiche)
    if not lie:
        raise InvalidInput(
            [
                f"le règlement « {reglement.title} » ne porte pas de numéro de fiche : dire pourquoi il est celui de "
                f"{fiche.numero} (--lier « motif, auteur »)"
            ]
        )
    titres = _sous_un_autre_titre(reglement, fiche)
    lies = avec_avis(reglement, [f"règlement « {reglement.title} » lié à la fiche {fiche.numero}{titres} : {lie}"])
    return lier(lies, fiche.numero)


def _impose(reglement: Reglement, fiche: Fiche, motif: str) -> Reglement:
    """Le règlement qui s'applique contre la fiche, et ce qui se dit des deux droits."""
    try:
        sienne = famille_de_la_fiche(fiche)
    except InvalidInput:
        le_sien, autre = "d'une famille non prise en charge", True
    else:
        le_sien, autre = f"qui relève du droit « {sienne.titre} »", sienne.code != reglement.famille.code
    applique = f"« {reglement.famille.titre} » (règlement {reglement.id})"
    if not autre:
        applique = f"celui d'une autre spécialité, « {reglement.title} » (règlement {reglement.id})"
    dit = (
        f"droit imposé contre la fiche {fiche.numero} « {fiche.intitule} », {le_sien} : "
        f"celui appliqué est {applique} ; motif : {motif}"
    )
    tenu = avec_avis(reglement, [dit])
    return replace(tenu, data={**tenu.data, IMPOSE: fiche.numero}) if autre else tenu


def _sous_un_autre_titre(reglement: Reglement, fiche: Fiche) -> str:
    """Les deux intitulés, s'ils ne disent pas la même spécialité : qui lie l'un à l'autre en répond."""
    titre, intitule = words(reglement.title), words(fiche.intitule)
    if not titre or titre in intitule or intitule in titre:
        return ""
    return f" sous un autre intitulé (le règlement : « {reglement.title} » ; la fiche : « {fiche.intitule} »)"


def lier(reglement: Reglement, numero: str) -> Reglement:
    """Le règlement sous son propre nom, ses blocs nommés comme ceux de la fiche à laquelle il est lié."""
    nomme = construire(reglement.famille, {**reglement.data, "certification": numero})
    return replace(reglement, numero=numero, units=nomme.units, data={**reglement.data, LIE: numero})


def _garder_le_sien(reglement: Reglement, fiche: Fiche) -> None:
    sien = bibliotheque().get(fiche.numero)
    if sien and (reglement.numero, reglement.famille.code) != (fiche.numero, sien.famille.code):
        raise InvalidInput(
            [
                f"la fiche {fiche.numero} ({fiche.intitule}) a son règlement dans la bibliothèque, et n'est jamais "
                f"décidée sous un autre ({reglement.id}) : donner --reglement {fiche.numero}, ou la fiche seule"
            ]
        )


def _dire_pourquoi(motif: str, option: str) -> None:
    if motif and not any(caractere.isalnum() for caractere in motif):
        raise InvalidInput(
            [f"{option} : le motif est vide ; dire pourquoi, et qui en répond ({option} « motif, auteur »)"]
        )


def avec_avis(reglement: Reglement, avis: Iterable[str]) -> Reglement:
    """Le règlement, et ce qu'il faut dire de chaque candidat."""
    dits = tuple(dit for dit in dict.fromkeys(avis) if dit not in reglement.avis)
    if not dits:
        return reglement
    donnees = {**reglement.data, "avis": [*(notice.message for notice in reglement.notices), *dits]}
    return replace(reglement, notices=(*reglement.notices, *map(un_avis, dits)), data=donnees)
