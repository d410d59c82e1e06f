"""A PostgreSQL whose base is migrated, made once a run and copied by whoever needs one of their own.

The first start of a base is tried where it is the subject: ``test_serveur.py``, the story.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from laureat.web import data_folder
from laureat.web.project import database, packaged
from support import essais


def copied(pgdata: Path) -> None:
    """The data of a server in which the base of a house is migrated, in this folder of a data folder."""
    model = _model(Path(os.environ[essais.COMMON]))
    subprocess.run(["cp", "-a", str(model.resolve()), str(pgdata)], check=True)
    shutil.copy2(model.with_name(data_folder.SUPERUSER), pgdata.with_name(data_folder.SUPERUSER))


def started(pgdata: Path, name: str) -> packaged.Server:
    """A packaged server in this folder, a base of this name migrated in it."""
    copied(pgdata)
    server = packaged.start(pgdata)
    with psycopg.connect(server.get_uri(), autocommit=True) as superuser:
        superuser.execute(f"ALTER DATABASE {database.DATABASE_NAME} RENAME TO {name}")
    return server


def _model(common: Path) -> Path:
    """The data to copy: the first process of the run that asks for it makes it, the others wait."""
    whole = common / "modele"
    with (common / "verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            house = Path(tempfile.mkdtemp(dir=common))
            server = packaged.start(house / data_folder.DATABASE)
            database.create_roles_and_base(server.get_uri())
            owner, application, _sealer = (database.address(server.get_uri(), role) for role in database.ROLES)
            database.migrate(owner, application)
            server.cleanup()
            house.rename(whole)
    return whole / data_folder.DATABASE
