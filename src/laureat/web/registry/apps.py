"""The app's place in Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """See the package."""

    name = "laureat.web.registry"
    label = "registry"
