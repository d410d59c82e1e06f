"""Number the facts and vouch for them, as the sealer: the only role that may.

The sealer sees what is committed. So a head is signed just after the act that calls for it, and covers that act and all
before it, nothing after. Where the sealer was killed in between, or away, the next one signs what is due.
"""

import logging
from datetime import UTC, datetime

from django.db import DatabaseError, connections, transaction
from django.utils.connection import ConnectionDoesNotExist

from laureat.records import Frontier, Occasion, SignedTreeHead, TreeHead, sign
from laureat.records.ed25519 import public_key_of, signer
from laureat.web import data_folder
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import StoredFact, StoredTreeHead

SEALER = "scelleur"
"""The connection of the sealer's role (``DATABASE_URL_SCELLEUR``)."""
OCCASIONS: dict[str, Occasion] = {
    "SessionClosed": Occasion.CLOSURE,
    "PvSealed": Occasion.DELIBERATION,
    "ResultPublished": Occasion.PUBLICATION,
    "VaeResultNotified": Occasion.PUBLICATION,
}
"""The kinds of facts after which the log is vouched for."""


def seal_after_commit(log: str) -> None:
    """Once the present transaction is committed, sign the heads that are due; what fails is due the next time."""
    transaction.on_commit(lambda: _try(log))


def _try(log: str) -> None:
    try:
        seal_due(log)
    except (DatabaseError, ConnectionDoesNotExist):
        logging.getLogger(__name__).exception("la tête signée du journal %s reste à faire", log)


def seal_due(log: str) -> list[SignedTreeHead]:
    """Sign a head for each act that calls for one and has none, in order."""
    with transaction.atomic(using=SEALER):
        ledger.lock(log, alone=True, using=SEALER)
        return _seal_due(log)


def seal_all_due() -> int:
    """The same for every log; gives how many heads were signed."""
    late = StoredFact.objects.using(SEALER).filter(kind__in=OCCASIONS, number=None)
    return sum(len(seal_due(log)) for log in late.values_list("log", flat=True).distinct())


def number_all(log: str) -> None:
    """Sign what is due, and give its place to every other fact."""
    with transaction.atomic(using=SEALER):
        ledger.lock(log, alone=True, using=SEALER)
        _seal_due(log)
        last = StoredFact.objects.using(SEALER).filter(log=log).order_by("-id").values_list("id", flat=True).first()
        _number(log, last or 0)


def public_key() -> bytes:
    """The key with which anyone checks the heads."""
    return public_key_of(data_folder.ledger_seed())


def _seal_due(log: str) -> list[SignedTreeHead]:
    stored = StoredFact.objects.using(SEALER).filter(log=log)
    signed: list[SignedTreeHead] = []
    while (due := stored.filter(kind__in=OCCASIONS, number=None).order_by("id").first()) is not None:
        command = due.key.partition("#")[0]
        keys = stored.filter(key__startswith=f"{command}#").order_by("-id")
        frontier = _number(log, max([due.pk, *keys.values_list("id", flat=True)[:1]]))
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        occasion = OCCASIONS[due.kind]
        head = sign(
            TreeHead(log=log, size=frontier.size, root=frontier.root, occasion=occasion, at=at),
            signer(data_folder.ledger_seed()),
        )
        StoredTreeHead.objects.using(SEALER).create(
            log=log,
            size=frontier.size,
            occasion=occasion.value,
            head=head.to_json(),
            frontier=[node.hex() for node in frontier.hashes],
        )
        signed.append(head)
    return signed


def _number(log: str, last: int) -> Frontier:
    """Give its place to every fact up to this one that has none. The log must be held alone."""
    head = StoredTreeHead.objects.using(SEALER).filter(log=log).order_by("-size").first()
    frontier = Frontier(head.size, tuple(bytes.fromhex(node) for node in head.frontier)) if head else Frontier()
    with connections[SEALER].cursor() as cursor:
        cursor.execute("SELECT coalesce(max(position) + 1, 0) FROM exam_sessions_numberedfact WHERE log = %s", [log])
        start = cursor.fetchone()[0]
        cursor.execute(
            """
            INSERT INTO exam_sessions_numberedfact (fact_id, log, position, leaf)
            SELECT fact.id, fact.log, %s + row_number() OVER (ORDER BY fact.id) - 1, sha256('\\x00'::bytea || payload)
            FROM exam_sessions_storedfact fact LEFT JOIN exam_sessions_numberedfact place ON place.fact_id = fact.id
            WHERE fact.log = %s AND fact.id <= %s AND place.fact_id IS NULL
            """,
            [start, log, last],
        )
        cursor.execute(
            "SELECT leaf FROM exam_sessions_numberedfact WHERE log = %s AND position >= %s ORDER BY position",
            [log, frontier.size],
        )
        return frontier.extended(bytes(leaf) for (leaf,) in cursor.fetchall())
