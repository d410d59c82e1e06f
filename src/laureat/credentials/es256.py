"""Tokens signed with ECDSA P-256 (JWS ``ES256``), the one algorithm that every wallet knows."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from laureat.credentials.jose import packed, signed_text, unpacked
from laureat.credentials.strict_json import Malformed, Unsupported, parse_json

ALGORITHM = "ES256"
_SIZE = 32
MAX_TOKEN = 16 * 1024


def sign(header: Mapping[str, Any], payload: Mapping[str, Any], key: ec.EllipticCurvePrivateKey) -> str:
    """A compact token, its header completed with the algorithm and the name of the key."""
    whole = {"alg": ALGORITHM, "kid": key_id(key.public_key()), **header}
    text = signed_text(whole, payload)
    r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{text}.{packed(r.to_bytes(_SIZE) + s.to_bytes(_SIZE))}"


def verified(token: str, jwk: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload of a token that its own ``jwk`` signed, or the one given. Raises Malformed, Unsupported."""
    parts = token.split(".")
    if len(parts) != 3 or len(token) > MAX_TOKEN or not token.isascii():
        raise Malformed("ce n'est pas un jeton")
    header, payload = (parse_json(unpacked(part)) for part in parts[:2])
    if header.get("alg") != ALGORITHM or "crit" in header:
        raise Unsupported("le jeton n'est pas signé en ES256")
    key = public(jwk or header.get("jwk"))
    signature = unpacked(parts[2])
    if len(signature) != 2 * _SIZE:
        raise Malformed("la signature du jeton est mutilée")
    der = encode_dss_signature(int.from_bytes(signature[:_SIZE]), int.from_bytes(signature[_SIZE:]))
    try:
        key.verify(der, f"{parts[0]}.{parts[1]}".encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise Malformed("la signature du jeton n'est pas juste") from None
    return header, payload


def jwk_of(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """A public key as JWK, with its name."""
    return _bare(key) | {"kid": key_id(key), "alg": ALGORITHM, "use": "sig"}


def key_id(key: ec.EllipticCurvePublicKey) -> str:
    """The thumbprint of a key (RFC 7638)."""
    told = json.dumps(_bare(key), sort_keys=True, separators=(",", ":"))
    return packed(hashlib.sha256(told.encode()).digest())


def public(jwk: Any) -> ec.EllipticCurvePublicKey:
    """The key of a JWK. Raises Malformed when it is not a public P-256 key."""
    if not isinstance(jwk, dict) or jwk.get("kty") != "EC" or jwk.get("crv") != "P-256" or "d" in jwk:
        raise Malformed("une clé publique P-256 est attendue")
    x, y = (unpacked(str(jwk.get(name, ""))) for name in ("x", "y"))
    try:
        return ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), ec.SECP256R1()).public_key()
    except ValueError:
        raise Malformed("la clé n'est pas un point de P-256") from None


def _bare(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """The members of a JWK that make the key."""
    numbers = key.public_numbers()
    x, y = (packed(number.to_bytes(_SIZE)) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}
