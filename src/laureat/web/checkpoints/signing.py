"""Checkpoints as they are read back, with what witnesses and authorities added; the sealer signs them."""

import hashlib

from django.conf import settings

from laureat.records.checkpoint import Checkpoint, read_checkpoint
from laureat.records.signed_note import Note, NoteKey, NoteSignature
from laureat.web.checkpoints.models import Cosignature, StoredCheckpoint, Timestamp
from laureat.web.sealer.public import public_keys


def latest(using: str = "default") -> StoredCheckpoint | None:
    """The last checkpoint."""
    return StoredCheckpoint.objects.using(using).order_by("-size").first()


def first_over(position: int) -> StoredCheckpoint | None:
    """The first checkpoint that covers a leaf of the log of the house."""
    return StoredCheckpoint.objects.filter(size__gt=position).order_by("size").first()


def public_key() -> bytes:
    """The key that signs checkpoints and heads."""
    return bytes.fromhex(public_keys().journal)


def origin() -> str:
    """The name of the log of the house: that of its first checkpoint, for ever; before it, a setting or a name drawn
    from the key."""
    first = StoredCheckpoint.objects.order_by("size").first()
    return first.origin if first else settings.LEDGER_ORIGIN or default_origin(public_key())


def default_origin(key: bytes) -> str:
    """A name that no other house has."""
    return f"journal-{hashlib.sha256(key).hexdigest()[:16]}.laureat.invalid"


def log_key() -> NoteKey:
    """The key to give to witnesses."""
    return NoteKey(origin(), public_key())


def keep_cosignature(checkpoint: StoredCheckpoint, line: NoteSignature) -> None:
    """Store what a witness gave."""
    Cosignature.objects.create(checkpoint=checkpoint, witness=line.name, line=str(line))


def keep_timestamp(checkpoint: StoredCheckpoint, authority: str, token: bytes) -> None:
    """Store what an authority gave."""
    Timestamp.objects.create(checkpoint=checkpoint, authority=authority, token=token)


def read(stored: StoredCheckpoint) -> tuple[Checkpoint, Note]:
    """A checkpoint, and the note that holds the cosignatures too."""
    checkpoint, note = read_checkpoint(stored.note.encode())
    lines = [NoteSignature.parse(line) for line in stored.cosignatures.values_list("line", flat=True)]
    return checkpoint, note.with_(lines)
