"""A signed head vouches for a size, a root, a log, an occasion and a time, all of them."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from laureat.records import Occasion, SignedTreeHead, TreeHead, sign
from laureat.records.ed25519 import public_key_of, signer, verifier

KEY = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
HEAD = TreeHead(log="s", size=3, root=bytes(32), occasion=Occasion.CLOSURE, at="2026-06-20T18:00:00Z")


def test_the_key_of_rfc_8032_signs_as_in_rfc_8032() -> None:
    assert public_key_of(KEY).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert signer(KEY)(b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")


def test_a_signed_head_holds_for_its_key_only() -> None:
    signed = sign(HEAD, signer(KEY))
    assert signed.holds(verifier(public_key_of(KEY)))
    assert not signed.holds(verifier(public_key_of(bytes(32))))


@pytest.mark.parametrize(
    "change",
    [
        {"size": 4},
        {"root": b"\x01" * 32},
        {"log": "t"},
        {"occasion": Occasion.PUBLICATION},
        {"at": "2026-06-20T18:00:01Z"},
    ],
)
def test_a_head_changed_in_anything_does_not_hold(change: dict[str, object]) -> None:
    signed = sign(HEAD, signer(KEY))
    assert not replace(signed, head=replace(HEAD, **change)).holds(verifier(public_key_of(KEY)))


def test_a_head_comes_back_from_its_export() -> None:
    signed = sign(HEAD, signer(KEY))
    assert SignedTreeHead.from_json(signed.to_json()) == signed


@pytest.mark.parametrize("change", [{"size": "3"}, {"size": -1}, {"root": "xy"}, {"occasion": "fête"}])
def test_an_export_that_is_no_head_is_refused(change: dict[str, object]) -> None:
    value = sign(HEAD, signer(KEY)).to_json() | change
    with pytest.raises(ValueError, match=r"\w"):
        SignedTreeHead.from_json(value)


def test_a_key_may_come_as_a_pem_document() -> None:
    public = Ed25519PrivateKey.from_private_bytes(KEY).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert sign(HEAD, signer(KEY)).holds(verifier(pem))


def test_a_key_of_another_kind_is_refused() -> None:
    pem = generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(ValueError, match="Ed25519"):
        verifier(pem)


def test_the_printed_head_can_be_read_aloud() -> None:
    assert HEAD.short == "3 : " + " ".join(["00000000"] * 8)


def test_a_head_that_the_first_sessions_signed_verifies_still() -> None:
    signature = (
        "3f2535ca18317722cbb54a8542cff9343dfc4038f969b1a66cb9ce39fcfd7821"
        "e065fbdb95c945511f80335644181a35b685702e6c7d071e1fc1c82750e5d80a"
    )
    value = {
        "log": "04c8b250-5ed3-4f43-9690-6cb586f9afc3",
        "size": 213,
        "root": bytes(range(32)).hex(),
        "occasion": "deliberation",
        "at": "2026-07-03T08:30:00Z",
        "signature": signature,
    }
    assert SignedTreeHead.from_json(value).holds(verifier(public_key_of(KEY)))
