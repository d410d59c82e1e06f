"""The way in for facts: COPY and the function that takes them, beside COPY alone into the same table.

    python -m bench.journal [--faits N] [--tours N]

Both sides write the same facts into the same table, with its indexes and as durably, each in one transaction, in turn.
The application copies their bytes into the staging table, then calls the function that reads each, checks it and adds
it; the owner, who alone may, copies straight into the log, told what stands beside each.
"""

import argparse
import statistics
import time
import uuid
from collections.abc import Sequence
from typing import Any

from bench.page import decimal, whole, write_results
from bench.web import address, house

Row = tuple[str, str, str, str, bytes]
COLUMNS = ("log", "key", "kind", "subject", "payload")


def facts(count: int) -> list[Row]:
    """Marks entered in a log of their own."""
    from laureat.records import encode
    from laureat.records.facts import MarkEntered
    from laureat.web.exam_sessions.service import now

    log, author, at = str(uuid.uuid4()), str(uuid.uuid4()), now()
    rows = []
    for number in range(count):
        candidate, key = str(uuid.uuid4()), f"saisie-{number}"
        fact = MarkEntered(log=log, author=author, at=at, key=key, candidate=candidate, unit="U31", cell="12,5")
        rows.append((log, key, "MarkEntered", candidate, encode(fact)))
    return rows


def copied(
    connection: Any, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]], after: str = ""
) -> float:
    """Seconds of one transaction that copies these rows, and runs a last statement."""
    began = time.perf_counter()
    with connection.transaction(), connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        if after:
            cursor.execute(after)
    return time.perf_counter() - began


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Measure, print a table ready for the docs, and keep the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--faits", type=int, default=100_000)
    parser.add_argument("--tours", type=int, default=7)
    asked = parser.parse_args(arguments)
    import psycopg

    with house():
        from laureat.web.project import database

        with psycopg.connect(address()) as bare, psycopg.connect(address(database.APPLICATION_ROLE)) as ours:
            bare.autocommit = ours.autocommit = True
            sides: dict[str, list[float]] = {"copy": [], "fonction": []}
            for _ in range(asked.tours):
                sides["copy"].append(copied(bare, "exam_sessions_storedfact", COLUMNS, facts(asked.faits)))
                payloads = [row[-1:] for row in facts(asked.faits)]
                sides["fonction"].append(
                    copied(ours, "laureat_arrival", COLUMNS[-1:], payloads, "SELECT laureat_take()")
                )
                bare.execute("VACUUM ANALYZE exam_sessions_storedfact")
    found: dict[str, Any] = {name: statistics.median(times) for name, times in sides.items()}
    found |= {"faits": asked.faits, "rapport": found["fonction"] / found["copy"]}
    print("| | faits | COPY seul | COPY, puis la fonction | rapport |\n|---|---|---|---|---|")
    times = f"{decimal(found['copy'], 2)} s | {decimal(found['fonction'], 2)} s"
    print(f"| Entrée au journal | {whole(asked.faits)} | {times} | × {decimal(found['rapport'], 2)} |")
    write_results("journal", found)
    return found


if __name__ == "__main__":
    main()
