"""A backup that restores whole: the base as ``pg_dump`` writes it, and the keys without which it says nothing.

A restoration is made aside and put in place by one renaming: it is there whole, or not at all.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french.failures import plainly
from laureat.web import data_folder
from laureat.web.project import database
from laureat.web.sealer import places

DUMP = "base.dump"
LEFT_OUT = ("--no-large-objects", "--no-unlogged-table-data")
"""Nothing of ours is in large objects, which anyone could fill; unlogged tables hold what passes through."""
"""The apps whose tables are ours."""


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
        dump, keys = Path(folder) / DUMP, Path(folder) / data_folder.STRONGROOM
        if data_folder.strongroom(data).exists():  # before the base: the last heads are then of no later facts
            shutil.copytree(data_folder.strongroom(data), keys)
        _run("pg_dump", url, "--format=custom", *LEFT_OUT, f"--file={dump}")
        elsewhere = {data_folder.STRONGROOM: keys, data_folder.PUBLIC_KEYS: places.public_of(data)}
        partial = target.with_name(f".{target.name}.tmp")
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
                archive.add(dump, DUMP)
                for name in (*data_folder.KEYS, *data_folder.KEPT):
                    place = elsewhere.get(name, data / name)
                    if place.exists():
                        archive.add(place, name)
                archive.close()
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        os.replace(partial, target)
    return target.stat().st_size


def restore(source: Path, data: Path) -> None:
    """Bring a backup back, upgraded where it is of an earlier version, into an empty place: whole, or not at all.

    Raises InvalidInput where there is something already, or where the backup is of a later version.
    """
    if data.exists() and any(data.iterdir()):
        raise InvalidInput([f"{data} contient déjà des données : restaurer dans un dossier vide"])
    data.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data.parent, prefix=f".{data.name}-") as folder:
        aside = Path(folder) / "donnees"
        aside.mkdir(0o700)
        _extract(source, aside)
        dump = Path(folder) / DUMP
        shutil.move(aside / DUMP, dump)
        with _empty_base(aside, data) as (owner, application, sealer_role):
            _run("pg_restore", owner, "--exit-on-error", "--single-transaction", "--no-owner", "--no-acl", str(dump))
            environment = {"LAUREAT_DONNEES": str(aside)}
            database.migrate(owner, application, environment, sealer_role=sealer_role)
        os.rename(aside, data)


def _extract(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                _write(archive, member, folder)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise InvalidInput([f"{source} n'est pas une sauvegarde de Lauréat : {plainly(error)}"]) from None
    if not (folder / DUMP).exists():
        raise InvalidInput([f"{source} n'est pas une sauvegarde de Lauréat : {DUMP} y manque"])


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one member, a file or a folder below this one, for its owner alone (tarfile has filters from 3.11.4 on)."""
    name = PurePosixPath(member.name)
    content = archive.extractfile(member) if member.isreg() else None
    if name.is_absolute() or ".." in name.parts or (content is None and not member.isdir()):
        raise InvalidInput([f"« {member.name} », dans ce fichier, n'est ni un fichier ni un dossier d'une sauvegarde"])
    place = folder / name
    (place if content is None else place.parent).mkdir(0o700, parents=True, exist_ok=True)
    if content is not None:
        with content, os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            shutil.copyfileobj(content, file)


@contextmanager
def _empty_base(aside: Path, data: Path) -> Iterator[tuple[str, str, str]]:
    """The owner's and the application's addresses of an empty base, and the sealer's role; emptied again on failure.

    It is that of the environment, else a packaged one made for the data folder, and stopped at the end.
    """
    if owner := os.environ.get(database.OWNER_URL):
        application, sealer = os.environ.get(database.APPLICATION_URL), os.environ.get(database.SEALER_URL)
        if not application or not sealer:
            raise InvalidInput(
                [f"{database.APPLICATION_URL} et {database.SEALER_URL} manquent : à qui donner les droits"]
            )
        with psycopg.connect(owner) as connection:
            if connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone():
                raise InvalidInput(["la base n'est pas vide : restaurer dans une base neuve"])
        try:
            yield owner, application, str(database.parse(sealer)["USER"])
        except BaseException:
            with psycopg.connect(owner) as connection:
                connection.execute("DROP OWNED BY current_user CASCADE")
            raise
        return
    from laureat.web.project import packaged

    pgdata = aside / data_folder.DATABASE
    server = packaged.start(pgdata, house=data)
    try:
        uri = server.get_uri()
        database.create_roles_and_base(uri)
        yield (
            database.address(uri, database.OWNER_ROLE),
            database.address(uri, database.APPLICATION_ROLE),
            database.SEALER_ROLE,
        )
    except BaseException:
        server.cleanup()
        packaged.remove(pgdata)
        raise
    server.cleanup()


def _run(program: str, url: str, *arguments: str) -> str:
    """Run a client program on a base, its password told apart from the command, which everyone may read."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    where = [f"--dbname={make_conninfo('', **parts)}"] if url else []
    env = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    command = [database.client_program(program), *where, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    if done.returncode:
        print(done.stderr, file=sys.stderr)  # For who administers the base: PostgreSQL says it in its own words.
        raise InvalidInput([f"{program} n'a pas abouti (code {done.returncode}) ; ce que dit PostgreSQL précède"])
    return done.stdout
