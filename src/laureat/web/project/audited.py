"""The logs of the base as the audit reads them: straight from the tables, without the application."""

import functools
import json
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from laureat.deliberation.reglement import Reglement
from laureat.records import Fact, SignedTreeHead, encode
from laureat.records.journal import Entry
from laureat.records.merkle import leaf_hash
from laureat.records.recorded import Recorded, recorded
from laureat.register import Fiche
from laureat.reglements.droit_applicable import droit_retenu
from laureat.session.approvals import ApprovalKey
from laureat.session.carried import Validation
from laureat.session.house import HEADS_LOG, HOUSE_LOG, HouseState
from laureat.session.judged import read_the_house
from laureat.session.keeping import heeded
from laureat.session.reading import read
from laureat.session.replay import house_rules, read_vae_log
from laureat.session.state import SessionState
from laureat.session.vae import VaeState, vae_log, validated
from laureat.vocabulary import InvalidInput
from laureat.web import data_folder
from laureat.web.project import audited_house, database

COLUMNS = ("kind", "subject", "key", "log")
"""What is stored beside a fact and must say the same as it."""


def address(data: Path) -> str:
    """The base of a data folder, or of the environment, as its owner reads it, else the application.

    Raises InvalidInput where there is none.
    """
    if url := os.environ.get(database.OWNER_URL) or os.environ.get(database.APPLICATION_URL):
        return url
    if not (data / data_folder.DATABASE / "PG_VERSION").exists():
        raise InvalidInput([f"{data} ne contient pas de base : indiquer --donnees, ou {database.APPLICATION_URL}"])
    uri = database.start_packaged_server(data / data_folder.DATABASE).get_uri()
    return database.address(uri, database.OWNER_ROLE)


@contextmanager
def reading(data: Path) -> Iterator[psycopg.Connection]:
    """A reading of the whole base at one instant, nothing written."""
    with psycopg.connect(address(data)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def logs(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """Every log that has facts, places or heads, with its name in words; none for one that nothing of the base owns."""
    found = connection.execute(
        "SELECT log FROM exam_sessions_storedfact UNION SELECT log FROM exam_sessions_numberedfact "
        "UNION SELECT log FROM exam_sessions_storedtreehead ORDER BY log"
    ).fetchall()
    sessions = connection.execute("SELECT id::text, certification_id, year FROM exam_sessions_examsession")
    names = {log: f"{numero}, session {year}" for log, numero, year in sessions}
    names |= {log: f"{numero}, VAE" for log, numero in of_vae(connection).items()}
    names[HOUSE_LOG] = "maison : comptes, établissements, fiches, clés, textes lus"
    names[HEADS_LOG] = "maison : têtes signées de tous les journaux"
    if audited_house.kept(connection) and (HEADS_LOG,) not in found:
        found.append((HEADS_LOG,))
    return [(log, names.get(log, "")) for (log,) in found]


def of_vae(connection: psycopg.Connection) -> dict[str, str]:
    """By VAE log, the certification whose it is."""
    found = connection.execute("SELECT numero FROM exam_sessions_certification")
    return {vae_log(numero): numero for (numero,) in found}


def law_of(connection: psycopg.Connection) -> Callable[[str, int], Reglement | None]:
    """From a certification, or a règlement handed over, and a year to the règlement; None for one the base has not."""
    found = connection.execute("SELECT numero, reglement, binding, sheet::text, data FROM exam_sessions_certification")
    rows = found.fetchall()
    given = {row[1]: row for row in rows if row[4]}  # A data file has the name that it gives itself.
    kept = given | {row[0]: row for row in rows}

    def law(name: str, year: int) -> Reglement | None:
        if name not in kept:
            return None
        numero, reglement, binding, sheet, data = kept[name]
        return droit_retenu(reglement, lambda: Fiche.from_json(json.loads(sheet)), numero, year, binding, data)

    return law


def entries(connection: psycopg.Connection, log: str) -> Iterator[Entry]:
    """The numbered places of a log, in order, then the facts that have none; a place whose fact is gone has none."""
    columns = ", ".join(f"fact.{name}" for name in COLUMNS)
    last = number = 0
    with connection.cursor(name="laureat_audit") as cursor:
        cursor.itersize = 5000
        cursor.execute(
            f"SELECT place.position, fact.payload, place.leaf, place.fact_id, {columns} "
            "FROM exam_sessions_numberedfact place LEFT JOIN exam_sessions_storedfact fact ON fact.id = place.fact_id "
            "WHERE place.log = %s ORDER BY place.position",
            [log],
        )
        for number, payload, leaf, place, *beside in cursor:
            told = {} if payload is None else dict(zip(COLUMNS, beside, strict=True))
            yield Entry(number, payload, leaf, told, misplaced=_misplaced(place, last))
            last = max(last, place)
    with connection.cursor(name="laureat_audit_waiting") as cursor:
        cursor.execute(
            f"SELECT fact.payload, fact.id, {columns} FROM exam_sessions_storedfact fact "
            "LEFT JOIN exam_sessions_numberedfact place ON place.fact_id = fact.id "
            "WHERE fact.log = %s AND place.fact_id IS NULL ORDER BY fact.id",
            [log],
        )
        for count, (payload, place, *beside) in enumerate(cursor, start=1):
            told = dict(zip(COLUMNS, beside, strict=True))
            yield Entry(number + count, payload, None, told, waiting=True, misplaced=_misplaced(place, last))


class Others:
    """What the other logs of a base say, each read whole and judged when it is first asked."""

    def __init__(self, connection: psycopg.Connection, law: Callable[[str, int], Reglement | None]) -> None:
        self._connection, self._law = connection, law
        self._vae: dict[str, VaeState] = {}
        self._validated: dict[str, dict[str, Validation]] = {}

    @functools.cached_property
    def _house(self) -> tuple[HouseState, list[Fact]]:
        held = list(_held(self._connection, HOUSE_LOG))
        state = read_the_house(held, house_rules(self._law, {}), HouseState(HOUSE_LOG))
        return state, list(heeded((one.fact for one in held if one.fact is not None), state))

    def of_the_house(self) -> list[Fact]:
        """The facts that the log of the house accepts, in their order."""
        return self._house[1]

    def approval_key(self, credential: str) -> ApprovalKey | None:
        """The approval key of the house under this identifier."""
        return self._house[0].approval_keys.get(credential)

    def vae(self, log: str) -> VaeState:
        """A VAE log."""
        if log not in self._vae:
            of = of_vae(self._connection).get(log, "")
            self._vae[log] = read_vae_log(log, _held(self._connection, log), of, self._law, self.approval_key)
        return self._vae[log]

    def validated(self, log: str, leaf: str) -> Validation | None:
        """What a decision of a VAE log, named by its leaf hash, validates."""
        if log not in self._validated:
            self._validated[log] = validated(self.vae(log))
        return self._validated[log].get(leaf)


def session_at(connection: psycopg.Connection, log: str, refused: Collection[str], until: int | str) -> SessionState:
    """A session as its log was with so many facts, or at an hour; ``refused``: the leaves that no reading heeds."""
    facts = [one.fact for one in _held(connection, log) if one.fact is not None]
    if isinstance(until, str):
        until = max((place for place, fact in enumerate(facts, start=1) if fact.at <= until), default=0)
    return read(fact for fact in facts[:until] if leaf_hash(encode(fact)).hex() not in refused)


def _held(connection: psycopg.Connection, log: str) -> Iterator[Recorded]:
    """The facts of a log in the order they were added."""
    columns = ", ".join(f"fact.{name}" for name in COLUMNS)
    rows = connection.execute(
        f"SELECT fact.payload, place.position, {columns} FROM exam_sessions_storedfact fact "
        "LEFT JOIN exam_sessions_numberedfact place ON place.fact_id = fact.id "
        "WHERE fact.log = %s ORDER BY place.position NULLS LAST, fact.id",
        [log],
    ).fetchall()
    for payload, place, *beside in rows:
        yield recorded(place, bytes(payload), dict(zip(COLUMNS, beside, strict=True)))


def _misplaced(place: int, last: int) -> str:
    """Why a fact does not stand where the base filed it; empty when it does."""
    if place >= last:
        return ""
    return f"la base l'a rangé à la place {place}, avant des faits qu'il suit (place {last})."


def heads(connection: psycopg.Connection, log: str) -> list[SignedTreeHead]:
    """The signed heads of a log, oldest first."""
    found = connection.execute(
        "SELECT head::text FROM exam_sessions_storedtreehead WHERE log = %s ORDER BY id", [log]
    ).fetchall()
    return [SignedTreeHead.from_json(json.loads(head)) for (head,) in found]
