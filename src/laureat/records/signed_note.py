"""Signed notes (C2SP ``signed-note``): a text, and lines by which named keys answer for it.

Read strictly, as the standard says: a signature of a key one does not know, whatever its type, is ignored; one of a key
one knows that does not verify spoils the whole note.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from laureat.records.treehead import Signer, Verifier
from laureat.vocabulary.french import plural

ED25519 = 0x01
"""The type of a plain signature of the text."""
COSIGNATURE = 0x04
"""The type of a dated cosignature of a checkpoint (C2SP ``tlog-cosignature``)."""
DASH = "—"
MAX_NOTE = 256 * 1024
"""Bytes of the longest note read: sixteen post-quantum signatures of 5 kB hold in it."""
MAX_SIGNATURES = 64
KEY_LENGTH = 32
_ID_LENGTH = 4


def decoded(text: str, what: str, *, strict: bool = True) -> bytes:
    """Standard base64, written in the one way that it can be. Raises ValueError.

    ``strict`` aside, the bits that say nothing at the end may be any (RFC 4648 §3.5).
    """
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        raise ValueError(f"{what} : « {text[:60]} » n'est pas du base64") from None
    if strict and encoded(raw) != text:
        raise ValueError(f"{what} : « {text[:60]} » est du base64 mal fini")
    return raw


def encoded(raw: bytes) -> str:
    """Standard base64."""
    return base64.b64encode(raw).decode()


def key_name(name: str) -> str:
    """The name of a key, which may be the origin of a log. Raises ValueError."""
    if not name or "+" in name or any(character.isspace() or character < " " for character in name):
        raise ValueError(f"« {name[:60]} » n'est pas un nom de clé : ni vide, ni espace, ni « + »")
    return name


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A public key with the name that it signs under and the type of its signatures."""

    name: str
    public: bytes
    """Ed25519, 32 bytes."""
    type: int = ED25519

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature says whose it is."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:_ID_LENGTH]

    def __str__(self) -> str:
        """The verifier key (*vkey*): ``name+id+base64(type ‖ key)``."""
        return f"{self.name}+{self.id.hex()}+{encoded(bytes([self.type]) + self.public)}"

    @classmethod
    def parse(cls, text: str, *types: int) -> Self:
        """Read a *vkey* of one of these types. Raises ValueError."""
        name, raw = _key_parts(text.strip(), "une clé publique", types or (ED25519, COSIGNATURE))
        key = cls(name, raw[1:], raw[0])
        if text.strip().split("+")[1] != key.id.hex():
            raise ValueError(f"clé de {name} : son identifiant devrait être {key.id.hex()}")
        return key


def _key_parts(text: str, what: str, types: Iterable[int]) -> tuple[str, bytes]:
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise ValueError(f"« {text[:60]} » n'est pas {what} : nom+identifiant+base64 est attendu")
    name, raw = key_name(parts[0]), decoded(parts[2], f"clé de {parts[0]}")
    if len(raw) != 1 + KEY_LENGTH or raw[0] not in types:
        known = " ou ".join(f"0x{kind:02x}" for kind in types)
        raise ValueError(f"clé de {name} : une clé Ed25519 de type {known} est attendue")
    return name, raw


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line. What ``signature`` holds depends on the type of the key."""

    name: str
    id: bytes
    signature: bytes

    def __str__(self) -> str:
        """The line, without its end."""
        return f"{DASH} {self.name} {encoded(self.id + self.signature)}"

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read a line. Raises ValueError."""
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != DASH:
            raise ValueError(f"« {line[:60]} » n'est pas une ligne de signature : « — nom base64 » est attendu")
        raw = decoded(parts[2], f"signature de {parts[1][:60]}", strict=False)
        if len(raw) <= _ID_LENGTH:
            raise ValueError(f"signature de {parts[1][:60]} : elle est trop courte")
        return cls(key_name(parts[1]), raw[:_ID_LENGTH], raw[_ID_LENGTH:])

    def is_of(self, key: NoteKey) -> bool:
        """True when the line says that it is of this key; it proves nothing yet."""
        return self.name == key.name and self.id == key.id


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a newline, and its signatures."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def __str__(self) -> str:
        """The note as it is sent and stored."""
        return f"{self.text}\n" + "".join(f"{signature}\n" for signature in self.signatures)

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a note. Raises ValueError: nothing of it is to be believed."""
        if len(raw) > MAX_NOTE:
            raise ValueError(f"une note signée est trop longue : {plural(len(raw), 'octet')}, {MAX_NOTE} au plus")
        try:
            whole = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise ValueError("une note signée est un texte UTF-8") from None
        if any(character < " " and character != "\n" for character in whole):
            raise ValueError("une note signée n'a pas de caractère de commande")
        text, blank, lines = whole.rpartition("\n\n")
        if not blank or not lines.endswith("\n"):
            raise ValueError("une note signée est un texte, une ligne vide, puis des lignes de signature")
        found = lines[:-1].split("\n")
        if len(found) > MAX_SIGNATURES:
            raise ValueError(f"{plural(len(found), 'signature')} : {MAX_SIGNATURES} au plus")
        return cls(f"{text}\n", tuple(map(NoteSignature.parse, found)))

    def with_(self, more: Iterable[NoteSignature]) -> "Note":
        """The note with more signatures, those it already has left out."""
        return Note(self.text, tuple(dict.fromkeys((*self.signatures, *more))))


def sign_text(text: str, key: NoteKey, signer: Signer) -> NoteSignature:
    """Sign a text with a plain Ed25519 key."""
    return NoteSignature(key.name, key.id, signer(text.encode()))


def is_signed(note: Note, key: NoteKey, verify: Verifier) -> bool:
    """True when this plain key signed the text; False when it did not sign at all.

    Raises ValueError for a signature that says it is of this key and does not verify.
    """
    found = [signature for signature in note.signatures if signature.is_of(key)]
    if any(not verify(note.text.encode(), signature.signature) for signature in found):
        raise ValueError(f"la signature de {key.name} ne vérifie pas")
    return bool(found)
