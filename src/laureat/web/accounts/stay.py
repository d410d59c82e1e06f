"""How long someone stays in: while they work, never past a whole day, and no longer than their second factor stands."""

import time

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from laureat.web.accounts.models import User

_BEGAN, _SEEN, _FACTOR = "entree", "vu", "second_facteur"
_STEP = 60
"""Seconds between two notes that someone is still there."""


def factor_of(user: User) -> int | None:
    """The second factor of an account."""
    own = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP)
    return own.values_list("pk", flat=True).first()


def begin(request: HttpRequest, factor: int | None) -> None:
    """Someone has come in."""
    request.session[_BEGAN] = request.session[_SEEN] = int(time.time())
    keep(request, factor)


def keep(request: HttpRequest, factor: int | None) -> None:
    """Whoever set a second factor up, or took it away, stays in; every other entry to the account ends."""
    request.session[_FACTOR] = factor


def is_over(request: HttpRequest, factor: int | None) -> bool:
    """True for someone who has been idle, or in, too long, or whose second factor (the present one is given) was
    another when they came in; else notes that they are there.
    """
    now = int(time.time())
    began, seen = request.session.get(_BEGAN), request.session.get(_SEEN)
    if began is None or seen is None:  # an entry of before these were noted
        begin(request, factor)
        return False
    if request.session.get(_FACTOR) != factor:
        return True
    if now - seen > settings.IDLE_SECONDS or now - began > settings.STAY_SECONDS:
        return True
    if now - seen >= min(_STEP, settings.IDLE_SECONDS // 4):
        request.session[_SEEN] = now
    return False
