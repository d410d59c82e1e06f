"""The outbox, and the words of the house."""

import uuid

from django.conf import settings
from django.db import models
from django.dispatch import Signal
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from laureat.web.accounts.models import Invitation
from laureat.web.mails.wordings import LINK, Kind, Words, defaults, kinds

TRIES = 8
"""How many times a mail is tried, at longer and longer intervals, before someone must ask for it again."""


class State(models.TextChoices):
    """Where a mail is."""

    EN_ATTENTE = "en_attente", _("en attente")
    PARTI = "parti", _("parti")
    ECHEC = "echec", _("en échec")
    ANNULE = "annule", _("annulé")


worded = Signal()
"""The house gave other words to its mails: sent in the same transaction, ``by`` whom."""


class Wording(models.Model):
    """What the house has a kind of mail say."""

    kind = models.CharField(max_length=12, choices=kinds, primary_key=True)
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(_("texte"), max_length=5000)

    @classmethod
    def of(cls, kind: Kind, language: str = "fr") -> Words:
        """The words of the house, as it wrote them, else those of the software in the language of who receives them."""
        if (kept := cls.objects.filter(pk=kind).first()) is not None:
            return Words(kept.subject, kept.body)
        with translation.override(language):
            return defaults(kind)

    @classmethod
    def is_of_the_house(cls, kind: Kind) -> bool:
        """True where the house wrote its own words: in French, whatever its readers read, and so are their values."""
        return cls.objects.filter(pk=kind).exists()


class Message(models.Model):
    """One mail. Its link and the address of the site are filled when it leaves, and written nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=kinds)
    to = models.EmailField()
    name = models.CharField(max_length=120)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, related_name="messages")
    """Whose link it carries; once withdrawn, the mail no longer leaves."""
    seed = models.CharField(max_length=64, blank=True)
    """From which, with the secret of the data folder, the link is drawn; empty where there is none."""
    log = models.CharField(max_length=60, blank=True)
    lot = models.UUIDField(null=True, db_index=True)
    """Those asked together, sent by one job."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=12, choices=State, default=State.EN_ATTENTE)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    """Not before."""
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    """Why it has not left."""

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = (models.Index(fields=("state", "next_at"), name="mails_due_idx"),)

    @property
    def shown(self) -> str:
        """The body as the outbox shows it."""
        return self.body.replace(f"{{{LINK}}}", str(_("(lien à usage unique, qui n'est écrit nulle part)")))

    @property
    def can_again(self) -> bool:
        """Someone may ask for it once more."""
        return self.state == State.ECHEC or (self.state == State.EN_ATTENTE and bool(self.trouble))
