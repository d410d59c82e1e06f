"""Checkpoints (C2SP ``tlog-checkpoint``): the head of a log as a signed note; and what witnesses add to it.

A cosignature (C2SP ``tlog-cosignature``, Ed25519) says: at this time, this is the longest consistent tree of that log I
have seen. The time is the witness's own.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from laureat.records.merkle import EMPTY_ROOT
from laureat.records.signed_note import COSIGNATURE, Note, NoteKey, NoteSignature, decoded, encoded
from laureat.records.treehead import Signer, Verifier

MAX_SIZE = 2**63 - 1
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")
_STAMP = 8
"""Bytes of the time in a cosignature, seconds since 1970."""


def whole_number(text: str, what: str) -> int:
    """A decimal of digits alone, no useless zero, below 2⁶³. Raises ValueError."""
    if not _DECIMAL.fullmatch(text) or int(text) > MAX_SIZE:
        raise ValueError(f"{what} : « {text[:30]} » n'est pas un nombre entier en chiffres, sans zéro devant")
    return int(text)


def hash_of(text: str, what: str) -> bytes:
    """A SHA-256 hash in base64. Raises ValueError."""
    raw = decoded(text, what)
    if len(raw) != 32:
        raise ValueError(f"{what} : 32 octets sont attendus, reçu {len(raw)}")
    return raw


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of the first ``size`` leaves of the log named ``origin``."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    """Lines that the standard leaves to the log; ours has none."""

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), encoded(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    def __str__(self) -> str:
        """``origin:size:root``, the root in hexadecimal: what a person copies and ``auditer --tete`` takes."""
        return f"{self.origin}:{self.size}:{self.root.hex()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a note. Raises ValueError."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):
            raise ValueError("un point de contrôle a trois lignes au moins, aucune vide : origine, taille, racine")
        origin, size, root, *extensions = lines
        checkpoint = cls(origin, whole_number(size, "taille"), hash_of(root, "racine"), tuple(extensions))
        return checkpoint

    @property
    def is_possible(self) -> bool:
        """False for an empty tree whose root is not that of the empty tree."""
        return self.size > 0 or self.root == EMPTY_ROOT


def read_checkpoint(raw: bytes) -> tuple[Checkpoint, Note]:
    """A checkpoint and its signatures, none of them verified yet. Raises ValueError."""
    note = Note.parse(raw)
    return Checkpoint.parse(note.text), note


@dataclass(frozen=True, slots=True)
class Seen:
    """A witness vouched for a checkpoint at a time of its own clock."""

    witness: str
    time: int
    """Seconds since 1970."""


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign(text: str, key: NoteKey, signer: Signer, time: int) -> NoteSignature:
    """Cosign the text of a checkpoint at a time (seconds since 1970, never zero)."""
    if not 0 < time <= MAX_SIZE or key.type != COSIGNATURE:
        raise ValueError("une cosignature est datée, et faite avec une clé de témoin (0x04)")
    return NoteSignature(key.name, key.id, time.to_bytes(_STAMP, "big") + signer(_cosigned(text, time)))


def cosignatures(note: Note, witnesses: Iterable[tuple[NoteKey, Verifier]]) -> Sequence[Seen]:
    """What the known witnesses say; lines of others, and of types one does not know, are ignored.

    Raises ValueError for a line that says it is of a known witness and does not verify.
    """
    found: list[Seen] = []
    for key, verify in witnesses:
        for line in note.signatures:
            if not line.is_of(key):
                continue
            time = int.from_bytes(line.signature[:_STAMP], "big")
            if not 0 < time <= MAX_SIZE or not verify(_cosigned(note.text, time), line.signature[_STAMP:]):
                raise ValueError(f"la cosignature de {key.name} ne vérifie pas")
            found.append(Seen(key.name, time))
    return found


def tlog_proof(note: Note, index: int, proof: Sequence[bytes], extra: bytes) -> str:
    """A proof that anyone verifies offline (C2SP ``tlog-proof``); ``extra`` is the leaf itself."""
    nodes = "".join(f"{encoded(node)}\n" for node in proof)
    return f"c2sp.org/tlog-proof@v1\nextra {encoded(extra)}\nindex {index}\n{nodes}\n{note}"
