"""Sign checkpoints and read them back, with what witnesses and authorities added."""

import hashlib

from django.conf import settings

from laureat.records.checkpoint import Checkpoint, read_checkpoint
from laureat.records.ed25519 import public_key_of, signer
from laureat.records.signed_note import Note, NoteKey, NoteSignature, sign_text
from laureat.web import data_folder
from laureat.web.checkpoints.models import Cosignature, StoredCheckpoint, Timestamp


def latest() -> StoredCheckpoint | None:
    """The last checkpoint."""
    return StoredCheckpoint.objects.order_by("-size").first()


def first_over(position: int) -> StoredCheckpoint | None:
    """The first checkpoint that covers a leaf of the log of the house."""
    return StoredCheckpoint.objects.filter(size__gt=position).order_by("size").first()


def public_key() -> bytes:
    """The key that signs checkpoints and heads."""
    return public_key_of(data_folder.ledger_seed())


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


def sign(size: int, root: bytes, *, using: str) -> StoredCheckpoint:
    """Sign and store a checkpoint, by the connection of the sealer."""
    key = log_key()
    text = Checkpoint(key.name, size, root).text
    note = Note(text, (sign_text(text, key, signer(data_folder.ledger_seed())),))
    return StoredCheckpoint.objects.using(using).create(origin=key.name, size=size, note=str(note))


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
