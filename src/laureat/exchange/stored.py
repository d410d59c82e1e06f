"""What a folder keeps of its candidates and of their decisions: typed columns in uncompressed Arrow files.

The candidates are the batches that ``read_candidates`` gives, a mark counted in the steps of its family (a half-point
mark is one byte); the decisions are the numbers of ``laureat.deliberation.told``. Closed words are fixed dictionaries.
Each file says in its schema what its numbers mean: the step of the marks (``laureat.pas``), the legend of the truths
that stand as bits (``laureat.verites``). Any reader of Arrow opens them; ours holds one batch at a time.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import polars as pl

from laureat.deliberation.cohort import MARK, MOTIF, SESSION, STATUS
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.steps import in_steps
from laureat.deliberation.told import Legends
from laureat.exchange.batches import OTHER_PREFIX, column_type, route_types
from laureat.exchange.tables import BATCH_ROWS

UNREADABLE_ARROW = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, LookupError)
"""What is raised of a damaged file."""

TRUTHS = "laureat.verites"
"""The name of the type of a column of truths; its legend, in JSON, stands beside it."""


def packed(rules: SessionRules, batch: pl.DataFrame) -> pl.DataFrame:
    """A batch of candidates as the file keeps it."""
    step = _step(rules)
    return batch.with_columns(
        *(in_steps(batch[name], step) for name in batch.columns if step > 1 and name.endswith(MARK)),
        *(pl.col(name).cast(pl.String) for name in batch.columns if name.startswith(OTHER_PREFIX)),
    )


def joined(parts: Sequence[Path], target: Path) -> None:
    """Make one file of several, a batch of rows each; a column that some lack is empty there."""
    if len(parts) == 1:
        parts[0].rename(target)
        return
    pl.concat([pl.scan_ipc(part) for part in parts], how="diagonal").sink_ipc(target, record_batch_size=BATCH_ROWS)
    for part in parts:
        part.unlink()


def candidates_of(path: Path, rules: SessionRules, only: Collection[str] | None = None) -> Iterator[pl.DataFrame]:
    """The batches of the candidates, their marks in steps (``laureat.deliberation.steps``); of their columns, some only
    where they are named.

    Raises ``UNREADABLE_ARROW``.
    """
    famille = rules.reglement.famille
    voie, categorie = route_types(famille)
    types = {"voie": voie, "categorie": categorie, **{each.nom: column_type(each) for each in famille.colonnes}}
    kept = pl.scan_ipc(path, glob=False)
    rows = kept.select(pl.len()).collect().item()
    schema = kept.collect_schema()
    solid = _solid(schema, rules)
    named = [name for name in schema if only is None or name in only]
    kept = kept.select(named)
    other = [name for name in named if name in types and schema[name] != types[name]]
    for first in range(0, rows, BATCH_ROWS):
        batch = kept.slice(first, BATCH_ROWS).collect()
        if silent := [name for name in solid.intersection(named) if batch[name].null_count()]:
            raise ValueError(silent)
        yield batch.with_columns(batch[name].cast(pl.String).cast(types[name]) for name in other)


def _solid(schema: Mapping[str, pl.DataType], rules: SessionRules) -> set[str]:
    """The columns of cells in which each row says something. Raises ValueError where they are not those of ``packed``:
    the programs of the rules read numbers, each in its own way where a number is missing or of another type.
    """
    step = _step(rules)
    mark = in_steps(pl.Series([], dtype=pl.Int16), step).dtype if step > 1 else pl.Int16()
    types: dict[str, pl.DataType] = {STATUS: pl.Int8(), MARK: mark, MOTIF: pl.Int8(), SESSION: pl.Int16()}
    held = {
        ending: {name for name in schema if name.endswith(ending) and not name.startswith(OTHER_PREFIX)}
        for ending in types
    }
    cells = [{name.removesuffix(ending) for name in held[ending]} for ending in (STATUS, MARK)]
    other = [name for ending, names in held.items() for name in names if schema[name] != types[ending]]
    if other or cells[0] != cells[1] or schema.get("numero") != pl.String:
        raise ValueError(other or schema)
    return held[STATUS] | held[MARK] | held[MOTIF]


def _step(rules: SessionRules) -> int:
    return rules.reglement.famille.cellules.step or 1


def marked(legends: Legends, told: pl.DataFrame) -> pl.DataFrame:
    """The numbers of a batch as the file keeps them, each column of truths with its legend."""
    return told.with_columns(
        told[name].ext.to(pl.Extension(TRUTHS, pl.Int16(), json.dumps(legend, ensure_ascii=False)))
        for name, legend in legends.words.items()
    )


def decisions_of(path: Path) -> tuple[Legends, pl.DataFrame]:
    """The numbers of everyone, and what their truths stand for. Raises ``UNREADABLE_ARROW``."""
    found = pl.read_ipc(path)
    parts: dict[str, list[str]] = {field.name: [] for field in fields(Legends)}
    words = [name for name, kind in found.schema.items() if isinstance(kind, pl.Extension)]
    for name in words:
        kind = found.schema[name]
        assert isinstance(kind, pl.Extension)
        parts[name.rpartition(".")[0]] += json.loads(kind.ext_metadata() or "")
    numbers = found.with_columns(found[name].ext.storage() for name in words)
    return Legends(**{name: tuple(legend) for name, legend in parts.items()}), numbers
