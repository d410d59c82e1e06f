"""La règle propre d'un certificateur, écrite dans son fichier de données, dans les mots communs à toutes les familles.

``regle`` dit son ``mode`` : ``blocs``, des blocs validés un à un, tous ou ``blocs_requis`` d'entre eux ; ``moyenne``,
des notes qui se compensent jusqu'à ``seuil_moyenne``. Dans l'un et l'autre : la note qui valide un bloc
(``seuil_bloc``), les blocs sans lesquels rien n'est obtenu (``blocs_obligatoires``), l'épreuve finale et son seuil, la
durée d'un bloc détenu.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from laureat.vocabulary import InvalidInput, parse_hundredths
from laureat.vocabulary.numbers import quoted

EXIGE = "exige"
"""Le trait d'un bloc qui doit être validé, quel que soit le reste."""
FINALE = "finale"
"""Le trait du bloc qui est l'épreuve finale, avec un seuil à elle."""

_UNITES = {
    "seuil_bloc": "centièmes de point",
    "seuil_moyenne": "centièmes de point",
    "seuil_epreuve_finale": "centièmes de point",
    "blocs_requis": "nombre",
    "duree_validite": "ans",
}


def _en_commun(donnees: Mapping[str, Any]) -> Mapping[str, Any]:
    """Les données, où la règle est devenue des nombres et des traits. InvalidInput : tout ce qui s'y contredit."""
    regle = donnees.get("regle")
    if not regle:
        return donnees
    if problemes := list(_contradictions(regle, donnees["unites"])):
        raise InvalidInput(problemes)
    source = {nom: regle[nom] for nom in ("article", "lecture", "identifiant", "lu_le", "url") if nom in regle}
    dits = {nom: regle[nom] for nom in _UNITES if nom in regle}
    dits |= {"seuil_epreuve_finale": regle["epreuve_finale"]["seuil"]} if "epreuve_finale" in regle else {}
    nombres = {nom: {"valeur": valeur, "unite": _UNITES[nom], **source} for nom, valeur in dits.items()}
    nombres["par_moyenne"] = {"valeur": str(int(regle["mode"] == "moyenne")), "unite": "sens", **source}
    return {
        **donnees,
        "parametres": {**nombres, **donnees.get("parametres", {})},
        "unites": [{**unite, **dict(_ajouts(unite, regle, source))} for unite in donnees["unites"]],
    }


def _ajouts(unite: Mapping[str, Any], regle: Mapping[str, Any], source: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Ce que la règle ajoute à un bloc : ses traits et, dans une moyenne, son coefficient."""
    code, traits = unite["code"], list(unite.get("traits", ()))
    traits += [EXIGE] if code in regle.get("blocs_obligatoires", ()) else []
    traits += [FINALE] if code == regle.get("epreuve_finale", {}).get("bloc") else []
    yield "traits", traits
    if regle["mode"] == "moyenne" and unite.get("facultative") != "oui":
        yield "coefficient", {"valeur": regle.get("coefficients", {}).get(code, "1"), **source}


def _trop_grands(regle: Mapping[str, Any]) -> Iterator[str]:
    """Les nombres sans fin, dont le schéma ne voit que la forme."""
    dits = {nom: regle[nom] for nom in ("duree_validite", "blocs_requis") if regle.get(nom) is not None}
    dits |= {f"coefficients > {nom}": dit for nom, dit in regle.get("coefficients", {}).items()}
    yield from (
        f"regle > {ou} : « {quoted(dit)} » est un nombre trop grand" for ou, dit in dits.items() if len(dit) > 12
    )


def _contradictions(regle: Mapping[str, Any], unites: list[Mapping[str, Any]]) -> Iterator[str]:
    if trop_grands := list(_trop_grands(regle)):
        yield from trop_grands
        return
    codes = [unite["code"] for unite in unites]
    obliges = [unite["code"] for unite in unites if unite.get("facultative") != "oui"]
    nommes = {
        "coefficients": list(regle.get("coefficients", ())),
        "blocs_obligatoires": list(regle.get("blocs_obligatoires", ())),
        "epreuve_finale": [regle["epreuve_finale"]["bloc"]] if "epreuve_finale" in regle else [],
    }
    for ou, noms in nommes.items():
        for nom in noms:
            if nom not in codes:
                yield f"regle > {ou} : « {nom} » n'est pas un bloc ; connus : {', '.join(codes)}"
    for nom in nommes["coefficients"]:
        if nom in codes and nom not in obliges:
            yield f"regle > coefficients : {nom} est facultatif, il n'entre pas dans la moyenne"
    for nom, coefficient in regle.get("coefficients", {}).items():
        if nom in obliges and not parse_hundredths(coefficient):
            yield f"regle > coefficients > {nom} : un coefficient est plus grand que zéro, reçu « {coefficient} »"
    if regle.get("duree_validite") is not None and int(regle["duree_validite"]) < 1:
        yield (
            f"regle > duree_validite : une durée est d'un an au moins, reçu « {regle['duree_validite']} » ; pour des "
            "blocs valables sans limite, ne pas l'écrire"
        )
    if regle["mode"] == "moyenne" and not obliges:
        yield "regle : aucun bloc obligatoire n'entre dans la moyenne ; en dire un au moins obligatoire"
    if regle["mode"] == "moyenne" and "seuil_moyenne" not in regle:
        yield "regle : il manque seuil_moyenne, ce que la moyenne doit atteindre"
    if regle["mode"] == "moyenne" and "blocs_requis" in regle:
        yield "regle : blocs_requis va avec le mode blocs ; une moyenne porte sur tous les blocs obligatoires"
    if regle["mode"] == "blocs":
        for nom in ("seuil_moyenne", "coefficients"):
            if nom in regle:
                yield f"regle : {nom} va avec le mode moyenne"
        if (requis := regle.get("blocs_requis")) and not 0 < int(requis) <= len(obliges):
            yield f"regle : blocs_requis est de 1 à {len(obliges)}, le nombre de blocs obligatoires, reçu {requis}"


EN_COMMUN = _en_commun
