"""A backup restores whole: the facts, the identities, the keys, the rights of the two roles."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from laureat.cli.restaurer import restaurer
from laureat.cli.sauvegarder import sauvegarder


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address in the environment: the packaged server is used."""
    for name in ("DATABASE_URL", "DATABASE_URL_PROPRIETAIRE", "DATABASE_URL_SCELLEUR"):
        monkeypatch.delenv(name, raising=False)


def url_of(data: Path) -> str:
    """The application's address of the packaged server of this folder."""
    from laureat.web.project import database

    uri = database.start_packaged_server(data / "postgresql").get_uri()
    return database.address(uri, database.APPLICATION_ROLE)


def test_what_is_saved_is_restored_with_its_keys_and_its_rights(clean: None, data_folder: Path, tmp_path: Path) -> None:
    from laureat.web.project import database

    first, second, archive = data_folder / "un", data_folder / "deux", tmp_path / "sauvegarde.laureat"
    first.mkdir()
    uri = database.start_packaged_server(first / "postgresql").get_uri()
    database.create_roles_and_base(uri)
    url = database.address(uri, database.APPLICATION_ROLE)
    database.migrate(database.address(uri, database.OWNER_ROLE), url, {"LAUREAT_DONNEES": str(first)})
    code = (
        "import django; django.setup()\n"
        "from laureat.web import data_folder\nfrom laureat.web.project import demonstration as d\n"
        "w = d.people(); s = d.session_of(w, 2025, 12, seed=2); d.conduct_to_publication(w, s)\n"
    )
    env = {**os.environ, "DATABASE_URL": url, "LAUREAT_DONNEES": str(first)}
    subprocess.run([sys.executable, "-c", code], env=env, check=True)

    saved = CliRunner().invoke(sauvegarder, [str(archive), "--donnees", str(first)], catch_exceptions=False)
    assert "Sauvegarde écrite" in saved.output
    assert archive.stat().st_mode & 0o077 == 0
    restored = CliRunner().invoke(restaurer, [str(archive), "--donnees", str(second)], catch_exceptions=False)
    assert "Restauré" in restored.output

    assert (second / "cle_journal").read_text() == (first / "cle_journal").read_text()
    query = "SELECT md5(string_agg(payload::text, '' ORDER BY id)) FROM exam_sessions_storedfact"
    with psycopg.connect(url) as before, psycopg.connect(url_of(second)) as after:
        assert before.execute(query).fetchone() == after.execute(query).fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            after.execute("DELETE FROM exam_sessions_storedfact")
    twice = CliRunner().invoke(restaurer, [str(archive), "--donnees", str(second)])
    assert "contient déjà des données" in str(twice.exception)
    for folder in (first, second):
        database.start_packaged_server(folder / "postgresql").cleanup()


def test_a_file_that_is_no_backup_is_refused(clean: None, tmp_path: Path) -> None:
    (tmp_path / "autre").write_text("rien")
    told = CliRunner().invoke(restaurer, [str(tmp_path / "autre"), "--donnees", str(tmp_path / "ici")])
    assert "n'est pas une sauvegarde" in str(told.exception)
