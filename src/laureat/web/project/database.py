"""The database: its address, its three roles, and how it is made ready.

The *owner* makes the tables and the functions; the *application* reads, and adds facts through those functions alone;
the *sealer* reads, numbers the facts and stores the heads. What each may do is in ``protection.sql``. The web process
knows neither the owner's address, nor the superuser's, nor the sealer's.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, unquote, urlsplit

import psycopg
from psycopg import sql

from laureat.records import retention
from laureat.vocabulary import InvalidInput
from laureat.web import data_folder
from laureat.web.project import protection

if TYPE_CHECKING:
    from laureat.web.project.packaged import Server

APPLICATION_URL = "DATABASE_URL"
OWNER_URL = "DATABASE_URL_PROPRIETAIRE"
SEALER_URL = "DATABASE_URL_SCELLEUR"
CLOCK_GAP = "LAUREAT_ECART_HORLOGE"
"""Seconds between the time that a fact says and the server's clock, beyond which the fact is refused."""
OWNER_ROLE = "laureat_proprietaire"
APPLICATION_ROLE = "laureat_application"
SEALER_ROLE = "laureat_scelleur"
ROLES = (OWNER_ROLE, APPLICATION_ROLE, SEALER_ROLE)
DATABASE_NAME = "laureat"
OF_OTHERS = frozenset(("account", "auth", "axes", "contenttypes", "mfa", "procrastinate", "sessions"))
"""The apps whose tables others shape: whatever else a base has been through is ours."""
LOG_TABLES = ("storedfact", "numberedfact", "storedtreehead")
"""The tables of the log, in which the application never writes itself."""
DEFAULT_GAP = timedelta(minutes=10)
DEMONSTRATION_GAP = timedelta(days=1000)
"""The demonstration tells of months in a minute."""


def parse(url: str) -> dict[str, object]:
    """The Django settings of a ``postgresql://user:password@host:port/base?option=value`` address."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"{APPLICATION_URL} : « {parts.scheme} » n'est pas PostgreSQL ; attendu postgresql://…")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 120,
        "CONN_HEALTH_CHECKS": True,
    }


def databases(environment: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """The connection of the application; in the sealer, the sealer's under both names."""
    found = {"default": parse(environment.get(APPLICATION_URL, "postgresql:///laureat"))}
    if url := environment.get(SEALER_URL):
        found["scelleur"] = parse(url)
    return found


def start_packaged_server(pgdata: Path) -> "Server":
    """Start the PostgreSQL that comes from PyPI in this folder, or join the one that already runs there."""
    from laureat.web.project import packaged

    return packaged.start(pgdata)


def client_program(name: str) -> str:
    """A PostgreSQL client program (``pg_dump``…): that of the packaged server."""
    from laureat.web.project import packaged

    return packaged.program(name)


def statements(name: str, passwords: Mapping[str, str], known: frozenset[str] = frozenset()) -> Iterator[sql.Composed]:
    """What a superuser says to make the roles, those ``known`` put aside, and their base."""
    for role, password in passwords.items():
        verb = sql.SQL("ALTER" if role in known else "CREATE")
        yield sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            verb, sql.Identifier(role), sql.Literal(password)
        )
    if name not in known:
        yield sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'").format(
            sql.Identifier(name), sql.Identifier(OWNER_ROLE)
        )


def closing_statements() -> Iterator[str]:
    """What a superuser says once in the base: nobody keeps anything in large objects, which backups leave out."""
    yield from (f"REVOKE ALL ON FUNCTION pg_catalog.{function} FROM PUBLIC" for function in LARGE_OBJECTS)


LARGE_OBJECTS = (
    "lo_creat(integer)",
    "lo_create(oid)",
    "lo_from_bytea(oid, bytea)",
    "lo_import(text)",
    "lo_import(text, oid)",
    "lo_export(oid, text)",
    "lo_open(oid, integer)",
    "lo_close(integer)",
    "lo_lseek(integer, integer, integer)",
    "lo_lseek64(integer, bigint, integer)",
    "lo_tell(integer)",
    "lo_tell64(integer)",
    "lo_truncate(integer, integer)",
    "lo_truncate64(integer, bigint)",
    "lo_unlink(oid)",
    "lo_get(oid)",
    "lo_get(oid, bigint, integer)",
    "lo_put(oid, bigint, bytea)",
    "loread(integer, integer)",
    "lowrite(integer, bytea)",
)


def create_roles_and_base(
    superuser_uri: str, name: str = DATABASE_NAME, passwords: Mapping[str, str] | None = None
) -> None:
    """Make the three roles and the base where they are missing, with these passwords, or those of a packaged server."""
    passwords = passwords or {role: str(parse(address(superuser_uri, role))["PASSWORD"]) for role in ROLES}
    with psycopg.connect(superuser_uri, autocommit=True) as connection:
        query = "SELECT rolname FROM pg_roles UNION SELECT datname FROM pg_database"
        known = frozenset(row[0] for row in connection.execute(query))
        for statement in statements(name, passwords, known):
            connection.execute(statement)
    with psycopg.connect(superuser_uri, dbname=name, autocommit=True) as connection:
        for closing in closing_statements():
            connection.execute(closing.encode())


def address(superuser_uri: str, role: str, name: str = DATABASE_NAME) -> str:
    """The address of a base of the packaged server for one role (socket, no network)."""
    from laureat.web.project import packaged

    superuser = parse(superuser_uri)
    password = str(superuser["PASSWORD"])
    if role != packaged.SUPERUSER:
        password = packaged.password_of(password, role)
    return f"postgresql://{role}:{password}@/{name}?host={quote(str(superuser['HOST']))}"


def migrate(
    owner_url: str,
    application_url: str,
    environment: Mapping[str, str] | None = None,
    sealer_role: str = SEALER_ROLE,
) -> None:
    """Bring the base to the present shape, as its owner, in a process of its own; then say who may do what.

    Raises InvalidInput where a later version of Lauréat made it what it is.
    """
    _refuse_later(owner_url)
    role = str(parse(application_url)["USER"])
    env = {
        **os.environ,
        **(environment or {}),
        APPLICATION_URL: owner_url,
        "LAUREAT_ROLE_APPLICATION": role,
        "LAUREAT_CLE_SECRETE": "aucune page",  # whoever migrates is perhaps not whoever serves, and leaves no key
        "DJANGO_SETTINGS_MODULE": "laureat.web.project.settings",
    }
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--no-input", "--skip-checks"]
    subprocess.run(command, env=env, check=True)
    traces_kept = timedelta(days=retention.days_told(env)[retention.Beside.SECURITE])
    protection.apply(owner_url, role, sealer_role, clock_gap(env), traces_kept)


def _refuse_later(owner_url: str) -> None:
    with psycopg.connect(owner_url) as owner:
        if owner.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
            return
        applied = owner.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    later = [f"{app} {name}" for app, name in applied if app not in OF_OTHERS and not _is_known(app, name)]
    if later:
        raise InvalidInput(
            [
                f"cette base vient d'une version de Lauréat plus récente que celle-ci (elle connaît "
                f"{', '.join(later)}) : installer cette version-là, ou une suivante, puis recommencer"
            ]
        )


def _is_known(app: str, migration: str) -> bool:
    return resources.files("laureat.web").joinpath(app, "migrations", f"{migration}.py").is_file()


def clock_gap(environment: Mapping[str, str]) -> timedelta:
    """How far from the server's clock a fact may say it was recorded. Raises InvalidInput for no whole number."""
    told = environment.get(CLOCK_GAP)
    if told is None:
        mark = Path(environment.get("LAUREAT_DONNEES", "donnees")) / data_folder.DEMONSTRATION
        return DEMONSTRATION_GAP if mark.exists() else DEFAULT_GAP
    if not told.isascii() or not told.isdigit() or not 0 < int(told) < 10**8:
        raise InvalidInput([f"{CLOCK_GAP} : « {told} » n'est pas un nombre de secondes, comme 600"])
    return timedelta(seconds=int(told))


def prepare(data: Path) -> dict[str, str]:
    """Start what must be started, migrate, keep the application's address alone in the environment.

    Gives the environment of a sealer: the same, with its address. With ``DATABASE_URL`` set, that server is used; the
    tables are then brought up to date only when ``DATABASE_URL_PROPRIETAIRE`` is given. The owner's address and the
    sealer's leave the environment before anything is served. Raises InvalidInput where the role of the application
    could do what it must not.
    """
    os.environ["LAUREAT_DONNEES"] = str(data)
    data_folder.folder()
    owner, sealer = os.environ.pop(OWNER_URL, None), os.environ.pop(SEALER_URL, None)
    application = os.environ.get(APPLICATION_URL)
    if not application:
        uri = start_packaged_server(data / data_folder.DATABASE).get_uri()
        create_roles_and_base(uri)
        owner, application, sealer = (address(uri, role) for role in ROLES)
    if owner:
        migrate(owner, application, sealer_role=str(parse(sealer)["USER"]) if sealer else SEALER_ROLE)
    check_boundary(application, LOG_TABLES)
    os.environ[APPLICATION_URL] = application
    return {**os.environ, **({SEALER_URL: sealer} if sealer else {})}


def prepare_sealer(data: Path) -> None:
    """Keep the sealer's address alone in the environment: of the base of the environment, else of the packaged one.

    Raises InvalidInput where its role could add facts, or where there is no base yet.
    """
    sealer = os.environ.get(SEALER_URL)
    os.environ["LAUREAT_DONNEES"] = str(data)
    if not sealer:
        if os.environ.get(APPLICATION_URL):
            raise InvalidInput(
                [f"{SEALER_URL} manque : l'adresse du rôle qui signe le journal (voir « laureat roles »)"]
            )
        if not (data / data_folder.DATABASE / "PG_VERSION").exists():
            raise InvalidInput([f"{data} ne contient pas de base : démarrer « laureat serveur » une fois"])
        sealer = address(start_packaged_server(data / data_folder.DATABASE).get_uri(), SEALER_ROLE)
    check_boundary(sealer, ("storedfact",))
    os.environ.pop(OWNER_URL, None)
    os.environ[APPLICATION_URL] = os.environ[SEALER_URL] = sealer
    os.environ["LAUREAT_CLE_SECRETE"] = "aucune page"  # the sealer serves none


def upgrade(data: Path) -> None:
    """Bring the base of the environment up to date as its owner. Raises InvalidInput where an address is missing."""
    addresses = {name: os.environ.get(name, "") for name in (APPLICATION_URL, SEALER_URL, OWNER_URL)}
    if missing := [name for name, url in addresses.items() if not url]:
        raise InvalidInput([f"{name} manque (voir « laureat roles »)" for name in missing])
    application, sealer, owner = addresses.values()
    migrate(owner, application, {"LAUREAT_DONNEES": str(data)}, sealer_role=str(parse(sealer)["USER"]))
    check_boundary(application, LOG_TABLES)
    check_boundary(sealer, ("storedfact",))


def check_boundary(url: str, forbidden: Iterable[str]) -> None:
    """Raise InvalidInput where a role could itself write in these tables of the log."""
    with psycopg.connect(url) as connection:
        role = connection.info.user
        for table in forbidden:
            query = "SELECT has_table_privilege(to_regclass(%s), 'INSERT')"
            found = connection.execute(query, [f"exam_sessions_{table}"]).fetchone()
            if found is None or found[0] is None:
                raise InvalidInput([f"la base n'est pas prête : démarrer une fois avec {OWNER_URL}"])
            if found[0]:
                raise InvalidInput(
                    [
                        f"le rôle « {role} » peut écrire lui-même dans le journal ({table}) : donner à "
                        "l'application et au scelleur des rôles à eux, qui n'en sont pas propriétaires "
                        "(voir « laureat roles »)"
                    ]
                )
