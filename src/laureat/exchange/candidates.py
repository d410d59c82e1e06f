"""Lists of candidates: read in typed batches, every error told at once, and written back as canonical text.

A batch holds, in the order of the file: ``ligne``, ``numero``, ``voie``, ``categorie``, ``voie_acces``, ``forme``,
``option``, what the columns of the family tell; for each column X of marks or codes, ``X.statut`` (Int8, UnitStatus),
``X.note`` (Int16, hundredths) and, where the file knows them, ``X.session`` (Int16) and ``X.motif`` (Int8, Motif); the
identity columns that the file has; ``avertissements_lecture``; and every other column of the file, untouched, its
heading preceded by ``autre:``. Columns that the file lacks read as empty cells.
"""

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from laureat.deliberation.cohort import MARK, MOTIF, SESSION, STATUS
from laureat.deliberation.famille import Famille
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reading import control_name
from laureat.deliberation.steps import plain
from laureat.exchange.batches import OTHER_PREFIX
from laureat.exchange.decoder import Decoder
from laureat.exchange.problems import LIMIT
from laureat.exchange.spec import IDENTITY, CellColumn, Spec, read_average
from laureat.exchange.tables import BATCH_ROWS, Table, TableReader
from laureat.vocabulary import (
    MARK_MAX,
    Cell,
    Forme,
    InputProblem,
    Motif,
    UnitStatus,
    VoieAcces,
    format_hundredths,
    french,
)

Check = Callable[[pl.DataFrame], Iterable[InputProblem]]
"""What else may be wrong with the rows of a batch."""
Ready = Callable[[Table, Mapping[str, str]], Table]
"""What a door makes of the rows before they are decoded."""


def read_candidates(
    path: Path,
    spec: Spec,
    batch_rows: int = BATCH_ROWS,
    *,
    sheet: str | None = None,
    check: Check | None = None,
    ready: Ready | None = None,
    warnings: list[InputProblem] | None = None,
    limit: int = LIMIT,
) -> Iterator[pl.DataFrame]:
    """The candidates of a file, in batches of at most ``batch_rows`` rows.

    ``check`` (the law) sees every batch, even one with faulty cells, which it finds empty, so that all the problems
    are told together; a batch is given only while nothing is wrong. ``ready`` is handed each table before it is
    decoded, with the heading of each known column, and gives the table to decode. ``warnings`` receives, after the
    last row, what a person should look at: they stop nothing. ``limit``: how many problems are told, each in its place.

    Raises InvalidInput at once for a file that is no table, and otherwise after the last row, with every problem of
    the file: write what the batches give to a temporary place, and keep it only when the iteration ends well.
    """
    reader = TableReader(path, sheet=sheet, batch_rows=batch_rows, known=spec.names)
    reader.problems.limit = limit
    decoder = Decoder(reader, spec)
    empty = True
    for table in reader:
        empty = False
        table = ready(table, decoder.headings) if ready else table
        if table.frame.is_empty():
            continue
        batch = decoder.decode(table)
        if check is not None:
            reader.problems.extend(check(batch))
        reader.problems.identify(batch["ligne"], batch["numero"])
        if not reader.problems.total:
            yield batch
    if empty and not reader.problems.total:
        reader.problems.add("la liste ne contient aucun candidat")
    decoder.note_twins()
    reader.problems.raise_if_any()
    if warnings is not None:
        warnings += reader.problems.warnings


def candidates(batch: pl.DataFrame, famille: Famille) -> Iterator[Candidate]:
    """The exact candidates of a batch, in order; their empty cells are left out."""
    batch = plain(batch)
    columns = _Columns(batch.columns)
    cells = {name: _cells(batch, name) for name in columns.cells}
    controle = {code: cells.pop(name) for name, code in columns.control.items()}
    identite = {name: batch[name] if name in batch.columns else itertools.repeat("") for name in IDENTITY}
    autres = {heading: batch[name].cast(pl.String).fill_null("") for name, heading in columns.others.items()}
    declare = {c.nom: batch[c.nom] for c in famille.colonnes if c.nom in batch.columns}
    routes = {voie.code: voie for voie in famille.voies}
    about = batch.select(*_about(batch.columns)).iter_rows()
    parts = (_said(cells), _said(controle), _rows(declare), _rows(identite), _rows(autres))
    for (numero, voie, forme, option, acces), *rest in zip(about, *parts, strict=False):
        own, control, told, identity, others = rest
        yield Candidate(
            numero=numero,
            voie=routes[voie] if voie else None,
            cells=own,
            controle=control,
            forme=Forme(forme),
            option=option,
            voie_acces=VoieAcces(acces) if acces else None,
            declare=told,
            identite=identity,
            autres=others,
        )


def _about(columns: list[str]) -> Iterator[pl.Expr]:
    """Who a candidate is to the rules; a list that knows no form nor option leaves them out."""
    absent = {"forme": pl.lit(Forme.GLOBALE.value), "option": pl.lit("")}
    for name in ("numero", "voie", "forme", "option", "voie_acces"):
        yield absent[name].alias(name) if name in absent and name not in columns else pl.col(name)


def to_candidate(row: Mapping[str, Any], famille: Famille) -> Candidate:
    """The exact candidate of one row (``named=True``) of a batch."""
    return next(candidates(pl.DataFrame([row]), famille))


def _rows(columns: Mapping[str, Iterable[Any]]) -> Iterator[dict[str, Any]]:
    if not columns:
        return itertools.repeat({})
    names = list(columns)
    return (dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=False))


def _said(columns: Mapping[str, Iterable[Cell]]) -> Iterator[dict[str, Cell]]:
    """The cells of each row, but for the empty ones."""
    if not columns:
        return (dict[str, Cell]() for _ in itertools.count())
    names = list(columns)
    return (
        {name: cell for name, cell in zip(names, cells, strict=True) if cell.status}
        for cells in zip(*columns.values(), strict=True)
    )


def _cells(batch: pl.DataFrame, name: str) -> list[Cell]:
    """One column of cells; the same object stands for equal cells."""
    sessions = batch[name + SESSION] if name + SESSION in batch.columns else itertools.repeat(None)
    motifs = batch[name + MOTIF] if name + MOTIF in batch.columns else itertools.repeat(0)
    return list(map(_cell, batch[name + STATUS], batch[name + MARK], sessions, motifs))


@functools.lru_cache(maxsize=8_192)
def _cell(status: int, mark: int, session: int | None, motif: int) -> Cell:
    return Cell(UnitStatus(status), mark, session, Motif(motif))


class _Columns:
    """What the columns of a batch are."""

    def __init__(self, names: Iterable[str]) -> None:
        names = list(names)
        own = [name for name in names if not name.startswith(OTHER_PREFIX)]
        self.cells = [name.removesuffix(STATUS) for name in own if name.endswith(STATUS)]
        prefix = control_name("")
        self.control = {name: name.removeprefix(prefix) for name in self.cells if name.startswith(prefix)}
        """Column of a second-group cell → its unit."""
        self.others = {name: name.removeprefix(OTHER_PREFIX) for name in names if name.startswith(OTHER_PREFIX)}
        """Column that nobody knows → its heading as written."""


def canonical_text(batch: pl.DataFrame, spec: Spec) -> pl.DataFrame:
    """The same candidates as text, the way one would type them; reading it again gives the same batch."""
    others = _Columns(batch.columns).others.items()
    choices = [choice.name for choice in spec.choices if choice.name not in ("sexe", "voie_acces")]
    words = [name for name in (*choices, "voie_acces") if name in batch.columns]
    flags = [name for name in spec.flags if name in batch.columns]
    return batch.select(
        "numero",
        *(pl.col(name).cast(pl.String).fill_null("") for name in words),
        *(name for name in IDENTITY if name in batch.columns),
        *(pl.when(name).then(pl.lit(french.OUI)).otherwise(pl.lit(french.NON)).alias(name) for name in flags),
        *(_number_text(name, spec) for name in spec.numbers if name in batch.columns),
        *(_cell_text(batch, column) for column in spec.cells),
        *(_motif_text(unit).alias(heading) for unit, heading in spec.motifs.items() if unit + MOTIF in batch.columns),
        *(pl.col(name).cast(pl.String).fill_null("").alias(heading) for name, heading in others),
    )


def _number_text(name: str, spec: Spec) -> pl.Expr:
    number = pl.col(name)
    if spec.numbers[name] is read_average:
        number = number.replace_strict(_HUNDREDTHS, default="", return_dtype=pl.String)
    return pl.when(pl.col(name) >= 0).then(number.cast(pl.String)).otherwise(pl.lit("")).alias(name)


_HUNDREDTHS = {value: format_hundredths(value) for value in range(MARK_MAX + 1)}
"""Averages as one types them."""


def _motif_text(unit: str) -> pl.Expr:
    return pl.col(unit + MOTIF).replace_strict({int(m): str(m) for m in Motif}, return_dtype=pl.String)


_MARKS = 2001
"""Marks run from 0 to 2000 hundredths: status × 2001 + mark tells any cell without a year."""


def _cell_text(batch: pl.DataFrame, column: CellColumn) -> pl.Series:
    status, mark = batch[column.name + STATUS], batch[column.name + MARK]
    index = status.cast(pl.Int32) * _MARKS + mark.cast(pl.Int32)
    distinct = index.unique()
    texts = [column.write(code // _MARKS, code % _MARKS) for code in distinct]
    table = pl.Series([""] * (int(distinct.max() or 0) + 1), dtype=pl.String)  # type: ignore[arg-type]
    text = table.scatter(distinct, texts).gather(index).alias(column.name)
    if (sessions := column.name + SESSION) in batch.columns and batch[sessions].null_count() < batch.height:
        years = pl.concat_str(text, pl.lit("@"), batch[sessions])
        text = batch.select(
            pl.when(pl.col(sessions).is_not_null()).then(years).otherwise(text).alias(column.name)
        ).to_series()
    return text
