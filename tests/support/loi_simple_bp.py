"""The law of the BP told plainly, with fractions and plain values; written from the digest of the law alone.

It imports nothing of Lauréat. One average, over all compulsory units with the bonus, must reach 10 (CE D337-114 and
-115): no professional average, no control test, no replacement, no certificate, no félicitations.
"""

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

GRADES = ((16, "TB"), (14, "B"), (12, "AB"))


@attesting_everyone_since(2020)
def plain(
    notes: Cells,
    table: Table,
    *,
    forme: str = "globale",
    etalement: bool = False,
    session: int = 2026,
    appreciation: str = "",
    sans_note: bool = False,
    max_optional: int = 2,
    admission: int = 10,
    session_mentions: int = 2024,
) -> Plain:
    """The decision on one candidate.

    ``appreciation`` is what the jury typed of a candidate whose CCF bears no marks (category C): ``admis`` or
    ``ajourne``, without average or mention, whatever the cells. ``sans_note``: her route bears no marks, and one typed
    in a compulsory unit attests nothing. ``AJ`` in a compulsory unit is an absence by force
    majeure: 0. The conditions of training and practice (BP-ROUTE-03) have no decision word: not told here.
    """
    found = []
    over_sessions = forme == "progressive" or etalement
    if len(filled((unit.code for unit in table if unit.optional), notes)) > max_optional:
        found.append("BP-STRUCT-04")
    if not over_sessions and any(status(text) == "B" and points(text) < 10 for text in notes.values()):
        found.append("BP-KEEP-02")
    if found:
        return Plain("refuse", refusals=tuple(found))
    if sans_note:
        optional = {unit.code for unit in table if unit.optional}
        notes = {code: text for code, text in notes.items() if status(text) != "note" or code in optional}
    units = attested(table, notes)
    if appreciation:
        return Plain(appreciation, units=units)
    cells = compulsory(table, notes)
    statuses = {status(text) for text in cells.values()}
    if "AB" in statuses:
        return Plain("non_delivrable", units=units)
    if "" in statuses:
        return Plain("en_cours" if over_sessions else "incomplet", units=units)
    marks = marks_of(cells)
    if not marks:
        return Plain("admis", units=units)
    mean = average(marks, coefficients_of(table), bonus(table, notes))
    if mean < admission:
        return Plain("ajourne", "", mean, None, units)
    grade = next((name for least, name in GRADES if mean >= least), "") if session >= session_mentions else ""
    return Plain("admis", grade, mean, None, units)
