"""The app's place in Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """See the package."""

    name = "laureat.web.jobs"
    label = "jobs"
