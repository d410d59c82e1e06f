"""The packaged PostgreSQL: a password for each role from the first moment, and no folder opened to anyone."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from laureat.web.project import database, packaged


@pytest.fixture
def house(data_folder: Path) -> Iterator[Path]:
    """A private folder whose server is taken away at the end."""
    folder = data_folder / f"maison{len(list(data_folder.iterdir()))}"
    folder.mkdir(0o700)
    yield folder
    packaged.start(folder / "postgresql").cleanup()


def modes(folder: Path) -> dict[Path, int]:
    """The modes of a folder and of all those above it."""
    return {one: stat.S_IMODE(one.stat().st_mode) for one in (folder, *folder.parents)}


def refused(uri: str) -> bool:
    """True when the server does not let one in."""
    try:
        psycopg.connect(uri).close()
    except psycopg.OperationalError as error:
        return "password" in str(error)
    return False


def test_every_role_needs_its_password_before_and_after_a_restart(house: Path) -> None:
    for _ in range(2):
        server = packaged.start(house / "postgresql")
        uri = server.get_uri()
        database.create_roles_and_base(uri)
        for role in ("postgres", *database.ROLES):
            own = database.address(uri, role)
            password = str(database.parse(own)["PASSWORD"])
            psycopg.connect(own).close()
            assert refused(own.replace(f":{password}", ""))
            assert refused(own.replace(password, str(database.parse(uri)["PASSWORD"]) + "x"))
        passwords = {database.parse(database.address(uri, role))["PASSWORD"] for role in ("postgres", *database.ROLES)}
        assert len(passwords) == 4
        server.cleanup()


def test_no_folder_is_opened_and_what_is_secret_stays_so_after_a_restart(house: Path) -> None:
    before = modes(house)
    for _ in range(2):
        server = packaged.start(house / "postgresql")
        place = (house / "postgresql").resolve()
        assert modes(house) == before
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert stat.S_IMODE((house / "acces_base").stat().st_mode) == 0o600
        assert stat.S_IMODE((place / "pg_hba.conf").stat().st_mode) == 0o600
        assert "trust" not in (place / "pg_hba.conf").read_text()
        server.cleanup()
    if os.geteuid() == 0:
        assert house not in place.parents
        assert (place.stat().st_uid, (house / "acces_base").stat().st_uid) != (0, 0)


def test_a_private_folder_in_a_private_folder_is_not_opened_either(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = data_folder / "var"
    shared.mkdir(exist_ok=True)
    shared.chmod(0o755)  # whatever the umask that an earlier test left
    monkeypatch.setattr(packaged, "SHARED", shared)
    closed = data_folder / "ferme"
    house = closed / "maison"
    house.mkdir(0o700, parents=True)
    closed.chmod(0o700)
    server = packaged.start(house / "postgresql")
    try:
        psycopg.connect(server.get_uri()).close()
        assert (modes(house)[house], modes(house)[closed]) == (0o700, 0o700)
    finally:
        server.cleanup()
        packaged.remove(house / "postgresql")


def test_programs_in_a_private_folder_are_copied_rather_than_the_folder_opened(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        pytest.skip("seul root fait tourner PostgreSQL sous un autre utilisateur")
    version = packaged.TARGET_POSTGRES_VERSION
    programs = packaged.POSTGRES_VERSIONS[version]
    closed = data_folder / "installation"
    closed.mkdir(0o700)
    (closed / "pginstall").symlink_to(programs.parent)
    monkeypatch.setattr(packaged, "SHARED", data_folder / "var")
    monkeypatch.setitem(packaged.POSTGRES_VERSIONS, version, closed / "pginstall" / "bin")
    packaged._open_programs()
    copied = packaged.POSTGRES_VERSIONS[version]
    assert closed not in copied.parents
    assert (copied / "postgres").stat().st_mode & stat.S_IXOTH
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_data_of_an_earlier_version_which_trusted_everyone_is_closed_and_kept(house: Path) -> None:
    server = packaged.start(house / "postgresql")
    place = server.pgdata
    with psycopg.connect(server.get_uri(), autocommit=True) as superuser:
        superuser.execute("CREATE TABLE witness AS SELECT 7 AS n")
        superuser.execute("ALTER ROLE postgres PASSWORD NULL")
    server.cleanup()
    (place / "pg_hba.conf").write_text("local all all trust\n")
    (house / "acces_base").unlink()
    if (house / "postgresql").is_symlink():  # as root, it stood in the private folder, opened for it
        (house / "postgresql").unlink()
        place.rename(house / "postgresql")
        house.chmod(0o755)
    server = packaged.start(house / "postgresql")
    assert refused(f"postgresql://postgres@/postgres?host={database.parse(server.get_uri())['HOST']}")
    with psycopg.connect(server.get_uri()) as superuser:
        assert superuser.execute("SELECT n FROM witness").fetchone() == (7,)


def test_the_base_itself_gives_nothing_to_those_who_are_not_named(house: Path) -> None:
    uri = packaged.start(house / "postgresql").get_uri()
    database.create_roles_and_base(uri)
    owner, application = database.address(uri, database.OWNER_ROLE), database.address(uri, database.APPLICATION_ROLE)
    database.migrate(owner, application, {"LAUREAT_DONNEES": str(house)})
    database.check_boundary(application, database.LOG_TABLES)
    database.check_boundary(database.address(uri, database.SEALER_ROLE), ("storedfact",))
    with psycopg.connect(uri, autocommit=True) as superuser:
        superuser.execute("CREATE ROLE passant LOGIN PASSWORD 'p'")
    socket = database.parse(uri)["HOST"]
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(f"postgresql://passant:p@/laureat?host={socket}")
    for role in (database.APPLICATION_ROLE, database.SEALER_ROLE):
        with (
            psycopg.connect(database.address(uri, role)) as session,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            session.execute("CREATE TEMP TABLE mine (a int)")
