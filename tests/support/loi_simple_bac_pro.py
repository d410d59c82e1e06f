"""The law of the bac pro told plainly, with fractions and plain values; written from the digest of the law alone.

Slow on purpose: no averages kept as sums, no columns. It imports nothing of Lauréat.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

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


def refusals(
    notes: Cells,
    controle: Cells,
    table: Table,
    categorie: str,
    max_optional: int,
    *,
    keeps_any: bool = False,
    by_group: bool = True,
) -> tuple[str, ...]:
    """The rules that the data contradict; ``keeps_any``: a mark below 10 may be kept (R-FORM-04, R-HAND-01);
    ``by_group``: one oral a group, and not any two (before the arrêté of 2021).
    """
    found = []
    units = {unit.code: unit for unit in table}
    optional = filled((unit.code for unit in table if unit.optional), notes)
    if len(optional) > max_optional:
        found.append("R-STRUCT-05")
    if any(categorie not in units[code].categories for code in optional):
        found.append("R-UNIT-08")
    marked = [code for code, text in controle.items() if status(text) == "note"]
    if any(status(notes.get(code, "")) in ("DI", "VA", "NU") for code in marked):
        found.append("R-CTRL-04")
    if not keeps_any and any(status(text) == "B" and points(text) < 10 for text in notes.values()):
        found.append("R-KEEP-03")
    groups = [units[code].group for code in marked]
    if 0 in groups or len(groups) > 2 or (by_group and len(set(groups)) < len(groups)):
        found.append("R-CTRL-01")
    return tuple(found)


@attesting_everyone_since(2020)
def plain(
    notes: Cells,
    controle: Cells,
    table: Table,
    *,
    projet: str = "",
    livret: str = "",
    oral: str = "",
    epreuve_pratique: str = "",
    scolaire_ou_apprenti: bool = True,
    categorie: str = "A",
    forme: str = "globale",
    etalement: bool = False,
    session: int = 2026,
    max_optional: int = 2,
    admission: int = 10,
    seuil_controle: int = 8,
    felicitations: int = 18,
    session_felicitations: int = 2024,
    session_meilleure_note: int = 2022,
) -> Plain:
    """The decision on one candidate, by the règlement of the session (CE D337-78 and following).

    - An optional EPS, validated by VAE too, brings neither points nor unit to one who is dispensed (``DI``) of the
      compulsory EPS (R-UNIT-09), as long as nobody decided otherwise: the digest does not say.
    - The practical test that the jury says not validated forbids the diploma, marked or missed (R-PFMP-03).
    - A spread examination (étalement) waits for its last unit in any form, and keeps any mark (R-HAND-01, R-HAND-02).
    - Without a mark of projet, it is half the livret and half the oral where CCF is practised (categories A and C), the
      oral alone elsewhere, up to the next half point (R-PROJ-01, R-MARK-02).
    - Control: the oral of each group is a mark (sat), ``AB`` (not sat), ``AJ`` (still to come) or nothing. A mark
      decides, unless the other oral is ``AJ`` and the mark does not admit: the case stays ``controle``, on the first
      average and the first marks. ``AB`` at both: ajourné on the first average.
    - Before ``session_meilleure_note``, two orals at most make one mark, for half of the average; it is the mark of no
      unit, and attests none.
    """
    over_sessions = forme == "progressive" or etalement
    best_mark = session >= session_meilleure_note
    if refused := refusals(
        notes, controle, table, categorie, max_optional, keeps_any=over_sessions, by_group=best_mark
    ):
        return Plain("refuse", refusals=refused)
    if any(unit.eps and not unit.optional and status(notes.get(unit.code, "")) == "DI" for unit in table):
        notes = {code: text for code, text in notes.items() if not _optional_eps(code, table)}
    cells = compulsory(table, notes)
    statuses = {status(text) for text in cells.values()}
    units = attested(table, notes)
    if "AB" in statuses or epreuve_pratique == "non_validee":
        return Plain("non_delivrable", units=units)
    if "" in statuses:
        return Plain("en_cours" if over_sessions else "incomplet", units=units)
    marks, coefficients = marks_of(cells), coefficients_of(table)
    if not marks:
        return Plain("admis", units=units)
    extra = bonus(table, notes)
    project = points(projet) if status(projet) in ("note", "B") else None
    if status(projet) == "" and oral:
        project = _half_points((points(livret) + points(oral)) / 2 if livret and categorie in "AC" else points(oral))
    if scolaire_ou_apprenti and project is not None:
        extra += 2 * (project - 10)
    first = average(marks, coefficients, extra)
    in_trade = {unit.code: marks[unit.code] for unit in table if unit.professional and unit.code in marks}
    trade = average(in_trade, coefficients, Fraction(0)) if in_trade else None
    if first >= admission:
        return Plain("admis", _mention(first, session, felicitations, session_felicitations), first, trade, units)
    if any(status(cells[unit.code]) == "AJ" for unit in table if not unit.optional and not unit.eps):
        return Plain("remplacement", "", first, trade, units)
    if first < seuil_controle:
        return Plain("ajourne", "", first, trade, units)
    if trade is not None and trade < admission:
        return Plain("ajourne", "", first, trade, units, certificat=True)
    orals = {code: points(text) for code, text in controle.items() if status(text) == "note"}
    if not orals:
        if _absent_at_both(controle, table, cells):
            return Plain("ajourne", "", first, trade, units, certificat=True)
        return Plain("controle", "", first, trade, units)
    best = {code: max(mark, orals.get(code, mark)) if best_mark else mark for code, mark in marks.items()}
    mean = sum(orals.values(), Fraction(0)) / len(orals)
    after = average(best, coefficients, extra) if best_mark else (first + mean) / 2
    retained = attested(table, notes, best)
    if after >= admission:
        return Plain("admis", "", after, trade, retained)
    if any(status(text) == "AJ" for text in controle.values()):
        return Plain("controle", "", first, trade, units)
    return Plain("ajourne", "", after, trade, retained, certificat=True)


def _half_points(mark: Fraction) -> Fraction:
    """Up to the next half point."""
    return Fraction(ceil(mark * 2), 2)


def _optional_eps(code: str, table: Table) -> bool:
    return any(unit.code == code and unit.optional and unit.eps for unit in table)


def _absent_at_both(controle: Cells, table: Table, cells: Cells) -> bool:
    """No oral sat, none to come: ``AB`` in each of the two groups that has a marked unit, and ``AJ`` nowhere."""
    said: Mapping[int, set[str]] = {1: set(), 2: set()}
    for unit in table:
        if unit.group and status(cells[unit.code]) in ("note", "B", "AJ"):
            said[unit.group].add(status(controle.get(unit.code, "")))
    groups = [words for words in said.values() if words]
    return bool(groups) and all("AB" in words and "AJ" not in words for words in groups)


def _mention(mean: Fraction, session: int, felicitations: int, depuis: int) -> str:
    if session >= depuis and mean >= felicitations:
        return "TBF"
    return next((name for least, name in GRADES if mean >= least), "")
