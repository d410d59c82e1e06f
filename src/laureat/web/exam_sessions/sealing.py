"""Have the sealer number the facts and vouch for them: it alone may, in a process of its own (``strongroom``)."""

from laureat.records.heads import OWED
from laureat.web.exam_sessions.models import StoredFact
from laureat.web.sealer import client, protocol
from laureat.web.sealer.public import public_keys


def seal_due(log: str) -> None:
    """Have a head signed for each act that owns one and has none. Raises Unavailable, Refused, as all here."""
    client.ask(protocol.OwedHeads(log))


def seal_all_due() -> None:
    """The same for every log."""
    seal_due("")


def number_all(log: str) -> None:
    """Have what is due signed, and its place given to every other fact."""
    client.ask(protocol.Numbers(log))


def vouch(log: str) -> int | None:
    """Have what is due signed, then a head for all that came since; gives the size.

    None where somebody else writes in the log just now. Raises Refused where the sealer reads fewer facts than we do.
    """
    seen = StoredFact.objects.filter(log=log).count()
    size: int | None = client.ask(protocol.Head(log, seen))
    return size


def checkpoint() -> bool:
    """The same for the log of the house, with its checkpoint; False where somebody else writes in it just now."""
    return bool(client.ask(protocol.HouseCheckpoint()))


def is_late() -> bool:
    """True where an act waits for its head."""
    owed = [kind.__name__ for kind in OWED]
    return StoredFact.objects.filter(kind__in=owed, number=None).exists()


def public_key() -> bytes:
    """The key with which anyone checks the heads."""
    return bytes.fromhex(public_keys().journal)
