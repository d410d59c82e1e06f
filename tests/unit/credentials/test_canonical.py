"""What is signed: every term or nothing, in bounded time, as the reference implementation says."""

import copy
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from laureat.credentials import canonical, contexts, rdf, strict_json
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
    assert canonical.canonicalise(rdf.to_quads(document)) == reference(document)


def test_alike_nodes_go_the_long_way_to_the_same_form(document: dict[str, Any]) -> None:
    achievement = document["credentialSubject"]["achievement"]
    achievement["alignment"] = [achievement["alignment"][0]] * 3
    assert canonical.canonicalise(rdf.to_quads(document)) == reference(document)


@pytest.mark.parametrize(
    ("path", "term"),
    [((), "mentionFrançaise"), (("credentialSubject",), "numeroINE"), (("issuer",), "siret"), ((), "expirationDate")],
)
def test_a_term_that_would_not_be_signed_is_refused(document: dict[str, Any], path: tuple[str, ...], term: str) -> None:
    node = document
    for step in path:
        node = node[step]
    node[term] = "2030-01-01T00:00:00Z"
    with pytest.raises(strict_json.NotSigned, match=term):
        rdf.to_quads(document)


@pytest.mark.parametrize("identifier", ["diplome-1", "/diplomes/1", "urn:uuid:a b", "https://exemple.fr/<>"])
def test_an_identifier_that_would_be_dropped_is_refused(document: dict[str, Any], identifier: str) -> None:
    document["credentialSubject"]["id"] = identifier
    with pytest.raises(strict_json.NotSigned):
        rdf.to_quads(document)


@pytest.mark.parametrize("key", ["@graph", "@included", "@reverse", "@nest", "@index", "@base"])
def test_a_keyword_that_hides_a_node_is_refused(document: dict[str, Any], key: str) -> None:
    document["credentialSubject"][key] = []
    with pytest.raises(strict_json.Unsupported):
        rdf.to_quads(document)


def test_a_node_named_or_described_in_several_places_is_one_node(document: dict[str, Any]) -> None:
    document["credentialSubject"]["achievement"]["creator"] = copy.deepcopy(document["issuer"])
    document["credentialSubject"]["source"] = {"id": document["issuer"]["id"], "type": ["Profile"]}
    assert canonical.canonicalise(rdf.to_quads(document)) == reference(document)


def test_a_blank_node_named_by_the_document_keeps_its_links(document: dict[str, Any]) -> None:
    document["credentialSubject"]["id"] = "_:titulaire"
    assert canonical.canonicalise(rdf.to_quads(document)) == reference(document)


def test_a_control_character_is_refused(document: dict[str, Any]) -> None:
    document["name"] = "Bac\u0008"
    with pytest.raises(strict_json.Unsupported, match="caractère de contrôle"):
        rdf.to_quads(document)


@pytest.mark.parametrize(
    "text", ['{"a": 1, "a": 2}', '{"a": NaN}', "[]", '"a"', "{", '{"a": ' + "9" * 5_000 + "}", '{"a": ' + "[" * 100_000]
)
def test_json_is_read_strictly(text: str) -> None:
    with pytest.raises(strict_json.Unsupported):
        strict_json.parse_json(text)


def test_a_large_document_is_refused_before_it_is_read() -> None:
    with pytest.raises(strict_json.TooComplex):
        strict_json.parse_json(b'{"a": "' + b"x" * strict_json.MAX_BYTES + b'"}')


@pytest.mark.parametrize("siblings", [4, 10, 60])
def test_a_poison_graph_costs_a_count_not_a_time(document: dict[str, Any], siblings: int) -> None:
    poison = {"type": ["Profile"], "otherIdentifier": [{"type": ["IdentifierEntry"], "identifier": "x"}] * siblings}
    document["issuer"] = {**document["issuer"], "parentOrg": [poison, poison]}
    start = time.process_time()
    if siblings == 4:
        assert canonical.canonicalise(rdf.to_quads(document)) == reference(document)
    else:
        with pytest.raises(strict_json.TooComplex, match="semblables"):
            canonical.canonicalise(rdf.to_quads(document))
    assert time.process_time() - start < 5


def test_a_chain_of_alike_nodes_is_refused_by_its_depth(document: dict[str, Any]) -> None:
    quads = [(f"_:a{n}", "<urn:p>", f"_:a{(n + 1) % 900}", "") for n in range(900)]
    with pytest.raises(strict_json.TooComplex):
        canonical.canonicalise(quads)


def large(document: dict[str, Any], kind: str, count: int) -> dict[str, Any]:
    """The same document with ``count`` more values of a kind."""
    subject = document["credentialSubject"]
    if kind == "textes":
        return document | {"name": [f"nom {n}" for n in range(count)]}
    if kind == "notes":
        notes = [{"type": "Result", "value": str(n)} for n in range(count)]
        return document | {"credentialSubject": subject | {"result": notes}}
    links = [{"type": ["Alignment"], "targetName": f"c{n}", "targetUrl": "https://a.fr/"} for n in range(count)]
    return document | {"credentialSubject": subject | {"achievement": subject["achievement"] | {"alignment": links}}}


@pytest.mark.parametrize(("kind", "most"), [("textes", 5_500), ("notes", 1_400), ("alignements", 700)])
def test_time_grows_with_size_and_no_more(document: dict[str, Any], kind: str, most: int) -> None:
    taken = []
    for count in (most // 8, most):
        given = large(document, kind, count)
        taken.append(min(seconds_of(given) for _ in range(3)))  # what a process learns once, or sweeps, is not the size
    assert taken[1] < 2
    assert taken[1] < 8 * 3 * max(taken[0], 0.01)


def seconds_of(document: dict[str, Any]) -> float:
    """How long its canonical form takes, in processor time."""
    start = time.process_time()
    canonical.canonicalise(rdf.to_quads(document))
    return time.process_time() - start


@pytest.mark.parametrize("kind", ["textes", "notes", "alignements"])
def test_too_many_values_are_refused_at_once(document: dict[str, Any], kind: str) -> None:
    with pytest.raises(strict_json.TooComplex):
        rdf.to_quads(large(document, kind, 6_001))


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
    assert canonical.canonicalise(rdf.to_quads(document)) == reference(document)


def test_a_number_longer_than_any_that_is_exchanged_is_refused() -> None:
    longest = "1." + "0" * (2 * strict_json.MAX_DIGITS - 2)
    assert strict_json.parse_json(f'{{"a": {longest}}}') == {"a": 1.0}
    with pytest.raises(strict_json.Malformed, match="un nombre de"):
        strict_json.parse_json(f'{{"a": {longest}0}}')
