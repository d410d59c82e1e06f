"""Cells that a spreadsheet would run rather than show."""

import re

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def safe(cell: object) -> str:
    """The text of a cell, behind an apostrophe where a spreadsheet would take it for a formula; numbers stay.

    For what people open: lists, indexes, exports. ``decisions.csv`` and the lists that are read again hold exact texts.
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_RUN) and not _NUMBER.fullmatch(text) else text
