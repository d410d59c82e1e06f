"""What an administrator of the base can do behind the application: as the owner, or as the superuser."""

from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from laureat.records import Fact, encode
from laureat.web import data_folder
from laureat.web.project import database, packaged


def address_of(role: str) -> str:
    """The address, for a role, of the base to which Django speaks now, on a packaged server."""
    uri = packaged.start(settings.DONNEES / data_folder.DATABASE).get_uri()
    return database.address(uri, role, str(connection.settings_dict["NAME"]))


def insert_behind(fact: Fact, **columns: Any) -> int:
    """Write a fact straight into the log as its owner, unasked; ``columns`` (``log``, ``key``, ``kind``, ``subject``,
    ``payload``) say something else than the fact does. Gives its number in the table.
    """
    row = {"log": fact.log, "key": fact.key, "kind": type(fact).__name__, "subject": fact.subject}
    row |= {"payload": encode(fact), **columns}
    query = "INSERT INTO exam_sessions_storedfact (log, key, kind, subject, payload) VALUES (%s, %s, %s, %s, %s)"
    names = ("log", "key", "kind", "subject", "payload")
    with psycopg.connect(address_of(database.OWNER_ROLE)) as owner:
        found = owner.execute(f"{query} RETURNING id", [row[name] for name in names]).fetchone()
    assert found
    return int(found[0])


def alter_behind(statement: str, *values: object) -> None:
    """Run a statement as the superuser, triggers put aside."""
    with psycopg.connect(address_of(packaged.SUPERUSER)) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(statement.encode(), values)
