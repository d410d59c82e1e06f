"""Facts in and out of the database: locks, order, copies. Nothing here knows what a fact means.

A transaction that adds facts about candidates holds the log's lock shared; one that moves the whole session holds it
alone. So when a closure runs, every earlier fact is committed and every later one will see the closure; numbering the
facts inside it gives places that nothing can precede any more.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db import IntegrityError, connection
from django.db.models import Count, Max
from psycopg.errors import UniqueViolation

from laureat.records import KINDS, Fact, Frontier, Occasion, SignedTreeHead, TreeHead, decode, encode, sign
from laureat.records.ed25519 import public_key_of, signer
from laureat.records.journal import Entry, entry_line, head_line
from laureat.records.recorded import Recorded, recorded
from laureat.web import data_folder
from laureat.web.exam_sessions.models import NumberedFact, StoredFact, StoredTreeHead

LOCK_TIMEOUT = "15s"
FACTS = "exam_sessions_storedfact"
FACT_COLUMNS = ("log", "key", "kind", "subject", "payload")
COPY_FROM = 200
"""From so many rows on, COPY is used rather than INSERT."""


def lock(log: str, *, alone: bool) -> None:
    """Hold the log until the end of the transaction, alone or with others who add facts about candidates."""
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 35697))", [log])


PLACES = "exam_sessions_numberedfact"
BESIDE = ("log", "key", "kind", "subject")
"""What is stored beside a fact, and must say the same as it."""


def held(log: str, subjects: Iterable[str] | None = None, *, but: Sequence[str] = ()) -> Iterator[Recorded]:
    """The facts of a log as they are held, in its order: those numbered by their numbers, then the others.

    All, or the whole session's and those of some ``subjects``; ``but`` leaves some kinds out.
    """
    columns = ", ".join(f"fact.{name}" for name in BESIDE)
    query = (
        f"SELECT place.position, fact.payload, {columns} FROM {FACTS} fact "
        f"LEFT JOIN {PLACES} place ON place.fact_id = fact.id WHERE fact.log = %s"
    )
    arguments: list[str | list[str]] = [log]
    if subjects is not None:
        query += " AND fact.subject = ANY(%s)"
        arguments.append(["", *subjects])
    if but:
        query += " AND fact.kind <> ALL(%s)"
        arguments.append(list(but))
    with connection.cursor() as cursor:
        cursor.execute(query + " ORDER BY place.position NULLS LAST, fact.id", arguments)
        while rows := cursor.fetchmany(5000):
            for position, payload, *beside in rows:
                yield recorded(position, bytes(payload), dict(zip(BESIDE, beside, strict=True)))


def facts(log: str, subjects: Iterable[str] | None = None, *, but: Sequence[str] = ()) -> Iterator[Fact]:
    """The facts of a log in the order they were added: all, or the whole session's and those of some candidates.

    ``but`` leaves some kinds out.
    """
    query = f"SELECT payload FROM {FACTS} WHERE log = %s"
    arguments: list[str | list[str]] = [log]
    if subjects is not None:
        query += " AND subject = ANY(%s)"
        arguments.append(["", *subjects])
    if but:
        query += " AND kind <> ALL(%s)"
        arguments.append(list(but))
    with connection.cursor() as cursor:
        cursor.execute(query + " ORDER BY id", arguments)
        while rows := cursor.fetchmany(5000):
            for (payload,) in rows:
                yield decode(bytes(payload))


def is_done(log: str, key: str) -> bool:
    """True when a command with this idempotency key has already been recorded."""
    return StoredFact.objects.filter(log=log, key=key).exists()


class KeyTaken(Exception):
    """A fact with this idempotency key is already there."""


def extent(log: str, *, but: Sequence[str] = ()) -> tuple[int, int]:
    """The last fact of a log, some kinds left out, and how many there are: both the same, nothing was added."""
    every = [kind for kind in KINDS if kind not in but]
    found = StoredFact.objects.filter(log=log, kind__in=every).aggregate(last=Max("id"), count=Count("id"))
    return found["last"] or 0, found["count"]


def append(log: str, new: Sequence[Fact]) -> None:
    """Add facts. Raises KeyTaken when one of their keys is already there."""
    rows = [(log, fact.key, type(fact).__name__, fact.subject, encode(fact)) for fact in new]
    try:
        if len(rows) < COPY_FROM:
            StoredFact.objects.bulk_create(
                StoredFact(log=log, key=key, kind=kind, subject=subject, payload=payload)
                for log, key, kind, subject, payload in rows
            )
        else:
            copy_rows(FACTS, FACT_COLUMNS, rows)
    except (IntegrityError, UniqueViolation) as error:
        if "one_fact_per_key" in str(error):
            raise KeyTaken from None
        raise


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write many rows with COPY, in the current transaction."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def number(log: str) -> Frontier:
    """Give its place to every fact that has none. The log must be held alone."""
    last = StoredTreeHead.objects.filter(log=log).order_by("-size").first()
    frontier = _frontier(last)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(position) + 1, 0) FROM exam_sessions_numberedfact WHERE log = %s", [log])
        start = cursor.fetchone()[0]
        cursor.execute(
            """
            INSERT INTO exam_sessions_numberedfact (fact_id, log, position, leaf)
            SELECT fact.id, fact.log, %s + row_number() OVER (ORDER BY fact.id) - 1, sha256('\\x00'::bytea || payload)
            FROM exam_sessions_storedfact fact LEFT JOIN exam_sessions_numberedfact place ON place.fact_id = fact.id
            WHERE fact.log = %s AND place.fact_id IS NULL
            """,
            [start, log],
        )
        cursor.execute(
            "SELECT leaf FROM exam_sessions_numberedfact WHERE log = %s AND position >= %s ORDER BY position",
            [log, frontier.size],
        )
        return frontier.extended(bytes(leaf) for (leaf,) in cursor.fetchall())


def seal(log: str, occasion: Occasion, at: str) -> SignedTreeHead:
    """Number what is committed and vouch for it with a signed head. The log must be held alone."""
    frontier = number(log)
    head = TreeHead(log=log, size=frontier.size, root=frontier.root, occasion=occasion, at=at)
    signed = sign(head, signer(data_folder.ledger_seed()))
    StoredTreeHead.objects.create(
        log=log,
        size=frontier.size,
        occasion=occasion.value,
        head=signed.to_json(),
        frontier=[node.hex() for node in frontier.hashes],
    )
    return signed


def heads(log: str) -> list[SignedTreeHead]:
    """The signed heads of a log, oldest first."""
    stored = StoredTreeHead.objects.filter(log=log).order_by("id")
    return [SignedTreeHead.from_json(head) for head in stored.values_list("head", flat=True)]


def leaves(log: str) -> list[bytes]:
    """The recorded leaf hashes, in order."""
    placed = NumberedFact.objects.filter(log=log).order_by("position")
    return [bytes(leaf) for leaf in placed.values_list("leaf", flat=True)]


def journal(log: str) -> Iterator[str]:
    """The numbered facts and the signed heads, as the lines of an export (``laureat.records.journal``)."""
    placed = NumberedFact.objects.filter(log=log).order_by("position").select_related("fact")
    for place in placed.iterator(chunk_size=2000):
        yield entry_line(Entry(place.position, bytes(place.fact.payload), bytes(place.leaf)))
    for signed in heads(log):
        yield head_line(signed)


def public_key() -> bytes:
    """The key with which anyone checks the heads."""
    return public_key_of(data_folder.ledger_seed())


def _frontier(last: StoredTreeHead | None) -> Frontier:
    if last is None:
        return Frontier()
    return Frontier(last.size, tuple(bytes.fromhex(node) for node in last.frontier))
