"""Ed25519 signers and verifiers for tree heads (RFC 8032), with the ``cryptography`` package."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from laureat.records.treehead import Signer, Verifier


def signer(private_key: bytes) -> Signer:
    """Sign with a private key of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign


def public_key_of(private_key: bytes) -> bytes:
    """The 32 bytes of the public key that goes with a private key."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def verifier(public_key: bytes) -> Verifier:
    """Check against a public key: 32 bytes, or a PEM document. Raises ValueError for anything else."""
    key = _load(public_key)

    def verify(message: bytes, signature: bytes) -> bool:
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    return verify


def raw_public_key(public_key: bytes) -> bytes:
    """The 32 bytes of a public key, given so or as a PEM document. Raises ValueError for anything else."""
    return _load(public_key).public_bytes_raw()


def _load(public_key: bytes) -> Ed25519PublicKey:
    if public_key.lstrip().startswith(b"-----BEGIN"):
        key = load_pem_public_key(public_key)
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("la clé publique n'est pas une clé Ed25519")
        return key
    return Ed25519PublicKey.from_public_bytes(public_key)
