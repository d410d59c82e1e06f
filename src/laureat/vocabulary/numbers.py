"""Exact numbers: hundredths in, hundredths out.

A mark of 12,5 is 1250; a coefficient of 1,5 is 150. Averages stay fractions until they are shown, and are then cut,
never rounded up: 9,996 must not read 10,00 on the paper of a candidate who failed (digest R-MARK-03).
"""

import re
from fractions import Fraction

MARK_MAX = 2000
"""The highest mark, in hundredths of a point (arrêté du 24 juillet 1997, art. 1)."""

MARK_STEP = 50
"""Marks are given in whole or half points (arrêté du 24 juillet 1997, art. 1)."""

_DECIMAL = re.compile(r"([+-]?)(\d{1,9})(?:[.,](\d+))?", re.ASCII)


def quoted(text: str, most: int = 40) -> str:
    """What someone wrote, as a message quotes it: a text without end is cut."""
    return text if len(text) <= most else f"{text[:most]}…"


def parse_hundredths(text: str) -> int:
    """Read ``12,5`` or ``12.50`` as a whole number of hundredths, without ever passing through a float.

    Raises ValueError, in French, when the text is no number or is finer than a hundredth.
    """
    match = _DECIMAL.fullmatch(text.strip())
    if match is None:
        if re.fullmatch(r"[+-]?[0-9]{10,}(?:[.,][0-9]+)?", text.strip()):
            raise ValueError(f"« {quoted(text)} » est un nombre trop grand")
        raise ValueError(f"« {quoted(text)} » n'est pas un nombre")
    sign, whole, decimals = match.groups()
    decimals = (decimals or "").rstrip("0")
    if len(decimals) > 2:
        raise ValueError(f"« {quoted(text)} » est plus fin que le centième")
    value = int(whole) * 100 + int(decimals.ljust(2, "0"))
    return -value if sign == "-" else value


def parse_mark(text: str) -> int:
    """Read a mark in hundredths: 0 to 20, whole or half points (arrêté du 24 juillet 1997, art. 1)."""
    value = parse_hundredths(text)
    if not 0 <= value <= MARK_MAX:
        raise ValueError(f"la note {text} n'est pas entre 0 et 20")
    if value % MARK_STEP:
        raise ValueError(f"la note {text} n'est ni un point entier ni un demi-point")
    return value


def format_hundredths(value: int, *, decimals: int | None = None, comma: str = ",") -> str:
    """Write hundredths as French decimals: 1250 → ``12,5``; with ``decimals=2`` → ``12,50``."""
    sign, digits = ("-" if value < 0 else ""), abs(value)
    fraction = f"{digits % 100:02d}"
    fraction = fraction.rstrip("0") if decimals is None else fraction[:decimals]
    return f"{sign}{digits // 100}{comma if fraction else ''}{fraction}"


def format_products(value: int) -> str:
    """Write ten-thousandths of a point, what a mark times a coefficient is worth, as French decimals: ``18,75``."""
    sign, digits = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{digits // 10_000},{digits % 10_000:04d}".rstrip("0").rstrip(",")


def truncated_average(average: Fraction) -> int:
    """Cut an average in points to hundredths toward zero (digest R-MARK-03: shown, never compared)."""
    hundredths = average * 100
    return int(hundredths)  # int() cuts toward zero
