"""The app's place in Django."""

from django.apps import AppConfig


class GridsConfig(AppConfig):
    """See the package."""

    name = "laureat.web.grids"
    label = "grids"
