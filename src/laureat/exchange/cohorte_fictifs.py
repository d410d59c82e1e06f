"""The kinds of candidates that a family gives to its fictitious cohorts: what a list tells together of each."""

from collections.abc import Iterable, Iterator

import polars as pl

from laureat.deliberation.cohort import MARK, SESSION, STATUS
from laureat.deliberation.famille import Fictif
from laureat.deliberation.outcome import Unit
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.batches import column_type
from laureat.exchange.draws import Draws
from laureat.vocabulary import Cell

KIND = "_fictif"
"""The column of the rank of a row's kind; -1 where its route has none."""
_GRAIN = 1_000
"""How finely shares are drawn."""


def kinds(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    """The kind of each candidate, among those that its route may draw."""
    famille = rules.reglement.famille
    routes = [voie.traits for voie in famille.voies] or [frozenset[str]()]
    table = [kind for traits in routes for kind in _drawn(rules, traits)]
    route = pl.col("voie").to_physical().cast(pl.Int64) if famille.voies else pl.lit(0, pl.Int64)
    yield pl.lit(pl.Series(table, dtype=pl.Int16)).gather(route * _GRAIN + draws.below("fictif", _GRAIN)).alias(KIND)


def _drawn(rules: SessionRules, traits: frozenset[str]) -> list[int]:
    """What each of a thousand draws gives on a route: the kinds that name it, else those that name none."""
    possible = [(rank, kind) for rank, kind in enumerate(rules.reglement.famille.fictifs) if _fits(kind, rules)]
    own = [(rank, kind) for rank, kind in possible if kind.voies & traits]
    here = own or [(rank, kind) for rank, kind in possible if not kind.voies]
    if not here:
        return [-1] * _GRAIN
    total, seen, drawn = sum(kind.part for _, kind in here), 0, list[int]()
    for rank, kind in here:
        seen += kind.part
        drawn += [rank] * (seen * _GRAIN // total - len(drawn))
    return drawn


def _fits(kind: Fictif, rules: SessionRules) -> bool:
    """A kind that is known by its optional units goes with a certification that has some."""
    return bool(rules.optional) or set(kind.facultatives) <= {""}


def told_by_kind(rules: SessionRules, draws: Draws) -> Iterable[pl.Expr]:
    """The columns and the cells that a kind tells, over those of the common life."""
    famille = rules.reglement.famille
    for colonne in famille.colonnes:
        said = {
            rank: colonne.typed(kind.declare[colonne.nom])
            for rank, kind in enumerate(famille.fictifs)
            if colonne.nom in kind.declare
        }
        if said:
            value = pl.col(colonne.nom)
            for rank, word in said.items():
                value = pl.when(pl.col(KIND) == rank).then(pl.lit(word, column_type(colonne))).otherwise(value)
            yield value.alias(colonne.nom)
    for unit in rules.units:
        yield from _cells(rules, unit, draws)


def _cells(rules: SessionRules, unit: Unit, draws: Draws) -> Iterator[pl.Expr]:
    """The status, the mark and the session of a unit, as the kinds that say them."""
    drawn = draws.below(f"case {unit.code}", _GRAIN)
    told: list[tuple[pl.Expr, Cell]] = []
    for rank, kind in enumerate(rules.reglement.famille.fictifs):
        words = kind.obligatoires if unit.mandatory else kind.facultatives
        total, seen = sum(words.values()), 0
        for word, part in words.items():
            first, seen = seen, seen + part
            low, high = first * _GRAIN // total, seen * _GRAIN // total
            told.append(((pl.col(KIND) == rank) & (drawn >= low) & (drawn < high), _cell(rules, word)))
    if not told:
        return
    status, mark = pl.col(unit.code + STATUS), pl.col(unit.code + MARK)
    session = pl.col(unit.code + SESSION) if unit.mandatory else pl.lit(None, pl.Int16)
    for here, cell in told:
        status = pl.when(here).then(int(cell.status)).otherwise(status)
        mark = pl.when(here).then(cell.mark).otherwise(mark)
        session = pl.when(here).then(pl.lit(cell.session, pl.Int16)).otherwise(session)
    yield status.cast(pl.Int8).alias(unit.code + STATUS)
    yield mark.cast(pl.Int16).alias(unit.code + MARK)
    yield session.cast(pl.Int16).alias(unit.code + SESSION)


def _cell(rules: SessionRules, word: str) -> Cell:
    """A cell as typed, its session being so many years before that of the cohort."""
    if not word:
        return Cell()
    code, held, ago = word.partition("@")
    return rules.reglement.famille.cellules.parse(f"{code}@{rules.session - int(ago)}" if held else code)
