"""The status lists of the house, made from the rows at the moment when they are asked: a revocation is seen at once."""

import functools
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet

from laureat.credentials.claims import Issuer
from laureat.credentials.status import PURPOSES, SIZE, Lists
from laureat.web.sealer import client, protocol
from laureat.web.titles import keys
from laureat.web.titles.models import Title

LIFE = timedelta(days=90)
"""How long a copy of a list may be believed."""
SKEW = timedelta(minutes=1)
"""By how much the clock of a verifier may be slow without taking a fresh list for one of tomorrow."""


def of(issuer: Issuer) -> Lists:
    """Where the lists of an issuer are."""
    return Lists(issuer, settings.SITE if issuer.did.startswith("did:web:") else "")


def count(did: str) -> int:
    """How many lists of each purpose an issuer has."""
    last = Title.objects.filter(issuer=did).aggregate(last=Max("index"))["last"]
    return 0 if last is None else last // SIZE + 1


def within(did: str, number: int) -> QuerySet[Title]:
    """The titles whose status is read in the lists of this number, from 0."""
    return Title.objects.filter(issuer=did, index__gte=number * SIZE, index__lt=(number + 1) * SIZE)


def set_indices(did: str, purpose: str, number: int) -> list[int]:
    """The indices that are set in a list."""
    found = within(did, number).filter(state=PURPOSES[purpose])
    return sorted(index % SIZE for index in found.values_list("index", flat=True))


def signed(purpose: str, number: int, did: str = "") -> bytes:
    """A list of the house, signed, as it stands now; empty where there is no such list."""
    issuer = keys.issuer("")
    did = did or issuer.did
    if purpose not in PURPOSES or number >= max(count(did), 1):
        return b""
    rows = Title.objects.filter(issuer=did).aggregate(last=Max("moved"), count=Count("pk"))
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return _signed(did, issuer.key_id, purpose, number, hour, (rows["last"], rows["count"]))


@functools.lru_cache(maxsize=16)
def _signed(did: str, key_id: str, purpose: str, number: int, hour: datetime, _rows: object) -> bytes:
    """A list signed once for each state of the rows, and each hour."""
    return str(client.ask(protocol.StatusList(purpose, number, did))).encode()


def drawn_up(
    did: str, purpose: str, number: int, now: datetime, held: Collection[int] = ()
) -> tuple[Issuer, dict[str, Any]]:
    """A list as it stands, to be signed by its issuer at this instant. ``held``: the places set besides."""
    issuer = Issuer.of(keys.issuing_key(), "", did if did.startswith("did:web:") else "")
    places = sorted({*set_indices(did, purpose, number), *held})
    return issuer, of(issuer).credential(purpose, number, places, now - SKEW, now + LIFE)


def names() -> list[str]:
    """Under what names the present key signs: the house's, and the key itself."""
    return list(dict.fromkeys(filter(None, (keys.house_did(), keys.issuing_key().did_key))))


def every() -> Iterator[bytes]:
    """Every list that the present key may sign: those of the house, and those of the key itself."""
    for did in names():
        for number in range(count(did)):
            for purpose in PURPOSES:
                yield signed(purpose, number, did)
