"""Signing keys: Ed25519 for credentials (Multikey), ECDSA P-256 for 2D-Doc; PEM files that only their owner reads.

The private part stays inside ``cryptography`` objects: it is in no repr, no error and no log.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.x509 import load_pem_x509_certificate

from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french.failures import plainly

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [one + other for one in _BASE58 for other in _BASE58]
_ED25519_MULTICODEC = b"\xed\x01"


@dataclass(frozen=True)
class VerifyingKey:
    """The public part of the key that signs credentials."""

    public: Ed25519PublicKey

    @property
    def multikey(self) -> str:
        """The public key as ``z6Mk…`` (W3C Multikey)."""
        return multikey(self.public)

    @property
    def did_key(self) -> str:
        """The issuer identifier that is the key itself: ``did:key:z6Mk…``."""
        return f"did:key:{self.multikey}"


@dataclass(frozen=True)
class SigningKey:
    """The Ed25519 key that signs credentials; its public part is its Multikey."""

    private: Ed25519PrivateKey = field(repr=False)

    @property
    def verifying(self) -> VerifyingKey:
        """Its public part."""
        return VerifyingKey(self.private.public_key())

    @property
    def multikey(self) -> str:
        """The public key as ``z6Mk…`` (W3C Multikey)."""
        return self.verifying.multikey

    @property
    def did_key(self) -> str:
        """The issuer identifier that is the key itself: ``did:key:z6Mk…``."""
        return self.verifying.did_key

    @cached_property
    def salts(self) -> bytes:
        """What the salts of the hashes in credentials are drawn from."""
        return self.secret("sel")

    def sign(self, data: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature."""
        return self.private.sign(data)

    def secret(self, purpose: str) -> bytes:
        """Thirty-two secret bytes derived for one purpose (HKDF-SHA256): the signing key itself serves nothing else."""
        seed = self.private.private_bytes_raw()
        return HKDF(hashes.SHA256(), 32, None, f"laureat {purpose}".encode()).derive(seed)


def base58_encode(data: bytes) -> str:
    """Bitcoin base58, without prefix."""
    number, text, pairs = int.from_bytes(data), "", _PAIRS
    while number:
        number, ten = divmod(number, 58**10)
        text = (
            f"{pairs[ten // 58**8]}{pairs[ten // 58**6 % 3364]}{pairs[ten // 58**4 % 3364]}"
            f"{pairs[ten // 3364 % 3364]}{pairs[ten % 3364]}{text}"
        )
    text = text.lstrip("1")
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def base58_decode(text: str) -> bytes:
    """Bitcoin base58, without prefix. Raises ValueError on a foreign character or more than 128 characters."""
    if len(text) > 128:
        raise ValueError("valeur base58 trop longue")
    number = 0
    for character in text:
        if (digit := _BASE58.find(character)) < 0:
            raise ValueError("valeur base58 incorrecte")
        number = number * 58 + digit
    body = number.to_bytes((number.bit_length() + 7) // 8)
    return b"\0" * (len(text) - len(text.lstrip("1"))) + body


def multikey(public: Ed25519PublicKey) -> str:
    """An Ed25519 public key as a W3C Multikey."""
    return "z" + base58_encode(_ED25519_MULTICODEC + public.public_bytes_raw())


def public_from_multikey(text: str) -> Ed25519PublicKey:
    """The Ed25519 public key of a Multikey. Raises ValueError when it is none."""
    try:
        raw = base58_decode(text[1:]) if text.startswith("z") else b""
    except ValueError:
        raw = b""
    if len(raw) != 34 or not raw.startswith(_ED25519_MULTICODEC):
        raise ValueError("cette clé n'est pas une clé Ed25519 (Multikey z6Mk…)")
    return Ed25519PublicKey.from_public_bytes(raw[2:])


def full_method(method: str) -> str:
    """The whole name of a verification method: a ``did:key`` or ``did:jwk`` without fragment names its only key."""
    if re.fullmatch(r"did:jwk:[^#]+", method):
        return f"{method}#0"
    return f"{method}#{method.removeprefix('did:key:')}" if re.fullmatch(r"did:key:[^#]+", method) else method


def did_document(did: str, keys: Mapping[str, str], revoked: Mapping[str, str]) -> dict[str, Any]:
    """The document that a ``did:web`` publishes: its keys, as Multikeys by name.

    ``revoked``: those that no longer attest, with the instant of it.
    """
    methods = (
        {"id": name, "type": "Multikey", "controller": did, "publicKeyMultibase": key} for name, key in keys.items()
    )
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [
            method | ({"revoked": revoked[method["id"]]} if method["id"] in revoked else {}) for method in methods
        ],
        "assertionMethod": [name for name in keys if name not in revoked],
    }


def new_signing_key() -> SigningKey:
    """A fresh Ed25519 key."""
    return SigningKey(Ed25519PrivateKey.generate())


def new_deuxdoc_key() -> ec.EllipticCurvePrivateKey:
    """A fresh ECDSA P-256 key for 2D-Doc."""
    return ec.generate_private_key(ec.SECP256R1())


def write_private(path: Path, key: SigningKey | ec.EllipticCurvePrivateKey, passphrase: str = "") -> None:
    """Write the key as PKCS#8 PEM that only the owner reads (0600). An existing file is never replaced."""
    private = key.private if isinstance(key, SigningKey) else key
    encryption: KeySerializationEncryption = (
        BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    )
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise InvalidInput([f"{path} existe déjà : une clé n'est jamais remplacée, choisir un autre nom"]) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)


def read_signing_key(path: Path, passphrase: str = "") -> SigningKey:
    """Read the Ed25519 key that signs credentials. Raises InvalidInput, which never quotes the file's content."""
    private = _read_private(path, passphrase)
    if not isinstance(private, Ed25519PrivateKey):
        raise InvalidInput([f"{path} : une clé Ed25519 est attendue pour signer les titres"])
    return SigningKey(private)


def read_deuxdoc_key(path: Path, passphrase: str = "") -> ec.EllipticCurvePrivateKey:
    """Read the ECDSA P-256 key that signs 2D-Docs. Raises InvalidInput, which never quotes the file's content."""
    private = _read_private(path, passphrase)
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
        raise InvalidInput([f"{path} : une clé ECDSA P-256 est attendue pour signer les 2D-Doc"])
    return private


def _read_private(path: Path, passphrase: str) -> object:
    try:
        pem = path.read_bytes()
    except OSError as error:
        raise InvalidInput([f"{path} : clé illisible ({plainly(error)})"]) from None
    try:
        return load_pem_private_key(pem, passphrase.encode() if passphrase else None)
    except TypeError:
        wanted = "ne demande pas de" if passphrase else "demande une"
        raise InvalidInput([f"{path} : cette clé {wanted} phrase secrète"]) from None
    except (ValueError, UnsupportedAlgorithm):
        raise InvalidInput([f"{path} : ce n'est pas une clé privée PEM, ou la phrase secrète est fausse"]) from None


def public_pem(key: ec.EllipticCurvePublicKey) -> str:
    """A P-256 public key as PEM text, as a trust list carries it."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def p256_from_pem(pem: str) -> ec.EllipticCurvePublicKey:
    """The P-256 public key of a PEM public key or certificate. Raises ValueError when it is none."""
    data = pem.encode()
    try:
        certified = "BEGIN CERTIFICATE" in pem
        public: object = load_pem_x509_certificate(data).public_key() if certified else load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError("une clé publique ECDSA P-256 est attendue, en PEM") from None
    if not isinstance(public, ec.EllipticCurvePublicKey) or not isinstance(public.curve, ec.SECP256R1):
        raise ValueError("une clé publique ECDSA P-256 est attendue")
    return public
