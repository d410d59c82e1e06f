"""Titles and papers delivered, each with its state: what the status lists and the pages of codes are made from."""

from django.db import models

from laureat.credentials.status import Event


class Delivered(models.Model):
    """Something delivered to a candidate of a session, or of a VAE, and where it stands."""

    log = models.CharField(max_length=40)
    candidate = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    """The name of a paper; for a title « diplome », or the code of its block."""
    result = models.PositiveIntegerField()
    """The deliberation whose decision it tells; of a VAE, the sitting of the jury, 0 where none was recorded."""
    identity = models.CharField(max_length=64)
    """The commitment of the identity under which it was made."""
    digest = models.CharField(max_length=64)
    """Of what it attests: the same content, the same title."""
    state = models.CharField(max_length=10, default=str(Event.EMIS))
    reason = models.CharField(max_length=200, blank=True, default="")
    made = models.DateTimeField(auto_now_add=True)
    moved = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def is_revoked(self) -> bool:
        """For ever."""
        return self.state == Event.REVOQUE

    @property
    def in_force(self) -> bool:
        """Neither revoked nor suspended."""
        return self.state == Event.EMIS


class Title(Delivered):
    """A signed credential: a diploma or a block."""

    identifier = models.CharField(max_length=60, unique=True)
    """``urn:uuid:…``."""
    issuer = models.CharField(max_length=300)
    index = models.BigIntegerField()
    """In the status lists of its issuer, all lists together; drawn at random."""
    document = models.TextField()
    """The credential, signed; empty once its holder is erased."""
    share = models.CharField(max_length=32, null=True, unique=True)
    """The secret of the link that its holder opened; none: closed."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("issuer", "index"), name="one_title_per_index"),)
        indexes = (models.Index(fields=("log", "candidate")), models.Index(fields=("issuer", "state")))


class Paper(Delivered):
    """A paper, known by the code that it carries."""

    code = models.CharField(max_length=20, unique=True)

    class Meta:
        indexes = (models.Index(fields=("log", "candidate")),)


class DepositedPaper(models.Model):
    """A paper that the command made, and for which this site answers: its line of the deposit, proved by its place."""

    deposit = models.CharField(max_length=32)
    """Its name in the log of the house, which has the root of the lines."""
    rank = models.PositiveIntegerField()
    code = models.CharField(max_length=20, unique=True)
    line = models.TextField()
    """Empty once the deposit is taken back."""
    path = models.BinaryField()
    """The audit path from the line to the root, 32 bytes a step."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("deposit", "rank"), name="one_paper_per_rank"),)


class Offer(models.Model):
    """A title offered to a wallet: a code of one use, then a token of one use. Only digests are kept."""

    title = models.ForeignKey(Title, models.CASCADE, related_name="offers")
    code = models.CharField(max_length=64, unique=True)
    pin = models.CharField(max_length=64)
    """The digest of code and ``tx_code``, which the holder types in the wallet."""
    tries = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField()
    token = models.CharField(max_length=64, null=True, unique=True)
    """Of the access token, once the code was used."""
    taken = models.BooleanField(default=False)
    """The wallet has its credential."""
