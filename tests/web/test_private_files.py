"""What the web process writes is for its user alone: mails, credentials; what earlier versions left open is closed."""

import os
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
