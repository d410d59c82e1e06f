"""Keys that nobody sees: files of mode 0600, nothing in a repr, an error or a log."""

import os
import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.credentials import keys
from laureat.credentials.trust import PastKey
from laureat.vocabulary import InvalidInput
from support.titres import KEY


@pytest.mark.parametrize("passphrase", ["", "une phrase secrète"])
def test_a_key_is_written_for_its_owner_alone_and_read_back(tmp_path: Path, passphrase: str) -> None:
    key = keys.new_signing_key()
    keys.write_private(tmp_path / "cle.pem", key, passphrase)
    assert stat.S_IMODE(os.stat(tmp_path / "cle.pem").st_mode) == 0o600
    assert keys.read_signing_key(tmp_path / "cle.pem", passphrase).multikey == key.multikey


def test_a_2d_doc_key_is_written_and_read_back(tmp_path: Path) -> None:
    key = keys.new_deuxdoc_key()
    keys.write_private(tmp_path / "cle.pem", key)
    pem = keys.public_pem(keys.read_deuxdoc_key(tmp_path / "cle.pem").public_key())
    assert pem == keys.public_pem(key.public_key())
    assert keys.public_pem(keys.p256_from_pem(pem)) == pem


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    keys.write_private(tmp_path / "cle.pem", keys.new_signing_key())
    before = (tmp_path / "cle.pem").read_bytes()
    with pytest.raises(InvalidInput, match="jamais remplacée"):
        keys.write_private(tmp_path / "cle.pem", keys.new_signing_key())
    assert (tmp_path / "cle.pem").read_bytes() == before


def test_the_private_part_is_in_no_repr() -> None:
    key = keys.new_signing_key()
    secret = key.private.private_bytes_raw()
    assert secret.hex() not in repr(key)
    assert repr(secret) not in repr(key)
    assert "private" not in repr(key)


@pytest.mark.parametrize("passphrase", ["", "fausse"])
def test_a_wrong_passphrase_is_said_without_quoting_anything(tmp_path: Path, passphrase: str) -> None:
    keys.write_private(tmp_path / "cle.pem", keys.new_signing_key(), "une phrase secrète")
    content = (tmp_path / "cle.pem").read_text().splitlines()
    with pytest.raises(InvalidInput) as refused:
        keys.read_signing_key(tmp_path / "cle.pem", passphrase)
    assert "phrase secrète" in str(refused.value)
    assert content[1] not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_broken_file_is_said_without_quoting_it(tmp_path: Path) -> None:
    (tmp_path / "cle.pem").write_text("-----BEGIN PRIVATE KEY-----\nSECRETSECRET\n-----END PRIVATE KEY-----\n")
    with pytest.raises(InvalidInput) as refused:
        keys.read_signing_key(tmp_path / "cle.pem")
    assert "SECRET" not in str(refused.value)


def test_each_key_has_its_own_use(tmp_path: Path) -> None:
    keys.write_private(tmp_path / "titres.pem", keys.new_signing_key())
    keys.write_private(tmp_path / "2ddoc.pem", keys.new_deuxdoc_key())
    with pytest.raises(InvalidInput, match="Ed25519"):
        keys.read_signing_key(tmp_path / "2ddoc.pem")
    with pytest.raises(InvalidInput, match="P-256"):
        keys.read_deuxdoc_key(tmp_path / "titres.pem")


def test_derived_secrets_differ_by_purpose_and_by_key() -> None:
    one, other = keys.new_signing_key(), keys.new_signing_key()
    assert len({one.secret("sel"), one.secret("statuts"), other.secret("sel"), other.secret("statuts")}) == 4


@given(st.binary(max_size=80))
def test_base58_reads_back_what_it_wrote(data: bytes) -> None:
    assert keys.base58_decode(keys.base58_encode(data)) == data


@pytest.mark.parametrize(
    "text", ["", "z", "z6Mk", "6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "z0OIl", "z" * 200]
)
def test_what_is_no_multikey_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        keys.public_from_multikey(text)


def test_a_multikey_reads_back() -> None:
    key = keys.new_signing_key()
    assert keys.public_from_multikey(key.multikey) == key.private.public_key()


@pytest.mark.parametrize(
    ("until", "revoked", "kept"),
    [
        ("", False, {}),
        ("2026-03-01", False, {"jusquau": "2026-03-01"}),
        ("2026-03-01", True, {"jusquau": "2026-03-01", "revoquee": True}),
        ("", True, {"revoquee": True}),
    ],
)
def test_a_key_is_kept_in_the_history_with_what_ended_it_and_is_believed_as_it_says(
    until: str, revoked: bool, kept: dict[str, object]
) -> None:
    past = PastKey(KEY.multikey, "2025-01-01", until, revoked)
    assert past.as_json() == {"cle": KEY.multikey, "depuis": "2025-01-01"} | kept
    assert (past.trusted.until, past.trusted.revoked) == (date(2026, 3, 1) if until else None, revoked)
