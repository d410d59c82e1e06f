"""One row of a table made of rows (CSV, XLSX), before its columns are known."""

from typing import NamedTuple


class Fault(NamedTuple):
    """A cell that cannot be read at all."""

    rank: int
    """The rank of the column, from 0."""
    message: str


class Row(NamedTuple):
    """The cells of a row as text, and the line where it begins."""

    line: int
    cells: list[str]
    faults: tuple[Fault, ...] = ()
    padded: bool = False
    """True where the format leaves out the empty cells at the end of a row."""

    @property
    def is_blank(self) -> bool:
        """True when no cell says anything."""
        return not self.faults and not "".join(self.cells).strip()
