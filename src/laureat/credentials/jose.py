"""Credentials as tokens: VC-JOSE-COSE ``vc+jwt``, which is also the JWT format of Open Badges 3.0.

Read signed with Ed25519, ES256 or RS256; signed with the key of the house, Ed25519. The payload is the credential
itself, with the registered claims that repeat it: ``iss``, ``jti``, ``nbf``, ``sub``.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from laureat.credentials.keys import SigningKey
from laureat.credentials.moments import has_begun, instant
from laureat.credentials.proof import ProofInvalid, ProofMissing
from laureat.credentials.public_keys import ALGORITHMS, PublicKey, from_certificates, from_jwk, verifies
from laureat.credentials.strict_json import MAX_BYTES, Malformed, TooComplex, Unsupported, check_bounds, parse_json
from laureat.credentials.verdict import Reason, Refused
from laureat.vocabulary import base64url

TYPE = "vc+jwt"
CLAIMS = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf"})
"""What a token says beside the credential."""
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_OF_A_WALLET = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+~[A-Za-z0-9_.~-]*")
_ENCRYPTED = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*){4}")
_WALLET = "titre de portefeuille (SD-JWT) : présentez le titre lui-même"
_MAX_MOMENT = 253_402_300_800


@dataclass(frozen=True)
class Token:
    """A token, read and not yet verified."""

    header: Mapping[str, Any]
    payload: Mapping[str, Any]
    signed: bytes
    signature: bytes

    @property
    def document(self) -> dict[str, Any]:
        """The credential, without the claims beside it."""
        return {name: value for name, value in self.payload.items() if name not in CLAIMS}

    @property
    def shown(self) -> PublicKey | None:
        """The key that the token shows of itself (``jwk``, ``x5c``). Raises Unsupported where we do not read it."""
        try:
            if "jwk" in self.header:
                return from_jwk(self.header["jwk"])
            return from_certificates(self.header["x5c"]) if "x5c" in self.header else None
        except ValueError as error:
            raise Unsupported(str(error)) from None

    def check(self, public: PublicKey) -> None:
        """Return when the signature is this key's.

        Raises ProofMissing, ProofInvalid; Refused where its algorithm is another's.
        """
        algorithm = self.header["alg"]
        if not self.signature:
            raise ProofMissing("ce jeton ne porte pas de signature")
        if not isinstance(public, ALGORITHMS[algorithm]):
            raise Refused(Reason.MAUVAISE_CLE, f"la clé de l'émetteur ne signe pas en {algorithm}")
        if not verifies(public, self.signature, self.signed):
            raise ProofInvalid("la signature n'est pas celle de ce jeton par cette clé")

    def moment(self, claim: str) -> datetime | None:
        """A date of the token; None where it says none. Raises Malformed."""
        if claim not in self.payload:
            return None
        said = self.payload[claim]
        if isinstance(said, bool) or not isinstance(said, int | float) or not 0 <= said < _MAX_MOMENT:
            raise Malformed(f"{claim} n'est pas un instant")
        return datetime.fromtimestamp(said, UTC)


def is_token(content: bytes | str) -> bool:
    """Whether a content begins as a compact token does."""
    start = content[:512]
    text = start.decode("utf-8-sig", "replace") if isinstance(start, bytes) else start
    return text.lstrip().startswith("eyJ")


def looks_compact(text: str) -> bool:
    """Whether a text is written as a token is, signed or of a wallet."""
    return text.startswith("eyJ") and bool(_COMPACT.fullmatch(text) or _OF_A_WALLET.fullmatch(text))


def read(content: bytes | str) -> Token:
    """Read a token. Raises Malformed, TooComplex, or Unsupported where it is signed in a way that we do not read."""
    try:
        text = (content.decode("utf-8-sig") if isinstance(content, bytes) else content).strip()
    except UnicodeDecodeError:
        raise Malformed("ce n'est pas un jeton JWT") from None
    if len(text) > 2 * MAX_BYTES:
        raise TooComplex(f"plus de {2 * MAX_BYTES // 1024} Kio")
    if _OF_A_WALLET.fullmatch(text):
        raise Unsupported(_WALLET)
    if _ENCRYPTED.fullmatch(text):
        raise Unsupported("jeton chiffré : présentez le titre lui-même")
    if not _COMPACT.fullmatch(text):
        raise Malformed("ce n'est pas un jeton JWT : trois parties en base64url sont attendues")
    head, body, tail = text.split(".")
    header, payload = parse_json(unpacked(head)), parse_json(unpacked(body))
    check_bounds(header)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise Unsupported(f"jeton signé par {str(algorithm)[:40]} : nous lisons EdDSA, ES256 et RS256")
    if "crit" in header or header.get("b64") is False:
        raise Unsupported("jeton à en-tête critique")
    if "vc" in payload or "vp" in payload:
        raise Unsupported("jeton de l'ancien modèle de titres (VCDM 1.1)")
    if "_sd" in payload or "vct" in payload:
        raise Unsupported(_WALLET)
    return Token(header, payload, f"{head}.{body}".encode(), unpacked(tail))


def check_claims(token: Token, document: Mapping[str, Any], now: datetime) -> None:
    """The claims must repeat what the credential says. Raises Refused: otherwise, or outside the dates of the token."""
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    said = {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "jti": document.get("id"),
        "sub": subject.get("id") if isinstance(subject, dict) else None,
    }
    for claim, value in said.items():
        if claim in token.payload and value is not None and token.payload[claim] != value:
            raise Refused(Reason.DISCORDANT, f"le jeton dit {claim} {str(token.payload[claim])[:80]}, le titre {value}")
    start, end = token.moment("nbf"), token.moment("exp")
    for claim, moment, term in (("nbf", start, "validFrom"), ("exp", end, "validUntil")):
        told = instant(str(document[term])) if term in document else None
        if moment and told and abs((moment - told).total_seconds()) >= 1:
            raise Refused(Reason.DISCORDANT, f"{claim} du jeton et {term} du titre diffèrent")
    if end and end <= now:
        raise Refused(Reason.EXPIRE)
    if start and not has_begun(start, now):
        raise Refused(Reason.PAS_ENCORE_VALIDE)


def sign(document: Mapping[str, Any], key: SigningKey, key_id: str) -> str:
    """A credential (without proof) as a compact token."""
    issuer, subject = document["issuer"], document["credentialSubject"]
    moment = instant(str(document["validFrom"]))
    claims = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": document["id"],
        "sub": subject["id"],
        **({"nbf": int(moment.timestamp())} if moment else {}),
    }
    header = {"alg": "EdDSA", "kid": key_id, "typ": TYPE, "cty": "vc"}
    text = signed_text(header, {**document, **claims})
    return f"{text}.{packed(key.sign(text.encode()))}"


def signed_text(header: Mapping[str, Any], payload: Mapping[str, Any]) -> str:
    """What a compact token signs: its header and its payload."""
    return ".".join(packed(json.dumps(part, ensure_ascii=False).encode()) for part in (header, payload))


def packed(data: bytes) -> str:
    """base64url without padding."""
    return base64url.encoded(data)


def unpacked(text: str) -> bytes:
    """The bytes of base64url without padding. Raises Malformed."""
    try:
        return base64url.decoded(text)
    except ValueError:
        raise Malformed("une partie du jeton n'est pas en base64url") from None
