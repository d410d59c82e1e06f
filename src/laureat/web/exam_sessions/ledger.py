"""Facts in and out of the database: locks, order, copies. Nothing here knows what a fact means.

A transaction that adds facts about candidates holds the log's lock shared; one that moves the whole session holds it
alone. So when a closure runs, every earlier fact is committed and every later one will see the closure: the order of
the facts is one that nothing can precede any more. Facts enter through two functions of the base, which are all that
the application may use (``project/protection.py``).
"""

import io
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import polars as pl
from django.db import DatabaseError, connection, connections
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from laureat.records import KINDS, Fact, SignedTreeHead, encode
from laureat.records.journal import Entry, entry_line, head_line
from laureat.records.recorded import Recorded, recorded
from laureat.session.framework import Refused
from laureat.web.exam_sessions.models import NumberedFact, StoredFact, StoredTreeHead

LOCK_TIMEOUT = "15s"
FACTS = "exam_sessions_storedfact"
ARRIVALS = "laureat_arrival"
"""Where facts are copied in bulk, until the function takes them."""
COPY_FROM = 200
"""From so many rows on, COPY is used."""
CLOCK_STRAYS = "LAU01"
"""What the base answers to a fact whose hour is too far from its own."""


def lock(log: str, *, alone: bool, using: str = "default") -> None:
    """Hold the log until the end of the transaction, alone or with others who add facts about candidates."""
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connections[using].cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 35697))", [log])


PLACES = "exam_sessions_numberedfact"
BESIDE = ("log", "key", "kind", "subject")
"""What is stored beside a fact, and must say the same as it."""


def held(
    log: str,
    subjects: Iterable[str] | None = None,
    *,
    but: Sequence[str] = (),
    between: tuple[int, int] | None = None,
) -> Iterator[Recorded]:
    """The facts of a log as they are held, in its order: those numbered by their numbers, then the others.

    All, or the whole session's and those of some ``subjects``; ``but`` leaves some kinds out; ``between``: those whose
    rows have these numbers, both included.
    """
    columns = ", ".join(f"fact.{name}" for name in BESIDE)
    query = (
        f"SELECT place.position, fact.payload, {columns} FROM {FACTS} fact "
        f"LEFT JOIN {PLACES} place ON place.fact_id = fact.id WHERE fact.log = %s"
    )
    only, arguments = _only(subjects, but)
    if between is not None:
        only, arguments = f"{only} AND fact.id BETWEEN %s AND %s", [*arguments, *between]
    with connection.cursor() as cursor:
        cursor.execute(f"{query}{only} ORDER BY place.position NULLS LAST, fact.id", [log, *arguments])
        while rows := cursor.fetchmany(5000):
            for position, payload, *beside in rows:
                yield recorded(position, bytes(payload), dict(zip(BESIDE, beside, strict=True)))


def _only(subjects: Iterable[str] | None, but: Sequence[str]) -> tuple[str, list[Any]]:
    """The conditions on ``fact`` that keep the log's own facts and those of some subjects, and leave some kinds out."""
    conditions: str = ""
    arguments: list[Any] = []
    if subjects is not None:
        conditions += " AND fact.subject = ANY(%s)"
        arguments.append(["", *subjects])
    if but:
        conditions += " AND fact.kind <> ALL(%s)"
        arguments.append(list(but))
    return conditions, arguments


def take(log: str, *, using: str = "default") -> bool:
    """Hold the log alone until the end of the transaction, if nobody holds it now; never waits: nobody waits behind."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 35697))", [log])
        return bool(cursor.fetchone()[0])


def facts(log: str, subjects: Iterable[str] | None = None, *, but: Sequence[str] = ()) -> Iterator[Fact]:
    """The facts of a log in the order they were added: all, or the whole session's and those of some candidates.

    ``but`` leaves some kinds out. Bytes that say no fact are left to the readings that judge (``held``).
    """
    only, arguments = _only(subjects, but)
    query = f"SELECT payload FROM {FACTS} fact WHERE log = %s{only} ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(query, [log, *arguments])
        while rows := cursor.fetchmany(5000):
            for (payload,) in rows:
                if (fact := recorded(None, bytes(payload)).fact) is not None:
                    yield fact


def is_done(log: str, key: str) -> bool:
    """True when a command with this idempotency key has already been recorded."""
    return StoredFact.objects.filter(log=log, key=key).exists()


def is_begun(log: str, start: str) -> bool:
    """True when a command whose key begins so has been recorded."""
    return StoredFact.objects.filter(log=log, key__startswith=start).exists()


class KeyTaken(Exception):
    """A fact with this idempotency key is already there."""


def extent(log: str, *, but: Sequence[str] = ()) -> tuple[int, int]:
    """The last fact of a log, some kinds left out, and how many there are: both the same, nothing was added.

    Facts are numbered while nobody writes in their log: none can come any more before the last of them, and only those
    after it are counted, kind by kind as the index of the log has them.
    """
    every = [kind for kind in KINDS if kind not in but]
    place = None if but else NumberedFact.objects.filter(log=log).order_by("-position").first()
    last, numbered = (place.fact_id, place.position + 1) if place else (0, 0)
    query = (
        f"SELECT max(since.id), count(*) FROM unnest(%s::text[]) AS said(kind), LATERAL (SELECT id FROM {FACTS} fact "
        "WHERE fact.log = %s AND fact.kind = said.kind AND fact.id > %s OFFSET 0) since"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [every, log, last])
        found, count = cursor.fetchone()
    return found or last, numbered + count


def append(log: str, new: Sequence[Fact]) -> None:
    """Add facts. Raises KeyTaken when one of their keys is already there."""
    bring(log, new)()


def bring(log: str, new: Sequence[Fact]) -> Callable[[], None]:
    """Bring facts to the door of a log, where nobody waits for them; gives what lets them in. Raises as ``append``."""
    payloads = [encode(fact) for fact in new]
    if len(payloads) >= COPY_FROM:
        copy_rows(ARRIVALS, ("payload",), ([payload] for payload in payloads))
        return take_in

    def record() -> None:
        with entering(), connection.cursor() as cursor:
            cursor.execute("SELECT laureat_record(%s::bytea[])", [payloads])

    return record if payloads else lambda: None


def take_in() -> None:
    """Add the facts that were copied into ``ARRIVALS``, in their order. Raises as ``append``."""
    with entering(), connection.cursor() as cursor:
        cursor.execute("SELECT laureat_take()")


def count(log: str, subjects: Iterable[str], *, but: str) -> int:
    """How many facts a log has of the whole of it and of these subjects, those of the command ``but`` left out."""
    with connection.cursor() as cursor:
        query = f"SELECT count(*) FROM {FACTS} WHERE log = %s AND subject = ANY(%s) AND NOT starts_with(key, %s)"
        cursor.execute(query, [log, ["", *subjects], but])
        return int(cursor.fetchone()[0])


@contextmanager
def entering() -> Iterator[None]:
    """What the base says of facts that it refuses, in words. Raises KeyTaken, Refused."""
    try:
        yield
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", "")
        if state == UniqueViolation.sqlstate and "one_fact_per_key" in str(error):
            raise KeyTaken from None
        if state == CLOCK_STRAYS:
            raise Refused(
                _(
                    "L'horloge du serveur n'est pas celle de la base de données : rien n'a été enregistré. "
                    "Prévenez qui administre le service (%(told)s)."
                )
                % {"told": str(error).splitlines()[0]}
            ) from None
        raise


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write many rows with COPY, in the current transaction."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def copy_frame(target: str, frame: pl.DataFrame) -> None:
    """Write rows of plain texts with COPY, made in columns."""
    buffer = io.BytesIO()
    frame.write_csv(buffer, include_header=False, null_value="\\N", quote_style="never", separator="\t")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {target} FROM STDIN (FORMAT text, NULL '\\N')") as copy,
    ):
        copy.write(buffer.getvalue())


def heads(log: str) -> list[SignedTreeHead]:
    """The signed heads of a log, oldest first."""
    stored = StoredTreeHead.objects.filter(log=log).order_by("id")
    return [SignedTreeHead.from_json(head) for head in stored.values_list("head", flat=True)]


def places(log: str, kinds: Sequence[str] = ()) -> dict[str, int]:
    """The numbers of the facts of a log, or of some kinds of them, by leaf hash."""
    query = (
        f"SELECT encode(sha256('\\x00'::bytea || fact.payload), 'hex'), place.position FROM {FACTS} fact "
        f"JOIN {PLACES} place ON place.fact_id = fact.id WHERE fact.log = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{query} AND fact.kind = ANY(%s)" if kinds else query, [log, list(kinds)] if kinds else [log])
        return dict(cursor.fetchall())


def leaves(log: str, size: int | None = None) -> list[bytes]:
    """The recorded leaf hashes, in order: all, or the first ones."""
    placed = NumberedFact.objects.filter(log=log).order_by("position")[:size]
    return [bytes(leaf) for leaf in placed.values_list("leaf", flat=True)]


def now() -> str:
    """The time, as facts say it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_of(at: str) -> str:
    """The day (``AAAA-MM-JJ``) that it was where the service is, at the time that a fact says."""
    return localtime(datetime.fromisoformat(at)).date().isoformat()


def uuids(names: Iterable[str]) -> list[uuid.UUID]:
    """Of what facts say, what may name a row: an identifier that is none names no one, and is no error of a page."""
    found = []
    for name in names:
        with suppress(ValueError):
            found.append(uuid.UUID(name))
    return found


def decoded(stored: StoredFact) -> Fact | None:
    """The fact of a row; None where its bytes say none."""
    return recorded(None, bytes(stored.payload)).fact


def journal(log: str) -> Iterator[str]:
    """The numbered facts and the signed heads, as the lines of an export (``laureat.records.journal``)."""
    placed = NumberedFact.objects.filter(log=log).order_by("position").select_related("fact")
    for place in placed.iterator(chunk_size=2000):
        yield entry_line(Entry(place.position, bytes(place.fact.payload), bytes(place.leaf)))
    for signed in heads(log):
        yield head_line(signed)
