"""A witness over HTTP: what it answers to whoever is rude, and what is left of it when it is killed."""

import random
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from laureat.records.checkpoint import Checkpoint, read_checkpoint
from laureat.records.ed25519 import public_key_of, signer
from laureat.records.merkle import MerkleTree, leaf_hash
from laureat.records.signed_note import Note, NoteKey, sign_text
from laureat.witness.client import Contradicted, Unanswered, ask, exchange, latest
from laureat.witness.protocol import MAX_BODY
from support.temoins import Witness, witness

SEED = bytes(range(32))
HOUSE = NoteKey("examens.exemple.fr/journal", public_key_of(SEED))
OTHER = NoteKey("ailleurs.exemple.fr/journal", public_key_of(bytes(32)))


def grown(size: int, branch: int = 0) -> tuple[Checkpoint, Note, MerkleTree]:
    """Our log at a size; another branch is another history."""
    tree = MerkleTree(leaf_hash(f"{branch} {number}".encode()) for number in range(size))
    checkpoint = Checkpoint(HOUSE.name, size, tree.root())
    return checkpoint, Note(checkpoint.text, (sign_text(checkpoint.text, HOUSE, signer(SEED)),)), tree


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Witness]:
    """A witness that knows two logs, for tests that leave ours where it is."""
    with witness(tmp_path_factory.mktemp("temoin") / "t", "temoin.exemple.fr", HOUSE, OTHER) as one:
        checkpoint, note, tree = grown(20)
        ask(one.party, checkpoint, note, 0, tree.consistency_proof)
        yield one


def test_a_log_that_forgot_where_its_witness_is_finds_it_again(running: Witness) -> None:
    checkpoint, note, tree = grown(20)
    for known in (0, 7, 20):
        line, seen = ask(running.party, checkpoint, note, known, tree.consistency_proof)
        assert line.name == seen.witness == "temoin.exemple.fr"
        assert abs(seen.time - time.time()) < 60
    held = latest(running.url, HOUSE.name)
    assert held is not None
    assert read_checkpoint(held)[0] == checkpoint


def test_a_log_taken_back_or_forked_is_told_so(running: Witness) -> None:
    checkpoint, note, tree = grown(12)
    with pytest.raises(Contradicted, match="ramené en arrière"):
        ask(running.party, checkpoint, note, 12, tree.consistency_proof)
    checkpoint, note, tree = grown(25, branch=1)
    with pytest.raises(Contradicted, match="ne prolonge pas"):
        ask(running.party, checkpoint, note, 20, tree.consistency_proof)


def test_a_witness_that_is_not_there_or_has_another_key_is_unanswered(running: Witness) -> None:
    checkpoint, note, tree = grown(20)
    stranger = running.party.__class__("lui", NoteKey("temoin.exemple.fr", bytes(32), 4), running.url)
    with pytest.raises(Unanswered, match="de la clé que l'on connaît"):
        ask(stranger, checkpoint, note, 20, tree.consistency_proof)
    for url in ("http://127.0.0.1:9/", "file:///etc/passwd", "http://[", "gopher://x"):
        with pytest.raises(Unanswered):
            exchange(url)
    assert latest(running.url, OTHER.name) is None
    assert latest(running.url, "inconnu") is None


RUDE = {
    "another address": (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"404"),
    "a path that climbs": (b"GET /../cle HTTP/1.1\r\nHost: x\r\n\r\n", b"404"),
    "reading what is written": (b"GET /add-checkpoint HTTP/1.1\r\nHost: x\r\n\r\n", b"405"),
    "a body announced too long": (
        b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (MAX_BODY + 1),
        b"413",
    ),
    "a negative length": (b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"400"),
    "no request at all": (b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\r\n\r\n", b"400"),
    "endless headers": (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 5000, b"431"),
}


@pytest.mark.parametrize("case", RUDE)
def test_whoever_is_rude_gets_a_short_answer(running: Witness, case: str) -> None:
    sent, status = RUDE[case]
    with socket.create_connection(("127.0.0.1", running.port), 10) as one:
        one.sendall(sent)
        one.settimeout(10)
        assert status in one.recv(200)[:40]


def test_many_silent_connections_keep_nobody_out(running: Witness) -> None:
    silent = [socket.create_connection(("127.0.0.1", running.port), 5) for _ in range(50)]
    try:
        for one in silent:
            one.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 300\r\n\r\nold ")
        start = time.monotonic()
        assert latest(running.url, HOUSE.name) is not None
        assert time.monotonic() - start < 5
    finally:
        for one in silent:
            one.close()


def test_of_two_requests_at_once_one_wins_and_the_log_never_goes_back(tmp_path: Path) -> None:
    with witness(tmp_path / "t", "temoin.exemple.fr", HOUSE) as one:
        party, won = one.party, []

        def race(size: int) -> None:
            checkpoint, note, tree = grown(size)
            try:
                ask(party, checkpoint, note, 0, tree.consistency_proof)
                won.append(size)
            except (Contradicted, Unanswered):
                pass

        racers = [threading.Thread(target=race, args=(size,)) for size in (30, 10, 20, 40)]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join()
        held = latest(one.url, HOUSE.name)
        assert held is not None
        assert read_checkpoint(held)[0].size == max(won) == 40


def test_whoever_is_overtaken_again_and_again_is_cosigned_all_the_same(tmp_path: Path) -> None:
    """Each time that we are about to prove from where it was, another request gets there first: seven of them."""
    (checkpoint, note, tree), others = grown(90), iter(range(20, 90, 10))
    with witness(tmp_path / "t", "temoin.exemple.fr", HOUSE) as one:

        def ask_for(size: int, known: int) -> None:
            theirs, written, leaves = grown(size)
            ask(one.party, theirs, written, known, leaves.consistency_proof)

        def overtaken(known: int) -> tuple[bytes, ...]:
            if size := next(others, 0):
                ask_for(size, known)
            return tree.consistency_proof(known)

        ask_for(10, 0)
        ask(one.party, checkpoint, note, 10, overtaken)
        assert next(others, None) is None
        held = latest(one.url, HOUSE.name)
    assert held is not None
    assert read_checkpoint(held)[0].size == 90


@pytest.mark.parametrize("rounds", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_a_witness_killed_at_any_moment_holds_all_that_it_cosigned(tmp_path: Path, rounds: int) -> None:
    chance, size = random.Random(7), 0
    one = Witness(tmp_path / "t", "temoin.exemple.fr", HOUSE)
    try:
        for _ in range(rounds):
            one.start()
            party = one.party
            killer = threading.Timer(chance.uniform(0.0, 0.25), one.process.kill if one.process else lambda: None)
            killer.start()
            try:
                while True:
                    checkpoint, note, tree = grown(size + 1)
                    ask(party, checkpoint, note, size, tree.consistency_proof)
                    size += 1
            except Unanswered:
                pass
            killer.join()
            one.stop(signal.SIGKILL)
            one.start()
            held = latest(one.url, HOUSE.name)
            known = read_checkpoint(held)[0] if held else Checkpoint(HOUSE.name, 0, b"")
            assert known.size in (size, size + 1)
            if known.size:
                assert known.root == grown(known.size)[2].root()
            size = known.size
            one.stop()
    finally:
        one.stop(signal.SIGKILL)
    assert size > 0
