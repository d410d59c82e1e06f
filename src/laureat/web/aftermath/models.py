"""The figures of a session as they were told on a day: what later days are compared with."""

import uuid

from django.db import models

from laureat.web.exam_sessions.models import ExamSession


class ToldFigures(models.Model):
    """One state of the figures of a session: never changed; taken away only while nobody was handed it.

    The audit counts it again from the facts (``project/derived_figures.py``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(ExamSession, models.CASCADE, related_name="told_figures")
    at = models.DateTimeField()
    facts = models.PositiveBigIntegerField(null=True)
    """How many facts the log of the session had; null: told before this was kept, and ``at`` says which."""
    figures = models.JSONField()
    """What is shown."""
    counted = models.JSONField()
    """Whom each count counts, by pseudonym; and the marks behind each mean."""
    presented = models.PositiveIntegerField(null=True)
    admitted = models.PositiveIntegerField(null=True)
    """Of the whole session; null: hidden."""
    exported = models.BooleanField(default=False)
    """It went out as a file."""

    class Meta:
        ordering = ("at", "id")
