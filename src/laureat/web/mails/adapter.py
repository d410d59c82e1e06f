"""The mails of allauth leave by the outbox; the link to choose a password is drawn when one leaves, written nowhere."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from laureat.web.accounts.adapter import Adapter as AccountsAdapter
from laureat.web.accounts.models import User
from laureat.web.mails.sending import Letter, post
from laureat.web.mails.wordings import Kind


class Adapter(AccountsAdapter):
    """What allauth asks of us, its mails included."""

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """Put it in the outbox: allauth's link, in ``context``, is left where it is."""
        assert isinstance(user, User)
        post(None, Kind.OUBLI, [Letter.to_account(user)])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing else is ever sent by allauth. Raises AssertionError."""
        raise AssertionError(f"allauth voudrait envoyer {template_prefix}")
