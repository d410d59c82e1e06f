"""Accounts, the establishments they belong to, the invitations they are born from."""

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an account is for. Who sits in which jury, and presides it, is said by each session."""

    EXAMENS = "examens", _("service des examens")
    ETABLISSEMENT = "etablissement", _("établissement")
    JURY = "jury", _("jury")
    CANDIDAT = "candidat", _("candidat")


class Nature(models.TextChoices):
    """The kinds of establishment that prepare candidates; the route and the category follow from them."""

    LYCEE_PUBLIC = "lycee_public", _("lycée public")
    PRIVE_SOUS_CONTRAT = "prive_sous_contrat", _("lycée privé sous contrat")
    PRIVE_HORS_CONTRAT = "prive_hors_contrat", _("lycée privé hors contrat")
    CFA = "cfa", _("CFA")
    GRETA = "greta", _("GRETA")
    FORMATION_PRIVEE = "formation_privee", _("organisme privé de formation")
    DISTANCE = "distance", _("enseignement à distance")


class Establishment(models.Model):
    """A school, a CFA or a GRETA, known by its UAI number."""

    uai = models.CharField("UAI", max_length=8, primary_key=True)
    name = models.CharField(_("nom"), max_length=120)
    nature = models.CharField(_("nature"), max_length=20, choices=Nature.choices)
    town = models.CharField(_("commune"), max_length=80, blank=True)
    sort_key = models.CharField(max_length=160)

    class Meta:
        ordering = ("sort_key", "uai")

    def __str__(self) -> str:
        return self.name


class Habilitation(models.Model):
    """The right of an establishment to assess in course (CCF), for one certification, between two dates."""

    class Scope(models.TextChoices):
        """How much may be assessed by CCF."""

        PARTIELLE = "partielle", _("CCF partiel")
        INTEGRALE = "integrale", _("CCF intégral")

    establishment = models.ForeignKey(Establishment, models.CASCADE, related_name="habilitations")
    certification = models.CharField(_("certification"), max_length=20)
    starts = models.DateField(_("du"))
    ends = models.DateField(_("au"), null=True, blank=True)
    scope = models.CharField(_("étendue"), max_length=12, choices=Scope.choices, default=Scope.PARTIELLE)
    by_right = models.BooleanField(_("de droit"), default=False)

    class Meta:
        ordering = ("-starts",)


class House(models.Model):
    """Who runs the sessions: said once, inherited by each. One row at most, written by ``house.set_house`` alone."""

    certifier = models.CharField(_("certificateur, s'il n'est pas celui de la fiche"), max_length=160, blank=True)
    academy = models.CharField(_("académie ou organisme, en tête des papiers"), max_length=80, blank=True)
    authority = models.CharField(_("autorité qui délivre"), max_length=120, blank=True)
    signatory = models.CharField(_("signataire"), max_length=120, blank=True)
    signatory_quality = models.CharField(_("à quel titre il signe"), max_length=160, blank=True)
    place = models.CharField(_("lieu (« Fait à… »)"), max_length=80, blank=True)
    service = models.CharField(_("service qui répond aux candidats"), max_length=160, blank=True)
    service_address = models.CharField(_("son adresse postale"), max_length=200, blank=True)
    service_email = models.EmailField(_("son adresse électronique"), blank=True)
    court = models.CharField(_("tribunal administratif compétent"), max_length=160, blank=True)
    sender = models.EmailField(_("expéditeur des courriels"), blank=True)
    logo = models.BinaryField(default=bytes)
    logo_format = models.CharField(max_length=4, blank=True)
    """``png`` or ``jpeg``; empty without one."""
    logo_text = models.CharField(_("ce que le logo montre, pour qui ne le voit pas"), max_length=160, blank=True)


class Accounts(BaseUserManager["User"]):
    """How accounts are made."""

    def make(self, email: str, name: str, role: str, password: str | None = None, **fields: object) -> "User":
        """A new account; without a password, nobody can enter until one is chosen."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, role=role, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who may sign in. Facts name the account by ``pseudonym``, never by its address."""

    email = models.EmailField(_("adresse électronique"), unique=True)
    name = models.CharField(_("nom"), max_length=120)
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices)
    establishment = models.ForeignKey(Establishment, models.PROTECT, null=True, blank=True, related_name="accounts")
    pseudonym = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_active = models.BooleanField(_("ouvert"), default=True)
    language = models.CharField(_("langue"), max_length=5, default="fr", choices=settings.LANGUAGES)
    """In which they read the pages last: their mails are in it."""
    created = models.DateTimeField(auto_now_add=True)
    factor: int | None = None
    """The second factor that they have, for whoever has come in (``stay.Backend`` reads it)."""

    objects = Accounts()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    class Meta:
        ordering = ("name", "email")

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """True for those whose work needs a second factor: everyone but candidates."""
        return self.role != Role.CANDIDAT

    @property
    def is_superuser(self) -> bool:
        """Nobody is above the matrix of rights."""
        return False

    def get_full_name(self) -> str:
        """The name, as the libraries ask for it."""
        return self.name


INVITATION_LIFE = timedelta(days=21)


def digest(token: str) -> str:
    """What is stored of a token: enough to recognise it, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """A one-use right to open an account, sent by e-mail or handed over on a printed sheet."""

    token_digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(_("adresse électronique"))
    name = models.CharField(_("nom"), max_length=120)
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices)
    establishment = models.ForeignKey(Establishment, models.PROTECT, null=True, blank=True)
    person = models.UUIDField(default=uuid.uuid4)
    """The pseudonym of the account that it opens; a candidate's is the person whose file it will show."""
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    """Nobody: the first account of an empty base, whose name and address are said by whoever opens it (``first``)."""
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created",)

    @classmethod
    def draw(cls, *, life: timedelta = INVITATION_LIFE, token: str = "", **fields: object) -> tuple["Invitation", str]:
        """A new invitation and its token, which is shown once and never stored."""
        token = token or secrets.token_urlsafe(18)
        expires = timezone.now() + life
        return cls.objects.create(token_digest=digest(token), expires=expires, **fields), token

    @classmethod
    def find(cls, token: str) -> "Invitation | None":
        """The invitation that this token still opens."""
        waiting = cls.objects.filter(token_digest=digest(token), accepted=None, expires__gt=timezone.now())
        return waiting.select_for_update().first()


class Counter(models.Model):
    """How many times something was tried in a window of time (``limits``)."""

    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=200)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="one_counter_per_key"),)


class Happening(models.TextChoices):
    """What the security log holds."""

    ENTREE = "entree", _("entrée")
    SORTIE = "sortie", _("sortie")
    ECHEC = "echec", _("échec")
    SUSPENSION = "suspension", _("accès suspendu")
    OUBLI = "oubli", _("mot de passe oublié")
    DROITS = "droits", _("compte et droits")
    EXPORT = "export", _("export")
    DOCUMENT = "document", _("document")
    DOSSIER = "dossier", _("dossier ouvert")


class Trace(models.Model):
    """One line of the security log: apart from the facts, erased when its time is past."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    kind = models.CharField(max_length=12, choices=Happening.choices)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="traces")
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    establishment = models.CharField(max_length=8, blank=True)
    """As they were then."""
    address = models.CharField(max_length=45, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    """The candidate, or the account, that it is about."""
    what = models.CharField(max_length=120, blank=True)
    weight = models.PositiveSmallIntegerField(default=0)
    """Against the ceiling of a day."""

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("account", "at")), models.Index(fields=("subject", "at")))


class FactorReset(models.Model):
    """A second factor that someone of the office asked to take away from an account: another person confirms it."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="factor_reset")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
