"""Editions of grids, what was entered on them, the marks settled: the application adds to them, and changes nothing.

(The grid of a unit may be chosen again until something is entered on it; a link is closed, a proof is taken away.)
"""

import functools
import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from laureat.grilles import Grid, Quality
from laureat.grilles.loading import build
from laureat.web.accounts.models import User, digest


class GridEdition(models.Model):
    """One edition of a grid, as it was when it was loaded or first used: frozen."""

    code = models.CharField(max_length=80)
    edition = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    data = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("code", "edition"), name="one_content_per_edition"),)

    @functools.cached_property
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


LINK_LIFE = timedelta(days=30)
ROLES = {
    Quality.PROFESSIONNEL: _("professionnel (tuteur, maître d'apprentissage, employeur)"),
    Quality.ENSEIGNANT: _("enseignant ou formateur"),
    Quality.JURY: _("membre du jury"),
}
"""What the one who gives a link may say that its holder is; the words typed beside prove nothing."""


class TutorLink(models.Model):
    """A personal link, which expires: whoever holds it assesses one trainee in one situation, and nothing else."""

    token_digest = models.CharField(max_length=64, unique=True)
    session = models.ForeignKey("exam_sessions.ExamSession", models.CASCADE)
    unit = models.CharField(max_length=40)
    candidate = models.CharField(max_length=40)
    situation = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    quality = models.CharField(max_length=120)
    """``tuteur``, ``maître d'apprentissage``… and the company: words, which prove nothing."""
    role = models.CharField(max_length=16, default=Quality.AUCUNE.value)
    """What the one who gave the link said that its holder is (``laureat.grilles.Quality``)."""
    email = models.CharField(max_length=200, blank=True, default="")
    """Where its holder is told of what changes after they signed; empty where none was given."""
    language = models.CharField(max_length=5, default="fr", choices=settings.LANGUAGES)
    """Of the mail and of the page, until the reader chooses another."""
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    signed = models.DateTimeField(null=True)
    signed_digest = models.CharField(max_length=64, blank=True)
    """Of what stood in the situation, and in it alone, when its holder signed."""

    class Meta:
        indexes = (models.Index(fields=("session", "unit", "candidate"), name="grids_link_of_candidate"),)

    @classmethod
    def draw(cls, life: timedelta = LINK_LIFE, token: str = "", **fields: object) -> tuple["TutorLink", str]:
        """A new link and its token, by default a fresh one, which is shown once and never stored."""
        token = token or secrets.token_urlsafe(18)
        return cls.objects.create(token_digest=digest(token), expires=timezone.now() + life, **fields), token

    @classmethod
    def find(cls, token: str) -> "TutorLink | None":
        """The link that this token still opens."""
        known = cls.objects.filter(token_digest=digest(token), closed=None, expires__gt=timezone.now())
        return known.select_related("session").first()

    @property
    def role_told(self) -> str:
        """What its holder signs as, in words."""
        return str(ROLES.get(Quality(self.role), ""))

    @property
    def lives(self) -> bool:
        """It still opens the grid."""
        return self.closed is None and self.expires > timezone.now()


Author = User | TutorLink
"""Who writes on a grid: an account, or the holder of a link."""


def written_by(who: Author) -> dict[str, Author]:
    """The columns of a row that say who wrote it."""
    return {"tutor": who} if isinstance(who, TutorLink) else {"author": who}


class Signature(models.Model):
    """What an account signed: what stood on a grid, and the mark that comes of it. Added, never changed."""

    session = models.ForeignKey("exam_sessions.ExamSession", models.CASCADE)
    unit = models.CharField(max_length=40)
    candidate = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    """Of what stood, the edition included."""
    mark = models.PositiveSmallIntegerField(null=True)
    """Hundredths; none where the grid says acquired or not."""
    author = models.ForeignKey("accounts.User", models.PROTECT)
    key = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("session", "unit", "candidate", "id"), name="grids_signature_of"),)


class Remark(models.Model):
    """What someone wrote, signing: the holder of a link, or an account; gone with the identity of the candidate."""

    identity = models.ForeignKey("candidates.Identity", models.CASCADE, related_name="remarks")
    link = models.OneToOneField(TutorLink, models.CASCADE, null=True, related_name="remark")
    signature = models.OneToOneField(Signature, models.CASCADE, null=True, related_name="remark")
    reason = models.TextField(blank=True)
    """Why the mark is not the one computed, or changes."""
    text = models.TextField()


_BY_ONE = models.Q(author=None, tutor__isnull=False) | models.Q(author__isnull=False, tutor=None)


class Signed(models.Model):
    """What someone wrote: an account, or the holder of a link."""

    author = models.ForeignKey("accounts.User", models.PROTECT, null=True)
    tutor = models.ForeignKey(TutorLink, models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def by(self) -> str:
        """The name of whoever wrote it."""
        if self.tutor is not None:
            return f"{self.tutor.name} ({self.tutor.quality})" if self.tutor.quality else self.tutor.name
        return self.author.name if self.author else ""

    def is_by(self, who: Author) -> bool:
        """Written by that one."""
        return who.pk == (self.tutor_id if isinstance(who, TutorLink) else self.author_id)


class Entries(models.Manager["GridEntry"]):
    """The hour that a device told is left aside: nothing is computed from it, whatever the device said."""

    def get_queryset(self) -> models.QuerySet["GridEntry"]:
        """Every entry."""
        return super().get_queryset().defer("told_at")


class GridEntry(Signed):
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
    origin = models.CharField(max_length=16, default="ecran")
    key = models.CharField(max_length=80, unique=True)
    """Drawn by the one who taps: the same tap sent twice is one."""
    told_at = models.DateTimeField(null=True)
    """When it was tapped, by the clock of a device that was out of reach."""

    objects = Entries()

    class Meta:
        constraints = (models.CheckConstraint(name="grids_entry_by_one", condition=_BY_ONE),)
        indexes = (models.Index(fields=("session", "unit", "candidate", "id"), name="grids_entry_of_candidate"),)


class Settlement(models.Model):
    """A mark settled by an assessor, as the log of the session has it."""

    session = models.ForeignKey("exam_sessions.ExamSession", models.CASCADE)
    unit = models.CharField(max_length=40)
    edition = models.ForeignKey(GridEdition, models.PROTECT)
    candidate = models.CharField(max_length=40)
    mark = models.PositiveSmallIntegerField(null=True)
    """Hundredths; none where the grid says acquired or not."""
    computed = models.PositiveSmallIntegerField(null=True)
    """Hundredths, as ``mark``."""
    last_entry = models.BigIntegerField()
    """The last entry that it takes into account."""
    digest = models.CharField(max_length=64)
    commitment = models.CharField(max_length=80, blank=True)
    """Of what the assessor wrote of it."""
    computation = models.PositiveSmallIntegerField(default=0)
    """The edition of the computation from which it came; 0: settled before it was told."""
    author = models.ForeignKey("accounts.User", models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("session", "candidate", "id"), name="grids_settled_of_candidate"),)


class Device(models.Model):
    """A phone or a tablet that takes grids to the workshop, for one account; revoked, it is heard no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey("accounts.User", models.CASCADE, related_name="devices")
    name = models.CharField(max_length=80)
    created = models.DateTimeField(auto_now_add=True)
    seen = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)


class Evidence(Signed):
    """A photo or a control report attached to a situation, or to one of its lines; its file is in the data folder.

    Taken away, or erased after its term (``passing``): that something was attached is then said, and no longer shown.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("exam_sessions.ExamSession", models.CASCADE)
    unit = models.CharField(max_length=40)
    candidate = models.CharField(max_length=40)
    situation = models.CharField(max_length=40)
    criterion = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=8)
    """``jpeg`` or ``pdf``: what it is once made anew."""
    title = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    """SHA-256 of what is kept."""
    size = models.PositiveIntegerField()
    taken_away = models.DateTimeField(null=True)
    taken_away_by = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = (models.Index(fields=("session", "unit", "candidate"), name="grids_evidence_of"),)


class FollowUp(Signed):
    """One line of the livret of a trainee: added, cancelled by another, never changed; gone with the identity."""

    class Kind(models.TextChoices):
        """What a line says."""

        POSITIONNEMENT = "positionnement", _("positionnement")
        BILAN = "bilan", _("bilan intermédiaire")
        PERIODE = "periode", _("période en entreprise")
        NIVEAU = "niveau", _("position sur un bloc")
        ANNULATION = "annulation", _("annulation")

    session = models.ForeignKey("exam_sessions.ExamSession", models.CASCADE)
    identity = models.ForeignKey("candidates.Identity", models.CASCADE, related_name="follow_up")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    day = models.DateField()
    until = models.DateField(null=True)
    unit = models.CharField(max_length=40, blank=True)
    number = models.PositiveSmallIntegerField(null=True)
    """Days of absence of a period, weeks granted by a positionnement, level of a block."""
    place = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True)
    cancels = models.OneToOneField("self", models.CASCADE, null=True, related_name="cancelled")


class Harmonisation(models.Model):
    """A mark of a grid that the jury harmonised: the original beside, the act that did it, and the one that undid it.

    The mark itself is a fact of the log (``MarkRectified``), by the account of the juror.
    """

    act = models.UUIDField(db_index=True)
    """The same for all the marks that one act moved."""
    session = models.ForeignKey("exam_sessions.ExamSession", models.CASCADE)
    unit = models.CharField(max_length=40)
    candidate = models.CharField(max_length=40)
    before = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()
    """Hundredths."""
    commitment = models.CharField(max_length=80)
    """Of its reason."""
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone")
    author = models.ForeignKey("accounts.User", models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("session", "unit", "candidate", "id"), name="grids_harmonised"),)
