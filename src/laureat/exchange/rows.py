"""One row of a table made of rows (CSV, XLSX), before its columns are known."""

from typing import NamedTuple


class Fault(NamedTuple):
    """A cell that cannot be read at all."""

    rank: int
    """The rank of the column, from 0."""
    message: str
    is_warning: bool = False
    """True where the cell was read all the same, and a person should look at it."""


class Row(NamedTuple):
    """The cells of a row as text, and the line where it begins."""

    line: int
    cells: list[str]
    faults: tuple[Fault, ...] = ()
    padded: bool = False
    """True where the format leaves out the empty cells at the end of a row."""
    merged: tuple[Fault, ...] = ()
    """The merged ranges that cover the row, each at its first column; a blank row may be covered without harm."""

    @property
    def is_blank(self) -> bool:
        """True when no cell says anything."""
        return not self.faults and not "".join(self.cells).strip()
