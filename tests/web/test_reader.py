"""The reading room: a file that costs too much is read no further, says nothing, and disturbs nobody."""

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from laureat.vocabulary import InvalidInput
from laureat.web.reader import VISITORS, Limits, Room, TryAgain, wire
from support.bombes import memory_bomb, processor_bomb, zeros
from support.toile import text, upload

MIB = 1 << 20


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def work(seconds: float) -> int:
    ends, rounds = time.process_time() + seconds, 0
    while time.process_time() < ends:
        rounds += 1
    return rounds


def wait_for(word: str) -> bool:
    while not Path(word).exists():
        time.sleep(0.01)
    return True


def fill(mebibytes: int) -> int:
    held = []
    for _ in range(mebibytes):
        held.append(os.urandom(1) * MIB)
        time.sleep(0.001)
    return len(held)


def crash(_: int) -> None:
    os.abort()


def refuse(told: str) -> None:
    raise InvalidInput([told])


def surprise(_: int) -> None:
    raise UnicodeDecodeError("utf-16", b"\0", 0, 1, "truncated data")


def environment(_: int) -> list[str]:
    return sorted(os.environ)


def litter(name: str) -> str:
    Path(name).write_text("x")
    return str(Path.cwd())


def function(_: int) -> object:
    return os.system


@pytest.fixture
def room() -> Room:
    """Little of everything."""
    return Room(1, 1, 5.0, Limits(processor=1, duration=3, memory=64 * MIB))


@pytest.mark.parametrize(
    ("task", "given"),
    [(sleep, 60), (work, 60), (fill, 10_000), (crash, 0)],
    ids=["clock", "processor", "memory", "end"],
)
def test_a_reading_past_its_limits_is_killed_and_tells_to_try_again(room: Room, task: Any, given: Any) -> None:
    began = time.monotonic()
    with pytest.raises(TryAgain, match=r"rien n'en est conclu\. Réessayez"):
        room.read(task, given)
    assert time.monotonic() - began < 15
    assert room.read(sleep, 0.0) == 0.0


def test_what_a_reader_says_of_a_file_is_told_and_what_it_did_not_foresee_too(room: Room) -> None:
    with pytest.raises(InvalidInput, match="ligne 3"):
        room.read(refuse, "ligne 3 : vide")
    with pytest.raises(InvalidInput, match="abîmé"):
        room.read(surprise, 0)


def test_a_child_has_no_secret_and_leaves_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    assert not [name for name in room.read(environment, 0) if name.startswith(("DATABASE", "LAUREAT", "DJANGO"))]
    folder = Path(room.read(litter, "reste"))
    until = time.monotonic() + 5
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not folder.exists()


def test_an_answer_that_is_no_plain_data_is_not_opened(room: Room) -> None:
    with pytest.raises(TryAgain):
        room.read(function, 0)
    with pytest.raises(wire.Distrusted):
        wire.loads(b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(wire.Distrusted):
        wire.loads(b"claureat.web.reader.wire\nsend\n.")


def test_a_full_room_says_so_at_once(tmp_path: Path) -> None:
    room, word = Room(1, 1, 60.0, Limits(processor=10, duration=60, memory=64 * MIB)), tmp_path / "mot"
    with ThreadPoolExecutor(2) as threads:
        first = [threads.submit(room.read, wait_for, str(word)) for _ in range(2)]
        try:
            while room._places._value:  # until both are in
                time.sleep(0.01)
            with pytest.raises(TryAgain, match="réessayez dans un instant"):
                room.read(sleep, 0.0)
            assert not any(each.done() for each in first)
        finally:
            word.touch()
        assert [each.result() for each in first] == [True, True]


@pytest.fixture(scope="module")
def verified(shared_base: str) -> Client:
    """The door of documents."""
    return Client()


@pytest.mark.parametrize("bomb", [processor_bomb(), memory_bomb()], ids=["processor", "memory"])
def test_a_bomb_handed_over_has_no_good_verdict(verified: Client, bomb: bytes) -> None:
    assert len(bomb) < 4_000
    response = verified.post("/verifier/", {"document": upload("diplome.pdf", bomb)})
    if response.status_code == 503:
        assert "data-verdict" not in text(response)
        assert "Réessayez" in text(response)
        assert response["Retry-After"]
    else:
        assert re.search('data-verdict="(illisible|trop_complexe)"', text(response))


def test_an_ordinary_document_is_answered_and_nobody_waits_long(verified: Client) -> None:
    response = verified.post("/verifier/", {"document": upload("a.json", b"{}")})
    assert "data-verdict" in text(response)
    assert VISITORS.limits.duration <= 10


def test_the_zeros_of_a_bomb_are_those_of_zlib() -> None:
    import zlib

    assert zlib.decompress(zeros(3)) == bytes(3 * MIB)
