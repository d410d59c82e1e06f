"""What can be erased: identities and free texts, each with the salt of its commitment."""

from django.db import models


class PrivateText(models.Model):
    """The text behind a commitment of the log. Erasing the row leaves a log that verifies and says nothing of it."""

    class Kind(models.TextChoices):
        """What the text is, which sets how long it is kept (``RETENTION``)."""

        IDENTITE = "identite"
        MOTIF = "motif"
        CAUSE = "cause"
        """The cause of an accommodation: never shown to markers or jury."""
        MENTIONS = "mentions"
        """What papers say of who holds a session."""

    commitment = models.CharField(max_length=64, primary_key=True)
    log = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject = models.CharField(max_length=40, blank=True)
    salt = models.BinaryField()
    text = models.TextField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("log", "subject")),)


class Identity(models.Model):
    """Who a registration is, today: the fields people see, with keys for the French order and for search."""

    candidate = models.CharField(max_length=40, primary_key=True)
    """The pseudonymous identifier of the registration."""
    person = models.CharField(max_length=40, db_index=True)
    log = models.CharField(max_length=40)
    numero = models.CharField(max_length=40)
    fields = models.JSONField()
    """``nom prenom nom_usage date_naissance``…, as text (the names of the engine)."""
    others = models.JSONField(default=dict)
    """Columns of the imported list that nobody knows, passed through."""
    sort_key = models.CharField(max_length=200)
    search_key = models.TextField()
    account = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="identities", db_index=True
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("log", "numero"), name="one_number_per_session"),)
        indexes = (models.Index(fields=("log", "sort_key")),)

    @property
    def name(self) -> str:
        """NOM Prénom, as lists show it."""
        return f"{self.fields.get('nom', '')} {self.fields.get('prenom', '')}".strip() or self.numero

    @property
    def full_name(self) -> str:
        """The name with what tells homonyms apart: ``DUPONT Zoé (14/03/2008, 2600001)``."""
        beside = [text for text in (self.fields.get("date_naissance", ""), self.numero) if text]
        return f"{self.name} ({', '.join(beside)})"
