"""A real PostgreSQL for the tests of the web door: one server a worker, one fresh base a test that asks for it."""

import copy
import importlib.util
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support import essais

NUMBERS = itertools.count(1)

if importlib.util.find_spec("django") is None:
    collect_ignore_glob = ["*"]
else:
    import django

    ROOM = Path(tempfile.mkdtemp(dir=os.environ[essais.COMMON]))
    ROOM.chmod(0o755)  # as root, PostgreSQL runs as another user: its data stands beside the private folder, not in it
    FOLDER = ROOM / "donnees"
    (FOLDER / "statiques").mkdir(parents=True)
    PUBLIC = FOLDER / "public"
    os.environ["LAUREAT_DONNEES"] = str(FOLDER)
    (FOLDER / "demonstration").touch()
    # Playwright keeps an event loop in this thread as long as its browser lives; Django's queries here are not async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ["DJANGO_SETTINGS_MODULE"] = "laureat.web.project.settings"
    os.environ["DATABASE_URL_SCELLEUR"] = "postgresql:///laureat"  # that there are two connections; see ``postgres``
    django.setup()
    from django.utils import translation

    del os.environ["DATABASE_URL_SCELLEUR"]

    from support import scelleur

    scelleur.install()


@pytest.fixture(autouse=True)
def one_folder() -> Iterator[None]:
    """No test leaves the next ones with the keys of another folder, nor in the language of its last reader."""
    translation.activate("fr")
    yield
    translation.activate("fr")  # what the next file prepares comes before its first test
    assert os.environ.get("LAUREAT_DONNEES", str(FOLDER)) == str(FOLDER)


@pytest.fixture(scope="module")
def browser(browser: object) -> Iterator[object]:
    """A browser, and with it the connections of Django opened since it was there.

    Django keeps them for the loop of Playwright, apart from the thread's: nobody would find them again to close them,
    but the next browser of this process, whose base is another.
    """
    from django.db import connections

    yield browser
    connections.close_all()


@pytest.fixture(scope="module")
def data_folder() -> Iterator[Path]:
    """A folder for servers of our own, outside pytest's, which another run closes to all but its user.

    (As root, PostgreSQL runs as another user, who must be able to enter.)
    """
    with tempfile.TemporaryDirectory(dir=os.environ[essais.COMMON]) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The superuser's address of a packaged server, with a migrated base ``modele``."""
    from laureat.web.project import database
    from support import modele

    server = modele.started(FOLDER / "postgresql", "modele")
    uri = server.get_uri()
    _wait_for_no_disk(uri)
    application = database.address(uri, database.APPLICATION_ROLE, "modele")
    sealer = database.address(uri, database.SEALER_ROLE, "modele")
    speak_as(application, sealer)
    _lighten()
    yield uri
    server.cleanup()


def speak_as(application: str, sealer: str) -> None:
    """Point the two connections of Django to these addresses."""
    from django.db import connections

    from laureat.web.project import database

    found = database.databases({database.APPLICATION_URL: application, database.SEALER_URL: sealer})
    for alias, settings in found.items():
        connections[alias].settings_dict.update(settings)


def _wait_for_no_disk(uri: str) -> None:
    """These bases need not outlive the machine. (Those of the tests that kill a server have servers of their own.)"""
    import psycopg

    with psycopg.connect(uri, autocommit=True) as admin:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            admin.execute(f"ALTER SYSTEM SET {setting} = off")
        admin.execute("ALTER SYSTEM SET max_wal_size = '192MB'")
        admin.execute("SELECT pg_reload_conf()")


def _lighten() -> None:
    """What tests need not pay for: slow hashing, the manifest of static files, a quota of verifications, the same
    fictitious candidates drawn again."""
    from django.conf import settings
    from django.test.utils import setup_test_environment

    from laureat.web.project import demonstration

    setup_test_environment()
    demonstration.cohort = _drawn_once(demonstration.cohort)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ADDRESS = "https://examens.exemple.fr/"
    settings.VERIFICATIONS_PER_ADDRESS = 1_000_000
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def _drawn_once(draw: Callable[..., Any]) -> Callable[..., Any]:
    """The fictitious candidates of some rules: the same ones for the same seed."""
    known: dict[tuple[Any, ...], Any] = {}

    def drawn(rules: Any, *told: int) -> Any:
        if (rules.digest, *told) not in known:
            known[rules.digest, *told] = draw(rules, *told)
        return known[rules.digest, *told]

    return drawn


@pytest.fixture
def base(postgres: str) -> Iterator[str]:
    """A fresh base for one test, copied from the migrated one; Django speaks to it as the application does.

    Gives the address of its owner.
    """
    yield from fresh_base(postgres)


def fresh_base(postgres: str, like: str = "modele") -> Iterator[str]:
    """Make a base, a copy of another, point Django to it, then drop it."""
    import psycopg
    from django.core import mail
    from django.core.cache import cache
    from django.db import connections

    from laureat.web.project import database

    name = f"essai_{next(NUMBERS)}"
    connections.close_all()
    _forget()
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {like} OWNER {database.OWNER_ROLE} STRATEGY file_copy")
        # The rights on the base itself are not copied with it.
        admin.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        admin.execute(f"GRANT CONNECT ON DATABASE {name} TO {database.APPLICATION_ROLE}, {database.SEALER_ROLE}")
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name
    cache.clear()
    mail.outbox = []
    yield database.address(postgres, database.OWNER_ROLE, name)
    connections.close_all()
    _drop(postgres, name)


def _drop(postgres: str, name: str) -> None:
    """Drop a base that nobody holds any more: a connection left to it would break a later test, so it fails here.

    PostgreSQL waits five seconds for those that are leaving, which a busy machine may find short.
    """
    import psycopg

    for tries in reversed(range(6)):
        try:
            with psycopg.connect(postgres, autocommit=True) as admin:
                admin.execute(f"DROP DATABASE {name}")
            return
        except psycopg.errors.ObjectInUse:
            if not tries:
                raise


@pytest.fixture(scope="module")
def shared_base(postgres: str) -> Iterator[str]:
    """A fresh base for the tests of a module that write nothing in it."""
    yield from fresh_base(postgres)


def _forget() -> None:
    """What the processes of the house keep in mind of a base is not true of its copies."""
    for name, module in list(sys.modules.items()):
        if name.startswith("laureat.web.") and name != "laureat.web.exam_sessions.rules":
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear") and not isinstance(kept, type):
                    kept.cache_clear()


@pytest.fixture(scope="module")
def prepared_once(postgres: str, request: pytest.FixtureRequest) -> Iterator[tuple[str, object]]:
    """The base in which the function ``prepare`` of a module did its work once, and what it gave."""
    from django.db import connections

    maker = fresh_base(postgres)
    next(maker)
    made = request.module.prepare()
    yield str(connections["default"].settings_dict["NAME"]), made
    next(maker, None)


@pytest.fixture
def prepared(postgres: str, prepared_once: tuple[str, object]) -> Iterator[object]:
    """What the module's ``prepare`` gave, and a copy of its base, for one test that changes them."""
    base, made = prepared_once
    for _address in fresh_base(postgres, base):
        yield copy.deepcopy(made)


@pytest.fixture(scope="session")
def peopled(postgres: str) -> object:
    """The demonstration world, made once a worker, in a base ``monde`` of which the tests have copies."""
    import psycopg
    from django.db import connections

    from laureat.web.project import database, demonstration

    maker = fresh_base(postgres)
    next(maker)
    world = demonstration.build(count=60)
    made = connections["default"].settings_dict["NAME"]
    connections.close_all()
    shutil.copytree(PUBLIC, ROOM / "publie", dirs_exist_ok=True)
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE monde TEMPLATE {made} OWNER {database.OWNER_ROLE} STRATEGY file_copy")
    next(maker, None)
    return world


@pytest.fixture(scope="module")
def world(postgres: str, peopled: object) -> Iterator[object]:
    """The demonstration world, for the tests of a module that share it."""
    maker = fresh_base(postgres, "monde")
    next(maker)
    _publish_again()
    yield copy.deepcopy(peopled)
    next(maker, None)


def _publish_again() -> None:
    """The lists of the demonstration world, as they were made: those of another copy bear the same names."""
    shutil.rmtree(PUBLIC)
    shutil.copytree(ROOM / "publie", PUBLIC)


@pytest.fixture
def peopled_base(postgres: str, peopled: object) -> Iterator[str]:
    """A copy of the base of the demonstration world for one test that changes it; gives the address of its owner."""
    for address in fresh_base(postgres, "monde"):
        _publish_again()
        yield address
