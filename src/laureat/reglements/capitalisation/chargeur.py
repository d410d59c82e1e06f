"""Le règlement par capitalisation d'une fiche : ses blocs, dans les mots d'un fichier de données."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from laureat.deliberation.reglement import Reglement
from laureat.reglements.chargement import famille
from laureat.reglements.specialites import construire
from laureat.vocabulary.french import oui_non

GENRE = "capitalisation"
SANS_BLOC = "CERT"
"""Le bloc unique d'une fiche qui n'en décrit aucun (fiches RS)."""


@dataclass(frozen=True, slots=True)
class Bloc:
    """Un bloc de compétences, tel que la fiche le nomme."""

    code: str
    intitule: str
    facultatif: bool = False


def _unite(numero: str, bloc: Bloc) -> Mapping[str, str]:
    """L'unité d'un bloc, sous son code sans le numéro de la fiche : ``BC01``, ou tel quel."""
    code = bloc.code.removeprefix(numero).lstrip("/") or bloc.code
    unite = {"code": code, "intitule": bloc.intitule, "facultative": oui_non(bloc.facultatif)}
    return {**unite, "bloc": code} if re.fullmatch(r"BC\d+|CERT", code) else unite


def reglement_de_la_fiche(
    numero: str, titre: str, blocs: Iterable[Bloc], session: int, regle: Mapping[str, Any] | None = None
) -> Reglement:
    """Le règlement d'une fiche à une session ; une fiche sans bloc en compte un seul, ``CERT``.

    ``regle`` est la règle propre du certificateur, comme son fichier de données l'écrit ; sans elle, tous les blocs
    obligatoires sont exigés. InvalidInput si elle se contredit.
    """
    tous = tuple(blocs) or (Bloc(SANS_BLOC, titre),)
    donnees: dict[str, Any] = {
        "famille": GENRE,
        "certification": numero,
        "titre": titre,
        "edition": "capitalisation 2026-11",
        "premiere_session": "1900",
        "session_courante": str(session),
        "texte": {"article": f"fiche {numero} du registre", "lecture": "fiche"},
        "unites": [_unite(numero, bloc) for bloc in tous],
    }
    return construire(famille(GENRE), donnees if regle is None else {**donnees, "regle": regle})
