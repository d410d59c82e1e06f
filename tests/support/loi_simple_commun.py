"""What the laws told plainly share: a unit of a table, a cell read, an average. It knows nothing of Lauréat.

A table is a tuple of ``Unit``; a candidate is a dict of unit code → text of the cell, as one types it: ``12,5``,
``AB``, ``AJ``, ``DI``, ``VA``, ``NU``, ``B12@2023``, ``V``, ``V@2023``, ``NV`` or nothing.
"""

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

Cells = Mapping[str, str]
PASSED = ("DI", "VA", "V")
"""Neither mark nor absence: the unit leaves both sums."""


@dataclass(frozen=True)
class Unit:
    """One unit, CCP or block of a table."""

    code: str
    coefficient: Fraction | None = None
    """None where the unit is optional."""
    professional: bool = False
    """In the professional average; where the family has a domain, the domain is professional, else general."""
    optional: bool = False
    eps: bool = False
    """Physical education: no replacement; an optional one goes with the compulsory one."""
    bonus: Fraction = Fraction(1)
    """What multiplies the points above 10 of an optional unit."""
    group: int = 0
    """The group of the control test to which the unit belongs (bac pro); 0 for none."""
    categories: str = "ABC"
    """The categories of candidates to whom the unit is offered."""


Table = tuple[Unit, ...]


@dataclass(frozen=True)
class Plain:
    """What the law says of one candidate, in plain values."""

    decision: str
    """The word of the decision, or ``refuse`` where the data contradict the law."""
    mention: str = ""
    average: Fraction | None = None
    professional: Fraction | None = None
    units: tuple[str, ...] = ()
    """The units that are attested, in the order of the table."""
    certain: bool = True
    """The same decision, mention and units whatever the values of the hypothetical numbers."""
    certificat: bool = False
    refusals: tuple[str, ...] = ()
    """The rules that refuse the data, when ``decision`` is ``refuse``."""


def status(text: str) -> str:
    """``""``, ``note``, ``B`` (a kept mark), or the code of the cell."""
    word = text.strip().upper()
    if word.startswith("B"):
        return "B"
    if word.startswith("V@"):
        return "V"
    return "note" if word[:1].isdigit() else word


def points(text: str) -> Fraction:
    """The mark of a cell, in points; 0 where there is none."""
    if status(text) not in ("note", "B"):
        return Fraction(0)
    return Fraction(text.strip().upper().removeprefix("B").split("@")[0].strip().replace(",", "."))


def year(text: str) -> int | None:
    """The session that a kept mark or a held block comes from, where it is said."""
    return int(text.split("@")[1]) if "@" in text else None


def average(marks: Mapping[str, Fraction], coefficients: Mapping[str, Fraction], extra: Fraction) -> Fraction:
    """(Σ c·n + extra) / Σ c over the units marked; there must be one."""
    return (sum(coefficients[code] * mark for code, mark in marks.items()) + extra) / sum(
        coefficients[code] for code in marks
    )


def compulsory(table: Table, notes: Cells) -> dict[str, str]:
    """The cells of the compulsory units, empty where nothing was typed."""
    return {unit.code: notes.get(unit.code, "") for unit in table if not unit.optional}


def coefficients_of(table: Table) -> dict[str, Fraction]:
    """The coefficients of the compulsory units."""
    return {unit.code: unit.coefficient for unit in table if not unit.optional and unit.coefficient is not None}


def marks_of(cells: Cells) -> dict[str, Fraction]:
    """The marks that count: a dispensed or validated unit leaves; a justified absence or an annulled test is 0."""
    return {code: points(text) for code, text in cells.items() if status(text) not in PASSED}


def bonus(table: Table, notes: Cells) -> Fraction:
    """The points above 10 of the optional units, each times its bonus coefficient."""
    optional = (unit for unit in table if unit.optional)
    return sum((unit.bonus * max(Fraction(0), points(notes.get(unit.code, "")) - 10) for unit in optional), Fraction(0))


def attested(table: Table, notes: Cells, retained: Mapping[str, Fraction] | None = None) -> tuple[str, ...]:
    """The units of at least 10, or validated by VAE; ``retained`` are the marks that replace those of the cells."""
    marks = {unit.code: points(notes.get(unit.code, "")) for unit in table} | dict(retained or {})
    validated = {code for code, text in notes.items() if status(text) == "VA"}
    return tuple(unit.code for unit in table if marks[unit.code] >= 10 or unit.code in validated)


FIRST_ATTESTATIONS = 2017
"""The first session at which anything is attested of one who fails."""


def attesting_everyone_since(first: int) -> Callable[[Callable[..., Plain]], Callable[..., Plain]]:
    """Before that session a unit is attested in continuing training, or where VAE validated it; at first, not at all.

    Gives a plain telling the word ``formation_continue``: the candidate comes by continuing training.
    """

    def dated(tell: Callable[..., Plain]) -> Callable[..., Plain]:
        @functools.wraps(tell)
        def plain(notes: Cells, *others: object, formation_continue: bool = False, **about: Any) -> Plain:
            told = tell(notes, *others, **about)
            session = about.get("session", first)
            if session >= first or (session >= FIRST_ATTESTATIONS and formation_continue):
                return told
            validated = [code for code in told.units if status(notes.get(code, "")) == "VA"]
            return replace(told, units=tuple(validated) if session >= FIRST_ATTESTATIONS else ())

        return plain

    return dated


def filled(codes: Iterable[str], notes: Cells) -> list[str]:
    """Those of the codes where something was typed."""
    return [code for code in codes if status(notes.get(code, ""))]
