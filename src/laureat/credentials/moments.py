"""Dates as credentials write them."""

import re
from datetime import UTC, datetime, timedelta

from laureat.vocabulary.french import short_date

SKEW = timedelta(minutes=5)
"""How far the clock of an issuer may be ahead of ours."""
EARLIEST = timedelta(hours=14)
"""How long before midnight in UTC a day begins somewhere."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)


def instant(text: object) -> datetime | None:
    """An XML Schema dateTime with its zone, in UTC, or None."""
    if not isinstance(text, str) or not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def has_begun(moment: datetime, now: datetime) -> bool:
    """Whether what is dated of this moment, in UTC, may have happened, as far as two clocks agree.

    Midnight in UTC is how a day alone is written: it begins where that day comes first.
    """
    is_midnight = not (moment.hour or moment.minute or moment.second or moment.microsecond // 1000)
    return moment <= now + (EARLIEST if is_midnight else SKEW)


def day(moment: datetime | None) -> str:
    """JJ/MM/AAAA; empty where there is none."""
    return short_date(moment) if moment else ""
