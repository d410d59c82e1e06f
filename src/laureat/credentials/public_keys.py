"""The public keys that a verifier meets: Ed25519, ECDSA P-256 and RSA, as Multikey, JWK or certificate.

A Data Integrity proof is signed by Ed25519; a token (JWS) by any of them: ``EdDSA``, ``ES256``, ``RS256``.
"""

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_der_x509_certificate

from laureat.credentials.keys import base58_decode, public_from_multikey
from laureat.vocabulary import base64url

PublicKey = Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey

ALGORITHMS = {"EdDSA": Ed25519PublicKey, "Ed25519": Ed25519PublicKey, "ES256": ec.EllipticCurvePublicKey}
ALGORITHMS |= {"RS256": rsa.RSAPublicKey}
"""The kind of key of each algorithm of tokens."""
RSA_BITS = range(2048, 8193)
_P256_MULTICODEC = b"\x80\x24"
_WANTED = "une clé publique Ed25519, ECDSA P-256 ou RSA de 2 048 bits au moins est attendue"


def from_method(entry: Mapping[str, Any]) -> PublicKey:
    """The key of a verification method: ``publicKeyMultibase`` or ``publicKeyJwk``. Raises ValueError, KeyError."""
    if "publicKeyJwk" in entry:
        return from_jwk(entry["publicKeyJwk"])
    return from_multikey(str(entry["publicKeyMultibase"]))


def from_multikey(text: str) -> PublicKey:
    """The key of a Multikey, Ed25519 (``z6Mk…``) or P-256 (``zDn…``). Raises ValueError."""
    if not text.startswith("zDn"):
        return public_from_multikey(text)
    with _in_our_words():
        raw = base58_decode(text[1:])
        if not raw.startswith(_P256_MULTICODEC):
            raise ValueError
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw[2:])


def from_jwk(jwk: Any) -> PublicKey:
    """The key of a JWK. Raises ValueError when it is of no kind that we read, or holds a private part."""
    with _in_our_words():
        if not isinstance(jwk, Mapping) or "d" in jwk:
            raise ValueError
        kind, curve = jwk.get("kty"), jwk.get("crv")
        if (kind, curve) == ("OKP", "Ed25519"):
            return Ed25519PublicKey.from_public_bytes(_bytes(jwk, "x"))
        if (kind, curve) == ("EC", "P-256"):
            x, y = (int.from_bytes(_bytes(jwk, name)) for name in ("x", "y"))
            return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        if kind != "RSA":
            raise ValueError
        exponent, modulus = (int.from_bytes(_bytes(jwk, name)) for name in ("e", "n"))
        return _read(rsa.RSAPublicNumbers(exponent, modulus).public_key())


def from_certificates(x5c: Any) -> PublicKey:
    """The key of the first certificate of an ``x5c`` (RFC 7515, 4.1.6). Raises ValueError."""
    with _in_our_words():
        if not isinstance(x5c, list) or not x5c or not isinstance(x5c[0], str):
            raise ValueError
        return _read(load_der_x509_certificate(base64.b64decode(x5c[0], validate=True)).public_key())


def der(public: PublicKey) -> bytes:
    """A key as bytes to compare."""
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def verifies(public: PublicKey, signature: bytes, data: bytes) -> bool:
    """Whether a signature of a token is this key's, by the one algorithm of its kind."""
    try:
        if isinstance(public, Ed25519PublicKey):
            public.verify(signature, data)
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, data, PKCS1v15(), hashes.SHA256())
        elif len(signature) == 64:
            r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
            public.verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


@contextmanager
def _in_our_words() -> Iterator[None]:
    """What a library says of a key that it does not read is said in ours."""
    try:
        yield
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError(_WANTED) from None


def _read(public: object) -> PublicKey:
    """The key, of a kind that we read. Raises ValueError."""
    if isinstance(public, rsa.RSAPublicKey) and public.key_size in RSA_BITS:
        return public
    if isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, ec.SECP256R1):
        return public
    if isinstance(public, Ed25519PublicKey):
        return public
    raise ValueError


def _bytes(jwk: Mapping[str, Any], name: str) -> bytes:
    text = jwk.get(name)
    if not isinstance(text, str) or len(text) > 2 * RSA_BITS.stop // 8:
        raise ValueError
    return base64url.decoded(text)
