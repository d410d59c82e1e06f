"""How a paper writes French: spaces, dates, numbers, lists. Names are never touched."""

import functools
import re
import unicodedata
from datetime import date
from fractions import Fraction
from typing import Any

from laureat.vocabulary import format_hundredths, truncated_average

NARROW = "\u202f"
"""Narrow no-break space: before ; ! ? and inside guillemets, between thousands."""
NO_BREAK = "\u00a0"

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

_BEFORE = re.compile(r"[ \u00a0\u202f]+([;!?»%])")
_COLON = re.compile(r"[ \u00a0\u202f]+:")
_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


class AsTyped(str):
    """A text that papers show as it was typed: a name, a number."""

    __slots__ = ()


@functools.lru_cache(maxsize=4096)
def polish(text: str) -> str:
    """Set the spaces and apostrophes of a French sentence."""
    text = _BEFORE.sub(NARROW + r"\1", text)
    text = _COLON.sub(NO_BREAK + ":", text)
    text = _OPENING.sub("«" + NARROW, text)
    return _APOSTROPHE.sub("’", text)


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


def number(value: int) -> str:
    """A count, thousands apart: 12 345."""
    return f"{value:,}".replace(",", NARROW)


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


def long_date(day: date) -> str:
    """``14 mars 2008``, ``1er juillet 2026``."""
    figure = "1er" if day.day == 1 else str(day.day)
    return f"{figure}{NO_BREAK}{MONTHS[day.month - 1]}{NO_BREAK}{day.year}"


def short_date(day: date) -> str:
    """``14/03/2008``."""
    return f"{day:%d/%m/%Y}"


def parse_date(text: str) -> date:
    """Read ``JJ/MM/AAAA`` or ``AAAA-MM-JJ``; ValueError in French otherwise."""
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip()):
        parts = int(found[3]), int(found[2]), int(found[1])
    elif found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip()):
        parts = int(found[1]), int(found[2]), int(found[3])
    else:
        raise ValueError(f"« {text} » n'est pas une date JJ/MM/AAAA")
    try:
        return date(*parts)
    except ValueError:
        raise ValueError(f"« {text} » n'est pas une date du calendrier") from None


def spelled_date(text: str) -> str:
    """The long form of a date typed JJ/MM/AAAA; what is no date is given back as typed."""
    try:
        return long_date(parse_date(text))
    except ValueError:
        return text


def plural(count: int, one: str, many: str = "") -> str:
    """``1 candidat``, ``2 candidats``: French counts 0 and 1 as singular."""
    return f"{number(count)}{NO_BREAK}{one if abs(count) < 2 else many or one + 's'}"


def enumeration(items: list[str]) -> str:
    """``a, b et c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} et {items[-1]}" if items else ""


def sort_key(text: str) -> str:
    """Where a name stands in a French list: letters without accents nor case, then marks aside."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
