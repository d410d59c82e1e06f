"""Checkpoints, and what others added to them. INSERT and SELECT are all that the application may do."""

from django.db import models


class StoredCheckpoint(models.Model):
    """A head of the log of the house, as a signed note: its text and the signature of the log."""

    origin = models.CharField(max_length=200)
    size = models.BigIntegerField(unique=True)
    note = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("size",)


class Cosignature(models.Model):
    """The line by which a witness vouched for a checkpoint."""

    checkpoint = models.ForeignKey(StoredCheckpoint, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    """The name of its key."""
    line = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("witness", "id"), name="checkpoints_witness_idx"),)


class Timestamp(models.Model):
    """The answer of a time-stamping authority (RFC 3161) about a checkpoint."""

    checkpoint = models.ForeignKey(StoredCheckpoint, models.PROTECT, related_name="timestamps")
    authority = models.CharField(max_length=400)
    """The address that was asked."""
    token = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
