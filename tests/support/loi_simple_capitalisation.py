"""A certification by blocks told plainly: every block, or the certifier's own rule as data.

It imports nothing of Lauréat. By default, every compulsory block must be validated. The certifier's rule is a mapping:

- ``kind``: ``blocs`` (blocks validated one by one) or ``moyenne`` (marks compensate each other);
- ``seuil_bloc``: a block with a mark is validated when the mark reaches it (10 where the rule is silent);
- ``seuil_moyenne``: what the average must reach (``moyenne``; 10 where the rule is silent);
- ``coefficients``: of the blocks in the average (1 where the rule is silent);
- ``blocs_obligatoires``: blocks that must be validated, whatever the rest;
- ``epreuve_finale``: ``{bloc, seuil}``, a block whose own mark must reach its own threshold, or it is not validated;
- ``blocs_requis``: how many blocks must be validated (``blocs``; None: all of them);
- ``duree_validite``: for how many years a block held from an earlier session (``V@2023``) counts; None: for ever.
  A block that has lapsed is as if nothing had been typed.

``DI`` and ``VA`` count as validated and stay out of the average, like ``V``. Optional blocks neither lack nor count.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from support.loi_simple_commun import Cells, Plain, Table, average, points, status, year

ACQUIRED = ("V", "VA", "DI")
EVERY_BLOCK: Mapping[str, Any] = {"kind": "blocs"}


def plain(notes: Cells, table: Table, *, regle: Mapping[str, Any] | None = None, session: int = 2026) -> Plain:
    """The decision on one candidate: ``admis``, ``ajourne``, or ``en_cours`` while what is required is not there.

    - ``moyenne``: every compulsory block of the table is required. One is empty: ``en_cours``. One is absent (``AB``,
      ``AJ``) or refused without a mark (``NV``, which no mark compensates): ajourné, without average. Otherwise the
      average is over the compulsory blocks that bear a mark; where none does, its condition is met.
    - ``blocs``: all compulsory blocks validated, or ``blocs_requis`` of them. Not admitted with a block still empty:
      ``en_cours``. No average.

    The units are the blocks acquired, except those dispensed.
    """
    regle = regle or EVERY_BLOCK
    seuil_bloc = Fraction(str(regle.get("seuil_bloc") or 10))
    cells = {unit.code: _in_force(notes.get(unit.code, ""), regle.get("duree_validite"), session) for unit in table}
    acquired = {code for code, text in cells.items() if _acquired(text, seuil_bloc)}
    if not _final_test(cells, regle):
        acquired.discard(regle["epreuve_finale"]["bloc"])
    units = tuple(code for code in cells if code in acquired and status(cells[code]) != "DI")
    required = {unit.code: cells[unit.code] for unit in table if not unit.optional}
    musts = set(regle.get("blocs_obligatoires") or ()) <= acquired and _final_test(cells, regle)
    if regle["kind"] == "moyenne":
        return _by_average(required, regle, musts, units)
    enough = len(acquired & set(required)) >= int(regle.get("blocs_requis") or len(required))
    if enough and musts:
        return Plain("admis", units=units)
    return Plain("en_cours" if "" in map(status, required.values()) else "ajourne", units=units)


def _by_average(required: Cells, regle: Mapping[str, Any], musts: bool, units: tuple[str, ...]) -> Plain:
    words = set(map(status, required.values()))
    if "" in words:
        return Plain("en_cours", units=units)
    if words & {"AB", "AJ", "NV"}:
        return Plain("ajourne", units=units)
    marks = {code: points(text) for code, text in required.items() if status(text) == "note"}
    coefficients = {code: Fraction(str((regle.get("coefficients") or {}).get(code, 1))) for code in marks}
    mean = average(marks, coefficients, Fraction(0)) if marks else None
    reached = mean is None or mean >= Fraction(str(regle.get("seuil_moyenne") or 10))
    return Plain("admis" if reached and musts else "ajourne", "", mean, None, units)


def _acquired(text: str, seuil_bloc: Fraction) -> bool:
    return status(text) in ACQUIRED or (status(text) == "note" and points(text) >= seuil_bloc)


def _final_test(cells: Cells, regle: Mapping[str, Any]) -> bool:
    if not (finale := regle.get("epreuve_finale")):
        return True
    return _acquired(cells[finale["bloc"]], Fraction(str(finale["seuil"])))


def _in_force(text: str, years: int | str | None, session: int) -> str:
    held = year(text)
    return "" if held is not None and years is not None and session - held > int(years) else text
