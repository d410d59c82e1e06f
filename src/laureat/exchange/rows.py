"""One row of a table made of rows (CSV, XLSX), before its columns are known."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be read at all."""

    index: int
    """The rank of the column, from 0."""
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row as text, and the line where it begins."""

    line: int
    cells: list[str]
    faults: tuple[Fault, ...] = ()
    padded: bool = False
    """True where the format leaves out the empty cells at the end of a row."""

    @property
    def is_blank(self) -> bool:
        """True when no cell says anything."""
        return not self.faults and not any(cell.strip() for cell in self.cells)
