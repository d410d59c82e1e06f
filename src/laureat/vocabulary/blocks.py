"""What a jury wrote about one block of competences, where each block is validated on its own."""

import re
from dataclasses import dataclass
from enum import IntEnum

from laureat.vocabulary.cells import CellError
from laureat.vocabulary.numbers import MARK_MAX, format_hundredths, parse_hundredths


class BlockStatus(IntEnum):
    """What a block holds for a candidate. The numbers are stored in columns: append, never renumber."""

    VIDE = 0
    """Not assessed yet."""
    NOTE = 1
    """A mark; whether it validates is a matter of the règlement."""
    VALIDE = 2
    """``V``: validated; with a session, held from an earlier one."""
    NON_VALIDE = 3
    """``NV``: assessed, not validated."""
    VALIDE_VAE = 4
    """``VA``: validated by a VAE jury."""
    DISPENSE = 5
    """``DI``: dispensed: does not block, is not attested."""
    ABSENT = 6
    """``AB``: absence without justification."""
    ABSENT_JUSTIFIE = 7
    """``AJ``: justified absence."""


BLOCK_CODES: dict[str, BlockStatus] = {
    "V": BlockStatus.VALIDE,
    "NV": BlockStatus.NON_VALIDE,
    "VA": BlockStatus.VALIDE_VAE,
    "DI": BlockStatus.DISPENSE,
    "AB": BlockStatus.ABSENT,
    "AJ": BlockStatus.ABSENT_JUSTIFIE,
}
_CODE_OF = {status: code for code, status in BLOCK_CODES.items()}
_HELD = re.compile(r"V\s*@\s*(\d{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BlockCell:
    """A status and a mark in hundredths of a point (0 where there is none)."""

    status: BlockStatus = BlockStatus.VIDE
    mark: int = 0
    session: int | None = None
    """The year of the session that validated the block, when the sheet says it."""

    def __str__(self) -> str:
        """The cell as one would type it: ``V``, ``V@2023``, ``12,5``, ``NV``, or nothing."""
        match self.status:
            case BlockStatus.VIDE:
                return ""
            case BlockStatus.NOTE:
                return format_hundredths(self.mark)
            case BlockStatus.VALIDE if self.session:
                return f"V@{self.session}"
            case _:
                return _CODE_OF[self.status]


def parse_block_cell(text: str) -> BlockCell:
    """Read one cell: ``V NV VA DI AB AJ``, ``V@2023``, a mark from 0 to 20, or nothing. Case does not matter.

    Raises CellError with a French message naming what came and what was expected.
    """
    text = text.strip()
    if not text:
        return BlockCell()
    if (code := text.upper()) in BLOCK_CODES:
        return BlockCell(BLOCK_CODES[code])
    if held := _HELD.fullmatch(text):
        return BlockCell(BlockStatus.VALIDE, session=int(held[1]))
    if text[0].isdigit() or text[0] in "+-,.":
        try:
            mark = parse_hundredths(text)
        except ValueError as error:
            raise CellError(f"{error} ; attendu : une note de 0 à 20") from None
        if not 0 <= mark <= MARK_MAX:
            raise CellError(f"la note {text} n'est pas entre 0 et 20")
        return BlockCell(BlockStatus.NOTE, mark)
    raise CellError(f"« {text} » n'est ni un code connu (V, NV, VA, DI, AB, AJ, V@2023), ni une note de 0 à 20")
