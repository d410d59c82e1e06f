"""What is noted when someone comes in or leaves, whichever way."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import translation

from laureat.web.accounts import limits, trace
from laureat.web.accounts.models import Happening, User
from laureat.web.accounts.stay import begin, factor_of, keep


@receiver(user_logged_in)
def entered(request: HttpRequest, user: User, **_more: Any) -> None:
    """A whole entry, second factor included: the failures of this account are forgotten, there and at this address.

    Who has no second factor yet has just proved all there is to prove: it is not asked again before it is set up.
    """
    factor = factor_of(user)
    begin(request, factor)
    if factor is None:
        record_authentication(request, user, "password", email=user.email, reauthenticated=True)
    count = limits.per_account().clear(limits.account_key(user.email))
    if count:
        limits.per_address().give_back(limits.address_of(request), count)
    trace.note(request, Happening.ENTREE, by=user)
    reads(user, translation.get_language())


def reads(user: User, language: str) -> None:
    """Keep the language of the pages that someone reads: their mails are in it."""
    if language != user.language:
        User.objects.filter(pk=user.pk).update(language=language)


@receiver(user_logged_out)
def left(request: HttpRequest, user: User | None, **_more: Any) -> None:
    """Someone leaves."""
    if user is not None:
        trace.note(request, Happening.SORTIE, by=user)


@receiver(authenticator_added)
def added(request: HttpRequest, user: User, authenticator: Any, **_more: Any) -> None:
    """A second factor set up."""
    keep(request, factor_of(user))
    trace.note(request, Happening.DROITS, by=user, what=f"moyen ajouté : {authenticator.type}")


@receiver(authenticator_removed)
def removed(request: HttpRequest, user: User, authenticator: Any, **_more: Any) -> None:
    """A second factor taken away by its owner."""
    keep(request, factor_of(user))
    trace.note(request, Happening.DROITS, by=user, what=f"moyen retiré : {authenticator.type}")
