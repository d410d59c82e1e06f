"""Rows for the programs made of the rules: hostile, of every family, within what a cell may hold."""

import functools
from typing import Any

import numpy as np
import polars as pl

from laureat.deliberation import cohort
from laureat.deliberation.candidate import decide
from laureat.deliberation.famille import Genre
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.program import Program
from laureat.deliberation.reading import control_name
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.scalar import Scalar
from laureat.exchange.candidates import candidates
from laureat.rules.graph import Graph, Node, Op
from laureat.vocabulary import MARK_MAX, Forme, InvalidInput, Motif, UnitStatus
from support.certificateurs import certificateur
from support.deliberations import FIELDS, reglement
from support.tables_simples import CERTIFIERS

SETS = (
    ("RNCP35697", 2026),
    ("fictif", 2023),
    ("fictif", 2021),
    ("bacpro_photographie", 2016),
    ("cap_electricien", 2026),
    ("cap_electricien_etendu", 2026),
    ("cap_cip", 2021),
    ("cap_proelec", 2015),
    ("bts_crsa", 2026),
    ("bts_batiment", 2019),
    ("bp_invente", 2026),
    ("bp_invente", 2021),
    ("tp_commercial", 2026),
    *((name, 2026) for name in CERTIFIERS),
)
"""Rules of every family, under their successive laws; one whose units depend on the option."""

LEVELS = (0, 200, 800, 950, 1000, 1000, 1000, 1050, 1200, 1400, 1600, 1800, 2000)
MARKED = (UnitStatus.NOTE, UnitStatus.BENEFICE)


@functools.cache
def rules_of(name: str, session: int) -> SessionRules:
    """One of ``SETS``."""
    known = certificateur(name) if name in CERTIFIERS else reglement(name)
    return known.at(session)


def hostile_rows(rules: SessionRules, rows: int, seed: int) -> pl.DataFrame:
    """A batch of random rows: averages often exactly on a threshold, every code, every ground, everything declared."""
    famille, rng = rules.reglement.famille, np.random.default_rng(seed)
    step = famille.cellules.step
    level = rng.choice(LEVELS, rows)
    spread = rng.choice((0, 0, 1, 4, 12, 40), rows)
    oddity = rng.choice((0, 0, 0, 0.02, 0.1, 0.9), rows)
    codes = np.array([int(code) for code in (*famille.cellules.codes, UnitStatus.VIDE)])
    columns: dict[str, Any] = {
        "ligne": np.arange(2, rows + 2, dtype=np.uint32),
        "numero": [str(rank) for rank in range(rows)],
    }

    def cell(name: str, *, rare: bool = False) -> None:
        marked = MARKED if famille.cellules.keeps else MARKED[:1]
        held = np.where(rng.random(rows) < 0.9, int(marked[0]), int(marked[-1]))
        status = np.where(rng.random(rows) < oddity, rng.choice(codes, rows), held)
        if step is None:
            status = rng.choice(codes, rows)
        if rare:
            status = np.where(rng.random(rows) < 0.6, int(UnitStatus.VIDE), status)
        shift = np.rint(rng.uniform(-1, 1, rows) * spread).astype(int) * (step or 1)
        mark = np.clip((level + shift) // (step or 1) * (step or 1), 0, MARK_MAX)
        columns[name + cohort.STATUS] = status.astype(np.int8)
        columns[name + cohort.MARK] = np.where(np.isin(status, [int(m) for m in MARKED]), mark, 0).astype(np.int16)
        columns[name + cohort.MOTIF] = rng.choice([int(m) for m in Motif], rows).astype(np.int8)
        year = rng.integers(rules.session - 8, rules.session + 1, rows)
        columns[name + cohort.SESSION] = pl.Series(np.where(rng.random(rows) < 0.5, year, 0), dtype=pl.Int16)

    for unit in rules.units:
        cell(unit.code, rare=not unit.mandatory)
    for name in famille.annexes:
        cell(name)
    for unit in rules.control_units:
        cell(control_name(unit.code), rare=True)
    ranks = rng.integers(0, max(1, len(famille.voies)), rows)
    voies = pl.DataFrame(
        {
            "voie": [v.code for v in famille.voies] or [None],
            "categorie": [v.categorie for v in famille.voies] or [None],
        },
        schema={"voie": pl.String, "categorie": pl.String},
    )
    options = ["", *rules.reglement.options]
    columns["forme"] = rng.choice([forme.value for forme in Forme], rows)
    columns["option"] = [options[rank] for rank in rng.integers(0, len(options), rows)]
    columns["voie_acces"] = [None] * rows
    for colonne in famille.colonnes:
        match colonne.genre:
            case Genre.DRAPEAU:
                columns[colonne.nom] = rng.random(rows) < 0.4
            case Genre.CHOIX:
                words = ["", *colonne.valeurs]
                columns[colonne.nom] = [words[rank] for rank in rng.integers(0, len(words), rows)]
            case Genre.NOMBRE:
                columns[colonne.nom] = rng.choice((-1, 0, 1, 2, 3, 12, 22, 500, 20_000), rows).astype(np.int32)
            case Genre.MOYENNE:
                columns[colonne.nom] = np.where(rng.random(rows) < 0.4, -1, level).astype(np.int32)
    return pl.DataFrame(columns).hstack(voies[ranks])


def texts(decided: pl.DataFrame) -> list[dict[str, str]]:
    """Decisions in columns, as the text of a decisions file."""
    return decided.select(pl.col(FIELDS).cast(pl.String).fill_null("")).to_dicts()


def by_scalar(exact: Scalar, frame: pl.DataFrame) -> list[dict[str, str]]:
    """The same, by the printed program."""
    assert exact.program.legends is not None
    return texts(exact.program.legends.texts(exact.told(frame)[0]))


def as_written(rules: SessionRules, frame: pl.DataFrame) -> list[dict[str, str] | None]:
    """The same, by the rules as they are written; None for what no candidate may hold."""

    def row(candidate: Candidate) -> dict[str, str] | None:
        try:
            told = decide(rules, candidate).row(candidate.numero)
        except InvalidInput:
            return None
        return {field: told[field] for field in FIELDS}

    return [row(candidate) for candidate in candidates(frame, rules.reglement.famille)]


def random_inputs(made: Program, rng: np.random.Generator, rows: int) -> dict[str, Any]:
    """Values of every input, each anywhere within its bounds, often at them, whatever the others."""
    values = {}
    for known in made.inputs:
        node, step = known.node, known.node.step or 1
        low, high = node.low // step, node.high // step
        drawn = rng.integers(low, high + 1, rows)
        ends = rng.random(rows)
        values[known.name] = np.where(ends < 0.25, low, np.where(ends < 0.5, high, drawn)) * step
    return values


def mutated(made: Program, rank: int, op: Op) -> Program:
    """The same program, one node doing something else."""
    graph = Graph()
    for node in made.graph.nodes:
        args = tuple(graph.nodes[arg.rank] for arg in node.args)
        changed = op if node.rank == rank else node.op
        graph.nodes.append(
            Node(graph, node.rank, changed, args, node.value, node.boolean, node.low, node.high, node.step)
        )
    inputs = tuple(type(known)(known.name, graph.nodes[known.node.rank]) for known in made.inputs)
    outputs = {name: graph.nodes[node.rank] for name, node in made.outputs.items()}
    return Program(graph, inputs, outputs, made.legends, made.voies, made.options, made.choix, made.counts)
