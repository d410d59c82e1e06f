"""Dates as credentials write them."""

import re
from datetime import UTC, datetime

from laureat.vocabulary.french import short_date

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)


def instant(text: object) -> datetime | None:
    """An XML Schema dateTime with its zone, in UTC, or None."""
    if not isinstance(text, str) or not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def day(moment: datetime | None) -> str:
    """JJ/MM/AAAA; empty where there is none."""
    return short_date(moment) if moment else ""
