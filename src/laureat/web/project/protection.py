"""Who may do what in the base: the functions through which facts enter, and the rights of the three roles."""

from datetime import timedelta
from importlib import resources

import psycopg
from psycopg import sql

from laureat.records import KINDS

ENTRIES = {
    "laureat_record(payloads bytea[])": (
        "unnest(payloads) AS row (payload)",
        "",
    ),
    "laureat_take()": (
        "(SELECT payload FROM public.laureat_arrival WHERE xact = pg_current_xact_id() ORDER BY rank OFFSET 0) fresh",
        "DELETE FROM public.laureat_arrival;",
    ),
}
"""The two ways in, each with the rows that it takes: a few, given; many, copied beforehand into ``laureat_arrival``,
whence they go once they are in."""


def apply(owner_url: str, application_role: str, sealer_role: str, gap: timedelta, traces_kept: timedelta) -> None:
    """Make the functions and give each role its rights: all anew, in one transaction. ``gap``: see ``clock_gap``.

    ``traces_kept``: how long a line of the security log stays, whatever the application asks.
    """
    kinds = [(name, kind.ABOUT) for name, kind in KINDS.items()]
    with psycopg.connect(owner_url) as connection:
        names = {
            "application": sql.Identifier(application_role),
            "scelleur": sql.Identifier(sealer_role),
            "base": sql.Identifier(connection.info.dbname),
        }
        connection.execute(_text("protection.sql").format(**names))
        for function, (source, after) in ENTRIES.items():
            parts = {"function": sql.SQL(function), "source": sql.SQL(source), "after": sql.SQL(after)}
            connection.execute(_text("entry.sql").format(**names, **parts))
        connection.cursor().executemany(
            "INSERT INTO laureat_kind VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET subject = excluded.subject",
            kinds,
        )
        connection.execute("UPDATE laureat_setting SET clock_gap = %s, traces_kept = %s", [gap, traces_kept])


def _text(name: str) -> sql.SQL:
    return sql.SQL(resources.files("laureat.web.project").joinpath(name).read_text(encoding="utf-8"))
