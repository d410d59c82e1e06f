"""The verdict on a file, in the reading room: with what the service believes, and the status lists that it gives."""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from laureat.credentials.carriers import verify_file
from laureat.credentials.status_check import address_of
from laureat.credentials.trust import PastKey, TrustedIssuer, TrustedKey, TrustList, read_trust
from laureat.credentials.verdict import Verdict
from laureat.credentials.verifier import Verifier


@dataclass(frozen=True, slots=True)
class Believed:
    """Who is believed: ourselves, and the trust list of the data folder where there is one."""

    dids: tuple[str, ...]
    """Our names."""
    name: str
    keys: tuple[PastKey, ...]
    """Our public keys, the present one and the past ones."""
    others: Path

    def trust(self) -> TrustList:
        """The list, ourselves in it where it does not name us."""
        known = read_trust(self.others) if self.others.exists() else TrustList()
        own = {did: TrustedIssuer(did, self.name, self._methods(did)) for did in self.dids}
        return TrustList({**own, **known.issuers}, known.official, known.hours)

    def _methods(self, did: str) -> dict[str, TrustedKey]:
        return {f"{did}#{key.multikey}": key.trusted for key in self.keys}


def judge(content: bytes, believed: Believed, lists: Sequence[bytes], now: datetime) -> Verdict:
    """The verdict on a file, at this instant."""
    addresses = functools.cache(lambda: [address_of(status) for status in lists])

    def bearing(address: str) -> Iterator[bytes]:
        yield from (status for own, status in zip(addresses(), lists, strict=True) if own == address)

    return verify_file(content, Verifier(believed.trust(), now, bearing))
