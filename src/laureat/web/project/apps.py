"""The project's own templates, styles and tags."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """See the package."""

    name = "laureat.web.project"
    label = "project"
