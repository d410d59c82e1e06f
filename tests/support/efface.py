"""Whether anything still names someone, in the base or in the folder of data."""

from pathlib import Path

import psycopg
from psycopg import sql

from laureat.web import data_folder


def kept() -> frozenset[Path]:
    """The files of the folder of data, which the bases of one process share."""
    return frozenset(path for path in data_folder.folder().rglob("*") if path.is_file())


def told_of(base: str, needle: str, of_others: frozenset[Path] = frozenset()) -> set[str]:
    """The tables, and the folders of data, that say a word. ``base``: the address of its owner; ``of_others``: the
    files that stood there before it, where another base may speak of someone of the same name.
    """
    words = [f"%{needle}%", f"%{needle.encode().hex()}%"]
    found = set()
    with psycopg.connect(base) as owner:
        for (table,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
            query = "SELECT 1 FROM {} row WHERE row::text LIKE ANY(%s) LIMIT 1"
            if owner.execute(sql.SQL(query).format(sql.Identifier(table)), [words]).fetchone():
                found.add(table)
    for path in kept() - of_others:
        if "postgresql" not in path.parts and needle.encode() in path.read_bytes():
            found.add(path.relative_to(data_folder.folder()).parts[0])
    return found
