"""A backup restores whole or not at all: the facts, the identities, the keys, the rights of the roles."""

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from laureat.cli.auditer import auditer
from laureat.cli.restaurer import restaurer
from laureat.cli.sauvegarder import sauvegarder
from laureat.vocabulary import InvalidInput
from laureat.web.project import backup, database, packaged
from support import modele

KEY_OF_173A63A = "8a709385be7b4fba1a4e72ae44cadaabd76fd995dfe7a3069a3e7c9347fdc01c"
"""The public key of the log of ``tests/golden/bases/173a63a.dump``, the demonstration of that version."""
PAYLOADS = "SELECT md5(string_agg(payload::text, '' ORDER BY id)) FROM exam_sessions_storedfact"
PUBLISHED = """
import django; django.setup()
from laureat.web.project import demonstration as d
from laureat.web.sealer import client
from laureat.web.strongroom import answering, keys
keys.prepare(); client.CHANNEL[0] = answering.answer
w = d.people(); s = d.session_of(w, 2025, 12, seed=2); d.conduct_to_publication(w, s)
"""


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address in the environment: the packaged server is used."""
    for name in (database.APPLICATION_URL, database.OWNER_URL, database.SEALER_URL):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def saved(data_folder: Path) -> Iterator[tuple[Path, str]]:
    """The backup of a published session, and the digest of its facts."""
    house, archive = data_folder / "un", data_folder / "sauvegarde"
    house.mkdir(0o700)
    modele.copied(house / "postgresql")
    server = packaged.start(house / "postgresql")
    uri = server.get_uri()
    urls = [database.address(uri, role) for role in database.ROLES]
    env = {**os.environ, "LAUREAT_DONNEES": str(house)}
    env |= {database.APPLICATION_URL: urls[1], database.SEALER_URL: urls[2]}
    subprocess.run([sys.executable, "-c", PUBLISHED], env=env, check=True)
    with psycopg.connect(uri, dbname="laureat") as superuser:
        superuser.execute("SELECT lo_from_bytea(0, 'ce que chacun pouvait laisser')")
        (digest,) = superuser.execute(PAYLOADS).fetchone() or ("",)
    backup.save(house, archive)
    yield archive, digest
    server.cleanup()


def changed(archive: Path, target: Path, content: bytes) -> Path:
    """The same backup, its base being something else."""
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            data = content if member.name == backup.DUMP else (old.extractfile(member) or io.BytesIO()).read()
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return target


def dump_of(archive: Path) -> bytes:
    """The base in a backup."""
    with tarfile.open(archive) as file:
        return (file.extractfile(backup.DUMP) or io.BytesIO()).read()


def test_what_is_saved_is_restored_with_its_keys_and_its_rights(saved: tuple[Path, str], data_folder: Path) -> None:
    archive, digest = saved
    first, second = data_folder / "un", data_folder / "deux"
    told = CliRunner().invoke(
        sauvegarder, [str(archive), "--donnees", str(first), "--remplacer"], catch_exceptions=False
    )
    assert "Sauvegarde écrite" in told.output
    assert archive.stat().st_mode & 0o077 == 0
    told = CliRunner().invoke(restaurer, [str(archive), "--donnees", str(second)], catch_exceptions=False)
    assert "Restauré" in told.output
    assert second.stat().st_mode & 0o077 == 0
    for name in ("cle_journal", "cle_titres.pem", "tetes.json"):
        assert (second / "scelleur" / name).read_text() == (first / "scelleur" / name).read_text()
    server = packaged.start(second / "postgresql")
    uri = server.get_uri()
    with psycopg.connect(uri, dbname="laureat") as superuser:
        assert superuser.execute(PAYLOADS).fetchone() == (digest,)
        assert superuser.execute("SELECT count(*) FROM pg_largeobject_metadata").fetchone() == (0,)
    database.check_boundary(database.address(uri, database.APPLICATION_ROLE), database.LOG_TABLES)
    with pytest.raises(InvalidInput, match="contient déjà des données"):
        backup.restore(archive, second)
    server.cleanup()


@pytest.mark.parametrize("app", ["aftermath", "inventee"])
def test_a_base_of_a_later_version_is_neither_restored_nor_served(
    saved: tuple[Path, str], data_folder: Path, app: str
) -> None:
    assert saved
    uri = packaged.start(data_folder / "un" / "postgresql").get_uri()
    later = f"INSERT INTO django_migrations (app, name, applied) VALUES ('{app}', '0999_later', now())"
    told = rf"plus récente.*{app} 0999_later.*installer cette version-là"
    owner_url, application = (database.address(uri, role) for role in database.ROLES[:2])
    with psycopg.connect(owner_url) as owner:
        owner.execute(later.encode())
    backup.save(data_folder / "un", data_folder / app)
    with pytest.raises(InvalidInput, match=told):
        database.migrate(owner_url, application)
    with psycopg.connect(owner_url) as owner:
        owner.execute("DELETE FROM django_migrations WHERE name = '0999_later'")
    with pytest.raises(InvalidInput, match=told):
        backup.restore(data_folder / app, data_folder / "trois")
    assert not (data_folder / "trois").exists()


def test_whatever_shapes_the_base_is_known_as_ours_or_of_others(base: str) -> None:
    with psycopg.connect(base) as owner:
        applied = {app for (app,) in owner.execute("SELECT DISTINCT app FROM django_migrations")}
    ours = {path.parent.name for path in (Path(database.__file__).parent.parent).glob("*/migrations")}
    assert applied - database.OF_OTHERS == ours


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (tarfile.SYMTYPE, "cle_secrete"),
        (tarfile.REGTYPE, "../dehors"),
        (tarfile.REGTYPE, "/dehors"),
        (tarfile.FIFOTYPE, "a"),
    ],
)
def test_what_no_backup_holds_is_not_written(tmp_path: Path, kind: bytes, name: str) -> None:
    with tarfile.open(tmp_path / "piegee", "w:gz") as file:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/passwd"
        file.addfile(member, io.BytesIO(b""))
    with pytest.raises(InvalidInput, match=f"« {name} », dans ce fichier, n'est ni un fichier ni un dossier"):
        backup.restore(tmp_path / "piegee", tmp_path / "ici")
    assert [path.name for path in tmp_path.iterdir()] == ["piegee"]


@pytest.mark.parametrize("cut", [0.5, 0.98])
def test_a_restoration_that_fails_leaves_nothing(saved: tuple[Path, str], data_folder: Path, cut: float) -> None:
    archive, _digest = saved
    dump = dump_of(archive)
    broken = changed(archive, data_folder / "abimee", dump[: int(len(dump) * cut)])
    before = set(data_folder.iterdir())
    with pytest.raises(InvalidInput, match="pg_restore"):
        backup.restore(broken, data_folder / "quatre")
    assert set(data_folder.iterdir()) == before


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "autre").write_text("rien")
    told = CliRunner().invoke(restaurer, [str(tmp_path / "autre"), "--donnees", str(tmp_path / "ici")])
    assert "n'est pas une sauvegarde" in str(told.exception)
    assert not (tmp_path / "ici").exists()


def test_a_base_of_an_earlier_version_is_upgraded_and_still_audits(root: Path, data_folder: Path) -> None:
    dump = (root / "tests" / "golden" / "bases" / "173a63a.dump").read_bytes()
    archive, house = data_folder / "ancienne", data_folder / "cinq"
    with tarfile.open(archive, "w:gz") as file:
        member = tarfile.TarInfo(backup.DUMP)
        member.size = len(dump)
        file.addfile(member, io.BytesIO(dump))
    backup.restore(archive, house)
    server = packaged.start(house / "postgresql")
    uri = server.get_uri()
    database.check_boundary(database.address(uri, database.APPLICATION_ROLE), database.LOG_TABLES)
    told = CliRunner().invoke(auditer, ["--donnees", str(house), "--cle-publique", KEY_OF_173A63A, "--json"])
    reports = json.loads(told.output)
    assert {(report["faits"], report["tetes"]) for report in reports} == {(230, 3), (124, 0)}
    assert all(report["intact"] for report in reports)
    server.cleanup()


def test_nothing_is_restored_over_a_file_of_someone(saved: tuple[Path, str], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("à moi")
    with pytest.raises(InvalidInput, match="restaurer dans un dossier vide"):
        backup.restore(saved[0], tmp_path)
