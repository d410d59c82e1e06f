"""How a printer sets French: spaces, apostrophes, figures. Names are never touched."""

import functools
import re
from fractions import Fraction
from typing import Any

from laureat.vocabulary import format_hundredths, truncated_average
from laureat.vocabulary.french import NARROW, NO_BREAK, initials, plural, unbroken

_BEFORE = re.compile(r"[ \u00a0\u202f]+([;!?»%])")
_COLON = re.compile(r"[ \u00a0\u202f]+:")
_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_ORDINAL = re.compile(r"\b(?:1\s?(?:ère|ere)|(1[0-9]|[2-9]|[2-9][0-9])\s?(?:ème|eme))\b")


class AsTyped(str):
    """A text that papers show as it was typed: a name, a number."""

    __slots__ = ()


@functools.lru_cache(maxsize=4096)
def polish(text: str) -> str:
    """Set the spaces and apostrophes of a French sentence."""
    text = _BEFORE.sub(NARROW + r"\1", text)
    text = _COLON.sub(NO_BREAK + ":", text)
    text = _OPENING.sub("«" + NARROW, text)
    text = unbroken(text)
    text = _ORDINAL.sub(lambda found: f"{found[1]}e" if found[1] else "1re", text)
    return _APOSTROPHE.sub("’", initials(text))


def polished(value: Any) -> Any:
    """The same, through lists and dictionaries (values only)."""
    if isinstance(value, AsTyped):
        return value
    if isinstance(value, str):
        return polish(value)
    if isinstance(value, list | tuple):
        return [polished(item) for item in value]
    if isinstance(value, dict):
        return {key: polished(item) for key, item in value.items()}
    return value


def mark(hundredths: int) -> str:
    """A mark with two decimals: ``12,50``."""
    return format_hundredths(hundredths, decimals=2)


def signed(hundredths: int) -> str:
    """Points with their sign: ``+ 2,50``, ``− 1,00``."""
    sign = "−" if hundredths < 0 else "+"
    return f"{sign}{NARROW}{format_hundredths(abs(hundredths), decimals=2)}"


def average(value: Fraction) -> str:
    """An average cut (never rounded up) to two decimals: ``9,99``."""
    return format_hundredths(truncated_average(value), decimals=2)


def percent(part: int, whole: int) -> str:
    """A share cut to a tenth: ``85,1 %``; a dash of nothing."""
    if whole == 0:
        return "—"
    tenths = part * 1000 // whole
    return f"{tenths // 10},{tenths % 10}{NARROW}%"


def counted(count: int, one: str, many: str = "") -> str:
    """A count that never parts from its noun at the end of a line: ``1 candidat``, ``2 candidats``."""
    return plural(count, one, many).replace(" ", NO_BREAK, 1)
