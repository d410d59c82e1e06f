"""The verdict on a file, in the reading room: with what the service believes, and the status lists that it gives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from laureat.credentials.carriers import verify_file
from laureat.credentials.trust import TrustedIssuer, TrustedKey, TrustList, read_trust
from laureat.credentials.verdict import Verdict
from laureat.credentials.verifier import Verifier


@dataclass(frozen=True, slots=True)
class Believed:
    """Who is believed: ourselves, and the trust list of the data folder where there is one."""

    did: str
    name: str
    key_id: str
    key: bytes
    """Our public key (Ed25519, 32 bytes)."""
    others: Path

    def trust(self) -> TrustList:
        """The list, ourselves in it where it does not name us."""
        known = read_trust(self.others) if self.others.exists() else TrustList()
        own = {self.key_id: TrustedKey(Ed25519PublicKey.from_public_bytes(self.key))}
        return TrustList({self.did: TrustedIssuer(self.did, self.name, own), **known.issuers}, known.official)


def judge(content: bytes, believed: Believed, lists: Sequence[Path], now: datetime) -> Verdict:
    """The verdict on a file, at this instant."""

    def bearing(address: str) -> Iterator[bytes]:
        for path in lists:
            status = path.read_bytes()
            if address.encode() in status:
                yield status

    return verify_file(content, Verifier(believed.trust(), now, bearing))
