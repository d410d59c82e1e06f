"""A commitment holds its author to a text, and says nothing of it."""

import hashlib

import pytest

from laureat.records import SALT_LENGTH, Fact, commit, encode, identity_text, leaf_hash, opens
from laureat.records.facts import CandidateRegistered
from laureat.records.merkle import Frontier

SALT = bytes(range(32))


def test_a_commitment_is_the_hash_of_the_salt_and_the_text() -> None:
    assert commit("Nguyễn", SALT) == hashlib.sha256(SALT + "Nguyễn".encode()).hexdigest()


def test_a_commitment_opens_with_its_own_text_and_salt_only() -> None:
    commitment = commit("erreur de report", SALT)
    assert opens(commitment, "erreur de report", SALT)
    assert not opens(commitment, "erreur de saisie", SALT)
    assert not opens(commitment, "erreur de report", bytes(32))
    assert not opens(commitment, "erreur de report", b"")
    assert not opens(commitment, "rreur de report", SALT + b"e"), "a salt that has eaten a letter"


def test_the_same_text_twice_gives_two_commitments() -> None:
    assert commit("oui", SALT) != commit("oui", bytes(32))


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_reason_is_no_reason(text: str) -> None:
    with pytest.raises(ValueError, match="vide"):
        commit(text, SALT)


def test_a_short_salt_could_be_guessed_and_is_refused() -> None:
    with pytest.raises(ValueError, match=str(SALT_LENGTH)):
        commit("oui", b"sel")


def test_an_identity_has_one_text_whatever_the_order_of_its_fields() -> None:
    one = identity_text({"nom": "Šimůnek", "prenom": "Zoé", "ine": ""})
    assert one == identity_text({"prenom": "Zoé", "nom": "Šimůnek"}) == '{"nom":"Šimůnek","prenom":"Zoé"}'


def test_erasing_the_text_and_its_salt_leaves_the_log_as_it_was() -> None:
    erasable = {"c1": (identity_text({"nom": "Martin"}), SALT)}
    text, salt = erasable["c1"]
    fact: Fact = CandidateRegistered(
        log="s",
        author="a",
        at="2026-01-01T00:00:00Z",
        key="k",
        candidate="c1",
        person="p1",
        identity=commit(text, salt),
        outside_dates=False,
    )
    root = Frontier().extended([leaf_hash(encode(fact))]).root
    del erasable["c1"]
    assert Frontier().extended([leaf_hash(encode(fact))]).root == root
    assert b"Martin" not in encode(fact)
