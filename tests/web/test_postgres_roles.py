"""What the application may do to the log: read and add, nothing else."""

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

TABLES = {
    "exam_sessions_storedfact": "log",
    "exam_sessions_numberedfact": "log",
    "exam_sessions_storedtreehead": "log",
    "checkpoints_storedcheckpoint": "note",
    "checkpoints_cosignature": "line",
    "checkpoints_timestamp": "authority",
}
"""What is only ever added, with a column of each."""


@pytest.fixture
def stored(base: str) -> str:
    """A base with one fact."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO exam_sessions_storedfact (log, key, kind, subject, payload) "
            "VALUES ('l', 'k', 'K', '', '\\x00')"
        )
    return base


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_application_can_neither_change_nor_delete_what_the_log_holds(
    stored: str, table: str, statement: str
) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, TABLES[table]))


def test_the_owner_itself_meets_a_trigger(stored: str) -> None:
    with (
        psycopg.connect(stored) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="ne se modifie pas"),
    ):
        owner.execute("DELETE FROM exam_sessions_storedfact")


def test_the_application_cannot_disable_the_trigger(stored: str) -> None:
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE exam_sessions_storedfact DISABLE TRIGGER ALL")


def test_the_identity_can_be_erased(base: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM candidates_privatetext")
        cursor.execute("DELETE FROM candidates_identity")
