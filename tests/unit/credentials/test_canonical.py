"""What is signed: every term or nothing, in bounded time, as the reference implementation says."""

import copy
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from laureat.credentials import canonical, contexts
from support.titres import signed


@pytest.fixture
def document() -> dict[str, Any]:
    unsecured = signed(consents=True)
    unsecured.pop("proof")
    return unsecured


def reference(document: dict[str, Any]) -> Any:
    """The canonical form by PyLD alone."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": contexts.loader()}
    return jsonld.normalize(document, options)


def test_our_labels_are_those_of_the_reference(document: dict[str, Any]) -> None:
    assert canonical.canonicalise(canonical.to_quads(document)) == reference(document)


def test_alike_nodes_go_the_long_way_to_the_same_form(document: dict[str, Any]) -> None:
    achievement = document["credentialSubject"]["achievement"]
    achievement["alignment"] = [achievement["alignment"][0]] * 3
    assert canonical.canonicalise(canonical.to_quads(document)) == reference(document)


@pytest.mark.parametrize(
    ("path", "term"),
    [((), "mentionFrançaise"), (("credentialSubject",), "numeroINE"), (("issuer",), "siret"), ((), "expirationDate")],
)
def test_a_term_that_would_not_be_signed_is_refused(document: dict[str, Any], path: tuple[str, ...], term: str) -> None:
    node = document
    for step in path:
        node = node[step]
    node[term] = "2030-01-01T00:00:00Z"
    with pytest.raises(canonical.NotSigned, match=term):
        canonical.to_quads(document)


@pytest.mark.parametrize("identifier", ["diplome-1", "/diplomes/1", "_:b0", "urn:uuid:a b", "https://exemple.fr/<>"])
def test_an_identifier_that_would_be_dropped_is_refused(document: dict[str, Any], identifier: str) -> None:
    document["credentialSubject"]["id"] = identifier
    with pytest.raises(canonical.NotSigned):
        canonical.to_quads(document)


@pytest.mark.parametrize("key", ["@graph", "@included", "@reverse", "@id", "@type"])
def test_a_keyword_that_hides_a_node_is_refused(document: dict[str, Any], key: str) -> None:
    document["credentialSubject"][key] = []
    with pytest.raises(canonical.Unsupported):
        canonical.to_quads(document)


def test_a_node_described_in_two_places_is_refused(document: dict[str, Any]) -> None:
    document["credentialStatus"].append(copy.deepcopy(document["credentialStatus"][0]))
    with pytest.raises(canonical.NotSigned, match="deux endroits"):
        canonical.to_quads(document)


def test_a_control_character_is_refused(document: dict[str, Any]) -> None:
    document["name"] = "Bac\u0008"
    with pytest.raises(canonical.Unsupported, match="caractère de contrôle"):
        canonical.to_quads(document)


@pytest.mark.parametrize(
    "text", ['{"a": 1, "a": 2}', '{"a": NaN}', "[]", '"a"', "{", "\ufeff{}", '{"a": ' + "[" * 100_000]
)
def test_json_is_read_strictly(text: str) -> None:
    with pytest.raises(canonical.Unsupported):
        canonical.parse_json(text)


def test_a_large_document_is_refused_before_it_is_read() -> None:
    with pytest.raises(canonical.TooComplex):
        canonical.parse_json(b'{"a": "' + b"x" * canonical.MAX_BYTES + b'"}')


@pytest.mark.parametrize("siblings", [10, 60])
def test_a_poison_graph_is_refused_in_bounded_time(
    document: dict[str, Any], siblings: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canonical, "TIME_LIMIT", 1.0)
    poison = {"type": ["Profile"], "otherIdentifier": [{"type": ["IdentifierEntry"], "identifier": "x"}] * siblings}
    document["issuer"] = {**document["issuer"], "parentOrg": [poison, poison]}
    start = time.perf_counter()
    with pytest.raises(canonical.TooComplex, match="trop complexe"):
        canonical.canonicalise(canonical.to_quads(document))
    assert time.perf_counter() - start < 10


def test_too_many_objects_are_refused_at_once(document: dict[str, Any]) -> None:
    document["credentialSubject"]["result"] = [{"type": ["Result"], "value": str(n)} for n in range(2_000)]
    with pytest.raises(canonical.TooComplex):
        canonical.to_quads(document)


def test_a_document_at_the_bounds_takes_little_time(document: dict[str, Any]) -> None:
    results = [{"type": "Result", "value": str(n)} for n in range(canonical.MAX_OBJECTS - 80)]
    document["credentialSubject"]["result"] = results
    start = time.perf_counter()
    canonical.canonicalise(canonical.to_quads(document))
    assert time.perf_counter() - start < 20


plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@settings(max_examples=25, deadline=None)
@given(name=plain, description=st.sampled_from(['"', "\\", "a\nb", "\t«»", "é\\n", "😀\uffff\ue000"]))
def test_any_text_has_the_canonical_form_of_the_reference(name: str, description: str) -> None:
    document = {
        "@context": [contexts.VC, contexts.OB],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": "did:web:exemple.fr",
        "name": name,
        "description": description,
        "credentialSubject": {"type": "AchievementSubject", "narrative": name},
    }
    assert canonical.canonicalise(canonical.to_quads(document)) == reference(document)
