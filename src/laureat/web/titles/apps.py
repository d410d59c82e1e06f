"""The app's place in Django."""

from django.apps import AppConfig


class TitlesConfig(AppConfig):
    """See the package."""

    name = "laureat.web.titles"
    label = "titles"
