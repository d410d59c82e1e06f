"""Where each VAE application stands, read from its facts; and the people of the VAE juries."""

from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from laureat.web.exam_sessions.models import Certification, Seat


class Stage(models.TextChoices):
    """What an application waits for."""

    RECEVABILITE = "recevabilite", _("à étudier")
    LIVRET = "livret", _("livret attendu")
    JURY = "jury", _("devant le jury")
    NOTIFICATION = "notification", _("à notifier")
    NOTIFIE = "notifie", _("notifié")
    IRRECEVABLE = "irrecevable", _("non recevable")


STRUCK = "sans_effet"
"""Where an application is whose decisions were notified and stand no more, in lists."""


class VaeFile(models.Model):
    """Where an application stands: a reading of its facts, for lists, rebuilt from them at any time."""

    application = models.UUIDField(primary_key=True)
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="vae_files")
    numero = models.CharField(_("numéro"), max_length=40)
    person = models.CharField(max_length=40, db_index=True)
    sort_key = models.CharField(max_length=200)
    search_key = models.TextField()
    received = models.DateField(_("reçu le"))
    silence_ends = models.DateField(_("fin du délai de réponse"), null=True)
    """The last day to answer; from the next one on, silence makes the application recevable. None: it never does."""
    stage = models.CharField(max_length=16, choices=Stage.choices)
    units = models.JSONField(default=list)
    validated = models.JSONField(default=list)
    refused = models.JSONField(default=list)

    class Meta:
        indexes = (
            models.Index(fields=("certification", "sort_key")),
            models.Index(fields=("certification", "stage", "silence_ends")),
        )

    def is_tacit(self, today: date) -> bool:
        """True when nobody answered in time: the application is recevable."""
        return self.stage == Stage.RECEVABILITE and self.silence_ends is not None and today > self.silence_ends

    def days_left(self, today: date) -> int | None:
        """Days left to answer, the last one included; None where no day ends the delay."""
        return None if self.silence_ends is None else (self.silence_ends - today).days + 1


def by_stage(files: QuerySet[VaeFile], struck: Collection[str]) -> list[tuple[str, str, int]]:
    """The stages of these applications, in words, and how many are there; ``struck``: those whose decisions fell."""
    counts = dict(files.exclude(pk__in=struck).values_list("stage").annotate(count=models.Count("pk")).order_by())
    told = [(str(stage.value), str(stage.label), int(counts.get(stage.value, 0))) for stage in Stage]
    told.append((STRUCK, str(_("décision qui ne vaut plus")), files.filter(pk__in=struck).count()))
    return [one for one in told if one[2]]


def at_stage(files: QuerySet[VaeFile], chosen: str, struck: Collection[str]) -> QuerySet[VaeFile]:
    """Those of these applications that are at a stage; all of them for what is none."""
    if chosen == STRUCK:
        return files.filter(pk__in=struck)
    return files.filter(stage=chosen).exclude(pk__in=struck) if chosen in Stage.values else files


class VaeJuror(Seat):
    """A member of the VAE jury of a certification."""

    certification = models.ForeignKey(Certification, models.PROTECT, related_name="vae_jurors")
    account = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="vae_seats")
    sits = models.BooleanField(default=True)
    """False once another jury is appointed."""
