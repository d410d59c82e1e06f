"""A backup that restores whole: the base as ``pg_dump`` writes it, and the keys without which it says nothing."""

import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import psycopg

from laureat.vocabulary import InvalidInput
from laureat.web import data_folder
from laureat.web.project import database

DUMP = "base.dump"


def owner_address(data: Path) -> str:
    """The address with which the whole base may be read: the owner's, or that of the packaged server."""
    if url := os.environ.get(database.OWNER_URL):
        return url
    if os.environ.get(database.APPLICATION_URL):
        raise InvalidInput([f"{database.OWNER_URL} manque : la sauvegarde lit la base comme son propriétaire"])
    if not (data / data_folder.DATABASE / "PG_VERSION").exists():
        raise InvalidInput([f"{data} ne contient pas de base : indiquer --donnees, ou DATABASE_URL"])
    uri = database.start_packaged_server(data / data_folder.DATABASE).get_uri()
    return database.address(uri, database.OWNER_ROLE)


def save(data: Path, target: Path) -> int:
    """Write the backup, readable by its owner alone; gives its size in bytes. Nothing half-written is left."""
    url = owner_address(data)
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / DUMP
        _run("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={url}")
        partial = target.with_name(f".{target.name}.tmp")
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
            archive.add(dump, DUMP)
            for name in (*data_folder.KEYS, data_folder.TRUST, data_folder.CREDENTIALS, data_folder.DEMONSTRATION):
                if (data / name).exists():
                    archive.add(data / name, name)
        os.replace(partial, target)
    return target.stat().st_size


def restore(source: Path, data: Path) -> None:
    """Bring a backup back into an empty place. Raises InvalidInput where there is something already."""
    data.mkdir(parents=True, exist_ok=True)
    if any((data / name).exists() for name in (*data_folder.KEYS, data_folder.DATABASE)):
        raise InvalidInput([f"{data} contient déjà des données : restaurer dans un dossier vide"])
    with tempfile.TemporaryDirectory() as folder:
        try:
            with tarfile.open(source) as archive:
                archive.extractall(folder, filter="data")
        except (OSError, tarfile.TarError) as error:
            raise InvalidInput([f"{source} n'est pas une sauvegarde de Lauréat ({error})"]) from None
        dump = Path(folder) / DUMP
        if not dump.exists():
            raise InvalidInput([f"{source} n'est pas une sauvegarde de Lauréat : {DUMP} y manque"])
        url = _empty_base(data)
        _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", f"--dbname={url}", str(dump))
        for path in Path(folder).iterdir():
            if path.name != DUMP:
                shutil.move(path, data / path.name)


def _empty_base(data: Path) -> str:
    """The owner's address of an empty base: that of the environment, else a packaged one made here."""
    if url := os.environ.get(database.OWNER_URL):
        with psycopg.connect(url) as connection:
            if connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone():
                raise InvalidInput(["la base n'est pas vide : restaurer dans une base neuve"])
        return url
    uri = database.start_packaged_server(data / data_folder.DATABASE).get_uri()
    database.create_roles_and_base(uri)
    return database.address(uri, database.OWNER_ROLE)


def _run(program: str, *arguments: str) -> None:
    command = [database.client_program(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InvalidInput([f"{program} : {done.stderr.strip() or done.returncode}"])
