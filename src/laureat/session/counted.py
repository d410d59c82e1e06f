"""Whom the figures of a session count, from its rows and its facts; and figures once told, as JSON keeps them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

from laureat.deliberation.famille import Famille
from laureat.deliberation.outcome import Unit
from laureat.session.figures import PASS, Assessed, Class, Figures, Line, Presented, Table, UnitLine
from laureat.session.framework import Framework
from laureat.session.reading import cell_of
from laureat.session.state import SessionState
from laureat.session.told_figures import Shown, shown, told
from laureat.vocabulary import Decision, UnitStatus

SEXES = {"F": "femmes", "M": "hommes"}
DIMENSIONS = {
    "etablissement": "Par établissement",
    "voie": "Par voie",
    "sexe": "Par sexe",
    "categorie": "Par catégorie de candidats",
}
NO_SCHOOL = "sans établissement"
READ = ("candidate", "establishment", "voie", "categorie", "average", "cells", "public_decision")
"""What is read of a row."""


def people(
    state: SessionState,
    frame: Framework,
    rows: Iterable[Mapping[str, Any]],
    schools: Mapping[str, str],
    sexes: Mapping[str, str],
) -> list[Presented]:
    """Those whose decision is published and stands, in the order of their pseudonyms.

    ``rows``: what the lists say of them. ``schools``: their names; ``sexes``: by candidate, where it is known still.
    """
    return [
        Presented(
            admitted=row["public_decision"] == str(Decision.ADMIS),
            groups={
                "etablissement": schools.get(row["establishment"], NO_SCHOOL),
                "voie": frame.famille.route_label(row["voie"]),
                "sexe": SEXES.get(sexes.get(row["candidate"], ""), ""),
                "categorie": _category(frame.famille, row["categorie"]),
            },
            average=Fraction(row["average"]) if row["average"] else None,
            assessed=tuple(_assessed(frame, row)),
            listed=not state.blank
            and row["public_decision"] == str(Decision.ADMIS)
            and state.candidates[row["candidate"]].listed,
            person=row["candidate"],
        )
        for row in sorted(rows, key=lambda row: str(row["candidate"]))
    ]


def settled(frame: Framework, counted: Sequence[Presented], before: Sequence[Shown]) -> tuple[Figures, Shown]:
    """What is told of them beside what was told before, and whom each count counts."""
    found = told(counted, DIMENSIONS, before)
    order = {_named(unit): rank for rank, unit in enumerate(frame.units.values())}
    found = replace(found, units=tuple(sorted(found.units, key=lambda line: order.get(line.unit, len(order)))))
    return found, shown(counted, DIMENSIONS, found)


def _named(unit: Unit) -> str:
    return f"{unit.shown} {unit.label}".strip()


def _category(famille: Famille, code: str) -> str:
    """« A : contrôle en cours de formation et épreuves ponctuelles »."""
    return f"{code} : {famille.categories[code]}" if code in famille.categories else code.replace("_", " ")


def _assessed(frame: Framework, row: Mapping[str, Any]) -> Iterator[Assessed]:
    """What a candidate was assessed in at this session: what is held from another one is not counted."""
    for code, text in sorted(row["cells"].items()):
        unit, cell = frame.units.get(code), cell_of(text)
        if unit is None or cell.session is not None:
            continue
        mode = unit.modes.get(row["categorie"])
        what = _named(unit), mode.label if mode else ""
        if cell.status is UnitStatus.NOTE:
            yield Assessed(*what, passed=cell.mark >= PASS, mark=cell.mark)
        elif cell.status in (UnitStatus.VALIDE, UnitStatus.NON_VALIDE):
            yield Assessed(*what, passed=cell.status is UnitStatus.VALIDE)


# ------------------------------------------------------------------------------------------------------------- as JSON
def plain(figures: Figures) -> dict[str, Any]:
    """Figures, as JSON holds them."""
    kept: dict[str, Any] = json.loads(json.dumps(asdict(figures)))
    return kept


def figures_of(kept: Mapping[str, Any]) -> Figures:
    """The same, read again."""
    return Figures(
        tuple(
            Table(one["title"], tuple(Line(**line) for line in one["lines"]), Line(**one["total"]))
            for one in kept["tables"]
        ),
        tuple(UnitLine(**one) for one in kept["units"]),
        tuple(Class(**one) for one in kept["classes"]),
    )


def plain_shown(whom: Shown) -> dict[str, Any]:
    """Whom they count, as JSON holds it: each count as a mask of the list of persons."""
    persons = list(dict.fromkeys(who for those in whom.counts.values() for who in those))
    ranks = {who: rank for rank, who in enumerate(persons)}
    visible = set(whom.told)
    counts = [
        [list(key), f"{sum(1 << ranks[one] for one in who):x}", key in visible] for key, who in whom.counts.items()
    ]
    marks = [[list(key), [[ranks[who], mark] for who, mark in held.items()]] for key, held in whom.marks.items()]
    return {"people": persons, "counts": counts, "marks": marks}


def shown_of(kept: Mapping[str, Any]) -> Shown:
    """The same, read again."""
    persons, counts = kept["people"], kept["counts"]
    return Shown(
        {tuple(key): [persons[rank] for rank in _ranks(mask)] for key, mask, _told in counts},
        [tuple(key) for key, _mask, visible in counts if visible],
        {tuple(key): {persons[rank]: mark for rank, mark in marks} for key, marks in kept["marks"]},
    )


def _ranks(mask: str) -> Iterator[int]:
    bits = f"{int(mask, 16):b}"
    return (len(bits) - 1 - place for place, bit in enumerate(bits) if bit == "1")
