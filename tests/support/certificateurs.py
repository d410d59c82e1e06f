"""The rule of a certifier, told plainly, as the data file of a certification by blocks says it."""

import functools
from collections.abc import Mapping
from typing import Any

from laureat.deliberation.reglement import Reglement
from laureat.reglements import construire
from support.loi_simple_commun import Table
from support.tables_simples import CERTIFIERS

FAMILLE = "capitalisation"


def donnees(name: str, table: Table, rule: Mapping[str, Any] | None) -> dict[str, Any]:
    """The content of the data file."""
    told = {"mode" if key == "kind" else key: value for key, value in (rule or {}).items() if value}
    regle = {**told, "article": "règlement du certificateur", "lecture": "lu"}
    return {
        "famille": FAMILLE,
        "code": name,
        "titre": "Certification inventée",
        "edition": "2026-11",
        "premiere_session": "2015",
        "session_courante": "2026",
        "texte": {"article": "règlement du certificateur", "lecture": "lu"},
        "unites": [
            {
                "code": unit.code,
                "bloc": unit.code,
                "intitule": unit.code,
                "facultative": "oui" if unit.optional else "non",
            }
            for unit in table
        ],
        **({"regle": regle} if rule else {}),
    }


@functools.cache
def certificateur(name: str) -> Reglement:
    """A certifier invented for the cases."""
    return construire(FAMILLE, donnees(name, *CERTIFIERS[name]))
