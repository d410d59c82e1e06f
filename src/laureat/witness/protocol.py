"""What a witness is asked and answers (C2SP ``tlog-witness``, ``add-checkpoint``); no clock, disk or network here."""

from collections.abc import Sequence
from dataclasses import dataclass

from laureat.records.checkpoint import Checkpoint, cosign, hash_of, read_checkpoint, whole_number
from laureat.records.merkle import proves_consistency
from laureat.records.signed_note import MAX_NOTE, Note, NoteKey, encoded, is_signed
from laureat.records.treehead import Signer
from laureat.vocabulary.french import plural
from laureat.witness.policy import Party

MAX_PROOF = 63
"""Hashes of the longest consistency proof."""
MAX_BODY = MAX_NOTE + 64 * 64
SIZE_TYPE = "text/x.tlog.size"
TEXT_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """A checkpoint to cosign, and the proof that it prolongs the last one that the witness cosigned."""

    old: int
    proof: tuple[bytes, ...]
    note: Note

    def __bytes__(self) -> bytes:
        """The body of the request."""
        proof = "".join(f"{encoded(node)}\n" for node in self.proof)
        return f"old {self.old}\n{proof}\n{self.note}".encode()

    @classmethod
    def parse(cls, body: bytes) -> tuple["Request", Checkpoint]:
        """Read the body of a request. Raises ValueError."""
        head, blank, raw = body.partition(b"\n\n")
        if not blank:
            raise ValueError("une ligne « old », la preuve, une ligne vide, puis le point de contrôle sont attendus")
        try:
            first, *proof = head.decode("ascii").split("\n")
        except UnicodeDecodeError:
            raise ValueError("la ligne « old » et la preuve sont en ASCII") from None
        word, space, old = first.partition(" ")
        if word != "old" or not space:
            raise ValueError("la première ligne est « old » et une taille")
        if len(proof) > MAX_PROOF:
            raise ValueError(f"la preuve a {plural(len(proof), 'ligne')} : {MAX_PROOF} au plus")
        checkpoint, note = read_checkpoint(raw)
        nodes = tuple(hash_of(line, "preuve") for line in proof)
        return cls(whole_number(old, "old"), nodes, note), checkpoint


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer."""

    status: int
    body: str = ""
    type: str = TEXT_TYPE


@dataclass(frozen=True, slots=True)
class Held:
    """The last checkpoint of a log that the witness cosigned."""

    checkpoint: Checkpoint
    note: Note
    """With the signature of the log that was verified, and the cosignature that was given."""


def judge(
    request: Request, checkpoint: Checkpoint, logs: Sequence[Party], held: Held | None
) -> tuple[Answer | None, Note]:
    """The refusal, None where the checkpoint is to be cosigned; and the note with the log's own signatures alone."""
    try:
        signers = [log for log in logs if is_signed(request.note, log.key, log.verify)]
    except ValueError as error:
        return Answer(403, f"{error}\n"), request.note
    own = tuple(line for line in request.note.signatures if any(line.is_of(log.key) for log in signers))
    note = Note(request.note.text, own)
    if not signers:
        return Answer(403, "aucune signature d'une clé connue pour cette origine\n"), note
    if request.old > checkpoint.size:
        return Answer(400, "« old » dépasse la taille du point de contrôle\n"), note
    size = held.checkpoint.size if held else 0
    if request.old != size:
        return Answer(409, f"{size}\n", SIZE_TYPE), note
    if not checkpoint.is_possible:
        return Answer(422, "un arbre vide n'a pas cette racine\n"), note
    if not _prolongs(request, checkpoint, held):
        return Answer(422, "la preuve ne montre pas que ce journal prolonge celui que le témoin connaît\n"), note
    return None, note


def _prolongs(request: Request, checkpoint: Checkpoint, held: Held | None) -> bool:
    if request.old == 0:
        return not request.proof
    root = held.checkpoint.root if held else b""
    return proves_consistency(request.old, root, checkpoint.size, checkpoint.root, request.proof)


def vouch(note: Note, checkpoint: Checkpoint, key: NoteKey, signer: Signer, time: int) -> tuple[Answer, Held]:
    """The cosignature, and what the witness must keep before it gives it."""
    line = cosign(note.text, key, signer, time)
    return Answer(200, f"{line}\n"), Held(checkpoint, note.with_((line,)))
