"""Titles for wallets: SD-JWT VC (``dc+sd-jwt``), whose holder shows some claims and not others, and Token Status Lists.

Each disclosable claim stands in the signed token as a salted digest; its disclosure travels beside it, and the holder
leaves out those that are nobody's business (SD-JWT, RFC 9901; SD-JWT VC; Token Status List, IETF drafts).
"""

import hashlib
import json
import secrets
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from laureat.credentials import es256
from laureat.credentials.jose import packed
from laureat.credentials.status import SIZE, Event

TYPE = "dc+sd-jwt"
STATUS_TYPE = "statuslist+jwt"
BITS = 2
VALUES = {Event.REVOQUE: 1, Event.SUSPENDU: 2}
"""Of a Token Status List; 0: valid."""


@dataclass(frozen=True)
class WalletTitle:
    """What a title says in a wallet."""

    vct: str
    """The address of its type."""
    always: Mapping[str, Any]
    """Shown whenever it is presented."""
    chosen: Mapping[str, Any]
    """Shown where the holder chooses so."""
    marks: Mapping[str, str]
    """The same, one by one, under ``notes``."""


def issue(
    title: WalletTitle,
    issuer: str,
    holder: Mapping[str, Any],
    status: tuple[str, int],
    issued: int,
    key: ec.EllipticCurvePrivateKey,
    salt: Callable[[], str] = lambda: secrets.token_urlsafe(16),
) -> str:
    """The title, bound to the holder's key (a public JWK), with all its disclosures.

    ``status``: address of its Token Status List, and place in it; ``issued``: seconds since 1970.
    """
    disclosures: list[str] = []

    def hidden(claims: Mapping[str, Any]) -> list[str]:
        made = [
            packed(json.dumps([salt(), name, value], ensure_ascii=False).encode()) for name, value in claims.items()
        ]
        disclosures.extend(made)
        return sorted(packed(hashlib.sha256(each.encode()).digest()) for each in made)

    address, place = status
    known = {name: holder[name] for name in ("kty", "crv", "x", "y")}
    payload = {
        "iss": issuer,
        "iat": issued,
        "vct": title.vct,
        "cnf": {"jwk": known},
        "status": {"status_list": {"idx": place, "uri": address}},
        **title.always,
        "_sd_alg": "sha-256",
        "_sd": hidden(title.chosen),
        **({"notes": {"_sd": hidden(title.marks)}} if title.marks else {}),
    }
    token = es256.sign({"typ": TYPE}, payload, key)
    return "~".join([token, *disclosures, ""])


def status_list(
    address: str, states: Iterable[tuple[int, Event]], issued: int, until: int, key: ec.EllipticCurvePrivateKey
) -> str:
    """A Token Status List, signed: ``states`` are places and what became of the titles there."""
    cells = bytearray(SIZE * BITS // 8)
    for place, state in states:
        first = place * BITS
        cells[first // 8] |= VALUES.get(state, 0) << first % 8
    told = {"bits": BITS, "lst": packed(zlib.compress(bytes(cells), 9))}
    payload = {"sub": address, "iat": issued, "exp": until, "ttl": 60, "status_list": told}
    return es256.sign({"typ": STATUS_TYPE}, payload, key)
