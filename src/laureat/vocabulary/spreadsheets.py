"""Cells that a spreadsheet would run rather than show, and how it names its columns."""

import re

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def safe(cell: object) -> str:
    """The text of a cell, behind an apostrophe where a spreadsheet would take it for a formula; numbers stay.

    For what people open: lists, indexes, exports. ``decisions.csv`` and the lists that are read again hold exact texts.
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_RUN) and not _NUMBER.fullmatch(text) else text


def column_letters(rank: int) -> str:
    """The letters of a column, the first being 1 and « A », the twenty-seventh « AA »."""
    letters = ""
    while rank:
        rank, left = divmod(rank - 1, 26)
        letters = chr(ord("A") + left) + letters
    return letters
