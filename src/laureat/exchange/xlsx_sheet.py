"""What a streaming reader of workbooks leaves out: merged ranges, hidden rows and columns, formulas, how big it is.

Archives are checked before they are unpacked, sheets before their rows are taken: limits are counts, told in the
refusal.
"""

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from lxml import etree
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

from laureat.vocabulary import InputProblem, InvalidInput, french

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The size of an Excel sheet."""

_UNPACKED_LIMIT = 2 << 30
_UNPACKED_UNSEEN = 64 << 20
"""Below this many bytes, nobody minds how well a part is compressed."""
_RATIO_LIMIT = 250
_PARTS_LIMIT = 10_000
_CELLS_LIMIT = 200_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_AGAIN = "l'enregistrer de nouveau depuis le tableur (.xlsx)"


def check_archive(path: Path) -> None:
    """Refuse an archive that no spreadsheet would have written. Raises InvalidInput with the reason."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        raise damaged(path) from None
    size = sum(part.file_size for part in parts)
    told = ""
    if odd := next((part for part in parts if part.compress_type not in _METHODS), None):
        told = f"la méthode de compression {odd.compress_type} n'est pas celle d'un classeur ; {_AGAIN}"
    elif any(part.flag_bits & 1 for part in parts):
        told = f"le classeur est chiffré ; en ôter le mot de passe et {_AGAIN}"
    elif len(parts) > _PARTS_LIMIT:
        told = f"le classeur a {french.plural(len(parts), 'partie')}, plus que {_PARTS_LIMIT} : refusé"
    elif size > _UNPACKED_LIMIT:
        told = f"le classeur, décompressé, occuperait {size >> 20} Mio, plus que {_UNPACKED_LIMIT >> 20} : refusé"
    elif bomb := next((part for part in parts if _is_bomb(part)), None):
        ratio = bomb.file_size // max(1, bomb.compress_size)
        told = f"la partie {bomb.filename} du classeur grossirait {ratio} fois, plus que {_RATIO_LIMIT} : refusé"
    if told:
        raise InvalidInput([InputProblem(told, path.name)])


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _UNPACKED_UNSEEN and part.file_size > _RATIO_LIMIT * part.compress_size


def damaged(path: Path) -> InvalidInput:
    """The refusal of a workbook that cannot be read."""
    told = f"le classeur est abîmé, ou n'est pas un classeur Excel ; {_AGAIN}"
    return InvalidInput([InputProblem(told, path.name)])


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range: ``B3:B4``, its first column from 0, its first and last lines."""

    reference: str
    rank: int
    first: int
    last: int


@dataclass
class SheetFacts:
    """What stands around the cells of a sheet."""

    merged: list[Merged] = field(default_factory=list)
    hidden_lines: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    has_formulas: bool = False
    has_comments: bool = False
    beside: dict[str, int] = field(default_factory=dict)
    """The other sheets of the workbook that hold something, and how much each looks like the list; hidden ones too."""
    cells: int = 0
    """How many cells the rows hold, the empty ones before their last included."""

    def note_row(self, line: int, row: etree._Element) -> None:
        """One row of the sheet. Raises ValueError where it stands outside of any sheet."""
        reference = row[-1].get("r") if len(row) else None
        last = _column(reference) if reference else len(row)
        self.cells += last
        if not 0 < line <= LAST_ROW or last > LAST_COLUMN or self.cells > _CELLS_LIMIT:
            raise ValueError(f"row {line}, column {last}")
        if row.get("hidden") in ("1", "true"):
            self.hidden_lines.append(line)

    def note_column(self, column: etree._Element) -> None:
        """The format of one or several columns."""
        if column.get("hidden") in ("1", "true"):
            first, last = int(column.get("min", "1")), min(int(column.get("max", "1")), LAST_COLUMN)
            if last - first < 200:  # columns hidden up to the edge of the sheet hold nothing
                self.hidden_columns += range(first, last + 1)

    def note_merged(self, reference: str) -> None:
        """A merged range."""
        left, first, _, last = range_boundaries(reference)
        if left and first and last:
            self.merged.append(Merged(reference, left - 1, first, last))


def _column(reference: str) -> int:
    return column_index_from_string(coordinate_from_string(reference)[0])


def sheet_facts(file: IO[bytes]) -> SheetFacts:
    """Read the XML of a sheet once. Raises ValueError or etree.XMLSyntaxError where it is none."""
    facts = SheetFacts()
    line = 0
    tags = ("{*}row", "{*}f", "{*}mergeCell", "{*}col", "{*}legacyDrawing")
    for _, element in etree.iterparse(file, events=("end",), tag=tags, resolve_entities=False, no_network=True):
        match etree.QName(element).localname:
            case "row":
                line = int(element.get("r", line + 1))
                facts.note_row(line, element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
            case "f":
                facts.has_formulas = True
            case "legacyDrawing":  # where the comments of cells are drawn
                facts.has_comments = True
            case "mergeCell":
                facts.note_merged(element.get("ref", ""))
            case _:
                facts.note_column(element)
    return facts
