"""A PostgreSQL of one's own: its roles made by a command, its base prepared by another, neither known to the pages."""

import os
import re
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from laureat.cli.preparer import preparer
from laureat.cli.roles import roles
from laureat.vocabulary import InvalidInput
from laureat.web.project import database, packaged

VARIABLES = (database.APPLICATION_URL, database.SEALER_URL, database.OWNER_URL)


@pytest.fixture
def superuser(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The superuser's address of a server on which nothing was made."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    house = data_folder / "a_part"
    house.mkdir(0o700)
    return packaged.start(house / "postgresql").get_uri()


def test_servers_of_two_users_of_one_machine_share_no_file(tmp_path: Path) -> None:
    for house in (tmp_path / "a", tmp_path / "b"):
        house.mkdir(0o700)
        with packaged.Server(house / "postgresql", house / "acces_base")._lock:
            assert [path.name for path in house.iterdir()] == [".acces_base.verrou"]


def test_roles_made_by_the_command_serve_a_prepared_base(
    superuser: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAUREAT_DONNEES", str(data_folder / "d"))  # ``prepare`` says it too, for the whole process
    told = CliRunner().invoke(roles, ["--appliquer", superuser], catch_exceptions=False).output
    socket = str(database.parse(superuser)["HOST"])
    for name in VARIABLES:
        found = re.search(rf"^{name}=(postgresql://\w+:[\w-]+@)", told, re.MULTILINE)
        assert found
        monkeypatch.setenv(name, f"{found[1]}/laureat?host={socket}")
    told = CliRunner().invoke(preparer, ["--donnees", str(data_folder / "d")], catch_exceptions=False).output
    assert "prête" in told
    assert not (data_folder / "d" / "cle_secrete").exists()
    owner = os.environ.pop(database.OWNER_URL)
    sealer = os.environ[database.SEALER_URL]
    told_the_sealer = database.prepare(data_folder / "d")
    assert database.SEALER_URL not in os.environ, "the web process forgets how the sealer enters"
    assert told_the_sealer[database.SEALER_URL] == sealer
    with psycopg.connect(os.environ[database.APPLICATION_URL]) as session:
        for forbidden in ("SELECT lo_create(0)", "INSERT INTO exam_sessions_storedfact (log) VALUES ('')"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), session.transaction():
                session.execute(forbidden.encode())
    monkeypatch.setenv(database.APPLICATION_URL, owner)
    with pytest.raises(InvalidInput, match=r"laureat_proprietaire.*peut écrire lui-même dans le journal"):
        database.prepare(data_folder / "d")
    with pytest.raises(InvalidInput, match="DATABASE_URL_SCELLEUR manque"):
        database.prepare_sealer(data_folder / "d")
    monkeypatch.setenv(database.SEALER_URL, owner)
    with pytest.raises(InvalidInput, match=r"laureat_proprietaire.*peut écrire lui-même dans le journal"):
        database.prepare_sealer(data_folder / "d")


def test_the_printed_sql_is_what_the_command_runs() -> None:
    told = CliRunner().invoke(roles, ["--base", "autre"], catch_exceptions=False).output
    assert [*re.findall(r'CREATE ROLE "(\w+)" LOGIN NOSUPERUSER', told)] == list(database.ROLES)
    assert 'CREATE DATABASE "autre" OWNER "laureat_proprietaire"' in told
    assert all(f"{statement};" in told for statement in database.closing_statements())
    assert len(set(re.findall(r"PASSWORD '(\S+)'", told))) == 3


@pytest.mark.parametrize("told", ["", "dix", "-1", "0", "1e3"])
def test_a_gap_of_the_clock_that_is_no_number_of_seconds_is_refused(told: str) -> None:
    with pytest.raises(InvalidInput, match="n'est pas un nombre de secondes"):
        database.clock_gap({database.CLOCK_GAP: told})


def test_preparing_says_which_addresses_are_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    told = CliRunner().invoke(preparer, ["--donnees", str(tmp_path)])
    assert all(name in str(told.exception) for name in VARIABLES)


def test_the_checks_that_no_server_runs_as_it_starts_find_no_error() -> None:
    from django.core import checks

    assert [str(found) for found in checks.run_checks() if found.is_serious()] == []


@pytest.mark.usefixtures("base")
def test_what_the_models_say_is_what_the_migrations_leave() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)  # leaves with 1 where one is missing
