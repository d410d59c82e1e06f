"""The table by which anyone can redo an average: unit, mark, where it comes from, coefficient, product, total."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from laureat.deliberation.outcome import Candidate, Outcome, RetainedFrom, UnitResult
from laureat.deliberation.reglement import SessionRules
from laureat.rules import Average
from laureat.vocabulary import Cell, Decision, UnitStatus, format_hundredths, format_products, truncated_average


@dataclass(frozen=True, slots=True)
class Row:
    """One unit. Marks, coefficients and bonus are hundredths; products are ten-thousandths of a point."""

    unit: str
    label: str
    mark: int | None
    """The mark that counts: 0 for what counts as zero; None where nothing counts."""
    origin: str
    """Where it comes from, in words: « session 2026 », « conservée, session 2023 », « contrôle : 12 au lieu de 8 »…"""
    said: str
    """The same in brief, beside the mark or in its place: nothing for a plain mark of the session."""
    coefficient: int | None
    """None where the unit is not in the average."""
    product: int | None
    bonus: int | None
    """Of an optional unit, the points that it adds, which carry no coefficient."""
    acquired: bool
    """Its block is attested."""

    def to_json(self) -> dict[str, Any]:
        """The row in the names of the files; numbers as text, with a point."""
        return {
            "unite": self.unit,
            "intitule": self.label,
            "note": _hundredths(self.mark),
            "origine": self.origin,
            "coefficient": _hundredths(self.coefficient),
            "produit": _products(self.product),
            "points_ajoutes": _hundredths(self.bonus),
            "bloc_acquis": self.acquired,
        }


@dataclass(frozen=True, slots=True)
class Total:
    """An average as its two sums."""

    points: int
    """In ten-thousandths of a point."""
    coefficients: int
    """In hundredths."""

    @property
    def average(self) -> Fraction:
        """In points, exact."""
        return Fraction(self.points, self.coefficients * 100)

    @property
    def text(self) -> str:
        """« 260 / 26 = 10,00 »."""
        average = format_hundredths(truncated_average(self.average), decimals=2)
        return f"{format_products(self.points)} / {format_hundredths(self.coefficients)} = {average}"

    def to_json(self) -> dict[str, Any]:
        """The two sums and their quotient, cut to two decimals."""
        average = format_hundredths(truncated_average(self.average), decimals=2, comma=".")
        return {
            "points": _products(self.points),
            "coefficients": _hundredths(self.coefficients),
            "moyenne": average,
        }


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, and what they add up to; no total where no average is due."""

    rows: tuple[Row, ...]
    sum: Total | None
    """Products and coefficients of the units alone."""
    bonus: int
    """What the optional units add, in ten-thousandths of a point."""
    projet: int
    """What the projet adds or takes, in hundredths of a point."""
    total: Total | None
    """The average: the units, the bonus and the projet."""
    professional: tuple[str, ...]
    """The units of the professional average, where one is made."""
    professional_total: Total | None
    after: Fraction | None
    """The average after the control test, where it is not the total of this very table (before session 2022)."""

    @property
    def by_marks(self) -> bool:
        """The units have coefficients; else each is acquired or not."""
        return any(row.coefficient is not None for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """The table as plain data."""
        return {
            "lignes": [row.to_json() for row in self.rows],
            "somme": self.sum and self.sum.to_json(),
            "bonus": _products(self.bonus),
            "projet": _hundredths(self.projet),
            "total": self.total and self.total.to_json(),
            "unites_professionnelles": list(self.professional),
            "total_professionnel": self.professional_total and self.professional_total.to_json(),
            "moyenne_apres_controle": None
            if self.after is None
            else format_hundredths(truncated_average(self.after), decimals=2, comma="."),
        }


def table(
    rules: SessionRules,
    candidate: Candidate,
    values: Mapping[str, Any],
    outcome: Outcome,
    raised: Mapping[str, Cell] | None = None,
    raised_control: Mapping[str, Cell] | None = None,
) -> Table:
    """The table of one candidate, from the values of the rules.

    ``raised`` and ``raised_control``: by unit, what stood there, or at the control test, before the jury raised it.
    """
    first, after = values["moyenne"], values["moyenne_apres_controle"]
    controlled = bool(values["controle_pris_en_compte"])
    redone = controlled and after.scale == first.scale
    average: Average = after if redone else first
    due = outcome.average is not None and bool(average.coefficients)
    units = sum(term.coefficient * term.mark for term in average.terms if term.counts)
    professional = values["moyenne_professionnelle"]
    return Table(
        rows=tuple(
            _told_raised(row, _raised(row.unit, raised, "") + _raised(row.unit, raised_control, " au contrôle"))
            for row in _rows(rules, candidate, values, outcome, average, redone or not controlled)
        ),
        sum=Total(units, average.coefficients) if due else None,
        bonus=average.points - units - outcome.projet * 100,
        projet=outcome.projet,
        total=Total(average.points, average.coefficients) if due else None,
        professional=tuple(term.code for term in professional.terms if term.counts),
        professional_total=Total(professional.points, professional.coefficients)
        if due and professional.coefficients
        else None,
        after=after.fraction() if due and controlled and not redone else None,
    )


def _told_raised(row: Row, raised: str) -> Row:
    return replace(row, origin=row.origin + raised, said=(row.said + raised).removeprefix(" ; "))


def _raised(unit: str, raised: Mapping[str, Cell] | None, where: str = "") -> str:
    before = (raised or {}).get(unit)
    return "" if before is None else f" ; relevée{where} par le jury, au lieu de {before}"


def _rows(
    rules: SessionRules,
    candidate: Candidate,
    values: Mapping[str, Any],
    outcome: Outcome,
    average: Average,
    redone: bool,
) -> Iterator[Row]:
    terms = {term.code: term for term in average.terms}
    for result in outcome.units:
        unit, status = result.unit, result.cell.status
        if (status is UnitStatus.VIDE and not unit.mandatory) or not unit.concerns(candidate.option):
            continue
        term = terms.get(unit.code)
        counts = term is not None and bool(term.counts)
        marked = counts or result.retained_from is not None
        bonus = None if unit.mandatory or not marked else _bonus(rules, values, unit.code)
        mark = term.mark if term is not None and counts else result.retained
        if not terms and status is UnitStatus.NOTE:  # a block is judged on its own mark
            marked, mark = True, result.cell.mark
        origin, said = _origin(result, rules.session, counts, values, redone), brief(result.cell, result, redone=redone)
        none = status is UnitStatus.NOTE and unit.mandatory and result.retained_from is None
        if status is UnitStatus.VIDE and outcome.decision is Decision.A_DECIDER:
            origin = said = AWAITED
        if values["apprecie"] and (status is UnitStatus.VIDE or none):
            origin, said, marked = WITHOUT_MARK, WITHOUT_MARK, False
        yield Row(
            unit.code,
            unit.label,
            mark if marked else None,
            origin,
            said,
            term.coefficient if term is not None and counts else None,
            term.coefficient * term.mark if term is not None and counts else None,
            bonus,
            result.bloc_acquis,
        )


def _bonus(rules: SessionRules, values: Mapping[str, Any], code: str) -> int:
    """What one optional unit adds: what the rule of the bonus gives for that unit alone."""
    alone = {**values, "facultatives": tuple(unit for unit in values["facultatives"] if unit.code == code)}
    return sum(int(rule.apply(alone)) for rule in rules.ruleset.rules if rule.gives == "bonus")


WITHOUT_MARK = "appréciée sans note"
"""A unit that the jury appreciates with all the others, where the law gives it no mark."""
AWAITED = "pas encore décidé"
"""A unit on which the jury, alone, decides: all that it needs is there."""
SAID = {
    UnitStatus.VIDE: "à présenter",
    UnitStatus.ABSENT: "absence non justifiée",
    UnitStatus.ABSENT_JUSTIFIE: "absence justifiée",
    UnitStatus.DISPENSE: "dispense",
    UnitStatus.VALIDE_VAE: "validée par la VAE",
    UnitStatus.ANNULE: "annulée pour fraude",
    UnitStatus.NON_VALIDE: "évalué, non validé",
}


def _origin(result: UnitResult, session: int, counts: bool, values: Mapping[str, Any], redone: bool) -> str:
    """Where the mark of a unit comes from, or why none counts; ``redone``: control marks stand in this very table."""
    cell, status = result.cell, result.cell.status
    if result.retained_from is RetainedFrom.CONTROLE and redone:
        return brief(cell, result, redone=True)
    if status in (UnitStatus.NOTE, UnitStatus.BENEFICE):
        said = f"session {session}" if status is UnitStatus.NOTE else kept_from(cell.session)
        if not result.unit.mandatory and values["ecartees"][result.unit.code]:
            return f"{said} ; points non comptés"
        return said + _control(result, redone)
    if status is UnitStatus.VALIDE:
        return _validated(result, session)
    said = SAID.get(status, "") + (f" ({cell.motif.label})" if cell.motif else "")
    if counts:
        return f"{said}, comptée 0{_control(result, redone)}"
    out = status in (UnitStatus.DISPENSE, UnitStatus.VALIDE_VAE)
    return f"{said}, hors de la moyenne" if out and not values["moyenne"].is_empty else said


def brief(cell: Cell, result: UnitResult | None = None, *, redone: bool = True) -> str:
    """What stands beside a mark, or in its place: « conservée, session 2023 », « dispense »; ``result``: that of a
    unit, whose control test is told too."""
    if result is not None and result.retained_from is RetainedFrom.CONTROLE and redone:
        return f"contrôle, au lieu de {format_hundredths(cell.mark)}"
    said = SAID.get(cell.status, "")
    if cell.status is UnitStatus.BENEFICE:
        said = kept_from(cell.session)
    elif cell.status is UnitStatus.VALIDE:
        said = "validé" if result is None else _validated(result)
    return (said + (_control(result, redone) if result is not None else "")).removeprefix(" ; ")


def _validated(result: UnitResult, session: int | None = None) -> str:
    """« validé à la session 2024 », « validé » at this very session where it is not said; and what it is worth now."""
    given = result.cell.session or session
    if not result.bloc_acquis and not result.cell.session:
        return "porté validé, non retenu"
    if not given:
        return "validé"
    if result.bloc_acquis:
        return f"validé à la session {given}"
    return f"validé à la session {given}, {'plus valable' if result.expired else 'non retenu'}"


def kept_from(session: int | None) -> str:
    """« conservée, session 2023 »; a kept mark without its session says so."""
    return f"conservée, session {session}" if session else "conservée, session non dite"


def _control(result: UnitResult, redone: bool) -> str:
    """What the control test brought, where it does not stand in the row as its mark."""
    control = result.control
    if control is None or control.status is UnitStatus.VIDE:
        return ""
    if control.status is UnitStatus.NOTE:
        return f" ; contrôle {format_hundredths(control.mark)}{', sans effet' if redone else ''}"
    return f" ; contrôle : {SAID.get(control.status, '')}"


def _hundredths(value: int | None) -> str | None:
    return None if value is None else format_hundredths(value, comma=".")


def _products(value: int | None) -> str | None:
    return None if value is None else format_products(value).replace(",", ".")
