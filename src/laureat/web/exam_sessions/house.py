"""The log of the house: every head signed for another log is one of its facts, and its own heads are checkpoints.

So a log that is erased whole still has its heads there, and a checkpoint that a witness cosigned answers for all logs.
"""

import functools
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction

from laureat.records import MerkleTree, Occasion, SignedTreeHead
from laureat.records.checkpoint import Checkpoint
from laureat.records.facts import HeadSigned, PvSealed
from laureat.records.heads import head_of
from laureat.session.framework import Refused
from laureat.session.house import HEADS_LOG
from laureat.web.checkpoints import signing
from laureat.web.checkpoints.models import StoredCheckpoint
from laureat.web.exam_sessions import ledger, sealing
from laureat.web.exam_sessions.models import NumberedFact, StoredFact
from laureat.web.sealer.client import Unavailable

LOG = HEADS_LOG
AUTHOR = "laureat"
"""No account signs heads."""
OWN = 16
"""Digits of its signature that end the key of a head, where its own is taken."""
TRIES, PAUSE = 20, 0.05
"""How many times a busy log is tried, and the seconds between."""


def vouch_after_commit(log: str, *, whole: bool = False) -> None:
    """Once the present transaction is committed, sign the heads that are due; what fails is due the next time.

    ``whole``: one for all that the log holds, though no fact of it owns a head.
    """
    transaction.on_commit(lambda: _try(log, sealing.vouch if whole else sealing.seal_due))


def _try(log: str, seal: Callable[[str], object]) -> None:
    try:
        seal(log)
        extend()
    except (Unavailable, Refused) as error:
        logging.getLogger(__name__).error("la tête signée du journal %s reste à faire : %s", log, error)
    except DatabaseError:
        logging.getLogger(__name__).exception("la tête signée du journal %s reste à faire", log)


def catch_up() -> None:
    """Sign what is due everywhere: the sealer may have been away."""
    sealing.seal_all_due()
    extend()


def extend() -> bool:
    """Bring the log of the house up to date and sign its checkpoint; False where someone else writes in it just now.

    Nothing waits: what is left is taken the next time.
    """
    with transaction.atomic():
        if not ledger.take(LOG):
            return False
        ledger.append(LOG, _new_heads(ledger.now()))
    return sealing.checkpoint()


def _new_heads(at: str) -> list[HeadSigned]:
    """The heads of other logs that the house does not know yet, in the order in which they were signed.

    One is known by its signature: whoever takes its key beforehand, for something else, does not keep it out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT head.id, head.head::text FROM exam_sessions_storedtreehead head WHERE head.log <> %s AND NOT EXISTS
            (SELECT 1 FROM {ledger.FACTS} fact WHERE fact.log = %s AND fact.key = ANY(ARRAY[
            'tete-' || head.id, 'tete-' || head.id || '-' || left(head.head->>'signature', {OWN})
            ]) AND strpos(convert_from(fact.payload, 'UTF8'), coalesce(head.head->>'signature', '')) > 0)
            ORDER BY head.id
            """,
            [LOG, LOG],
        )
        found = [(f"tete-{key}", SignedTreeHead.from_json(json.loads(head))) for key, head in cursor.fetchall()]
    keys = StoredFact.objects.filter(log=LOG, key__in=[key for key, _ in found])
    taken = set(keys.values_list("key", flat=True)) if found else set()
    return [
        HeadSigned(
            log=LOG,
            author=AUTHOR,
            at=at,
            key=f"{key}-{signed.signature.hex()[:OWN]}" if key in taken else key,
            of=signed.head.log,
            size=signed.head.size,
            root=signed.head.root.hex(),
            occasion=signed.head.occasion.value,
            signed_at=signed.head.at,
            signature=signed.signature.hex(),
        )
        for key, signed in found
    ]


def vouch(refused: list[str] | None = None) -> list[str]:
    """Have a head signed for every log that has grown; gives those that someone was always writing in.

    A lock that is not free is tried again a little later, never waited for: writers would wait behind. ``refused``:
    where to say of which logs the sealer signs nothing, and why; else the first one raises Refused.
    """
    busy = _grown()
    for attempt in range(TRIES):
        if attempt and busy:
            time.sleep(PAUSE)
        busy = [log for log in busy if _is_busy(log, refused)]
    return busy


def _is_busy(log: str, refused: list[str] | None) -> bool:
    try:
        return sealing.vouch(log) is None
    except Refused as error:
        if refused is None:
            raise
        refused += error.reasons
        return False


def _grown() -> list[str]:
    """The logs that have facts no head answers for."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT fact.log FROM {ledger.FACTS} fact LEFT JOIN exam_sessions_numberedfact place
            ON place.fact_id = fact.id WHERE place.fact_id IS NULL
            UNION
            SELECT place.log FROM
            (SELECT log, max(position) + 1 AS size FROM exam_sessions_numberedfact GROUP BY log) place LEFT JOIN
            (SELECT log, max(size) AS size FROM exam_sessions_storedtreehead GROUP BY log) head USING (log)
            WHERE head.size IS NULL OR head.size < place.size ORDER BY 1
            """
        )
        return [log for (log,) in cursor.fetchall() if log != LOG]


def sealed_head(log: str, deliberation: int) -> SignedTreeHead | None:
    """The head that the seal of a deliberation owns."""
    places = NumberedFact.objects.filter(log=log, fact__kind=PvSealed.__name__).order_by("position")
    for place in places.select_related("fact"):
        fact = ledger.decoded(place.fact)
        if isinstance(fact, PvSealed) and fact.deliberation == deliberation:
            known = (one for one in ledger.heads(log) if one.head.occasion is Occasion.DELIBERATION)
            return next((one for one in known if one.head.size > place.position), None)
    return None


@dataclass(frozen=True, slots=True)
class Covering:
    """Where a head stands in the log of the house, and the first checkpoint that answers for it."""

    checkpoint: StoredCheckpoint
    position: int
    fact: HeadSigned


def covering(signed: SignedTreeHead) -> Covering | None:
    """The first checkpoint that answers for a head; None before there is one."""
    places = NumberedFact.objects.filter(log=LOG, fact__subject=signed.head.log).order_by("position")
    for place in places.select_related("fact"):
        fact = ledger.decoded(place.fact)
        if isinstance(fact, HeadSigned) and head_of(fact) == signed:
            stored = signing.first_over(place.position)
            return None if stored is None else Covering(stored, place.position, fact)
    return None


@functools.lru_cache(maxsize=1)
def tree(checkpoint: Checkpoint) -> MerkleTree:
    """The tree of the log of the house at a checkpoint, to prove from; not to be changed."""
    return MerkleTree(ledger.leaves(LOG, checkpoint.size))
