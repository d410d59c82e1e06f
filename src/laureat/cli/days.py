"""Days on the command line."""

from datetime import date

import click

from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import parse_date, short_date

YEARS_AHEAD = 1
"""How long after the session, or after today, a paper may still be dated."""


def day(text: str) -> date:
    """Read an option, ``14/03/2008`` or ``2008-03-14``; a usage error in French otherwise."""
    try:
        return parse_date(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def require_order(issued: date | None, *, session: int, deliberated: date | None, today: date) -> None:
    """The session, then its deliberation, then what it gives: a date typed out of that order, or too far ahead.

    ``issued``: ``--date``, None where it was not typed; ``deliberated``: the setting ``deliberation.date``, None where
    nothing tells it; ``session``: a year. Raises InvalidInput with what came and what is expected.
    """
    opens, told = date(session, 1, 1), []
    if deliberated and deliberated < opens:
        told.append(
            f"deliberation.date dit {short_date(deliberated)}, avant la session {session} : un jour de {session} ou "
            "après est attendu"
        )
    elif deliberated and deliberated > (issued or today):
        when = f"--date dit {short_date(issued)}" if issued else f"la date portée est ce jour, {short_date(today)}"
        told.append(
            f"{when}, avant la délibération du {short_date(deliberated)} (deliberation.date) : cette date ou une date "
            "plus tardive est attendue"
        )
    elif issued and issued < opens:
        told.append(
            f"--date dit {short_date(issued)}, avant la session {session} : un jour de {session} ou après est attendu"
        )
    last = date(max(today.year, session) + YEARS_AHEAD, 12, 31)
    if issued and issued > last:
        told.append(f"--date dit {short_date(issued)} : une date au plus tard le {short_date(last)} est attendue")
    if told:
        raise InvalidInput(told)
