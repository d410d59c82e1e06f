"""Signing fast: the same bytes as the long way, checked on a sample of every run."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3 import OB3LdpVerifier

from laureat.credentials import bulk, proof, strict_json
from laureat.credentials.claims import Claim, StatusEntry
from support.titres import KEY, candidate, issuance, outcome, signed_text

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=50)


@settings(max_examples=15, deadline=None)
@given(nom=texts, prenom=texts, index=st.integers(0, 131_071), consents=st.booleans())
def test_the_fast_way_signs_what_the_long_way_signs(nom: str, prenom: str, index: int, consents: bool) -> None:
    told = issuance()
    signer = bulk.BulkSigner(KEY, told.issuer.key_id, told.instant)
    who = candidate(nom=nom, prenom=prenom)
    for wanted in told.credentials(who, outcome(), KEY.salts, consents):
        wanted = wanted.with_status(StatusEntry("urn:uuid:r", "https://exemple.fr/statuts/s-1.json", index))
        claim = wanted.claim
        fast = json.loads(signer.sign(claim, lambda values, claim=claim: told.document(claim, values), wanted.values))
        slow = proof.sign(told.document(claim, wanted.values), KEY, told.issuer.key_id, told.instant)
        assert fast == slow


def test_alike_nodes_are_signed_the_long_way() -> None:
    told = issuance()
    wanted = next(told.credentials(candidate(), outcome(), KEY.salts, False)).with_status(StatusEntry("a:r", "a:s", 1))

    def build(values: Any) -> dict[str, Any]:
        document = told.document(wanted.claim, values)
        identity = document["credentialSubject"]["identifier"][0]
        document["credentialSubject"]["identifier"] = [identity, dict(identity)]
        return document

    signer = bulk.BulkSigner(KEY, told.issuer.key_id, told.instant)
    proof.verify(json.loads(signer.sign("alike", build, wanted.values)), KEY.private.public_key())


def test_what_no_shape_can_tell_is_written_the_long_way_to_the_letter() -> None:
    """Two nodes of one name: the document is built, ordered and written whole, each time."""
    told = issuance()
    wanted = next(told.credentials(candidate(), outcome(), KEY.salts, False)).with_status(StatusEntry("a:r", "a:s", 1))

    def build(values: Any) -> dict[str, Any]:
        document = told.document(wanted.claim, values)
        document["credentialSubject"]["id"] = document["id"]
        return document

    signer = bulk.BulkSigner(KEY, told.issuer.key_id, told.instant)
    text = signer.sign("same", build, wanted.values)
    assert signer.templates["same"].shape is None
    slow = proof.sign(build(wanted.values), KEY, told.issuer.key_id, told.instant)
    assert json.loads(text) == slow
    assert text.startswith(b'{\n "@context"')
    assert text.endswith(b'"}\n}')
    proof.verify(json.loads(text), KEY.private.public_key())


def test_a_difference_on_the_sample_stops_the_run() -> None:
    told = issuance()
    wanted = next(told.credentials(candidate(), outcome(), KEY.salts, False)).with_status(StatusEntry("a:r", "a:s", 1))
    other = Claim("bloc", "RNCP35697BC01")

    def build(values: Any) -> dict[str, Any]:
        # A builder whose constant part depends on a value: the template cannot know.
        return told.document(wanted.claim if values["nom"].startswith("urn:") else other, values)

    signer = bulk.BulkSigner(KEY, told.issuer.key_id, told.instant)
    with pytest.raises(bulk.TemplateError):
        signer.sign("unstable", build, wanted.values)


def test_the_first_of_each_shape_and_one_in_so_many_are_compared_with_the_long_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = issuance()
    all_wanted = told.credentials(candidate(), outcome(), KEY.salts, False)
    diploma, bloc, *_rest = (each.with_status(StatusEntry("urn:r", "urn:s", 1)) for each in all_wanted)
    signer = bulk.BulkSigner(KEY, told.issuer.key_id, told.instant, sample=4)
    compared: list[int] = []
    long_way = bulk.to_quads
    monkeypatch.setattr(bulk, "to_quads", lambda document: (compared.append(signer.signed), long_way(document))[1])
    signs = ((1, diploma), (2, diploma), (3, bloc), (4, bloc), (5, bloc), (6, bloc), *((6, bloc),) * 4)
    for kind, wanted in signs:
        signer.sign(kind, lambda values, claim=wanted.claim: told.document(claim, values), wanted.values)
    assert compared == [0, 2, 4, 8]


@pytest.mark.parametrize(("name", "value"), [("titulaire", "pas un identifiant"), ("nom", "DU\u0000PONT")])
def test_a_value_that_could_not_be_signed_is_refused(name: str, value: str) -> None:
    told = issuance()
    wanted = next(told.credentials(candidate(), outcome(), KEY.salts, False)).with_status(StatusEntry("a:r", "a:s", 1))
    signer = bulk.BulkSigner(KEY, told.issuer.key_id, told.instant)
    with pytest.raises(strict_json.Unsupported):
        signer.sign(wanted.claim, lambda values: told.document(wanted.claim, values), {**wanted.values, name: value})


def test_openbadgeslib_accepts_what_we_issue() -> None:
    public = KEY.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert OB3LdpVerifier(public).verify(signed_text(consents=True)).name
