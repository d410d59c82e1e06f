"""The app's place in Django."""

from django.apps import AppConfig


class AftermathConfig(AppConfig):
    """See the package."""

    name = "laureat.web.aftermath"
    label = "aftermath"
