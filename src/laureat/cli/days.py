"""Days on the command line."""

from datetime import date

import click

from laureat.vocabulary.french import parse_date


def day(text: str) -> date:
    """Read an option, ``14/03/2008`` or ``2008-03-14``; a usage error in French otherwise."""
    try:
        return parse_date(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
