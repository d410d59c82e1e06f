"""Number the facts and vouch for them, as the sealer: the only role that may.

The sealer sees what is committed. So a head is signed just after the act that owns it, and covers that act and all
before it, nothing after. Where the sealer was killed in between, or away, the next one signs what is due.
"""

from django.db import connections, transaction

from laureat.records import Frontier, Occasion, TreeHead, sign
from laureat.records.ed25519 import public_key_of, signer
from laureat.records.heads import OWED
from laureat.web import data_folder
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import StoredFact, StoredTreeHead

SEALER = "scelleur"
"""The connection of the sealer's role (``DATABASE_URL_SCELLEUR``)."""
OCCASIONS = {kind.__name__: occasion for kind, occasion in OWED.items()}


def seal_due(log: str) -> None:
    """Sign a head for each act that owns one and has none, in order."""
    with transaction.atomic(using=SEALER):
        ledger.lock(log, alone=True, using=SEALER)
        _seal_due(log)


def seal_all_due() -> None:
    """The same for every log."""
    late = StoredFact.objects.using(SEALER).filter(kind__in=OCCASIONS, number=None)
    for log in late.order_by().values_list("log", flat=True).distinct():
        seal_due(log)


def number_all(log: str) -> None:
    """Sign what is due, and give its place to every other fact."""
    with transaction.atomic(using=SEALER):
        ledger.lock(log, alone=True, using=SEALER)
        _all(log)


def vouch(log: str) -> Frontier | None:
    """Sign what is due, then a head for all that came since; None where somebody else writes in the log just now.

    A lock that is not free is not waited for: writers would wait behind.
    """
    with transaction.atomic(using=SEALER):
        if not ledger.take(log, using=SEALER):
            return None
        frontier = _all(log)
        last = StoredTreeHead.objects.using(SEALER).filter(log=log).order_by("-size").first()
        if frontier.size > (last.size if last else 0):
            _sign(log, frontier, Occasion.PERIODIQUE)
        return frontier


def public_key() -> bytes:
    """The key with which anyone checks the heads."""
    return public_key_of(data_folder.ledger_seed())


def _all(log: str) -> Frontier:
    _seal_due(log)
    last = StoredFact.objects.using(SEALER).filter(log=log).order_by("-id").values_list("id", flat=True).first()
    return _number(log, last or 0)


def _seal_due(log: str) -> None:
    stored = StoredFact.objects.using(SEALER).filter(log=log)
    while (due := stored.filter(kind__in=OCCASIONS, number=None).order_by("id").first()) is not None:
        command = due.key.partition("#")[0]
        keys = stored.filter(key__startswith=f"{command}#").order_by("-id")
        frontier = _number(log, max([due.pk, *keys.values_list("id", flat=True)[:1]]))
        _sign(log, frontier, OCCASIONS[due.kind])


def _sign(log: str, frontier: Frontier, occasion: Occasion) -> None:
    head = sign(
        TreeHead(log=log, size=frontier.size, root=frontier.root, occasion=occasion, at=ledger.now()),
        signer(data_folder.ledger_seed()),
    )
    StoredTreeHead.objects.using(SEALER).create(
        log=log,
        size=frontier.size,
        occasion=occasion.value,
        head=head.to_json(),
        frontier=[node.hex() for node in frontier.hashes],
    )


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
