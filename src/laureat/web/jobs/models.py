"""What was asked of the worker, how far it is, and what came of it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from laureat.web.accounts.models import User


class State(models.TextChoices):
    """How far a job is."""

    EN_ATTENTE = "en_attente", _("en attente")
    EN_COURS = "en_cours", _("en cours")
    FAIT = "fait", _("fait")
    REFUSE = "refuse", _("refusé")
    ECHEC = "echec", _("interrompu")
    ANNULE = "annule", _("annulé")


OPEN = (State.EN_ATTENTE, State.EN_COURS)


class Job(models.Model):
    """One job. ``arguments`` holds identifiers only: no mark, no name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    author = models.ForeignKey(User, models.CASCADE, related_name="jobs")
    log = models.CharField(max_length=60, blank=True)
    """The log it works on; jobs on one log are done one after the other."""
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.EN_ATTENTE)
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancelling = models.BooleanField(default=False)
    said = models.JSONField(default=list)
    """What came of it, in sentences."""
    files = models.JSONField(default=list)
    """The names of the files it made (see ``running.place_of``)."""
    seen = models.BooleanField(default=False)
    queued = models.BigIntegerField(null=True)
    """Its number in the queue."""

    class Meta:
        ordering = ("-asked_at",)
        indexes = (models.Index(fields=("author", "seen", "state"), name="jobs_unseen_idx"),)

    @property
    def is_open(self) -> bool:
        """True as long as the worker has something to do."""
        return self.state in OPEN
