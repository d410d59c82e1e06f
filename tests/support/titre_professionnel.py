"""How cases and draws of a titre professionnel, told in their own words, stand in the columns of its lists."""

import functools
from collections.abc import Mapping, Set
from typing import Any

from laureat.deliberation.reglement import Reglement
from laureat.reglements import charger, construire

PIECES = {
    "MSP": "mise_en_situation",
    "DP": "dossier_professionnel",
    "ECF": "ecf",
    "ENTRETIEN": "entretien_final",
}
SAID = {"V": "oui", "NV": "non", "": ""}
"""What the jury said of the title."""


def en_colonnes(champs: Mapping[str, Any]) -> Mapping[str, Any]:
    """A case in the columns of a list: ``pieces`` and ``titre`` become what the list calls them."""
    told = {PIECES[name]: held for name, held in champs.get("pieces", {}).items()}
    others = {name: value for name, value in champs.items() if name != "pieces"}
    return {**others, **told, "titre": SAID[champs.get("titre", "")]}


def declare(pieces: Set[str], titre: str, session_de: str) -> dict[str, Any]:
    """A draw as the declarations of a candidate."""
    return {name: piece in pieces for piece, name in PIECES.items()} | {"titre": SAID[titre], "session_de": session_de}


@functools.cache
def titre(name: str) -> Reglement:
    """A title of the library, or one invented after it: ``tp_invente`` (four CCP), ``tp_avec_ccs`` (two of each)."""
    if name not in INVENTED:
        return charger(name)
    real = {key: value for key, value in charger("tp_commercial").data.items() if key != "unites"}
    return construire("titre_professionnel", {**real, "code": name, "unites": INVENTED[name]})


INVENTED = {
    "tp_invente": [{"code": f"CCP{n}", "intitule": f"Certificat {n}"} for n in range(1, 5)],
    "tp_avec_ccs": [
        *({"code": f"CCP{n}", "intitule": f"Certificat {n}"} for n in (1, 2)),
        *({"code": f"CCS{n}", "intitule": f"Complément {n}", "facultative": "oui"} for n in (1, 2)),
    ],
}
