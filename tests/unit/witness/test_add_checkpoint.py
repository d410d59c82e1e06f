"""A witness answers ``add-checkpoint`` as the standard says, and as another implementation's requests expect."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from laureat.records.checkpoint import Checkpoint, cosignatures, read_checkpoint
from laureat.records.ed25519 import public_key_of, signer, verifier
from laureat.records.merkle import EMPTY_ROOT, MerkleTree, leaf_hash
from laureat.records.signed_note import Note, NoteKey, NoteSignature, sign_text
from laureat.vocabulary import InvalidInput
from laureat.witness.protocol import MAX_PROOF, SIZE_TYPE, Answer, Request
from laureat.witness.store import LOGS, STATES, Store, origin_hash

NOW = 1_800_000_000
# The requests with which litewitness (filippo.io/torchwood) tests itself; its unknown log is a 404 since.
ORIGIN = "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"
SIGSUM = NoteKey(ORIGIN, bytes.fromhex("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f"))
ONE = (
    f"{ORIGIN}\n1\nKgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— {ORIGIN} "
    "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=\n"
)
THREE = (
    f"{ORIGIN}\n3\nRcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=\n\n— {ORIGIN} "
    "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=\n"
)
FIVE = (
    f"{ORIGIN}\n5\nQrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=\n\n— {ORIGIN} "
    "UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=\n"
)
ONE_TO_THREE = "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nKgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
ONE_TO_FIVE = (
    "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n+fUDV+k970B4I3uKrqJM4aP1lloPZP8mvr2Z4wRw2LI=\n"
    "KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
)
THREE_TO_FIVE = (
    "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nKgMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    "wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=\nKgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
)


Opened = Callable[..., Store]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Opens the witness of the test, which knows some logs."""
    stores: list[Store] = []

    def make(*keys: NoteKey) -> Store:
        store = Store(tmp_path, "temoin.exemple.fr")
        stores.append(store)
        for key in keys:
            store.add_log(key)
        return store

    yield make
    for store in stores:
        store.close()


def test_the_requests_of_another_implementation_get_the_answers_it_expects(opened: Opened) -> None:
    store = opened(SIGSUM)
    steps: list[tuple[str, int, str]] = [
        (f"old 0\n\n{ONE}", 200, "— temoin.exemple.fr "),
        (f"old 1\n{ONE_TO_THREE}\n{THREE}".replace("WVrx6go=", "WVrx6gx="), 403, "ne vérifie pas"),
        (f"old 1\n{ONE_TO_THREE}\n{THREE}".replace("e562", "e563"), 404, "ne connaît pas"),
        (f"old 1\n\n{THREE}", 422, "preuve"),
        (f"old 1\n{ONE_TO_THREE}\n{THREE}".replace("AAAAA=\n\n", "ABAAA=\n\n"), 422, "preuve"),
        (f"old 1\n{ONE_TO_THREE}\n{THREE}", 200, "— temoin.exemple.fr "),
        (f"old 1\n{ONE_TO_FIVE}\n{FIVE}", 409, "3\n"),
        (f"old 3\n{THREE_TO_FIVE}\n{FIVE}", 200, "— temoin.exemple.fr "),
        (f"old 0\n\n{FIVE}", 409, "5\n"),
        (f"old 5\n\n{FIVE}", 200, "— temoin.exemple.fr "),
        (f"old 5\n\n{THREE}", 400, "old"),
        (f"old 3\n\n{THREE}", 409, "5\n"),
    ]
    for body, status, said in steps:
        answer = store.add_checkpoint(body.encode(), NOW)
        assert (answer.status, said in answer.body) == (status, True), (body[:10], answer)
    assert store.add_checkpoint(f"old 0\n\n{FIVE}".encode(), NOW) == Answer(409, "5\n", SIZE_TYPE)


SEED = bytes(range(32))
HOUSE = NoteKey("examens.exemple.fr/journal", public_key_of(SEED))
TREE = MerkleTree(leaf_hash(bytes([number])) for number in range(40))


def request(size: int, old: int, tree: MerkleTree = TREE, *, root: bytes | None = None) -> bytes:
    """The body by which our log asks."""
    checkpoint = Checkpoint(HOUSE.name, size, tree.root(size) if root is None else root)
    note = Note(checkpoint.text, (sign_text(checkpoint.text, HOUSE, signer(SEED)),))
    proof = tree.consistency_proof(old, size) if 0 < old < size else ()
    return bytes(Request(old, proof, note))


def test_every_growth_of_a_log_is_cosigned_and_no_fork_is(opened: Opened) -> None:
    store, size = opened(HOUSE), 0
    for larger in (1, 2, 7, 8, 9, 31, 40):
        assert store.add_checkpoint(request(larger, size), NOW).status == 200
        size = larger
    other = MerkleTree(leaf_hash(bytes([number % 30])) for number in range(50))
    assert store.add_checkpoint(request(50, 40, other), NOW).status == 422
    assert store.add_checkpoint(request(40, 40, root=bytes(32)), NOW).status == 422
    assert store.add_checkpoint(request(39, 31), NOW).status == 409
    assert store.add_checkpoint(request(40, 40), NOW).status == 200


def test_an_empty_log_has_the_empty_root_and_no_proof_is_taken_for_it(opened: Opened) -> None:
    store = opened(HOUSE)
    assert store.add_checkpoint(request(0, 0, root=bytes(32)), NOW).status == 422
    assert store.add_checkpoint(request(0, 0, root=EMPTY_ROOT), NOW).status == 200
    useless = request(3, 0).replace(b"old 0\n", b"old 0\nKgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")
    assert store.add_checkpoint(useless, NOW).status == 422
    assert store.add_checkpoint(request(3, 0), NOW).status == 200


def test_what_was_cosigned_is_served_with_both_signatures_and_no_other(opened: Opened) -> None:
    store = opened(HOUSE)
    assert store.latest(origin_hash(HOUSE.name)) is None
    body = request(5, 0) + "— inconnu.exemple AAAAAAAA\n".encode()
    assert store.add_checkpoint(body, NOW).status == 200
    held = store.latest(origin_hash(HOUSE.name))
    assert held is not None
    checkpoint, note = read_checkpoint(str(held).encode())
    assert str(checkpoint) == f"{HOUSE.name}:5:{TREE.root(5).hex()}"
    assert [line.name for line in note.signatures] == [HOUSE.name, "temoin.exemple.fr"]
    seen = cosignatures(note, [(store.key, verifier(store.key.public))])
    assert [one.time for one in seen] == [NOW]


def test_a_witness_that_starts_again_goes_on_from_where_it_was(opened: Opened) -> None:
    first = opened(HOUSE)
    first.add_checkpoint(request(8, 0), NOW)
    key = first.key
    first.close()
    again = opened()
    assert again.key == key
    assert again.add_checkpoint(request(3, 0), NOW) == Answer(409, "8\n", SIZE_TYPE)
    assert again.add_checkpoint(request(9, 8), NOW).status == 200


def test_two_witnesses_never_hold_the_same_folder(opened: Opened, tmp_path: Path) -> None:
    store = opened()
    with pytest.raises(InvalidInput, match="un autre témoin"):
        Store(tmp_path)
    store.close()
    Store(tmp_path).close()


def test_a_state_that_cannot_be_read_stops_the_witness(opened: Opened, tmp_path: Path) -> None:
    store = opened(HOUSE)
    store.add_checkpoint(request(8, 0), NOW)
    store.close()
    path = tmp_path / STATES / origin_hash(HOUSE.name)
    path.write_text(path.read_text()[:40])
    with pytest.raises(InvalidInput, match="illisible"):
        Store(tmp_path)


def test_a_disk_that_takes_nothing_gives_no_cosignature(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(HOUSE)

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("laureat.witness.store.os.fsync", full)
        assert store.add_checkpoint(request(8, 0), NOW).status == 503
    assert store.add_checkpoint(request(5, 0), NOW).status == 200


def test_a_name_is_given_once_and_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="--nom"):
        Store(tmp_path)
    with pytest.raises(InvalidInput, match="nom de clé"):
        Store(tmp_path, "un nom")
    Store(tmp_path, "temoin").close()
    assert (tmp_path / "cle").stat().st_mode & 0o777 == 0o600
    with pytest.raises(InvalidInput, match="s'appelle temoin"):
        Store(tmp_path, "autre")
    (tmp_path / "cle").write_text("x")
    with pytest.raises(InvalidInput, match="pas la clé"):
        Store(tmp_path)


def test_the_faults_of_the_file_of_logs_are_all_told(tmp_path: Path) -> None:
    (tmp_path / LOGS).write_text("log x\nlogs y\nquorum z\n")
    with pytest.raises(InvalidInput) as told:
        Store(tmp_path, "temoin")
    assert len(told.value.problems) == 3


SPOILT = [
    b"",
    b"old 0",
    b"old 0\n\n",
    request(5, 0).replace(b"old 0", b"old 00"),
    request(5, 0).replace(b"old 0", b"old -1"),
    request(5, 0).replace(b"old 0", b"new 0"),
    request(5, 0).replace(b"old 0", b"old 0\nabcd"),
    request(5, 0).replace(b"old 0", "old ０".encode()),
    request(9, 8).replace(b"old 8\n", b"old 8\n" + b"KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" * (MAX_PROOF + 1)),
    request(5, 0)[:-1],
    b"\xff" * 50,
]


@pytest.mark.parametrize("body", SPOILT)
def test_a_request_that_is_none_is_a_400(opened: Opened, body: bytes) -> None:
    assert opened(HOUSE).add_checkpoint(body, NOW).status == 400


def test_a_note_that_the_log_did_not_sign_is_a_403(opened: Opened) -> None:
    checkpoint = Checkpoint(HOUSE.name, 5, TREE.root(5))
    note = Note(checkpoint.text, (NoteSignature("autre", bytes(4), bytes(64)),))
    assert opened(HOUSE).add_checkpoint(bytes(Request(0, (), note)), NOW).status == 403
