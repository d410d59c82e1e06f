"""The law of the CAP told plainly, with fractions and plain values; written from the digest of the law alone.

It imports nothing of Lauréat. Two averages must reach 10 (CE D337-16): the general one, over all compulsory units with
the bonus, and the professional one, over the professional units without it.
"""

from collections.abc import Iterable
from dataclasses import replace
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
    unite_pse: str | None = None,
    pse_share: Fraction = Fraction(0),
    pse_bounds: tuple[Fraction, Fraction] = (Fraction(0), Fraction(1)),
    max_optional: int = 2,
    admission: int = 10,
    session_mentions: int = 2024,
) -> Plain:
    """The decision on one candidate.

    ``unite_pse`` is the professional unit whose printed coefficient holds the PSE (None: no such unit); in the
    professional average it weighs its coefficient less ``pse_share``, a hypothesis within ``pse_bounds``. The condition
    is linear in the share, so that the outcome is certain when both bounds and the assumed value give the same.

    No control test, no threshold at 8, no certificate, no félicitations; no mention before session 2024.
    """
    optional = [unit.code for unit in table if unit.optional]
    if len(filled(optional, notes)) > max_optional:
        return Plain("refuse", refusals=("CAP-STRUCT-03",))

    over_sessions = forme == "progressive" or etalement

    def told(share: Fraction) -> Plain:
        return _told(notes, table, over_sessions, session, unite_pse, share, admission, session_mentions)

    outcome = told(pse_share)
    return replace(outcome, certain=_same([outcome, *map(told, pse_bounds)]))


def _told(
    notes: Cells,
    table: Table,
    over_sessions: bool,
    session: int,
    unite_pse: str | None,
    share: Fraction,
    admission: int,
    session_mentions: int,
) -> Plain:
    cells = compulsory(table, notes)
    statuses = {status(text) for text in cells.values()}
    units = attested(table, notes)
    if "AB" in statuses:
        return Plain("non_delivrable", units=units)
    if "" in statuses:
        return Plain("en_cours" if over_sessions else "incomplet", units=units)
    marks, coefficients = marks_of(cells), coefficients_of(table)
    if not marks:
        return Plain("admis", units=units)
    mean = average(marks, coefficients, bonus(table, notes))
    in_trade = {unit.code: marks[unit.code] for unit in table if unit.professional and unit.code in marks}
    weights = {code: c - share if code == unite_pse else c for code, c in coefficients.items()}
    trade = average(in_trade, weights, Fraction(0)) if in_trade else None
    if mean >= admission and (trade is None or trade >= admission):
        grade = next((name for least, name in GRADES if mean >= least), "") if session >= session_mentions else ""
        return Plain("admis", grade, mean, trade, units)
    replaceable = (unit.code for unit in table if not unit.optional and not unit.eps)
    if any(status(cells[code]) == "AJ" for code in replaceable):
        return Plain("remplacement", "", mean, trade, units)
    return Plain("ajourne", "", mean, trade, units)


def _same(outcomes: Iterable[Plain]) -> bool:
    return len({(one.decision, one.mention, one.units) for one in outcomes}) == 1
