"""Lists of candidates: read in typed batches, every error told at once, and written back as canonical text.

A batch holds, in the order of the file: ``ligne``, ``numero``, ``voie``, ``categorie``, ``voie_acces``, ``forme``,
``option``, ``derogation``, ``etalement``; for each column X of marks or codes, ``X.statut`` (Int8, UnitStatus or
BlockStatus), ``X.note`` (Int16, hundredths) and, where the file knows years, ``X.session`` (Int16); the identity
columns that the file has; ``avertissements_lecture``; and every other column of the file, untouched, under its own
heading (prefixed by ``autre:`` where that is a name of ours). Columns that the file lacks read as empty cells.
"""

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from laureat.deliberation.outcome import Candidate
from laureat.exchange.decoder import MARK, OTHER_PREFIX, SESSION, STATUS, Decoder, is_other
from laureat.exchange.spec import CONTROL_PREFIX, FLAGS, IDENTITY, PROJET, CellColumn, Spec
from laureat.exchange.tables import BATCH_ROWS, TableReader
from laureat.vocabulary import Cell, Forme, UnitStatus, Voie, VoieAcces


def read_candidates(
    path: Path, spec: Spec, batch_rows: int = BATCH_ROWS, *, sheet: str | None = None
) -> Iterator[pl.DataFrame]:
    """The candidates of a file, in batches of at most ``batch_rows`` rows.

    Raises InvalidInput at once for a file that is no table, and otherwise after the last row, with every problem of
    the file: write what the batches give to a temporary place, and keep it only when the iteration ends well.
    """
    reader = TableReader(path, sheet=sheet, batch_rows=batch_rows)
    decoder = Decoder(reader, spec)
    empty = True
    for table in reader:
        empty = False
        batch = decoder.decode(table)
        if not reader.problems.total:
            yield batch
    if empty and not reader.problems.total:
        reader.problems.add("la liste ne contient aucun candidat")
    decoder.seen.note_duplicates(reader.problems, decoder.headings.get("numero", ""))
    reader.problems.raise_if_any()


def candidates(batch: pl.DataFrame) -> Iterator[Candidate]:
    """The exact candidates of a batch of a CandidateSpec, in order."""
    for row in batch.iter_rows(named=True):
        yield to_candidate(row)


def to_candidate(row: Mapping[str, Any]) -> Candidate:
    """The exact candidate of one row of a batch; empty cells are left out."""
    plan = _plan(tuple(row))
    cells = {
        name: _cell(row[name + STATUS], row[name + MARK], row.get(name + SESSION))
        for name in plan.cells
        if row[name + STATUS]
    }
    acces = row["voie_acces"]
    return Candidate(
        numero=row["numero"],
        voie=Voie(row["voie"]),
        cells={name: cell for name, cell in cells.items() if name in plan.units},
        projet=cells.get(PROJET, Cell()),
        controle={name.removeprefix(CONTROL_PREFIX): cell for name, cell in cells.items() if name in plan.control},
        forme=Forme(row["forme"]),
        option=row["option"],
        voie_acces=VoieAcces(acces) if acces else None,
        derogation=row["derogation"],
        etalement=row["etalement"],
        identite={name: row.get(name, "") for name in IDENTITY},
        autres={name.removeprefix(OTHER_PREFIX): row[name] or "" for name in plan.others},
    )


class _Plan:
    """What the columns of a batch are, worked out once."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.cells = [name.removesuffix(STATUS) for name in columns if name.endswith(STATUS) and not _prefixed(name)]
        self.control = frozenset(name for name in self.cells if name.startswith(CONTROL_PREFIX))
        self.units = frozenset(self.cells) - self.control - {PROJET}
        self.others = [name for name in columns if _prefixed(name) or is_other(name)]


def _prefixed(column: str) -> bool:
    return column.startswith(OTHER_PREFIX)


_plan = functools.lru_cache(maxsize=16)(_Plan)


@functools.lru_cache(maxsize=8_192)
def _cell(status: int, mark: int, session: int | None) -> Cell:
    return Cell(UnitStatus(status), mark, session)


def canonical_text(batch: pl.DataFrame, spec: Spec) -> pl.DataFrame:
    """The same candidates as text, the way one would type them; reading it again gives the same batch."""
    plan = _plan(tuple(batch.columns))
    words = [name for name in ("voie", "forme", "option", "voie_acces") if name in batch.columns]
    flags = [name for name in FLAGS if name in batch.columns]
    return batch.select(
        "numero",
        *(pl.col(name).cast(pl.String).fill_null("") for name in words),
        *(name for name in IDENTITY if name in batch.columns),
        *(pl.when(name).then(pl.lit("oui")).otherwise(pl.lit("non")).alias(name) for name in flags),
        *(_cell_text(batch, column) for column in spec.cells),
        *(pl.col(name).cast(pl.String).fill_null("").alias(name.removeprefix(OTHER_PREFIX)) for name in plan.others),
    )


_MARKS = 2001
"""Marks run from 0 to 2000 hundredths: status × 2001 + mark tells any cell without a year."""


def _cell_text(batch: pl.DataFrame, column: CellColumn) -> pl.Series:
    status, mark = batch[column.name + STATUS], batch[column.name + MARK]
    index = status.cast(pl.Int32) * _MARKS + mark.cast(pl.Int32)
    distinct = index.unique()
    texts = [column.grammar.write(code // _MARKS, code % _MARKS, None) for code in distinct]
    table = pl.Series([""] * (int(distinct.max() or 0) + 1), dtype=pl.String)  # type: ignore[arg-type]
    text = table.scatter(distinct, texts).gather(index).alias(column.name)
    if (sessions := column.name + SESSION) in batch.columns and batch[sessions].null_count() < batch.height:
        years = pl.concat_str(text, pl.lit("@"), batch[sessions])
        text = batch.select(
            pl.when(pl.col(sessions).is_not_null()).then(years).otherwise(text).alias(column.name)
        ).to_series()
    return text
