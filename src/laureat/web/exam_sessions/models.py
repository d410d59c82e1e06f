"""The records: facts that are only ever added, the heads that vouch for them, and readings made from them."""

import uuid
from dataclasses import replace
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from laureat.jury import Member, Presence
from laureat.jury.members import from_plain, plain, told_beside
from laureat.vocabulary.french import accented, sheet_words, shouts
from laureat.web.accounts.models import User


class Certification(models.Model):
    """A certification: its register sheet, whole, and the règlement that applies to it."""

    numero = models.CharField(_("numéro"), max_length=20, primary_key=True)
    title = models.CharField(_("intitulé"), max_length=800)
    reglement = models.CharField(_("règlement"), max_length=40)
    binding = models.TextField(_("pourquoi ce règlement"), blank=True, default="")
    """Who answers that a règlement without a number of the register is that of this sheet, and why."""
    data = models.TextField(_("règlement dressé"), blank=True, default="")
    """The data file of its règlement, whole, where someone handed one over; empty where the library or the sheet is."""
    sheet = models.JSONField(_("fiche"))
    """The model of the sheet, as ``laureat fiche --json`` writes it."""
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("numero",)

    @cached_property
    def name(self) -> str:
        """Its title as people are shown it; ``title`` is what the register wrote."""
        return accented(self.title, sheet_words(self.sheet) if shouts(self.title) else None)

    def __str__(self) -> str:
        return f"{self.numero} {self.name}"


class ExamSession(models.Model):
    """One session of one certification. What it is going through is read from its facts; the rest is a label."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="sessions")
    year = models.PositiveSmallIntegerField(_("session"))
    label = models.CharField(_("libellé"), max_length=120, blank=True)
    academy = models.CharField(_("académie"), max_length=80, blank=True)
    certifier = models.CharField(_("certificateur, s'il n'est pas celui de la fiche"), max_length=160, blank=True)
    authority = models.CharField(_("autorité"), max_length=120, blank=True)
    signatory = models.CharField(_("signataire"), max_length=120, blank=True)
    signatory_quality = models.CharField(_("qualité du signataire"), max_length=160, blank=True)
    place = models.CharField(_("lieu"), max_length=80, blank=True)
    service = models.CharField(_("service qui répond aux candidats"), max_length=160, blank=True)
    service_address = models.CharField(_("son adresse"), max_length=200, blank=True)
    service_email = models.EmailField(_("son adresse électronique"), blank=True)
    court = models.CharField(_("tribunal administratif compétent"), max_length=160, blank=True)
    # Copied from the facts after each command, for lists.
    phase = models.CharField(max_length=16, default="non_ouverte")
    round = models.CharField(max_length=16, default="premier")
    blank = models.BooleanField(default=False)
    published = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-year", "certification")

    @property
    def log(self) -> str:
        """The name of its log."""
        return str(self.id)

    @classmethod
    def of_log(cls, log: str) -> "ExamSession | None":
        """The session of a log; None for another log."""
        try:
            key = uuid.UUID(log)
        except ValueError:
            return None
        return cls.objects.select_related("certification").filter(pk=key).first()

    def __str__(self) -> str:
        named = self.label or self.certification.name
        return named if str(self.year) in named else f"{named}, {self.year}"


class StoredFact(models.Model):
    """A fact, in its canonical bytes. INSERT and SELECT are all that the application may do."""

    log = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    """The idempotency key: the same command twice meets the unique constraint."""
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    payload = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("log", "key"), name="one_fact_per_key"),)
        indexes = (models.Index(fields=("log", "subject", "id")), models.Index(fields=("log", "kind", "id")))


class NumberedFact(models.Model):
    """The place of a fact in the tree of its log, given once it can no longer be preceded."""

    fact = models.OneToOneField(StoredFact, models.PROTECT, primary_key=True, related_name="number")
    log = models.CharField(max_length=40)
    position = models.BigIntegerField()
    leaf = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("log", "position"), name="one_fact_per_position"),)


class StoredTreeHead(models.Model):
    """A signed tree head, with the frontier of its tree: whence anyone may grow the next one."""

    log = models.CharField(max_length=40)
    size = models.BigIntegerField()
    occasion = models.CharField(max_length=16)
    head = models.JSONField()
    frontier = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("log", "size")),)


class Standing(models.Model):
    """Where each candidate stands: a reading of the facts, kept for lists, rebuilt from them at any time."""

    candidate = models.CharField(max_length=40, primary_key=True)
    session = models.ForeignKey(ExamSession, models.CASCADE, related_name="standings", db_index=False)
    numero = models.CharField(max_length=40)
    sort_key = models.CharField(max_length=200)
    search_key = models.TextField()
    establishment = models.CharField(max_length=8, blank=True)
    voie = models.CharField(max_length=40, blank=True)
    categorie = models.CharField(max_length=20, blank=True)
    forme = models.CharField(max_length=12, blank=True)
    option = models.CharField(max_length=12, blank=True)
    units = models.JSONField(default=list)
    cells = models.JSONField(default=dict)
    """What counts for each unit, as typed (``12,5``, ``AB``); ``PROJET`` too."""
    told = models.JSONField(default=dict)
    """What was told of the candidate beside cells, by column: grounds (``motif_U7``), what the family asks."""
    control = models.JSONField(default=dict)
    control_units = models.JSONField(default=list)
    missing = models.PositiveSmallIntegerField(default=0)
    """Units still without a mark."""
    pieces_missing = models.JSONField(default=list)
    reserves = models.JSONField(default=list)
    """What keeps the decision from being fixed."""
    livret_awaited = models.BooleanField(default=False)
    withheld = models.BooleanField(default=False)
    """A fraud file or a correction holds the result back."""
    withdrawn = models.BooleanField(default=False)
    proposal = models.CharField(max_length=16, blank=True)
    decision = models.CharField(max_length=16, blank=True)
    """As it stands: fixed by the jury, else proposed."""
    mention = models.CharField(max_length=4, blank=True)
    average = models.CharField(max_length=60, blank=True)
    """Exact, in points, as the fact says it."""
    distance = models.IntegerField(null=True)
    """Hundredths between the average and the nearest threshold: borderline first."""
    public_decision = models.CharField(max_length=16, blank=True)
    """What a published deliberation says; empty before publication or while withheld."""
    public_mention = models.CharField(max_length=4, blank=True)
    facts = models.PositiveIntegerField(default=0)
    """How many facts the row was read from: a fact that nobody recorded by a command shows."""
    anomalies = models.PositiveSmallIntegerField(default=0)
    """How many of them are refused, and not set aside."""

    class Meta:
        # Nothing that a deliberation changes is indexed: a row is then written anew beside itself, no index moved.
        indexes = (
            models.Index(fields=("session", "sort_key", "candidate")),
            models.Index(fields=("session", "establishment", "sort_key")),
        )


class Deposit(models.Model):
    """A file handed over, kept between its preview and its application, or while one says which part is meant."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(ExamSession, models.CASCADE, null=True)
    by = models.ForeignKey("accounts.User", models.CASCADE)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    part = models.CharField(max_length=200, blank=True, default="")
    """Which sheet of a workbook is meant, where someone had to say it."""
    seen = models.TextField(blank=True, default="")
    """Its preview in JSON, in its order (``seen.py``), where the worker made it."""
    at = models.DateTimeField(auto_now_add=True)


class Draft(models.Model):
    """What someone typed in a form and has not recorded yet: of that person alone, and of that form."""

    by = models.ForeignKey("accounts.User", models.CASCADE)
    place = models.CharField(max_length=200)
    fields = models.JSONField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("by", "place"), name="one_draft_per_form"),)


class Seat(models.Model):
    """A member of a jury: the person, erasable; that and how the person was appointed stands in the facts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nom = models.CharField(_("nom"), max_length=80)
    prenom = models.CharField(_("prénom"), max_length=80, blank=True)
    sexe = models.CharField(_("sexe"), max_length=1, blank=True)
    qualite = models.CharField(_("qualité"), max_length=40)
    fonction = models.CharField(_("fonction"), max_length=24)
    establishment = models.CharField(_("établissement ou entreprise"), max_length=120, blank=True)
    declared = models.JSONField(default=dict)
    """All else that was told of the member and that the law of some jury reads, by name (``laureat.jury.Member``)."""

    account: User | None

    class Meta:
        abstract = True
        ordering = ("nom", "prenom")

    @property
    def name(self) -> str:
        """First name and name."""
        return f"{self.prenom} {self.nom}".strip()

    @classmethod
    def columns_of(cls, member: Member) -> dict[str, Any]:
        """The columns of a row from all that is known of a member; presence alone is told later, by facts."""
        told = plain(member)
        told.pop("presence")
        columns = {column: told.pop(name) for name, column in _COLUMNS.items()}
        return {**columns, "declared": {name: value for name, value in told.items() if value not in (None, "")}}

    @property
    def beside(self) -> str:
        """What else is known of the member, in words."""
        return " ; ".join(told_beside(self.member()))

    def member(self, presence: Presence | None = None) -> Member:
        """The member as the law of juries reads it."""
        columns = {name: getattr(self, column) for name, column in _COLUMNS.items()}
        return replace(from_plain({**columns, **self.declared}), presence=presence)


_COLUMNS = {name: name for name in ("nom", "prenom", "sexe", "qualite", "fonction")} | {
    "etablissement": "establishment"
}
"""What of a member has a column of its own, and which."""


class Juror(Seat):
    """A member of the jury of a session."""

    session = models.ForeignKey(ExamSession, models.CASCADE, related_name="jurors")
    account = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="seats")
