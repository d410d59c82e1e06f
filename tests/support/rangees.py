"""Rows of the lists as whoever writes in the base may leave them: added, gone, or saying anything."""

from django.db import DatabaseError, connection, transaction

DERIVED = (
    "exam_sessions_standing",
    "exam_sessions_examsession",
    "exam_sessions_juror",
    "candidates_identity",
    "candidates_privatetext",
    "vae_vaefile",
    "vae_vaejuror",
    "accounts_establishment",
    "accounts_habilitation",
    "accounts_invitation",
    "grids_settlement",
    "grids_gridentry",
    "grids_chosengrid",
    "titles_paper",
    "titles_title",
)
"""What pages read beside the facts."""
FORGED = "00000000-0000-4000-8000-00000000abcd"
ODD = {
    "jsonb": ("'[]'", "'{}'", "'5'", "'null'", "'[\"zz\"]'", '\'{"zz": "zz"}\''),
    "character varying": ("'zz'", "''"),
    "text": ("'zz'", "''"),
    "boolean": ("NOT COLUMN",),
    "uuid": (f"'{FORGED}'",),
    "date": ("NULL", "'0001-01-01'", "'9999-12-31'"),
    "timestamp with time zone": ("NULL", "'0001-01-02'"),
    "bytea": ("''::bytea",),
}
"""By type, what a column may come to say, as SQL."""
NUMBERS = ("-1", "2147483647", "0")


def columns(table: str) -> list[tuple[str, str]]:
    """The columns of a table, with their types."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s ORDER BY column_name",
            [table],
        )
        return [(str(name), str(kind)) for name, kind in cursor.fetchall()]


def odd(kind: str) -> tuple[str, ...]:
    """What a column of that type may come to say."""
    return NUMBERS if kind in ("integer", "bigint", "smallint") else ODD.get(kind, ())


def is_done(statement: str) -> bool:
    """Whether the base let the application's role do that to some row."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return bool(cursor.rowcount)
    except DatabaseError:
        return False


def session_of_first(table: str, kinds: list[tuple[str, str]]) -> str:
    """The log of which the row that ``forged`` copies is; empty where the table says none."""
    name = next((name for name in ("session_id", "log") if name in dict(kinds)), "")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name or 'NULL'} FROM {table} LIMIT 1")
        return str((cursor.fetchone() or ("",))[0] or "")


def forged(table: str, kinds: list[tuple[str, str]]) -> bool:
    """A row more, of someone of whom no fact speaks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey) "
            "WHERE indrelid = %s::regclass AND indisunique AND indpred IS NULL",
            [table],
        )
        unique = {name for (name,) in cursor.fetchall()}
    told = []
    for name, kind in kinds:
        if name not in unique:
            told.append(name)
        elif kind in ("uuid", "character varying", "text"):
            told.append(f"'{FORGED}'")
        else:
            told.append(f"{name} + 1000000" if kind in ("integer", "bigint") else name)
    names = ", ".join(name for name, _kind in kinds)
    return is_done(
        f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {', '.join(told)} FROM {table} LIMIT 1"
    )
