"""The app's place in Django."""

from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """See the package."""

    name = "laureat.web.candidates"
    label = "candidates"
