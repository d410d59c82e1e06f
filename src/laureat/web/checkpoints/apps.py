"""The app's place in Django."""

from django.apps import AppConfig


class CheckpointsConfig(AppConfig):
    """See the package."""

    name = "laureat.web.checkpoints"
    label = "checkpoints"
