"""A real server on an empty data folder, which the story stops and starts again."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from support.ecrans import Person
from support.serveur import free_port, served

SECONDS = 600
"""A busy machine is slow, and the story is long: nothing in it waits for less than that."""


class House:
    """The server of a house, from nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.told = folder, free_port(), folder / "dit"
        self.site = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Run it: the first time, on nothing at all."""
        self.stack = ExitStack()
        self.stack.enter_context(served(self.folder / "donnees", port=self.port, told=self.told, patience=SECONDS))

    def stop(self) -> None:
        """Really."""
        self.stack.close()

    @property
    def link(self) -> str:
        """The address that opens the first account, as the server says it."""
        said = self.told.read_text(encoding="utf-8").splitlines()
        return next(line.strip().removeprefix(self.site) for line in said if "/invitation/" in line)


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house of one's own, and people who wait as long as it takes."""
    monkeypatch.setattr(Person, "patience", SECONDS * 1000)
    with tempfile.TemporaryDirectory(prefix="laureat-histoire-") as folder:
        Path(folder).chmod(0o755)  # as root, PostgreSQL runs as another user
        made = House(Path(folder))
        try:
            yield made
        finally:
            made.stop()
