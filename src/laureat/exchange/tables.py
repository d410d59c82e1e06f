"""Tables as people send them: CSV, XLSX or Parquet, always read as text, never through a float.

Headings are kept as written and compared through ``normalised_heading``. Lines are counted as the reader of the file
counts them: the heading is line 1, so the first row of a Parquet file, which has no heading line, is line 2.
"""

import functools
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from laureat.exchange.csv_rows import csv_rows, plain_csv
from laureat.exchange.parquet_columns import parquet_batches, parquet_headings
from laureat.exchange.problems import Problems
from laureat.exchange.rows import Fault, Row
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.vocabulary.characters import repaired, shown, unreadable
from laureat.vocabulary.french import folded, noun, plural
from laureat.vocabulary.french.failures import plainly
from laureat.vocabulary.spreadsheets import column_letters

if TYPE_CHECKING:
    from laureat.exchange.xlsx_sheet import SheetFacts

BATCH_ROWS = 200_000
HELP = "Aide"
"""The sheet of our own empty workbooks that explains, and is no list."""
HEAD = 25
"""Among how many rows the headings are looked for."""

_SEPARATORS = re.compile(r"[\s\-'’/.]+")
_HIDDEN = {
    True: "masquée dans le classeur, lue comme les autres",
    False: "masquées dans le classeur, lues comme les autres",
}
"""By whether there is only one."""
_SIGNATURES = {
    b"PK\x03\x04": "un classeur Excel ou une archive ZIP",
    b"\xd0\xcf\x11\xe0": "un classeur protégé par un mot de passe ou de l'ancien format .xls",
    b"PAR1": "un fichier Parquet",
    b"PARE": "un fichier Parquet chiffré",
    b"%PDF": "un document PDF",
}
_KINDS = {".csv": None, ".txt": None, ".xlsx": b"PK\x03\x04", ".xlsm": b"PK\x03\x04", ".parquet": b"PAR1"}


@functools.lru_cache(maxsize=4096)
def normalised_heading(text: str) -> str:
    """The key of a heading: no case, no accents, separators become one underscore (``N° Élève`` → ``n°_eleve``)."""
    return _SEPARATORS.sub("_", folded(text).strip()).strip("_")


@dataclass(frozen=True)
class Table:
    """Some rows of a table. Every column is text (String; Enum or Categorical only in the batches of a reader)."""

    frame: pl.DataFrame
    source: str
    lines: pl.Series
    """The line of each row in the file (UInt32)."""

    @property
    def keys(self) -> dict[str, str]:
        """Normalised heading → heading as written."""
        return {normalised_heading(heading): heading for heading in self.frame.columns}


class TableReader:
    """A table read batch by batch, so that a large file never stands whole in memory.

    ``problems`` grows while batches are taken; whoever takes the batches raises it at the end.
    """

    def __init__(
        self,
        path: Path,
        *,
        sheet: str | None = None,
        batch_rows: int = BATCH_ROWS,
        known: Mapping[str, str] | None = None,
        alone: bool = False,
    ) -> None:
        """Open a file. Raises InvalidInput where it cannot be read at all or its headings are at fault.

        ``known`` are the headings that may be met, normalised, and the column that each means: they tell the line of
        headings from a title above it, the sheet that is a list from the others, and the separator. ``alone``: another
        sheet that is a list too is a fault.
        """
        path = Path(path)
        kind = _kind(path)
        self.source = path.name
        self.problems = Problems(path.name)
        self.heading_line = 1
        self._known = known or {}
        self._batch_rows = batch_rows
        self._frames: Iterator[pl.DataFrame] | None = None
        self._merged_told: set[str] = set()
        plain = plain_csv(path, self._score) if kind in (".csv", ".txt") else None
        if kind == ".parquet":
            self.headings = parquet_headings(path)
            self._frames = parquet_batches(path, batch_rows, self.problems)
        elif plain is not None and self._heads(plain):
            self.headings = tuple(heading.strip() for heading in plain.row(0))
            self._frames = plain.slice(1).iter_slices(batch_rows)
        elif kind in (".csv", ".txt"):
            self._rows = csv_rows(path, self._score)
            self.headings = self._first_row()
        else:
            from laureat.exchange.xlsx_rows import xlsx_rows  # what reads a workbook takes as long to load as a list

            name, facts, self._rows = xlsx_rows(path, sheet, self._score)
            self.source = self.problems.source = f"{path.name} [{name}]"
            self.headings = self._first_row()
            self._tell_hidden(facts)
            self._tell_beside(path.name, facts.beside, alone=alone)
        if kind != ".parquet":
            letters = {shown(heading): column_letters(rank) for rank, heading in enumerate(self.headings, start=1)}
            self.problems.letters = letters
        self._check_headings()

    def __iter__(self) -> Iterator[Table]:
        """The batches, in the order of the file."""
        return self._row_batches() if self._frames is None else self._column_batches(self._frames)

    def _score(self, rows: Sequence[Sequence[str]]) -> int:
        """How many known headings stand on one row."""
        return max((self._recognised(row) for row in rows), default=0)

    def _recognised(self, cells: Sequence[str]) -> int:
        """How many known headings a row holds; one alone counts only where nothing else stands there."""
        said = [normalised_heading(cell) for cell in cells if cell and len(cell) < 100]
        found = len({self._known[heading] for heading in said if heading in self._known})
        return found if found > 1 or len([text for text in said if text]) == 1 else 0

    def _heads(self, plain: pl.DataFrame) -> bool:
        """True where the first row of a plain file is that of its headings."""
        first, *others = plain.head(HEAD).rows()
        return all(heading.strip() for heading in first) and self._recognised(first) >= self._score(others)

    def _first_row(self) -> tuple[str, ...]:
        """Find the row of headings, and tell of the rows above it, which are a title."""
        filled = (row for row in self._rows if not row.is_blank)
        head = list(itertools.islice(filled, HEAD))
        if not head:
            raise InvalidInput([InputProblem("le fichier est vide : une ligne d'intitulés est attendue", self.source)])
        scores = [self._recognised(row.cells) for row in head]
        rank = scores.index(max(scores))
        row = head[rank]
        self._rows = itertools.chain(head[rank + 1 :], filled)
        self.heading_line = row.line
        if rank:
            title = shown(" ".join(cell.strip() for cell in head[0].cells if cell.strip())[:60])
            above = _lines([title_row.line for title_row in head[:rank]])
            told = (
                f"{above} au-dessus des intitulés (ligne {row.line}), {noun(rank, 'prise')} pour un titre : « {title} »"
            )
            self.problems.warn(told)
        for fault in row.faults:
            self.problems.add(fault.message, line=row.line)
        headings = [cell.strip() for cell in row.cells]
        while headings and not headings[-1]:
            headings.pop()
        return tuple(headings)

    def _check_headings(self) -> None:
        seen: dict[str, str] = {}
        line = self.heading_line
        for rank, heading in enumerate(self.headings, start=1):
            key = normalised_heading(heading)
            if not key:
                self.problems.add(f"la colonne {column_letters(rank)} n'a pas d'intitulé", line=line)
            elif told := unreadable(heading):
                self.problems.add(f"l'intitulé {told}", line=line, column=shown(heading))
            elif key in seen:
                twin = "" if seen[key] == heading else f" (déjà écrite « {seen[key]} »)"
                self.problems.add(f"la colonne « {heading} » figure deux fois{twin}", line=line, column=heading)
            else:
                seen[key] = heading
            if repair := repaired(heading):
                told = f"l'intitulé semble mal décodé ; vouliez-vous « {repair} » ?"
                self.problems.warn(told, line=line, column=heading)
        self.problems.raise_if_any()

    def _tell_hidden(self, facts: "SheetFacts") -> None:
        """Hidden rows and columns are read like the others, and said."""
        lines = [line for line in facts.hidden_lines if line > self.heading_line]
        if lines:
            self.problems.warn(f"{_lines(lines)} : {_HIDDEN[len(lines) == 1]}")
        width = len(self.headings)
        if columns := [column_letters(rank) for rank in facts.hidden_columns if rank <= width]:
            where = noun(len(columns), "colonne")
            self.problems.warn(f"{where} {', '.join(columns)} : {_HIDDEN[len(columns) == 1]}")
        if facts.has_comments:
            self.problems.warn(
                "des commentaires de cellules ne sont pas lus : ce qui serait à lire est à mettre dans la liste"
            )

    def _tell_beside(self, name: str, beside: Mapping[str, int], *, alone: bool) -> None:
        """A sheet that was not read and holds something is said: what it holds would be missed in silence."""
        lists = {title for title, known in beside.items() if alone and known > 1}
        for titles, tell in ((lists, self.problems.extend), (beside.keys() - lists, self.problems.extend_warnings)):
            if left := ", ".join(f"« {title} »" for title in beside if title in titles and title != HELP):
                told = f"rien n'est lu de {left} : ce qui serait à lire est à mettre dans la liste"
                tell([InputProblem(told, name)])

    def _row_batches(self) -> Iterator[Table]:
        width = len(self.headings)
        rows: list[list[str]] = []
        lines: list[int] = []
        for row in self._rows:
            if row.is_blank:
                continue
            self._note_faults(row)
            if (cells := self._fitted(row, width)) is None:
                continue
            rows.append(cells)
            lines.append(row.line)
            if len(rows) >= self._batch_rows:
                yield self._table(rows, lines)
                rows, lines = [], []
        if rows:
            yield self._table(rows, lines)

    def _note_faults(self, row: Row) -> None:
        for fault in row.faults:
            self._note_fault(row.line, fault)
        for fault in row.merged:
            if fault.rank < len(self.headings) and fault.message not in self._merged_told:
                self._merged_told.add(fault.message)
                self._note_fault(row.line, fault)

    def _note_fault(self, line: int, fault: Fault) -> None:
        column = self.headings[fault.rank] if fault.rank < len(self.headings) else column_letters(fault.rank + 1)
        (self.problems.warn if fault.is_warning else self.problems.add)(fault.message, line=line, column=column)

    def _fitted(self, row: Row, width: int) -> list[str] | None:
        cells = row.cells
        if len(cells) == width:
            return cells
        if len(cells) > width:
            if any(cell.strip() for cell in cells[width:]):
                advice = "vérifier le séparateur et les guillemets"
                self.problems.add(
                    f"{plural(len(cells), 'cellule')} pour {plural(width, 'intitulé')} ; {advice}", line=row.line
                )
                return None
            return cells[:width]
        if not row.padded:
            advice = "le fichier est peut-être tronqué"
            self.problems.add(
                f"{plural(len(cells), 'cellule')} seulement pour {plural(width, 'intitulé')} ; {advice}", line=row.line
            )
            return None
        return cells + [""] * (width - len(cells))

    def _table(self, rows: list[list[str]], lines: list[int]) -> Table:
        columns: Iterable[tuple[str, ...]] = zip(*rows, strict=True)
        frame = pl.DataFrame(
            [pl.Series(name, cells, pl.String) for name, cells in zip(self.headings, columns, strict=True)]
        )
        return Table(frame, self.source, pl.Series("ligne", lines, pl.UInt32))

    def _column_batches(self, frames: Iterator[pl.DataFrame]) -> Iterator[Table]:
        first = 2
        for frame in frames:
            lines = pl.int_range(first, first + frame.height, dtype=pl.UInt32, eager=True).alias("ligne")
            first += frame.height
            table = frame.rename(dict(zip(frame.columns, self.headings, strict=True)))
            if (blank := _blank(table)).any():
                table, lines = table.filter(~blank), lines.filter(~blank)
            if table.height:
                yield Table(table, self.source, lines)


def _blank(table: pl.DataFrame) -> pl.Series:
    """The rows where no cell says anything; only those whose first cell is empty are looked at twice."""
    empty = (table.to_series(0).cast(pl.String).fill_null("") == "").alias("vide")
    if not empty.any():
        return empty
    silent = pl.all_horizontal(pl.all().cast(pl.String).fill_null("").str.strip_chars() == "")
    return empty & table.select(silent.alias("vide")).to_series()


def _lines(lines: Sequence[int]) -> str:
    """``ligne 3``, or ``lignes 3, 5 à 8``."""
    told: list[str] = []
    for _, run in itertools.groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        first, *others = [line for _, line in run]
        told.append(f"{first} à {others[-1]}" if others else f"{first}")
    return f"{noun(len(lines), 'ligne')} {', '.join(told)}"


def read_table(
    path: Path,
    *,
    sheet: str | None = None,
    known: Mapping[str, str] | None = None,
    warnings: list[InputProblem] | None = None,
) -> Table:
    """Read a whole table as text: every column is a String, empty lines are skipped, line numbers kept.

    ``known`` are the headings that may be met (see ``TableReader``); ``warnings`` receives what a person should look
    at, and that stops nothing.

    Raises InvalidInput, with every problem found, for a file that is unreadable, empty or corrupt, of another kind
    than its name says, for headings that stand twice, for rows that do not fit their headings, for cells that hold
    a spreadsheet error.
    """
    reader = TableReader(path, sheet=sheet, known=known)
    tables = list(reader)
    for table in tables:
        note_unreadable(table, table.frame.columns, reader.problems)
    reader.problems.raise_if_any()
    if warnings is not None:
        warnings += reader.problems.warnings
    if not tables:
        empty = pl.DataFrame(schema=dict.fromkeys(reader.headings, pl.String))
        return Table(empty, reader.source, pl.Series("ligne", [], pl.UInt32))
    frame = pl.concat([table.frame.select(pl.all().cast(pl.String).fill_null("")) for table in tables])
    return Table(frame, reader.source, pl.concat([table.lines for table in tables]))


UNREADABLE = (
    r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x{9F}\p{Cf}\p{Co}\p{Zl}\p{Zp}"
    r"\x{34F}\x{FE00}-\x{FE0F}\x{FFFC}\x{FFFD}\x{E0100}-\x{E01EF}]"
)
"""The characters of ``vocabulary.characters.is_unreadable``, for a column."""


def note_unreadable(table: Table, headings: Iterable[str], problems: Problems) -> None:
    """Tell the cells of these columns that hold a character that nobody can check."""
    for heading in headings:
        texts = table.frame[heading].cast(pl.String)
        for row in texts.str.contains(UNREADABLE).fill_null(False).arg_true().head(problems.room + 1):
            if told := unreadable(texts[row]):  # empty where Python knows a later Unicode than Polars, or an earlier
                problems.add(told, line=table.lines[row], column=heading)


def _kind(path: Path) -> str:
    """The kind of a file, from its name, checked against its first bytes."""
    kind = path.suffix.lower()
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except FileNotFoundError:
        raise InvalidInput([InputProblem("le fichier n'existe pas", str(path))]) from None
    except OSError as error:
        reason = "c'est un dossier" if path.is_dir() else plainly(error)
        raise InvalidInput([InputProblem(f"le fichier ne peut pas être lu : {reason}", str(path))]) from None
    problem = ""
    if kind not in _KINDS:
        accepted = "CSV (.csv), Excel (.xlsx), Parquet (.parquet)"
        problem = f"l'extension « {kind} » n'est pas connue ; formats acceptés : {accepted}"
    elif not start:
        problem = "le fichier est vide"
    elif start != _KINDS[kind] and (_KINDS[kind] is not None or start in _SIGNATURES):
        found = _SIGNATURES.get(start, "un fichier d'un autre format")
        problem = f"le contenu ne correspond pas à l'extension « {kind} » : c'est {found}"
    elif kind in (".xlsx", ".xlsm") and not zipfile.is_zipfile(path):
        problem = "le classeur est abîmé ou tronqué"
    if problem:
        raise InvalidInput([InputProblem(problem, path.name)])
    return kind
