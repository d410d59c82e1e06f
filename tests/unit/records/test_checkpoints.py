"""Checkpoints and cosignatures are those of the C2SP standards."""

from dataclasses import replace

import pytest

from laureat.records.checkpoint import MAX_SIZE, Checkpoint, Seen, cosign, cosignatures, read_checkpoint
from laureat.records.ed25519 import public_key_of, signer, verifier
from laureat.records.merkle import EMPTY_ROOT
from laureat.records.signed_note import COSIGNATURE, Note, NoteKey, sign_text

# The examples of tlog-checkpoint and tlog-cosignature.
TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
LOG_LINE = (
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
WITNESS_LINE = (
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
SEED = bytes(range(32))
WITNESS = NoteKey("temoin.exemple.fr", public_key_of(SEED), COSIGNATURE)
KNOWN = [(WITNESS, verifier(WITNESS.public))]


def test_the_example_of_the_standard_is_read_whole() -> None:
    checkpoint, note = read_checkpoint(f"{TEXT}\n{LOG_LINE}{WITNESS_LINE}".encode())
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text == TEXT
    assert [line.name for line in note.signatures] == [checkpoint.origin, "witness.example.com/w1"]
    assert int.from_bytes(note.signatures[1].signature[:8], "big") == 1679315147


def test_a_cosignature_signs_the_message_of_the_standard() -> None:
    signed: list[bytes] = []

    def keep(message: bytes) -> bytes:
        signed.append(message)
        return bytes(64)

    cosign(TEXT, WITNESS, keep, 1679315147)
    assert signed == [f"cosignature/v1\ntime 1679315147\n{TEXT}".encode()]


def test_a_cosignature_says_who_saw_it_and_when() -> None:
    line = cosign(TEXT, WITNESS, signer(SEED), 1_800_000_000)
    note = Note(TEXT, (line,))
    assert cosignatures(note, KNOWN) == [Seen("temoin.exemple.fr", 1_800_000_000)]
    assert cosignatures(Note.parse(f"{TEXT}\n{LOG_LINE}{WITNESS_LINE}".encode()), KNOWN) == []


@pytest.mark.parametrize("where", [3, 8, 40])
def test_a_cosignature_changed_in_time_or_signature_is_refused(where: int) -> None:
    line = cosign(TEXT, WITNESS, signer(SEED), 1_800_000_000)
    spoilt = bytearray(line.signature)
    spoilt[where] ^= 1
    with pytest.raises(ValueError, match=r"temoin\.exemple\.fr ne vérifie pas"):
        cosignatures(Note(TEXT, (replace(line, signature=bytes(spoilt)),)), KNOWN)


def test_the_same_key_answers_otherwise_for_each_type_of_signature() -> None:
    plain = NoteKey(WITNESS.name, WITNESS.public)
    assert plain.id != WITNESS.id
    assert cosignatures(Note(TEXT, (sign_text(TEXT, plain, signer(SEED)),)), KNOWN) == []
    with pytest.raises(ValueError, match="0x04"):
        cosign(TEXT, plain, signer(SEED), 1)
    with pytest.raises(ValueError, match="datée"):
        cosign(TEXT, WITNESS, signer(SEED), 0)


ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="


@pytest.mark.parametrize(
    "text",
    [
        f"o\n1\n{ROOT}",
        "o\n1\n",
        f"\n1\n{ROOT}\n",
        f"o\n\n{ROOT}\n",
        f"o\n01\n{ROOT}\n",
        f"o\n+1\n{ROOT}\n",
        f"o\n-1\n{ROOT}\n",
        f"o\n1 \n{ROOT}\n",
        f"o\n１\n{ROOT}\n",
        f"o\n9223372036854775808\n{ROOT}\n",
        f"o\n34389457389457398457348957\n{ROOT}\n",
        "o\n1\nYmFuYW5hcw==\n",
        f"o\n1\n{ROOT[:-1]}\n",
        f"o\n1\n{ROOT.replace('I=', 'J=')}\n",
        f"o\n1\n{ROOT}\n\n",
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"point de contrôle|taille|racine"):
        Checkpoint.parse(text)


def test_extension_lines_are_kept() -> None:
    assert Checkpoint.parse(f"o\n0\n{ROOT}\nplus\n").extensions == ("plus",)


def test_an_empty_tree_has_but_one_root() -> None:
    assert Checkpoint("o", 0, EMPTY_ROOT).is_possible
    assert not Checkpoint("o", 0, bytes(32)).is_possible


def test_a_cosignature_is_a_time_of_eight_bytes_then_a_signature() -> None:
    key = NoteKey("temoin", public_key_of(bytes(32)), COSIGNATURE)
    line = cosign("texte\n", key, signer(bytes(32)), 1_700_000_000)
    assert (int.from_bytes(line.signature[:8], "big"), len(line.signature)) == (1_700_000_000, 8 + 64)


def test_a_cosignature_is_of_any_second_that_eight_bytes_may_say() -> None:
    for time in (1, MAX_SIZE):
        note = Note(TEXT, (cosign(TEXT, WITNESS, signer(SEED), time),))
        assert cosignatures(note, KNOWN) == [Seen("temoin.exemple.fr", time)]
    with pytest.raises(ValueError, match="datée"):
        cosign(TEXT, WITNESS, signer(SEED), MAX_SIZE + 1)
