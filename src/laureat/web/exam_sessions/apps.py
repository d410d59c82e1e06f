"""The app's place in Django."""

from django.apps import AppConfig


class ExamSessionsConfig(AppConfig):
    """See the package."""

    name = "laureat.web.exam_sessions"
    label = "exam_sessions"

    def ready(self) -> None:
        """Declare what the worker does for a session."""
        import laureat.web.exam_sessions.background  # noqa: F401
