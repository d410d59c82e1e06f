"""A synthetic cohort written as a file of candidates: CSV, XLSX or Parquet, whole or not at all."""

import contextlib
import datetime
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl

from laureat.deliberation.reglement import SessionRules
from laureat.exchange.batches import ACCES, route_types
from laureat.exchange.candidates import canonical_text
from laureat.exchange.cohorte import cohort, kept_years
from laureat.exchange.spec import MOTIFS, OUI_NON, Spec
from laureat.exchange.tables import BATCH_ROWS
from laureat.vocabulary import MARK_MAX, MARK_STEP, InputProblem, InvalidInput, format_hundredths, french

MAX_ROWS = 99_999_999
"""Numbers of candidates have eight digits."""

XLSX_MAX_ROWS = 1_048_575
"""What an Excel sheet holds below its heading."""

Progress = Callable[[int], None]


def write_cohort(
    path: Path,
    rules: SessionRules,
    count: int,
    seed: int,
    *,
    identities: bool = True,
    batch_rows: int = BATCH_ROWS,
    progress: Progress = lambda done: None,
) -> None:
    """Write a cohort; memory holds one batch at a time (a workbook, for XLSX, is written as it comes).

    Raises InvalidInput for an extension that is not .csv, .xlsx or .parquet, or more rows than the file may hold.
    """
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx, ".parquet": _write_parquet}
    kind = path.suffix.lower()
    limit = XLSX_MAX_ROWS if kind == ".xlsx" else MAX_ROWS
    problem = ""
    if kind not in writers:
        problem = f"l'extension « {kind} » n'est pas connue ; formats possibles : .csv, .xlsx, .parquet"
    elif not 1 <= count <= limit:
        asked = french.plural(count, "candidat demandé", "candidats demandés")
        problem = f"{asked} ; possible : de 1 à {french.number(limit)}"
    elif not path.parent.is_dir():
        problem = f"le dossier {path.parent} n'existe pas"
    if problem:
        raise InvalidInput([InputProblem(problem, str(path))])
    spec = Spec(rules)

    def texts() -> Iterator[pl.DataFrame]:
        for first in range(0, count, batch_rows):
            size = min(batch_rows, count - first)
            yield canonical_text(cohort(rules, size, seed, first, identities=identities), spec)
            progress(first + size)

    with _replacing(path) as temporary:
        writers[kind](temporary, texts(), rules, spec)


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A temporary sibling that takes the place of the file at the end, and leaves no trace where something fails."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}.") as folder:
        temporary = Path(folder) / path.name
        yield temporary
        os.replace(temporary, path)


def _write_csv(path: Path, texts: Iterator[pl.DataFrame], rules: SessionRules, spec: Spec) -> None:
    with path.open("wb") as file:
        for rank, text in enumerate(texts):
            text.with_columns(pl.all().replace("", None)).write_csv(file, separator=";", include_header=rank == 0)


def _write_parquet(path: Path, texts: Iterator[pl.DataFrame], rules: SessionRules, spec: Spec) -> None:
    """Cells and choices are written as Enum: a reader then maps codes, and never meets a text."""
    mandatory = {unit.code for unit in rules.mandatory}
    types = cell_types(rules, spec) | {"voie_acces": pl.Enum(["", *ACCES.categories])}
    types |= {"voie": route_types(spec.famille)[0]} if spec.route_required else {}
    types |= {heading: pl.Enum(list(MOTIFS.values)) for unit, heading in spec.motifs.items() if unit in mandatory}
    types |= {
        choice.name: pl.Enum(list(choice.values)) for choice in spec.choices if choice.name in ("forme", "option")
    }
    types |= {flag: pl.Enum(list(OUI_NON.values)) for flag in spec.flags}
    parts: list[Path] = []
    for text in texts:
        parts.append(path.with_name(f"partie-{len(parts):06d}.parquet"))
        text.with_columns(pl.col(name).cast(dtype) for name, dtype in types.items()).write_parquet(parts[-1])
    if len(parts) == 1:
        parts[0].rename(path)
    else:
        pl.scan_parquet(parts, glob=False).sink_parquet(path)


_HELD_YEARS = 10
"""For how many years back an invented candidate may hold a block."""


def cell_types(rules: SessionRules, spec: Spec) -> dict[str, pl.Enum]:
    """For each column of cells, all that a cohort may hold there; only compulsory units keep marks of earlier years."""
    marks = [format_hundredths(mark) for mark in range(0, MARK_MAX + 1, MARK_STEP)]
    simple = ["", *marks, *spec.famille.cellules.known]
    years = range(spec.session - kept_years(rules), spec.session + 1)
    kept = [f"B{mark}@{year}" for year in years for mark in marks]
    if spec.famille.cellules.holds:
        kept = [f"V@{spec.session - ago}" for ago in range(_HELD_YEARS)]
    mandatory = {unit.code for unit in rules.mandatory}
    return {column.name: pl.Enum([*simple, *kept] if column.name in mandatory else simple) for column in spec.cells}


def _write_xlsx(path: Path, texts: Iterator[pl.DataFrame], rules: SessionRules, spec: Spec) -> None:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Candidats")
    cells = {column.name for column in spec.cells}
    for rank, text in enumerate(texts):
        if rank == 0:
            sheet.append(text.columns)
        typed = [_number if name in cells else _day if name == "date_naissance" else str for name in text.columns]
        for row in text.iter_rows():
            sheet.append([read(cell) if cell else None for read, cell in zip(typed, row, strict=True)])
    workbook.save(path)


def _number(cell: str) -> Any:
    """A mark as Excel holds it: half points are exact there."""
    return float(cell.replace(",", ".")) if cell[0].isdigit() else cell


def _day(cell: str) -> datetime.date:
    return french.parse_date(cell)
