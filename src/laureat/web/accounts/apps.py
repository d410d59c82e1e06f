"""The app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Named apart from allauth's ``account``."""

    name = "laureat.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to entries and departures."""
        from laureat.web.accounts import signals

        assert signals
