"""Dresser le fichier de données d'une spécialité depuis sa fiche, null là où elle est muette."""

import re
from typing import Any

import yaml

from laureat.deliberation.famille import Famille
from laureat.register import Bloc, Fiche, ModeEvaluation
from laureat.reglements.ensemble import A_COMPLETER, dits_de_l_epreuve
from laureat.vocabulary.french import enumeration, without_its_journal


def dresser(fiche: Fiche, famille: Famille) -> str:
    """Le texte YAML du fichier de données ; il reste à compléter, puis à vérifier."""
    donnees = _sans_vide(
        {
            "famille": famille.code,
            "certification": fiche.numero,
            "titre": fiche.intitule.split(" - ", 1)[-1],
            "edition": A_COMPLETER,
            "premiere_session": str(fiche.premiere_session) if fiche.premiere_session else None,
            "derniere_session": None,
            "session_courante": None,
            "texte": {"article": _texte_fondateur(fiche, famille), "lecture": "fiche"},
            "anciens_diplomes": {autre.numero: {} for autre in fiche.anciennes_certifications or ()},
            "unites": [_unite(bloc, fiche, famille) for bloc in fiche.blocs or ()],
        }
    )
    muette = "ni le code des unités ni leurs coefficients" if famille.note_des_unites else "pas le code des unités"
    texte = "le règlement du certificateur" if famille.conduite.vaut_par_la_fiche else "l'arrêté"
    entete = (
        f"# {famille.titre} « {donnees['titre']} », dressé depuis la fiche {fiche.numero}.\n"
        f"# La fiche ne donne {muette} : remplacer chaque null par ce que dit\n"
        f"# {texte}, avec son article et la manière dont il a été lu (lecture: lu), puis le\n"
        "# faire vérifier.\n"
    )
    return entete + yaml.safe_dump(donnees, allow_unicode=True, sort_keys=False, width=110)


def _texte_fondateur(fiche: Fiche, famille: Famille) -> str:
    """L'arrêté de création ; d'un certificateur privé, la fiche même : les enregistrements qu'elle cite ont expiré."""
    textes = () if famille.conduite.vaut_par_la_fiche else fiche.base_legale.creation or ()
    return without_its_journal(textes[0].titre) if textes else f"fiche {fiche.numero} du registre"


def _sans_vide(champs: dict[str, Any]) -> dict[str, Any]:
    return {nom: valeur for nom, valeur in champs.items() if valeur != {}}


def _unite(bloc: Bloc, fiche: Fiche, famille: Famille) -> dict[str, Any]:
    court = bloc.code.removeprefix(fiche.numero).lstrip("/")
    code = court if re.match("[A-Za-z]", court) else f"B{court}"
    unite: dict[str, Any] = {"code": code, "bloc": court if re.fullmatch("BC[0-9]{2}", court) else None}
    unite["intitule"] = bloc.intitule
    if bloc.facultatif:
        unite["facultative"] = "oui"
    unite |= dits_de_l_epreuve(famille, unite)
    if famille.note_des_unites and not bloc.facultatif:
        unite["coefficient"] = {
            "valeur": None,
            "lecture": "memoire",
            "article": f"{_texte_fondateur(fiche, famille)} (non lu)",
        }
    if famille.categories and bloc.modes is not None:
        modes = {categorie: getattr(bloc.modes, categorie) for categorie in famille.categories}
        unite |= {categorie: _mode(mode) for categorie, mode in modes.items() if mode is not None}
    exiges = () if bloc.facultatif else famille.exige_des_unites
    return {**unite, **dict.fromkeys(exiges)}


def _mode(mode: ModeEvaluation) -> str:
    if mode.mode == "ccf":
        return "ccf"
    natures = enumeration(mode.natures)
    return f"ponctuel {natures}".strip() if mode.mode == "ponctuel" else natures or "ponctuel"
