"""The app's place in Django."""

from django.apps import AppConfig


class JuryRoomConfig(AppConfig):
    """See the package."""

    name = "laureat.web.jury_room"
    label = "jury_room"
