"""The days that acts speak of: all that is refused of one."""

from datetime import date

from laureat.session.framework import Act, Refused
from laureat.session.state import LogState, SessionState
from laureat.vocabulary.french import capital, fault_of_a_day, fault_of_a_text, written_date

DATED = 5
"""The first edition of the conduct that refuses a day which is a slip of the keyboard."""
NEAR = 2
"""What is said of a session is not so many years before it; nor is anything due in it so many years after."""


def check_day(day: str) -> str:
    """Refuse what is not a day."""
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise Refused(f"« {day} » n'est pas une date.") from None


def check_text_day(day: str, act: Act) -> str:
    """Refuse a text that is not dated, or that nobody could have read on the day of the act."""
    read = date.fromisoformat(check_day(day))
    if fault := fault_of_a_text(read, date.fromisoformat(act.today)):
        raise Refused(f"{capital(fault)}.")
    return read.isoformat()


def plausible_day(state: LogState, day: str, *, since: str = "", what: str = "") -> str:
    """A day that an act of this log may speak of: since DATED, none of another age, nor before ``since``.

    ``what``: in words, what happened on the day ``since``, which nothing of the kind precedes.
    """
    read = check_day(day)
    if state.conduct < DATED:
        return read
    if fault := fault_of_a_day(date.fromisoformat(read)):
        raise Refused(f"{capital(fault)}.")
    if read < since:
        raise Refused(f"Le {written_date(read)} précède {what}, le {written_date(since)} : vérifier l'année.")
    return read


def day_of_session(state: SessionState, day: str) -> str:
    """A day on which something was said of a session: not so long before it."""
    return _near(state, plausible_day(state, day), last=9999)


def day_of_the_calendar(state: SessionState, day: str) -> str:
    """A day by which something is due in a session: of its year, or of one near to it."""
    return _near(state, plausible_day(state, day), last=state.year + NEAR)


def _near(state: SessionState, day: str, *, last: int) -> str:
    first = min(state.year, int(state.opened.at[:4]) if state.opened else state.year) - NEAR
    if state.conduct >= DATED and not first <= int(day[:4]) <= last:
        raise Refused(f"Le {written_date(day)} est trop loin de la session {state.year} : vérifier l'année.")
    return day
