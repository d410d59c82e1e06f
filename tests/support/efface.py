"""Whether anything still names someone, in the base or in the folder of data."""

import psycopg
from psycopg import sql

from laureat.web import data_folder


def told_of(base: str, needle: str) -> set[str]:
    """The tables, and the folders of data, that say a word. ``base``: the address of its owner."""
    words = [f"%{needle}%", f"%{needle.encode().hex()}%"]
    found = set()
    with psycopg.connect(base) as owner:
        for (table,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
            query = "SELECT 1 FROM {} row WHERE row::text LIKE ANY(%s) LIMIT 1"
            if owner.execute(sql.SQL(query).format(sql.Identifier(table)), [words]).fetchone():
                found.add(table)
    for path in data_folder.folder().rglob("*"):
        if path.is_file() and "postgresql" not in path.parts and needle.encode() in path.read_bytes():
            found.add(path.relative_to(data_folder.folder()).parts[0])
    return found
