"""The app's place in Django."""

from django.apps import AppConfig


class ExamSessionsConfig(AppConfig):
    """See the package."""

    name = "laureat.web.exam_sessions"
    label = "exam_sessions"

    def ready(self) -> None:
        """Follow second factors where they are written."""
        from laureat.web.exam_sessions import factors

        assert factors
