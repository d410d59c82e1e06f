"""The request of someone who has signed in, as the views behind the matrix of rights receive it."""

from django.http import HttpRequest

from laureat.web.accounts.models import User


class SignedIn(HttpRequest):
    """A request whose account is known: the middleware sends a visitor to sign in before any view that is not public.

    For annotations; Django's own requests are what comes.
    """

    user: User
