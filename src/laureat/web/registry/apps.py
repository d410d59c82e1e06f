"""The app's place in Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """See the package."""

    name = "laureat.web.registry"
    label = "registry"

    def ready(self) -> None:
        """Declare what the worker does with papers and titles."""
        from laureat.web.registry import address, bulk

        assert address
        assert bulk
