"""What is printed, listed or signed rests on facts under a signed head, and says which head: origin, size, root."""

import contextlib
import functools
import logging
import time
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from laureat.records import Fact, SignedTreeHead, TreeHead
from laureat.records import facts as kinds
from laureat.records.ed25519 import verifier
from laureat.records.merkle import root_of
from laureat.session import keeping
from laureat.session.framework import Refused
from laureat.web.exam_sessions import ledger, sealing
from laureat.web.exam_sessions.models import NumberedFact, StoredTreeHead
from laureat.web.reader import TryAgain

QUIET = [kind.__name__ for kind in (kinds.PaperIssued, kinds.TextErased)]
"""Facts that change nothing of what a paper attests."""
TRIES, PAUSE = 20, 0.05
"""How many times a busy log is tried, and the seconds between."""


def told(head: TreeHead) -> str:
    """A head as ``laureat auditer --tete`` takes it: ``ORIGINE:TAILLE:RACINE``."""
    return f"{head.log}:{head.size}:{head.root.hex()}"


def as_values(head: TreeHead) -> dict[str, Any]:
    """The same, as data attached to a paper."""
    return {"origine": head.log, "taille": head.size, "racine": head.root.hex()}


def over(log: str, subjects: Collection[str]) -> TreeHead:
    """The first signed head over all that the log says of everyone and of these subjects, each fact proved to be in it.

    Signed now where there is none. Raises TryAgain where that cannot be yet; Refused where the log is altered.
    """
    places = _places(log, subjects)
    if None in places:
        _vouch(log)
        places = _places(log, subjects)
    last = max((place for place in places if place is not None), default=-1)
    if None in places or (signed := _first_over(log, last)) is None:
        raise TryAgain(_("Ce qui vient d'être enregistré attend la signature du journal : réessayez dans un instant."))
    leaves = _leaves(log, signed.head.size, signed.head.root)
    if any(leaves[place] != leaf for place, leaf in places.items() if place is not None):
        raise _altered()
    return signed.head


def late(log: str, *, ask: bool = True) -> frozenset[str]:
    """Those of whom the log says something that no head covers yet, once it was asked for; « » stands for everyone."""
    if ask and _late(log):
        with contextlib.suppress(Refused):  # they stay late: nothing is listed of them
            _vouch(log)
    return _late(log)


def last(log: str) -> TreeHead | None:
    """The last signed head of a log."""
    signed = _first_over(log, -1, latest=True)
    return signed.head if signed else None


def since_publication(log: str) -> set[str]:
    """The heads signed since the last results were published, as ``told`` says them."""
    published = NumberedFact.objects.filter(log=log, fact__kind=kinds.ResultPublished.__name__)
    place = max(published.values_list("position", flat=True), default=0)
    since = StoredTreeHead.objects.filter(log=log, size__gt=place).values_list("head", flat=True)
    return {told(one.head) for one in _sound(log, map(SignedTreeHead.from_json, since))}


def _sound(log: str, heads: Iterable[SignedTreeHead]) -> list[SignedTreeHead]:
    """Those that are of this log and whose signature holds."""
    key = verifier(sealing.public_key())
    return [signed for signed in heads if signed.holds(key) and signed.head.log == log]


def dated(log: str, *kinds: type[Fact]) -> keeping.Day:
    """The day by which each fact was in its log, as its signed heads say; today where they say nothing, or not truly.

    ``kinds``: those that are asked of it; all by default.
    """
    heads = sorted(_sound(log, ledger.heads(log)), key=lambda signed: signed.head.size)
    today = localdate().isoformat()
    with contextlib.suppress(Refused):
        if heads:
            _leaves(log, heads[-1].head.size, heads[-1].head.root)
            told = [
                (signed.head.size, localdate(datetime.fromisoformat(signed.head.at)).isoformat()) for signed in heads
            ]
            return keeping.vouched(told, ledger.places(log, [kind.__name__ for kind in kinds]), today)
    return keeping.vouched((), {}, today)


def _late(log: str) -> frozenset[str]:
    query = f"""
        SELECT DISTINCT fact.subject FROM {ledger.FACTS} fact
        LEFT JOIN {ledger.PLACES} place ON place.fact_id = fact.id WHERE fact.log = %s AND fact.kind <> ALL(%s)
        AND coalesce(place.position >= (SELECT max(size) FROM exam_sessions_storedtreehead WHERE log = %s), true)
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [log, QUIET, log])
        return frozenset(subject for (subject,) in cursor.fetchall())


def _places(log: str, subjects: Collection[str]) -> dict[int | None, bytes]:
    """The leaf of each fact by its number; None stands for those that no head covers."""
    query = f"""
        SELECT CASE WHEN place.position < (SELECT max(size) FROM exam_sessions_storedtreehead WHERE log = %s)
        THEN place.position END, sha256('\\x00'::bytea || fact.payload) FROM {ledger.FACTS} fact
        LEFT JOIN {ledger.PLACES} place ON place.fact_id = fact.id
        WHERE fact.log = %s AND fact.subject = ANY(%s) AND fact.kind <> ALL(%s)
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [log, log, ["", *subjects], QUIET])
        return {place: bytes(leaf) for place, leaf in cursor.fetchall()}


def _first_over(log: str, place: int, *, latest: bool = False) -> SignedTreeHead | None:
    """The first head over a number, or the last of all. Raises Refused where its signature does not hold."""
    found = StoredTreeHead.objects.filter(log=log, size__gt=place).order_by("-size" if latest else "size").first()
    if found is None:
        return None
    signed = SignedTreeHead.from_json(found.head)
    if not signed.holds(verifier(sealing.public_key())) or signed.head.log != log or signed.head.size <= place:
        raise _altered()
    return signed


@functools.lru_cache(maxsize=4)
def _leaves(log: str, size: int, root: bytes) -> tuple[bytes, ...]:
    """The leaves under a head. Raises Refused where they are not its own."""
    found = tuple(ledger.leaves(log, size))
    if len(found) != size or root_of(found) != root:
        raise _altered()
    return found


def _altered() -> Refused:
    return Refused(
        _("Le journal ne correspond plus à ses têtes signées : le service doit faire vérifier la base entière.")
    )


def _vouch(log: str) -> None:
    """Ask for a head over the whole log; nothing waits behind, and what cannot be signed now is due the next time.

    Raises Refused where the sealer remembers another log.
    """
    try:
        for _attempt in range(TRIES):
            if sealing.vouch(log) is not None:
                return
            time.sleep(PAUSE)
    except (DatabaseError, TryAgain) as error:
        logging.getLogger(__name__).warning("la tête signée du journal %s reste à faire : %s", log, error)
