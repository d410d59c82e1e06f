"""Le fichier de données d'une spécialité de BTS : le domaine d'une unité dit tout ce que l'examen en demande."""

from collections.abc import Mapping
from typing import Any

from laureat.vocabulary import InvalidInput

_DU_DOMAINE: Mapping[str, Mapping[str, str]] = {
    "generale": {"controle": "1"},
    "professionnelle": {"professionnelle": "oui"},
}
"""Une unité générale se repasse aux oraux de contrôle, toutes dans un groupe ; une professionnelle entre dans la
moyenne professionnelle (BTS-CTRL-04, BTS-AVG-02)."""

EXIGE_DES_UNITES = ("domaine",)


def _en_commun(donnees: Mapping[str, Any]) -> Mapping[str, Any]:
    """Les données, où chaque unité dit son groupe de contrôle ou qu'elle est professionnelle ; InvalidInput sinon."""
    unites = [{**_DU_DOMAINE.get(u.get("domaine", ""), {}), **u} for u in donnees["unites"]]
    sans = [u["code"] for u in unites if "domaine" not in u and u.get("facultative") != "oui"]
    if sans:
        raise InvalidInput(f"unité {nom} : il manque « domaine » (generale ou professionnelle)" for nom in sans)
    return {**donnees, "unites": unites}


EN_COMMUN = _en_commun
