"""What the worker does for the sealer's absences (``procrastinate`` finds this module by its name)."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from laureat.session.framework import Refused
from laureat.web.exam_sessions import delivered
from laureat.web.reader import TryAgain

LATER = RetryStrategy(max_attempts=100, wait=60, retry_exceptions={TryAgain})


@app.task(name="titres", retry=LATER)
def sign_again(log: str, candidate: str, whole: bool) -> None:
    """Sign the titles of a candidate that the sealer could not sign when the decision was published."""
    try:
        delivered.sign(log, candidate, whole=whole)
    except Refused:
        return  # held back again since: what is published next will say
