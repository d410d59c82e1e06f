"""What the web process writes is for its user alone: mails, credentials; what earlier versions left open is closed."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection

from laureat.web import data_folder as folders


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder left open by an earlier version."""
    before = os.umask(0o022)
    house = tmp_path / "donnees"
    (house / folders.CREDENTIALS / "session").mkdir(parents=True)
    (house / folders.CREDENTIALS / "session" / "titre.json").write_text("{}")
    monkeypatch.setenv("LAUREAT_DONNEES", str(house))
    yield house
    os.umask(before)


def test_nothing_of_the_data_folder_is_open_to_others(house: Path) -> None:
    folders.close()
    mails = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(house / folders.MAILS))
    mails.send_messages([EmailMessage("Mot de passe", "https://…", "a@exemple.fr", ["b@exemple.fr"])])
    (house / folders.CREDENTIALS / "session" / "autre.json").write_text("{}")
    folders.secret(folders.SECRET)
    written = [house, *house.rglob("*")]
    assert len(written) == 8
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_two_who_write_the_same_file_at_once_each_write_it_whole(house: Path) -> None:
    faults, start = list[Exception](), threading.Barrier(8)

    def work() -> None:
        try:
            start.wait()
            for _ in range(20):
                folders.write_private_bytes(house / "papier.pdf", b"le papier" * 1000)
        except OSError as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert faults == []
    assert [one.name for one in house.iterdir() if one.is_file()] == ["papier.pdf"]
