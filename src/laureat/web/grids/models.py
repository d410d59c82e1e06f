"""Editions of grids, what was entered on them, the marks settled: the application adds to them, and changes nothing.

(The grid of a unit may be chosen again until something is entered on it.)
"""

from django.db import models

from laureat.grilles import Grid
from laureat.grilles.loading import build


class GridEdition(models.Model):
    """One edition of a grid, as it was when it was loaded or first used: frozen."""

    code = models.CharField(max_length=80)
    edition = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    data = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("code", "edition"), name="one_content_per_edition"),)

    @property
    def grid(self) -> Grid:
        """The grid that it says."""
        return build(self.data)


class ChosenGrid(models.Model):
    """The edition by which a unit is assessed in a session."""

    session = models.ForeignKey("exam_sessions.ExamSession", models.CASCADE, related_name="grids")
    unit = models.CharField(max_length=40)
    edition = models.ForeignKey(GridEdition, models.PROTECT)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("session", "unit"), name="one_grid_per_unit"),)


class GridEntry(models.Model):
    """One tap. ``criterion`` may be one of the names of ``laureat.grilles.entries``; an empty value takes back."""

    session = models.ForeignKey("exam_sessions.ExamSession", models.CASCADE)
    unit = models.CharField(max_length=40)
    edition = models.ForeignKey(GridEdition, models.PROTECT)
    candidate = models.CharField(max_length=40)
    situation = models.CharField(max_length=40)
    reading = models.PositiveSmallIntegerField(default=1)
    """1: the first assessor; 2: the second, who does not see the first."""
    criterion = models.CharField(max_length=40)
    value = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey("accounts.User", models.PROTECT)
    origin = models.CharField(max_length=16, default="ecran")
    key = models.CharField(max_length=80, unique=True)
    """Drawn by the one who taps: the same tap sent twice is one."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("session", "unit", "candidate", "id"), name="grids_entry_of_candidate"),)


class Settlement(models.Model):
    """A mark settled by an assessor, as the log of the session has it."""

    session = models.ForeignKey("exam_sessions.ExamSession", models.CASCADE)
    unit = models.CharField(max_length=40)
    edition = models.ForeignKey(GridEdition, models.PROTECT)
    candidate = models.CharField(max_length=40)
    mark = models.PositiveSmallIntegerField()
    computed = models.PositiveSmallIntegerField(null=True)
    """Hundredths, as ``mark``."""
    last_entry = models.BigIntegerField()
    """The last entry that it takes into account."""
    digest = models.CharField(max_length=64)
    commitment = models.CharField(max_length=80, blank=True)
    """Of what the assessor wrote of it."""
    author = models.ForeignKey("accounts.User", models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("session", "candidate", "id"), name="grids_settled_of_candidate"),)
