"""The tables of units with which the laws told plainly are tried: plain data, copied by hand from the arrêtés.

``TABLES`` gives the table of a règlement by its name; the BP is an invented speciality, since no whole table was read.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from support.loi_simple_commun import Table, Unit

BP_INVENTED = Path(__file__).parent.parent / "reglements" / "bp" / "specialite_inventee.json"


def _unit(code: str, coefficient: str, professional: bool = False, eps: bool = False, group: int = 0) -> Unit:
    return Unit(code, Fraction(coefficient), professional, eps=eps, group=group)


def _optional(code: str, eps: bool = False, categories: str = "ABC") -> Unit:
    return Unit(code, optional=True, eps=eps, categories=categories)


FICTIF: Table = (
    *(_unit(code, "4", professional=True) for code in ("U2", "U31", "U32")),
    *(_unit(code, "1.5", group=1) for code in ("U11", "U12")),
    *(_unit(code, "1", group=1) for code in ("U33", "U34")),
    _unit("U4", "2"),
    *(_unit(code, "2.5", group=2) for code in ("U51", "U52")),
    _unit("U6", "1"),
    _unit("U7", "1", eps=True),
    _optional("UF_LV"),
    _optional("UF_MOB", categories="AC"),
    _optional("UF_EPS", eps=True),
)
"""The check speciality of the bac pro: U2 = U31 = U32 = 4, total 26."""

PHOTOGRAPHIE: Table = (
    *(_unit(code, "1.5", group=1) for code in ("U11", "U12")),
    *(_unit(code, c, professional=True) for code, c in (("U21", "3"), ("U22", "3"), ("U31", "2"))),
    *(_unit(code, c, professional=True) for code, c in (("U32", "4"), ("U33", "6"))),
    *(_unit(code, "1", group=1) for code in ("U34", "U35")),
    _unit("U4", "2"),
    *(_unit(code, "2.5", group=2) for code in ("U51", "U52")),
    _unit("U6", "1"),
    _unit("U7", "1", eps=True),
    _optional("UF1"),
)


def _cap(professional: dict[str, str], optional: str) -> Table:
    general = (_unit("UG1", "3"), _unit("UG2", "2"), _unit("UG3", "1", eps=True))
    return (*(_unit(code, c, professional=True) for code, c in professional.items()), *general, _optional(optional))


def _bts(general: dict[str, str], professional: dict[str, str], optional: str) -> Table:
    return (
        *(_unit(code, c) for code, c in general.items()),
        *(_unit(code, c, professional=True) for code, c in professional.items()),
        _optional(optional),
    )


def read_table(path: Path) -> Table:
    """The table of a file of units; every BP épreuve is one unit, none is physical education."""
    return tuple(
        Unit(
            unit["unit"],
            Fraction(str(unit["coefficient"])) if unit["mandatory"] else None,
            bool(unit.get("professional_average")),
            not unit["mandatory"],
            bonus=Fraction(str(unit["coefficient"] or 1)) if not unit["mandatory"] else Fraction(1),
        )
        for unit in json.loads(path.read_text(encoding="utf-8"))["units"]
    )


TABLES: dict[str, Table] = {
    "fictif": FICTIF,
    "bacpro_photographie": PHOTOGRAPHIE,
    "cap_electricien": _cap({"UP1": "7", "UP2": "4", "UP3": "2"}, "UF1"),
    "cap_cip": _cap({"UP1": "9", "UP2": "4"}, "UF"),
    "cap_proelec": _cap({"UP1": "4", "UP2": "9"}, "UF"),
    "bts_crsa": _bts(
        {"U1": "3", "U2": "2", "U31": "2", "U32": "2"},
        {"U4": "3", "U51": "3", "U52": "3", "U61": "2", "U62": "6"},
        "EF1",
    ),
    "bts_batiment": _bts(
        {"U1": "4", "U2": "2", "U31": "2", "U32": "2"},
        {"U41": "2", "U42": "4", "U5": "6", "U61": "2", "U62": "4"},
        "UF1",
    ),
    "bp_invente": read_table(BP_INVENTED),
    "tp_commercial": (Unit("CCP1"), Unit("CCP2")),
}

PSE_UNITS = {"cap_electricien": "UP1", "cap_cip": "UP1"}
"""The professional unit whose coefficient holds the PSE; in ``cap_proelec`` it is the former « vie sociale »."""


def with_coefficients(name: str, coefficients: dict[str, Fraction]) -> Table:
    """The table of a règlement with other coefficients."""
    return tuple(
        replace(unit, coefficient=coefficients[unit.code]) if unit.code in coefficients else unit
        for unit in TABLES[name]
    )


FOUR_BLOCKS: Table = tuple(Unit(code) for code in ("BC01", "BC02", "BC03", "BC04"))
CERTIFIERS: dict[str, tuple[Table, Mapping[str, Any] | None]] = {
    "capitalisation_tous": ((Unit("BC01"), Unit("BC02"), Unit("BC03", optional=True)), None),
    "certificateur_moyenne": (
        FOUR_BLOCKS,
        {
            "kind": "moyenne",
            "seuil_moyenne": "10",
            "seuil_bloc": "8",
            "coefficients": {"BC01": "2", "BC02": "1", "BC03": "3", "BC04": "1"},
            "blocs_obligatoires": ["BC03"],
            "epreuve_finale": {"bloc": "BC04", "seuil": "12"},
        },
    ),
    "certificateur_blocs": (
        FOUR_BLOCKS,
        {"kind": "blocs", "seuil_bloc": "12", "blocs_requis": "3", "blocs_obligatoires": ["BC01"]},
    ),
    "certificateur_validite": (FOUR_BLOCKS, {"kind": "blocs", "duree_validite": "3"}),
}
"""The blocks and the rule of invented certifiers; None: every block."""
