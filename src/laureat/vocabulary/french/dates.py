"""Dates as the French write and read them: 14/03/2008, 14 mars 2008. ISO 8601 stays the form of facts and of files."""

import re
from datetime import date, datetime, timedelta

from laureat.vocabulary.french.sentences import NO_BREAK, ordinal

SHORT = "%d/%m/%Y"
"""``14/03/2008`` as a pattern, for whole columns."""

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

_DAY_FIRST = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SERIAL = re.compile(r"[1-7][0-9]{4}(?:[.,]0+)?")
_FIRST_OF_SHEETS = date(1899, 12, 30)
"""The day that a spreadsheet counts days from."""
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}")


def short_date(day: date) -> str:
    """``14/03/2008``."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def long_date(day: date) -> str:
    """``14 mars 2008``, ``1er juillet 2026``; it never parts at the end of a line."""
    figure = ordinal(1) if day.day == 1 else str(day.day)
    return f"{figure}{NO_BREAK}{MONTHS[day.month - 1]}{NO_BREAK}{day.year}"


def moment(at: datetime) -> str:
    """``14/03/2008 à 10 h 05``, in the time zone that ``at`` has."""
    return f"{short_date(at)} à {at.hour} h {at.minute:02}"


def parse_date(text: str) -> date:
    """Read ``14/03/2008`` (also with hyphens or points) or ``2008-03-14``; ValueError in French otherwise."""
    text = text.strip()
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        more = ", l'année en quatre chiffres" if _SHORT_YEAR.fullmatch(text) else ""
        if _SERIAL.fullmatch(text):
            meant = short_date(_FIRST_OF_SHEETS + timedelta(days=int(text[:5])))
            more = f" ; vouliez-vous {meant}, que le tableur note ainsi ?"
        raise ValueError(f"« {text} » n'est pas une date ; attendu : JJ/MM/AAAA ou AAAA-MM-JJ{more}")
    try:
        return date(year, month, day)
    except ValueError:
        other = f" ; vouliez-vous {month:02}/{day:02}/{year}, le jour d'abord ?" if day <= 12 < month <= 31 else ""
        raise ValueError(f"le {text} n'existe pas au calendrier{other}") from None


EARLIEST_TEXT = date(1900, 1, 1)
"""No text of the law that a session asks for is older: such a date is a slip of the keyboard."""
LATEST = date(2199, 12, 31)
"""No act speaks of a later day: the same slip."""


def fault_of_a_day(day: date) -> str:
    """Why an act cannot speak of that day; empty where it can."""
    plausible = EARLIEST_TEXT <= day <= LATEST
    return "" if plausible else f"le {short_date(day)} n'est pas une date plausible : vérifier l'année"


def fault_of_a_text(day: date, today: date) -> str:
    """Why a text that a person says to have read cannot bear that date; empty where it can."""
    if day > today:
        return (
            f"un texte daté du {short_date(day)} n'existe pas encore (nous sommes le {short_date(today)}) : vérifier "
            "la date du texte lu"
        )
    if day < EARLIEST_TEXT:
        return f"le {short_date(day)} est trop ancien pour un texte en vigueur : vérifier la date du texte lu"
    return ""


def fault_of_a_reading(day: date, today: date) -> str:
    """Why nobody can have read a text on that day; empty where someone can."""
    if day > today:
        return f"un texte ne peut avoir été lu le {short_date(day)}, qui n'est pas venu : vérifier lu_le"
    if day < EARLIEST_TEXT:
        return f"le {short_date(day)} est trop ancien pour le jour d'une lecture : vérifier lu_le"
    return ""


def written_date(text: str) -> str:
    """``2008-03-14`` as ``14/03/2008``; what is no date is given back as it came."""
    try:
        return short_date(parse_date(text))
    except ValueError:
        return text


def spelled_date(text: str) -> str:
    """The long form of a date typed in figures; what is no date is given back as it came."""
    try:
        return long_date(parse_date(text))
    except ValueError:
        return text
