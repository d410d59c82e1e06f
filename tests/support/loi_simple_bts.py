"""The law of the BTS told plainly, with fractions and plain values; written from the digest of the law alone.

It imports nothing of Lauréat. No mention, no certificate, no replacement test, no projet (CE D643-22 and -24).
"""

from fractions import Fraction

from support.loi_simple_commun import (
    Cells,
    Plain,
    Table,
    attested,
    attesting_everyone_since,
    average,
    bonus,
    coefficients_of,
    compulsory,
    filled,
    marks_of,
    points,
    status,
)


def refusals(notes: Cells, controle: Cells, table: Table, forme: str, max_optional: int) -> tuple[str, ...]:
    """The rules that the data contradict."""
    found = []
    if len(filled((unit.code for unit in table if unit.optional), notes)) > max_optional:
        found.append("BTS-STRUCT-04")
    if forme == "globale" and any(status(text) == "B" and points(text) < 10 for text in notes.values()):
        found.append("BTS-KEEP-02")
    marked = [code for code, text in controle.items() if status(text) == "note"]
    general = {unit.code for unit in table if not unit.professional and not unit.optional}
    if len(marked) > 2 or not set(marked) <= general:
        found.append("BTS-CTRL-01")
    if any(status(notes.get(code, "")) in ("DI", "VA", "NU") for code in marked):
        found.append("BTS-CTRL-04")
    return tuple(found)


@attesting_everyone_since(2022)
def plain(
    notes: Cells,
    controle: Cells,
    table: Table,
    *,
    forme: str = "globale",
    session: int = 2026,
    max_optional: int = 1,
    admission: int = 10,
    seuil_controle: int = 8,
    session_controle: int = 2022,
) -> Plain:
    """The decision on one candidate.

    ``AJ`` in a compulsory unit is an absence by force majeure: 0, and the diploma stays possible. The control test is
    two orals, on any two general compulsory units; one oral is enough; it is open too when every professional unit is
    dispensed or validated. ``AB`` at an oral: no oral there; ``AB`` at two (at the only one that may be sat) and no
    mark: ajourné on the first average.
    ``AJ`` at an oral leaves the case open (``controle``, on the first average and marks), unless the other oral
    already admits. Before session 2022 there was no control test.
    """
    if refused := refusals(notes, controle, table, forme, max_optional):
        return Plain("refuse", refusals=refused)
    cells = compulsory(table, notes)
    statuses = {status(text) for text in cells.values()}
    units = attested(table, notes)
    if "AB" in statuses:
        return Plain("non_delivrable", units=units)
    if "" in statuses:
        return Plain("en_cours" if forme == "progressive" else "incomplet", units=units)
    marks, coefficients = marks_of(cells), coefficients_of(table)
    if not marks:
        return Plain("admis", units=units)
    extra = bonus(table, notes)
    first = average(marks, coefficients, extra)
    in_trade = {unit.code: marks[unit.code] for unit in table if unit.professional and unit.code in marks}
    trade = average(in_trade, coefficients, Fraction(0)) if in_trade and session >= session_controle else None
    if first >= admission:
        return Plain("admis", "", first, trade, units)
    if first < seuil_controle or (trade is not None and trade < admission) or session < session_controle:
        return Plain("ajourne", "", first, trade, units)
    words = [status(text) for text in controle.values()]
    orals = {code: points(text) for code, text in controle.items() if status(text) == "note"}
    if not orals:
        may_be_sat = [u for u in table if not u.professional and status(cells.get(u.code, "DI")) in ("note", "B", "AJ")]
        closed = 0 < min(2, len(may_be_sat)) <= words.count("AB") and "AJ" not in words
        return Plain("ajourne" if closed else "controle", "", first, trade, units)
    best = {code: max(mark, orals.get(code, mark)) for code, mark in marks.items()}
    after = average(best, coefficients, extra)
    retained = attested(table, notes, best)
    if after >= admission:
        return Plain("admis", "", after, trade, retained)
    if "AJ" in words:
        return Plain("controle", "", first, trade, units)
    return Plain("ajourne", "", after, trade, retained)
