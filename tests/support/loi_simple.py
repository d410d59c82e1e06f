"""The law of the bac pro a second time, told plainly with fractions: what both engines are compared with.

Written from the text alone, without a look at the rules, and slow on purpose: no averages kept as sums, no columns.
"""

from dataclasses import dataclass
from fractions import Fraction

from laureat.deliberation.outcome import Candidate
from laureat.vocabulary import Cell, Forme, UnitStatus

PROFESSIONAL = ("U2", "U31", "U32")
WITH_MARK = (UnitStatus.NOTE, UnitStatus.BENEFICE)
WITHOUT_SUMS = (UnitStatus.DISPENSE, UnitStatus.VALIDE_VAE)


@dataclass(frozen=True)
class Plain:
    decision: str
    mention: str
    average: Fraction | None
    certificat: bool


def _points(cell: Cell) -> Fraction:
    return Fraction(cell.mark, 100) if cell.status in WITH_MARK else Fraction(0)


def _average(marks: dict[str, Fraction], coefficients: dict[str, Fraction], extra: Fraction) -> Fraction:
    total = sum(coefficients[code] * mark for code, mark in marks.items())
    return (total + extra) / sum(coefficients[code] for code in marks)


def plain(candidate: Candidate, coefficients: dict[str, Fraction], session: int = 2026) -> Plain:
    """Decision, mention, average and certificate of one candidate; coefficients in units, compulsory units only."""
    cells = {code: candidate.cell(code) for code in coefficients}
    statuses = {cell.status for cell in cells.values()}
    if UnitStatus.ABSENT in statuses:
        return Plain("non_delivrable", "", None, False)
    if UnitStatus.VIDE in statuses:
        return Plain("en_cours" if candidate.forme is Forme.PROGRESSIVE else "incomplet", "", None, False)
    marks = {code: _points(cell) for code, cell in cells.items() if cell.status not in WITHOUT_SUMS}
    if not marks:
        return Plain("admis", "", None, False)
    extra = Fraction(0)
    for code, cell in candidate.cells.items():
        if code not in coefficients and code != "PROJET" and cell.status in WITH_MARK:
            extra += max(Fraction(0), _points(cell) - 10)
    if "scolaire_ou_apprenti" in candidate.voie.traits and candidate.cell("PROJET").status in WITH_MARK:
        extra += 2 * (_points(candidate.cell("PROJET")) - 10)
    average = _average(marks, coefficients, extra)
    if average >= 10:
        grades = [(18, "TBF" if session >= 2024 else "TB"), (16, "TB"), (14, "B"), (12, "AB")]
        return Plain("admis", next((name for least, name in grades if average >= least), ""), average, False)
    if any(cell.status is UnitStatus.ABSENT_JUSTIFIE for code, cell in cells.items() if code != "U7"):
        return Plain("remplacement", "", average, False)
    if average < 8:
        return Plain("ajourne", "", average, False)
    professional = {code: mark for code, mark in marks.items() if code in PROFESSIONAL}
    if professional and _average(professional, coefficients, Fraction(0)) < 10:
        return Plain("ajourne", "", average, True)
    control = {c: _points(cell) for c, cell in candidate.controle.items() if cell.status is UnitStatus.NOTE}
    if not control:
        return Plain("controle", "", average, False)
    if session < 2022:
        after = (average + sum(control.values()) / len(control)) / 2
    else:
        after = _average({c: max(m, control.get(c, m)) for c, m in marks.items()}, coefficients, extra)
    return Plain("admis", "", after, False) if after >= 10 else Plain("ajourne", "", after, True)
