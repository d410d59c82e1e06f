"""Every column of every table: changed behind the application, the audit names it, or a page says that it does not.

The page ``docs/reference/ce-que-l-audit-voit.md`` is written from this test: ``LAUREAT_ECRIRE=1`` writes it anew.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from psycopg import sql

from laureat.cli.auditer import auditer
from laureat.web.project import audited, demonstration, packaged
from support.deposits import deposit_of, deposited
from support.derriere import address_of

from .conftest import fresh_base

PAGE = Path(__file__).parents[2] / "docs/reference/ce-que-l-audit-voit.md"
TECHNICAL = "technique : ni papier, ni liste, ni titre"
DELIVERED = "ce qui est remis suit les faits ; la base garde les révocations, l'audit ne les rejoue pas encore"
GRIDS = "le fait de la note porte l'empreinte des saisies, et l'audit ne la recalcule pas encore"
PASSWORD = "un mot de passe n'est pas un fait : qui écrit dans la base peut le changer, et entrer"
INHERITED = "ce que les sessions reprennent à leur ouverture ; ce que portent leurs papiers est un fait de chacune"
UNSEEN_TABLES = {
    "grids_chosengrid": GRIDS,
    "grids_gridedition": GRIDS,
    "grids_gridentry": GRIDS,
    "grids_settlement": GRIDS,
    "accounts_house": INHERITED,
    "accounts_counter": TECHNICAL,
    "accounts_factorreset": TECHNICAL,
    "accounts_trace": "journal de sécurité : la base seule le garde, et il n'est pas signé",
    "jobs_job": TECHNICAL,
    "titles_title": DELIVERED,
    "titles_paper": DELIVERED,
    "titles_offer": TECHNICAL,
    "laureat_arrival": TECHNICAL,
    "laureat_fresh": TECHNICAL,
    "laureat_kind": "dit à la base quels faits elle laisse entrer ; l'audit n'en lit rien",
    "laureat_setting": "dit à la base quels faits elle laisse entrer ; l'audit n'en lit rien",
    "checkpoints_cosignature": "une cosignature qui manque ne se voit que par le quorum, ou en interrogeant le témoin",
    "checkpoints_timestamp": "un jeton qui manque ne se voit pas ; un jeton altéré, si",
    "exam_sessions_deposit": TECHNICAL,
    "exam_sessions_draft": TECHNICAL,
    "account_emailconfirmation": TECHNICAL,
}
"""By table, why none of its columns is compared."""
UNSEEN = {
    "accounts_user.password": PASSWORD,
    **{f"accounts_user.{name}": TECHNICAL for name in ("created", "last_login")},
    **{f"accounts_invitation.{name}": TECHNICAL for name in ("created", "id")},
    "account_emailaddress.id": TECHNICAL,
    **{f"mfa_authenticator.{name}": TECHNICAL for name in ("created_at", "id", "last_used_at")},
    "exam_sessions_certification.read_at": TECHNICAL,
    "titles_depositedpaper.id": TECHNICAL,
    "candidates_identity.others": "colonnes inconnues d'une liste, montrées à personne",
    "candidates_privatetext.created": TECHNICAL,
    "candidates_privatetext.kind": "dit combien de temps le texte se garde",
    "candidates_privatetext.subject": "dit à qui le texte se rattache ; le fait le dit aussi",
    "exam_sessions_examsession.created": TECHNICAL,
    "exam_sessions_storedtreehead.at": TECHNICAL,
    "exam_sessions_storedtreehead.frontier": "sert à écrire la tête suivante, que l'audit vérifie",
    "exam_sessions_storedtreehead.occasion": "la tête signée le dit",
    "exam_sessions_storedtreehead.size": "la tête signée le dit",
    "checkpoints_storedcheckpoint.at": TECHNICAL,
    "checkpoints_storedcheckpoint.id": TECHNICAL,
}
"""By column, why it is not compared."""
PREFACE = """# Ce que l'audit voit

Page écrite par un essai, qui change chaque colonne de chaque table derrière l'application et demande à
`laureat auditer --donnees` de le nommer. « non » : l'audit ne le voit pas encore, et la troisième colonne dit pourquoi.
Les tables de la session du navigateur, des verrous de connexion et des migrations (`django_*`, `axes_*`, `auth_*`),
la file des travaux (`procrastinate_*`) ne sont pas des données de la maison."""
PREFIXES = ("django_", "auth_", "axes_", "procrastinate_")


NEW_VALUES = {
    "boolean": "NOT coalesce({0}, false)",
    "bytea": "{0} || '\\x00'::bytea",
    "jsonb": "CASE WHEN jsonb_typeof({0}) = 'array' THEN {0} || '[\"faux\"]' ELSE {0} || coalesce("
    "(SELECT jsonb_object_agg(key, 'faux') FROM jsonb_object_keys({0}) key), '{{\"faux\": \"faux\"}}') END",
    "uuid": "'00000000-0000-4000-8000-000000000000'::uuid",
    "date": "coalesce({0}, '2001-01-01'::date) + 1",
    "timestamp with time zone": "coalesce({0}, '2026-01-01'::timestamptz) + interval '1 day'",
}
"""By type, a value that is another."""
NUMBERS = ("integer", "bigint", "smallint")


def conducted(count: int) -> Any:
    """A published session of a few candidates, VAE applications, and the house behind them; gives the session."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from laureat.web.exam_sessions import household, people

    world = demonstration.people()
    session = demonstration.session_of(world, 2025, count, seed=25)
    demonstration.conduct_to_publication(world, session)
    demonstration.vae.build(session.certification, world.office, demonstration.JURY, world.accounts)
    demonstration.give_file(world, session)
    household.take_up()
    household.declare_keys()
    people.invite(world.office, email="invite@exemple.fr", name="Invitée", role="jury")
    deposited(str(world.office.pseudonym), deposit_of(3))
    TOTP.activate(world.office, generate_totp_secret())
    return session


def changed(kind: str, column: str) -> sql.Composable:
    """Another value for a column of that type."""
    name = sql.Identifier(column)
    if kind in NUMBERS:
        return sql.SQL("coalesce({0}, 0) + 1000").format(name)
    return sql.SQL(NEW_VALUES.get(kind, "left(coalesce({0}, 'y'), 3) || 'x'")).format(name)


@pytest.fixture(scope="module")
def base_behind(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A connection that may do anything, which the audit reads too; nothing is kept of what is done in it."""
    from django.conf import settings

    maker = fresh_base(postgres)
    next(maker)
    conducted(12)
    data = tmp_path_factory.mktemp("donnees")
    (data / "cle_journal").write_text((settings.DONNEES / "cle_journal").read_text())
    with pytest.MonkeyPatch.context() as patch, psycopg.connect(address_of(packaged.SUPERUSER)) as connection:

        @contextmanager
        def reading(_data: Path) -> Iterator[psycopg.Connection]:
            yield connection

        patch.setattr(audited, "reading", reading)
        connection.execute("SET session_replication_role = replica")
        yield connection, data
        connection.rollback()
    next(maker, None)


def is_named(data: Path) -> bool:
    """The audit finds something."""
    ran = CliRunner().invoke(auditer, ["--donnees", str(data), "--json"])
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        return True  # it cannot even be read, and says so
    return not all(report["intact"] for report in json.loads(ran.output))


def columns_of(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    """Every column of every table of the application, with its type."""
    found = connection.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' "
        "ORDER BY table_name, column_name"
    ).fetchall()
    return [row for row in found if not row[0].startswith(PREFIXES)]


def test_a_column_changed_behind_the_application_is_named_or_is_classed_as_not_seen(base_behind: Any) -> None:
    connection, data = base_behind
    assert not is_named(data), CliRunner().invoke(auditer, ["--donnees", str(data)]).output
    unseen, empty = set(), set()
    for table, column, kind in columns_of(connection):
        if table in UNSEEN_TABLES:
            continue
        with connection.transaction(force_rollback=True):
            name = sql.Identifier(table)
            row = sql.SQL("ctid = (SELECT ctid FROM {0} ORDER BY ctid LIMIT 1)").format(name)
            try:
                with connection.transaction():
                    done = connection.execute(
                        sql.SQL("UPDATE {0} SET {1} = {2} WHERE {3}").format(
                            name, sql.Identifier(column), changed(kind, column), row
                        )
                    )
            except psycopg.Error:
                continue  # the base itself refuses it
            if not done.rowcount:
                empty.add(table)
            elif not is_named(data):
                unseen.add(f"{table}.{column}")
    assert (unseen - UNSEEN.keys(), UNSEEN.keys() - unseen) == (set(), set())
    assert not empty


ROWS = ("exam_sessions_storedfact", "exam_sessions_numberedfact", "exam_sessions_standing", "exam_sessions_juror")
PERSONS = ("candidates_identity", "candidates_privatetext", "vae_vaefile", "vae_vaejuror")
HOUSE = ("accounts_user", "accounts_establishment", "accounts_habilitation", "accounts_invitation")
SET_UP = ("exam_sessions_certification", "exam_sessions_examsession", "mfa_authenticator")
EVERY = (*ROWS, *PERSONS, *HOUSE, *SET_UP)


@pytest.mark.parametrize("table", EVERY)
def test_a_row_that_disappears_is_named(base_behind: Any, table: str) -> None:
    connection, data = base_behind
    for order in ("ASC", "DESC"):
        with connection.transaction(force_rollback=True):
            query = "DELETE FROM {0} WHERE ctid = (SELECT ctid FROM {0} ORDER BY ctid " + order + " LIMIT 1)"
            connection.execute(sql.SQL(query).format(sql.Identifier(table)))
            assert is_named(data)


UNIQUE = """
SELECT DISTINCT attname, format_type(atttypid, atttypmod) FROM pg_index
JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)
WHERE indrelid = %s::regclass AND indisunique AND indpred IS NULL
"""


@pytest.mark.parametrize("table", EVERY)
def test_a_row_that_appears_is_named(base_behind: Any, table: str) -> None:
    connection, data = base_behind
    name = sql.Identifier(table)
    with connection.transaction(force_rollback=True):
        pairs = [
            sql.SQL("{0}, {1}").format(sql.Literal(column), changed(kind.partition("(")[0], column))
            for column, kind in connection.execute(UNIQUE, [table]).fetchall()
        ]
        copied = sql.SQL(
            "INSERT INTO {0} OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(one, jsonb_build_object({1}))).* "
            "FROM {0} one WHERE ctid = (SELECT ctid FROM {0} ORDER BY ctid LIMIT 1)"
        )
        try:
            with connection.transaction():
                connection.execute(copied.format(name, sql.SQL(", ").join(pairs)))
        except psycopg.errors.UniqueViolation:
            return  # the base itself refuses it
        assert is_named(data)


def test_the_page_says_what_the_audit_does_not_see(base_behind: Any) -> None:
    every = columns_of(base_behind[0])
    lines = [PREFACE, "", "| colonne | comparée aux faits | sinon, pourquoi |", "|---|---|---|"]
    for table, column, _kind in every:
        name = f"{table}.{column}"
        why = UNSEEN_TABLES.get(table) or UNSEEN.get(name, "")
        lines.append(f"| `{name}` | {'non' if why else 'oui'} | {why} |")
    written = "\n".join(lines) + "\n"
    if os.environ.get("LAUREAT_ECRIRE"):
        PAGE.write_text(written, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written
