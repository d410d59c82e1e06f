"""The app's place in Django."""

from django.apps import AppConfig


class MailsConfig(AppConfig):
    """See the package."""

    name = "laureat.web.mails"
    label = "mails"

    def ready(self) -> None:
        """Declare what the worker does with many mails."""
        from laureat.web.mails import sending

        assert sending
