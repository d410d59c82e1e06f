"""Signed notes are read and written as the C2SP standard and its first implementation do."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.records.ed25519 import public_key_of, signer, verifier
from laureat.records.signed_note import (
    COSIGNATURE,
    ED25519,
    MAX_SIGNATURES,
    Note,
    NoteKey,
    NoteSignature,
    decoded,
    encoded,
    is_signed,
    sign_text,
)

# The example of the standard (signed-note, « Verifier keys »).
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
# The example of golang.org/x/mod/sumdb/note, with its private key.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SEED = bytes.fromhex("810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173")
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


def test_the_example_of_the_standard_verifies() -> None:
    key = NoteKey.parse(EXAMPLE_KEY)
    note = Note.parse(EXAMPLE.encode())
    assert is_signed(note, key, verifier(key.public))
    assert str(note) == EXAMPLE
    assert str(key) == EXAMPLE_KEY


def test_we_sign_as_the_first_implementation_signs() -> None:
    key = NoteKey("PeterNeumann", public_key_of(GO_SEED))
    assert str(key) == GO_KEY
    assert str(sign_text(GO_TEXT, key, signer(GO_SEED))) == GO_LINE


def test_a_signature_of_an_unknown_key_or_type_is_ignored() -> None:
    known, unknown = NoteKey.parse(EXAMPLE_KEY), NoteKey("example.com/foo", bytes(32), COSIGNATURE)
    post_quantum = "— example.com/foo " + "AAAA" * 1200
    note = Note.parse((EXAMPLE + post_quantum + "\n" + GO_LINE + "\n").encode())
    assert is_signed(note, known, verifier(known.public))
    assert not is_signed(note, unknown, verifier(known.public))


def test_a_bad_signature_of_a_known_key_spoils_the_note() -> None:
    key = NoteKey.parse(EXAMPLE_KEY)
    note = Note.parse(EXAMPLE.replace("This", "That").encode())
    with pytest.raises(ValueError, match=r"example\.com/foo ne vérifie pas"):
        is_signed(note, key, verifier(key.public))


def test_a_text_may_hold_empty_lines() -> None:
    key = NoteKey("n", public_key_of(GO_SEED))
    text = "un\n\n\ndeux\n"
    note = Note(text, (sign_text(text, key, signer(GO_SEED)),))
    assert Note.parse(str(note).encode()) == note


SPOILT = {
    "no signature": "texte\n\n",
    "no blank line": EXAMPLE.replace("\n\n", "\n"),
    "no end": EXAMPLE[:-1],
    "a blank line at the end": EXAMPLE + "\n",
    "a hyphen for a dash": EXAMPLE.replace("—", "-"),
    "two spaces": EXAMPLE.replace("— ", "—  "),
    "a carriage return": EXAMPLE.replace("\n", "\r\n"),
    "a nul": EXAMPLE.replace("This", "Th\0s"),
    "a plus in the name": EXAMPLE.replace("com/foo", "com+foo"),
    "no name": EXAMPLE.replace("example.com/foo ", " "),
    "not base64": EXAMPLE.replace("Uw2QOkn8", "Uw2Q*kn8"),
    "base64 of the web": EXAMPLE.replace("=\n", "-\n"),
    "an id alone": EXAMPLE.split("— ")[0] + "— a AAAAAA==\n",
    "too many signatures": EXAMPLE + "— a AAAAAAA=\n" * MAX_SIGNATURES,
}


@pytest.mark.parametrize("case", SPOILT)
def test_what_is_not_a_note_is_refused_in_french(case: str) -> None:
    with pytest.raises(ValueError, match=r"note signée|signature|clé"):
        Note.parse(SPOILT[case].encode())


def test_what_is_not_utf8_or_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="UTF-8"):
        Note.parse(EXAMPLE.encode("utf-8").replace(b"This", b"\xff\xfe"))
    with pytest.raises(ValueError, match="trop longue"):
        Note.parse(b"a" * 300_000)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/foo",
        EXAMPLE_KEY.replace("530d903a", "530d903b"),
        EXAMPLE_KEY.replace("530d903a", "530D903A"),
        EXAMPLE_KEY.replace("Aeky", "Beky"),
        EXAMPLE_KEY.replace("Aeky", "Aek"),
        EXAMPLE_KEY + "A",
        EXAMPLE_KEY.replace("example.com/foo", "example com"),
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ],
)
def test_a_mangled_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"clé|identifiant"):
        NoteKey.parse(text, ED25519)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_note_or_a_clear_refusal(raw: bytes) -> None:
    try:
        note = Note.parse(raw)
    except ValueError:
        return
    assert Note.parse(str(note).encode()) == note


def test_a_line_is_of_a_key_by_its_name_and_its_identifier_both() -> None:
    key = NoteKey.parse(EXAMPLE_KEY)
    assert NoteSignature(key.name, key.id, b"s").is_of(key)
    for name, identifier in (("a", key.id), ("z", key.id), (key.name, bytes(4)), (key.name, b"\xff" * 4)):
        assert not NoteSignature(name, identifier, b"s").is_of(key)


def test_a_line_that_is_no_signature_is_quoted_up_to_sixty_letters() -> None:
    with pytest.raises(ValueError, match=f"^« {'x' * 60} » n'est pas une ligne"):
        NoteSignature.parse("x" * 70)


@pytest.mark.parametrize("size", range(6))
def test_a_signature_is_longer_than_the_name_of_its_key(size: int) -> None:
    line = f"— {'n' * 70} {encoded(bytes(size))}"
    if size <= 4:
        with pytest.raises(ValueError, match=f"^signature de {'n' * 60} : elle est trop courte$"):
            NoteSignature.parse(line)
    else:
        assert NoteSignature.parse(line).signature == bytes(size - 4)


@pytest.mark.parametrize(
    ("text", "said"), [("é" * 61, "n'est pas du base64"), ("A" * 82 + "B=", "est du base64 mal fini")]
)
def test_what_is_no_base64_is_quoted_by_its_first_sixty_characters(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"racine : « {text[:60]} » {said}")):
        decoded(text, "racine")
