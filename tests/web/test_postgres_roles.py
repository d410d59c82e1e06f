"""What each role of the base may do: the application adds facts through two functions, the sealer numbers and signs,
and whatever else they try is refused by the base itself.
"""

import json
import uuid
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from laureat.records import KINDS, encode
from laureat.records.facts import DeadlineSet, MarkEntered
from laureat.session.framework import Refused
from laureat.web.project import database
from support.derriere import address_of, alter_behind, insert_behind

FACTS, PLACES, HEADS = "exam_sessions_storedfact", "exam_sessions_numberedfact", "exam_sessions_storedtreehead"
APPLICATION, SEALER, OWNER = database.APPLICATION_ROLE, database.SEALER_ROLE, database.OWNER_ROLE
CHANGES = ("UPDATE {} SET log = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE", "BEGIN; LOCK TABLE {} IN SHARE MODE")


def now(**shift: int) -> str:
    """The hour, shifted."""
    return (datetime.now(UTC) + timedelta(**shift)).strftime("%Y-%m-%dT%H:%M:%SZ")


def mark(**said: str) -> MarkEntered:
    """A mark entered now."""
    told = {"log": "journal", "author": "a", "at": now(), "key": uuid.uuid4().hex, "candidate": "c"}
    return MarkEntered(**{**told, "unit": "U2", "cell": "12", **said})


def record(*facts: MarkEntered | DeadlineSet | bytes) -> None:
    """Add facts, or bytes, by the function for a few."""
    told = [fact if isinstance(fact, bytes) else encode(fact) for fact in facts]
    with psycopg.connect(address_of(APPLICATION)) as session:
        session.execute("SELECT laureat_record(%s::bytea[])", [told])


def copy(session: psycopg.Connection, *facts: MarkEntered | bytes) -> None:
    """Copy facts, or bytes, into the staging table."""
    with session.cursor().copy("COPY laureat_arrival (payload) FROM STDIN") as rows:
        for fact in facts:
            rows.write_row([fact if isinstance(fact, bytes) else encode(fact)])


def keys() -> list[str]:
    """The keys of the log, in order."""
    with psycopg.connect(address_of(OWNER)) as owner:
        return [key for (key,) in owner.execute(f"SELECT key FROM {FACTS} ORDER BY id")]


@pytest.fixture
def narrow(base: str) -> str:
    """A base whose clock is as strict as in production."""
    with psycopg.connect(base) as owner:
        owner.execute("UPDATE laureat_setting SET clock_gap = '10 minutes'")
    return base


def refused(role: str, statement: str) -> psycopg.Error:
    """The error with which the base answers a statement of a role."""
    with psycopg.connect(address_of(role), autocommit=True) as session, pytest.raises(psycopg.Error) as error:
        session.execute(statement.encode())
    return error.value


FORBIDDEN = {
    APPLICATION: [
        *(change.format(table) for table in (FACTS, PLACES, HEADS) for change in CHANGES),
        f"INSERT INTO {FACTS} (log, key, kind, subject, payload) VALUES ('l', 'k', 'MarkEntered', '', '')",
        f"COPY {FACTS} (log, key, kind, subject, payload) FROM STDIN",
        f"INSERT INTO {PLACES} (fact_id, log, position, leaf) VALUES (1, 'l', 0, '')",
        f"INSERT INTO {HEADS} (log, size, occasion, head, frontier, at) VALUES ('l', 0, '', '{{}}', '[]', now())",
        f"SELECT nextval(pg_get_serial_sequence('{FACTS}', 'id'))",
        f"SELECT setval(pg_get_serial_sequence('{FACTS}', 'id'), 1)",
        "SELECT * FROM laureat_arrival",
        "DELETE FROM laureat_arrival",
        "TRUNCATE laureat_arrival",
        "INSERT INTO laureat_arrival (xact, payload) VALUES ('9', '')",
        "INSERT INTO laureat_kind VALUES ('Invented', '')",
        "UPDATE laureat_setting SET clock_gap = '1 year'",
        "DELETE FROM django_migrations",
        f"ALTER TABLE {FACTS} DISABLE TRIGGER ALL",
        f"DROP TABLE {FACTS}",
        "DROP FUNCTION laureat_take()",
        "CREATE OR REPLACE FUNCTION laureat_take() RETURNS void LANGUAGE sql AS ''",
        "SET session_replication_role = replica",
    ],
    SEALER: [
        *(change.format(table) for table in (FACTS, PLACES, HEADS) for change in CHANGES),
        f"INSERT INTO {FACTS} (log, key, kind, subject, payload) VALUES ('l', 'k', 'MarkEntered', '', '')",
        "INSERT INTO laureat_arrival (payload) VALUES ('')",
        "SELECT laureat_take()",
        "SELECT laureat_record('{}')",
        "UPDATE exam_sessions_standing SET decision = 'admis'",
        "SELECT password FROM accounts_user",
        "SELECT * FROM mfa_authenticator",
        "SELECT * FROM django_session",
        "SELECT * FROM accounts_trace",
    ],
}
EVERYONE = [
    "CREATE TABLE mine (a int)",
    "CREATE TEMP TABLE mine (a int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE mine",
    "CREATE DATABASE mine",
    f"SET ROLE {OWNER}",
    "SET ROLE postgres",
    f"GRANT {OWNER} TO {APPLICATION}",
    f"ALTER ROLE {OWNER} PASSWORD 'x'",
    "SELECT lo_create(0)",
    "SELECT lo_creat(-1)",
    "SELECT lo_from_bytea(0, 'x')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('PG_VERSION')",
    "SELECT rolpassword FROM pg_authid",
]
ACTS = [(role, statement) for role, list_ in FORBIDDEN.items() for statement in [*list_, *EVERYONE]]


@pytest.mark.parametrize(("role", "statement"), ACTS, ids=[f"{role[8:]}: {statement[:60]}" for role, statement in ACTS])
def test_what_a_role_must_not_do_is_refused_by_the_base(shared_base: str, role: str, statement: str) -> None:
    assert isinstance(refused(role, statement), psycopg.errors.InsufficientPrivilege)


def test_no_table_is_written_by_the_sealer_but_places_heads_and_checkpoints(shared_base: str) -> None:
    query = (
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
        "AND has_table_privilege(%s, oid, %s)"
    )
    with psycopg.connect(shared_base) as owner:
        written = {
            right: {t for (t,) in owner.execute(query, [SEALER, right])} for right in ("INSERT", "UPDATE", "DELETE")
        }
    assert written == {"INSERT": {PLACES, HEADS, "checkpoints_storedcheckpoint"}, "UPDATE": set(), "DELETE": set()}


def test_the_owner_itself_meets_a_trigger(base: str) -> None:
    insert_behind(mark())
    for change in ("UPDATE {} SET log = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
        assert "ne se modifie pas" in str(refused(OWNER, change.format(FACTS)))


def test_nobody_chooses_the_number_of_a_fact(base: str) -> None:
    assert isinstance(
        refused(OWNER, f"INSERT INTO {FACTS} (id, log, key, kind, subject, payload) VALUES (9, '', '', '', '', '')"),
        psycopg.errors.GeneratedAlways,
    )


def test_facts_enter_by_the_function_in_their_order(narrow: str) -> None:
    given = [mark() for _ in range(20)]
    record(*given)
    assert keys() == [fact.key for fact in given]


def test_facts_copied_in_bulk_are_taken_in_their_order_by_their_own_transaction(narrow: str) -> None:
    given = [mark() for _ in range(1000)]
    with psycopg.connect(address_of(APPLICATION)) as session:
        copy(session, *given)
        session.execute("SELECT laureat_take()")
    assert keys() == [fact.key for fact in given]


def test_what_another_transaction_left_is_thrown_away_never_taken(narrow: str) -> None:
    with psycopg.connect(address_of(APPLICATION)) as first:
        copy(first, mark())
    with psycopg.connect(address_of(APPLICATION)) as second:
        own = mark()
        copy(second, own)
        second.execute("SELECT laureat_take()")
    assert keys() == [own.key]
    with psycopg.connect(narrow) as owner:
        assert owner.execute("SELECT count(*) FROM laureat_arrival").fetchone() == (0,)


SAID = {"kind": "MarkEntered", "log": "journal", "key": "k", "candidate": "c"}
NOW = object()
"""The hour at which the test runs: long after this file is read, it would be refused for itself."""
UNSOUND = {
    "a kind that does not exist": {**SAID, "kind": "Invented", "at": NOW},
    "no kind": {**SAID, "kind": None, "at": NOW},
    "no log": {**SAID, "log": None, "at": NOW},
    "no key": {name: SAID[name] for name in ("kind", "log")} | {"at": NOW},
    "no hour": SAID,
    "no text": b"\xff\xfe",
    "no JSON": b"rien",
    "a list": b"[]",
    "nothing": b"{}",
}


@pytest.mark.parametrize("bulk", [False, True], ids=["a_few", "in_bulk"])
@pytest.mark.parametrize("unsound", UNSOUND)
def test_bytes_that_say_no_fact_are_refused_with_all_that_came_with_them(narrow: str, unsound: str, bulk: bool) -> None:
    said = UNSOUND[unsound]
    given = said if isinstance(said, bytes) else json.dumps(said, default=lambda _: now()).encode()

    def enter() -> None:
        with psycopg.connect(address_of(APPLICATION)) as session:
            if bulk:
                copy(session, mark(), given, mark())
                session.execute("SELECT laureat_take()")
            else:
                session.execute("SELECT laureat_record(%s::bytea[])", [[encode(mark()), given]])

    with pytest.raises(psycopg.Error) as error:
        enter()
    assert error.value.sqlstate in {"LAU02", "22021", "22P02"}
    assert keys() == []


def test_what_stands_beside_a_fact_is_what_it_says(narrow: str) -> None:
    facts = [
        mark(),
        mark(candidate=""),
        DeadlineSet(log="ailleurs", author="a", at=now(), key="k", milestone="x", day=""),
    ]
    record(*facts)
    with psycopg.connect(narrow) as owner:
        beside = owner.execute(f"SELECT log, key, kind, subject, payload FROM {FACTS} ORDER BY id").fetchall()
    assert beside == [(fact.log, fact.key, type(fact).__name__, fact.subject, encode(fact)) for fact in facts]


@pytest.mark.parametrize("shift", [{"minutes": -11}, {"minutes": 11}, {"days": -400}])
def test_an_hour_that_strays_from_the_clock_of_the_server_is_refused(narrow: str, shift: dict[str, int]) -> None:
    with pytest.raises(psycopg.Error) as error:
        record(mark(), mark(at=now(**shift)))
    assert error.value.sqlstate == "LAU01"
    assert keys() == []


@pytest.mark.parametrize(
    "at", ["hier", "2026-99-99T00:00:00Z", "", "2026-07-03T08:30:00Zx", "2026-07-03T08:30:00+00:00"]
)
def test_what_is_no_hour_is_refused(narrow: str, at: str) -> None:
    with pytest.raises(psycopg.Error):
        record(mark(at=at))
    assert keys() == []


@pytest.mark.parametrize("minutes", [-9, 0, 9])
def test_an_hour_near_that_of_the_server_is_taken(narrow: str, minutes: int) -> None:
    record(mark(at=now(minutes=minutes)))
    assert len(keys()) == 1


def test_the_same_key_twice_in_a_log_is_refused(narrow: str) -> None:
    once = mark()
    record(once)
    with pytest.raises(psycopg.errors.UniqueViolation, match="one_fact_per_key"):
        record(once)


def test_every_kind_of_fact_is_known_with_its_subject(shared_base: str) -> None:
    with psycopg.connect(shared_base) as owner:
        known = dict(owner.execute("SELECT name, subject FROM laureat_kind").fetchall())
    assert known.keys() == KINDS.keys()
    assert {known["MarkEntered"], known["VaeUnitDecided"], known["SessionClosed"]} == {"candidate", "application", ""}


def test_a_function_on_the_path_of_the_caller_is_not_the_one_that_is_called(narrow: str) -> None:
    alter_behind("CREATE SCHEMA piege; GRANT ALL ON SCHEMA piege TO PUBLIC")
    with psycopg.connect(address_of(APPLICATION)) as session:
        session.execute(
            "CREATE FUNCTION piege.convert_from(bytea, text) RETURNS text LANGUAGE sql AS $$ SELECT '{}' $$;"
            "SET search_path = piege, pg_catalog, public"
        )
        fact = mark()
        session.execute("SELECT laureat_record(%s::bytea[])", [[encode(fact)]])
    assert len(keys()) == 1


def test_a_server_whose_clock_is_wrong_is_told_so_and_nothing_is_kept(narrow: str) -> None:
    from django.db import transaction

    from laureat.web.exam_sessions import ledger

    for count in (1, ledger.COPY_FROM):
        with pytest.raises(Refused, match="horloge"), transaction.atomic():
            ledger.append("journal", [mark(at=now(hours=-1)) for _ in range(count)])
    assert keys() == []


def test_the_identity_can_be_erased(base: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM candidates_privatetext")
        cursor.execute("DELETE FROM candidates_identity")
