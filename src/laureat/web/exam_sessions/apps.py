"""The app's place in Django."""

from django.apps import AppConfig


class ExamSessionsConfig(AppConfig):
    """See the package."""

    name = "laureat.web.exam_sessions"
    label = "exam_sessions"

    def ready(self) -> None:
        """Declare what the worker does for a session; follow second factors where they are written."""
        from laureat.web.exam_sessions import background, factors

        assert background
        assert factors
