"""The audit of a whole base, beside a bare reading of the same facts.

    python -m bench.audit [--candidats N]

The bare reading fetches every payload and hashes it: the least that any check of a log costs. The audit builds the
tree, verifies the heads, gives each command again where its fact stands, computes the decisions, compares every row.
"""

import argparse
import hashlib
import json
from typing import Any

from bench.page import decimal, whole, write_results
from bench.web import address, house, published, timed


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Measure, print a table ready for the docs, and keep the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--candidats", type=int, default=20_000)
    asked = parser.parse_args(arguments)
    found: dict[str, Any] = {"candidats": asked.candidats}
    with house() as demonstration:
        import psycopg
        from click.testing import CliRunner
        from django.conf import settings

        from laureat.cli.auditer import auditer
        from laureat.web.project import database

        world = demonstration.people()
        published(demonstration, world, asked.candidats)
        with psycopg.connect(address()) as connection:

            def bare() -> None:
                found["faits"] = 0
                with connection.cursor(name="nu") as cursor:
                    cursor.itersize = 5_000
                    cursor.execute("SELECT payload FROM exam_sessions_storedfact ORDER BY id")
                    for (payload,) in cursor:
                        hashlib.sha256(b"\x00" + payload).digest()
                        found["faits"] += 1

            found["nu"] = timed(bare)
        runner = CliRunner(env={database.OWNER_URL: address()})
        for name, more in (("audit", []), ("sans_decisions", ["--sans-decisions"])):
            reports: list[dict[str, Any]] = []

            def audited(more: list[str] = more, reports: list[dict[str, Any]] = reports) -> None:
                told = runner.invoke(
                    auditer, ["--donnees", str(settings.DONNEES), "--json", *more], catch_exceptions=False
                )
                reports.extend(json.loads(told.output))

            found[name] = timed(audited)
            assert all(report["intact"] for report in reports), "la base est saine"
    print("| | candidats | faits | secondes | faits/s | lecture nue |\n|---|---|---|---|---|---|")
    rows = (("nu", "lecture nue"), ("sans_decisions", "audit, `--sans-decisions`"), ("audit", "audit entier"))
    for name, label in rows:
        seconds, facts = found[name], found["faits"]
        cells = (whole(asked.candidats), whole(facts), decimal(seconds, 1), whole(facts / seconds))
        print(f"| {label} | {' | '.join(cells)} | × {decimal(seconds / found['nu'], 1)} |")
    write_results("audit", found)
    return found


if __name__ == "__main__":
    main()
