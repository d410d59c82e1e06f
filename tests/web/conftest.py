"""A real PostgreSQL for the tests of the web door: one server a worker, one fresh base a test that asks for it."""

import importlib.util
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

if importlib.util.find_spec("django") is None:
    collect_ignore_glob = ["*"]

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The superuser's address of a packaged server, with a migrated base ``modele``; Django is set up on it."""
    import django

    from laureat.web.project import database

    folder = tmp_path_factory.mktemp("donnees")
    server = database.start_packaged_server(folder / "postgresql")
    uri = server.get_uri()
    database.create_roles_and_base(uri, "modele")
    os.environ["LAUREAT_DONNEES"] = str(folder)
    os.environ["LAUREAT_DEMONSTRATION"] = "1"
    application = database.address(uri, database.APPLICATION_ROLE, "modele")
    database.migrate(database.address(uri, database.OWNER_ROLE, "modele"), application)
    os.environ["DATABASE_URL"] = application
    os.environ["DJANGO_SETTINGS_MODULE"] = "laureat.web.project.settings"
    django.setup()
    _lighten()
    yield uri
    server.cleanup()


def _lighten() -> None:
    """What tests need not pay for: slow password hashing, the manifest of compressed static files."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ALLOWED_HOSTS = ["*"]
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def base(postgres: str) -> Iterator[str]:
    """A fresh base for one test, copied from the migrated one; Django speaks to it as the application does.

    Gives the address of its owner.
    """
    import psycopg
    from django.core import mail
    from django.core.cache import cache
    from django.db import connections

    from laureat.web.project import database

    name = f"essai_{next(NUMBERS)}"
    connections["default"].close()
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE modele OWNER {database.OWNER_ROLE} STRATEGY file_copy")
    connections["default"].settings_dict["NAME"] = name
    cache.clear()
    mail.outbox = []
    yield database.address(postgres, database.OWNER_ROLE, name)
    connections.close_all()
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sheet_file(root: Path) -> Path:
    """The printed sheet of RNCP35697 that the project carries."""
    return root / "src/laureat/register/fiches/RNCP35697.txt"
