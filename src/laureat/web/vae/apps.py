"""The app's place in Django."""

from django.apps import AppConfig


class VaeConfig(AppConfig):
    """See the package."""

    name = "laureat.web.vae"
    label = "vae"
