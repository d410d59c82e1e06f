"""What stands in one cell of a mark sheet: a mark that knows what it is, or the reason why there is none."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from laureat.vocabulary.cell_hints import hint
from laureat.vocabulary.numbers import MARK_MAX, format_hundredths, parse_hundredths, parse_mark


class UnitStatus(IntEnum):
    """What a unit holds for a candidate. The numbers are stored in columns: append, never renumber."""

    VIDE = 0
    """Not entered yet."""
    NOTE = 1
    """A mark of this session."""
    BENEFICE = 2
    """``B``: a mark kept from an earlier session (CE D337-69)."""
    ABSENT = 3
    """``AB``: absence without justification (CE D337-81)."""
    ABSENT_JUSTIFIE = 4
    """``AJ``: justified absence (CE D337-81)."""
    DISPENSE = 5
    """``DI``: dispensed of the unit (CE D337-71)."""
    VALIDE_VAE = 6
    """``VA``: unit validated by a VAE jury (CE D337-69)."""
    ANNULE = 7
    """``NU``: test annulled for fraud (CE D334-25 and following)."""
    VALIDE = 8
    """``V``: block validated by its jury (capitalisation); with a session, held from an earlier one."""
    NON_VALIDE = 9
    """``NV``: block assessed, not validated (capitalisation)."""


CODES: dict[str, UnitStatus] = {
    "AB": UnitStatus.ABSENT,
    "AJ": UnitStatus.ABSENT_JUSTIFIE,
    "DI": UnitStatus.DISPENSE,
    "VA": UnitStatus.VALIDE_VAE,
    "NU": UnitStatus.ANNULE,
}
BLOCK_CODES: dict[str, UnitStatus] = {
    "V": UnitStatus.VALIDE,
    "NV": UnitStatus.NON_VALIDE,
    "VA": UnitStatus.VALIDE_VAE,
    "DI": UnitStatus.DISPENSE,
    "AB": UnitStatus.ABSENT,
    "AJ": UnitStatus.ABSENT_JUSTIFIE,
}
_CODE_OF = {status: code for code, status in (CODES | BLOCK_CODES).items()}
_HELD = re.compile(r"V\s*@\s*([0-9]{4})", re.IGNORECASE)
_BENEFICE = re.compile(r"B\s*([0-9][0-9.,]*)\s*(?:@\s*([0-9]{4}))?", re.IGNORECASE)


class CellError(ValueError):
    """A cell that says nothing lawful; the message says, in French, what was expected."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A status and a mark in hundredths of a point (0 where there is none)."""

    status: UnitStatus = UnitStatus.VIDE
    mark: int = 0
    session: int | None = None
    """The year of the session that gave a kept mark or a held block, when the sheet says it."""

    def __str__(self) -> str:
        """The cell as one would type it: ``12,5``, ``B12,5@2023``, ``AB``, or nothing."""
        match self.status:
            case UnitStatus.VIDE:
                return ""
            case UnitStatus.NOTE:
                return format_hundredths(self.mark)
            case UnitStatus.BENEFICE:
                year = f"@{self.session}" if self.session else ""
                return f"B{format_hundredths(self.mark)}{year}"
            case UnitStatus.VALIDE if self.session:
                return f"V@{self.session}"
            case _:
                return _CODE_OF[self.status]


def parse_cell(text: str) -> Cell:
    """Read one cell: a mark, ``AB AJ DI VA NU``, ``B12,5``, ``B12,5@2023``, or nothing. Case does not matter.

    Raises CellError with a French message naming what came, what was expected, and what may have been meant.
    """
    try:
        return _parsed_cell(text.strip())
    except CellError as error:
        raise CellError(f"{error}{hint(text, _accepted_by(_parsed_cell))}") from None


def _accepted_by(read: Callable[[str], Cell]) -> Callable[[str], bool]:
    def accepts(text: str) -> bool:
        try:
            return bool(text) and bool(read(text).status)
        except CellError:
            return False

    return accepts


def _parsed_cell(text: str) -> Cell:
    if not text:
        return Cell()
    code = text.upper()
    if code in CODES:
        return Cell(CODES[code])
    try:
        if kept := _BENEFICE.fullmatch(text):
            return Cell(UnitStatus.BENEFICE, parse_mark(kept[1]), int(kept[2]) if kept[2] else None)
        if text[0].isdigit() or text[0] in "+-,.":
            return Cell(UnitStatus.NOTE, parse_mark(text))
    except ValueError as error:
        raise CellError(f"{error} ; attendu : une note de 0 à 20 en points ou demi-points") from None
    raise CellError(
        f"« {text} » n'est ni une note de 0 à 20, ni un code connu (AB, AJ, DI, VA, NU, B12,5 ou B12,5@2023)"
    )


def parse_block_cell(text: str) -> Cell:
    """Read one cell where each block is validated on its own: ``V NV VA DI AB AJ``, ``V@2023``, a mark, or nothing.

    A mark runs from 0 to 20, to the hundredth. Raises CellError with a French message, and what may have been meant.
    """
    try:
        return _parsed_block_cell(text.strip())
    except CellError as error:
        raise CellError(f"{error}{hint(text, _accepted_by(_parsed_block_cell))}") from None


def _parsed_block_cell(text: str) -> Cell:
    if not text:
        return Cell()
    if (code := text.upper()) in BLOCK_CODES:
        return Cell(BLOCK_CODES[code])
    if held := _HELD.fullmatch(text):
        return Cell(UnitStatus.VALIDE, session=int(held[1]))
    if text[0].isdigit() or text[0] in "+-,.":
        try:
            mark = parse_hundredths(text)
        except ValueError as error:
            raise CellError(f"{error} ; attendu : une note de 0 à 20") from None
        if not 0 <= mark <= MARK_MAX:
            raise CellError(f"la note {text} n'est pas entre 0 et 20")
        return Cell(UnitStatus.NOTE, mark)
    raise CellError(f"« {text} » n'est ni un code connu (V, NV, VA, DI, AB, AJ, V@2023), ni une note de 0 à 20")
