"""A promise about a text, without the text: SHA-256 of a random salt and the text.

The fact keeps the commitment; the text and its salt live in a row that can be erased. While the row is there, anyone
can check that the text is the one committed to. Once it is gone, nothing is left to guess from: the salt is as long as
the hash, so that even a text with few possible values (« oui », a date of birth) cannot be tried. The log, which only
ever hashed the commitment, still verifies.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import NewType

Commitment = NewType("Commitment", str)
"""The commitment in hexadecimal, 64 characters."""

UNSAID = Commitment("")
"""What stands where no text was promised."""

SALT_LENGTH = 32
"""Bytes of salt: take them from ``secrets.token_bytes``, fresh for each text."""


def commit(text: str, salt: bytes) -> Commitment:
    """Commit to a text. Raises ValueError for an empty text or a salt of the wrong length."""
    if not text.strip():
        raise ValueError("un motif, une identité ou un texte vide ne s'engage pas : l'écrire")
    if len(salt) != SALT_LENGTH:
        raise ValueError(f"le sel doit avoir {SALT_LENGTH} octets, reçu {len(salt)}")
    return Commitment(hashlib.sha256(salt + text.encode()).hexdigest())


def opens(commitment: str, text: str, salt: bytes) -> bool:
    """True when the text, with its salt, is the one committed to."""
    return len(salt) == SALT_LENGTH and hmac.compare_digest(
        hashlib.sha256(salt + text.encode()).hexdigest(), commitment
    )


_IDENTITY = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def identity_text(identity: Mapping[str, str]) -> str:
    """The text of an identity, the same whatever the order of its fields (empty ones left out)."""
    kept = {name: value for name, value in identity.items() if value}
    return _IDENTITY.encode(kept)
