"""How long someone stays in: while they work, and never past a whole day."""

import time

from django.conf import settings
from django.http import HttpRequest

_BEGAN, _SEEN = "entree", "vu"
_STEP = 60
"""Seconds between two notes that someone is still there."""


def begin(request: HttpRequest) -> None:
    """Someone has come in."""
    request.session[_BEGAN] = request.session[_SEEN] = int(time.time())


def is_over(request: HttpRequest) -> bool:
    """True for someone who has been idle, or in, too long; else notes that they are there."""
    now = int(time.time())
    began, seen = request.session.get(_BEGAN), request.session.get(_SEEN)
    if began is None or seen is None:  # an entry of before these were noted
        begin(request)
        return False
    if now - seen > settings.IDLE_SECONDS or now - began > settings.STAY_SECONDS:
        return True
    if now - seen >= min(_STEP, settings.IDLE_SECONDS // 4):
        request.session[_SEEN] = now
    return False
