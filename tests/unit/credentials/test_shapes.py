"""Signing by shape: whatever the texts, the bytes of the long way; what a shape could misread goes the long way."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from laureat.credentials import bulk, expansion, proof, shapes
from laureat.credentials.canonical import canonicalise
from laureat.credentials.contexts import CONTEXTS, EXAMPLES, OB, VC, loader
from laureat.credentials.rdf import to_quads
from laureat.credentials.strict_json import Unsupported
from support.titres import KEY

ODD = [
    "",
    " ",
    "%",
    "%%",
    "%s",
    "%(t0)s",
    "100 %",
    '"',
    "\\",
    "\\n",
    "a\nb",
    "\t",
    "\r",
    "<b>",
    "é",
    "É",
    "\u2028",
    "\u202e",
    "𝒳",
]
words = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12))
iris = st.one_of(
    st.sampled_from(["urn:uuid:a", "did:web:exemple.fr", "https://exemple.fr/a%20b", "http://exemple.fr/?a=1#b"]),
    st.sampled_from(
        ["schema:name", "cred:x", "https://é.fr/", "relatif", "_:b0", "urn:a b", "http://relatif.invalid/x", ""]
    ),
)
values = st.fixed_dictionaries({"id": iris, "who": iris, "nom": words, "autre": words})


def alignment(text: str, more: bool) -> dict[str, Any]:
    told = {"type": ["Alignment"], "targetName": text, "targetUrl": "https://exemple.fr/", "targetCode": text}
    return {**told, "targetDescription": f"100 % de {text}"} if more else told


@st.composite
def builders(draw: st.DrawFn) -> Any:
    """A builder of documents: any list of alignments, constant texts of any sort, values alone or within a text."""
    aligned = draw(st.lists(st.tuples(words, st.booleans()), max_size=3))
    title, twice, about = draw(words), draw(st.booleans()), draw(st.sampled_from(["urn:a", "https://exemple.fr/50%25"]))

    def build(given: Any) -> dict[str, Any]:
        identity = {"type": "IdentityObject", "hashed": False, "identityHash": given["nom"], "identityType": "name"}
        return {
            "@context": [VC, OB, EXAMPLES],
            "id": given["id"],
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": "did:web:exemple.fr", "type": ["Profile"], "name": title},
            "name": f"{title} de {given['autre']}, 5 %",
            "credentialSubject": {
                "id": given["who"],
                "type": ["AchievementSubject"],
                "identifier": [identity, {**identity, "identityHash": given["autre"]}] if twice else [identity],
                "achievement": {
                    "id": about,
                    "type": ["Achievement"],
                    "name": title,
                    "alignment": [alignment(*each) for each in aligned],
                },
            },
        }

    return build


@settings(max_examples=40, deadline=None)
@given(build=builders(), each=st.lists(values, min_size=1, max_size=3))
def test_whatever_the_texts_the_fast_way_signs_the_bytes_of_the_long_way(
    build: Any, each: list[dict[str, str]]
) -> None:
    signer = bulk.BulkSigner(KEY, "did:web:exemple.fr#cle", "2026-07-10T00:00:00Z", sample=1_000_000)
    for given_values in each:
        document = build(given_values)
        try:
            slow = proof.sign(document, KEY, "did:web:exemple.fr#cle", "2026-07-10T00:00:00Z")
        except Unsupported:
            with pytest.raises(Unsupported):
                signer.sign("un", build, given_values)
            continue
        assert json.loads(signer.sign("un", build, given_values)) == slow
        ready, template = bulk.written(given_values), signer.templates["un"]
        assert template.canonical(given_values, ready) == canonicalise(to_quads(document)).encode()


def test_no_context_takes_for_a_prefix_the_scheme_of_an_identifier_that_a_shape_fills() -> None:
    def terms(value: Any) -> set[str]:
        if not isinstance(value, dict):
            return set()
        return set(value) | {term for each in value.values() for term in terms(each)}

    known = {term for context in CONTEXTS.values() for term in terms(dict(context))}
    assert known.isdisjoint({"urn", "did", "http", "https"})


def test_our_own_credentials_have_a_shape_and_those_of_one_shape_share_it() -> None:
    documents = [
        {"@context": [VC, OB], "id": "urn:uuid:a", "type": ["VerifiableCredential"], "name": name}
        for name in ("un", "deux")
    ]
    (first, texts), (second, others) = (shapes.shape_of(each) for each in documents)
    assert first is second is not None
    assert [set(each.values()) for each in (texts, others)] == [{"urn:uuid:a", "un"}, {"urn:uuid:a", "deux"}]


def test_a_shape_that_says_something_else_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(given: Any) -> dict[str, Any]:
        return {
            "@context": [VC, OB],
            "id": given["id"],
            "type": ["VerifiableCredential"],
            "name": "un",
            "description": "a",
        }

    shape, _texts = shapes.shape_of(build({"id": "urn:uuid:a"}))
    assert shape
    monkeypatch.setattr(shape, "lines", shape.lines.replace(b"/description>", b"/autre>"))
    signer = bulk.BulkSigner(KEY, "did:web:exemple.fr#cle", "2026-07-10T00:00:00Z")
    with pytest.raises(bulk.TemplateError):
        signer.sign("un", build, {"id": "urn:uuid:a"})


def test_what_is_kept_of_contexts_changes_nothing_of_what_is_expanded() -> None:
    profile = {"id": "did:web:exemple.fr", "type": ["Profile"], "name": "un", "plus": "a"}
    inline = {
        "plus": {"@id": "urn:x:plus", "@language": "fr"},
        "Alignment2": {"@id": "urn:x:A", "@context": {"b": "urn:x:b"}},
    }
    for contexts in (
        [VC, OB],
        [VC, OB, inline],
        [VC, inline, OB],
        [VC, {"@vocab": "https://exemple.fr/#"}, OB],
        [VC, OB],
    ):
        aligned = [alignment("un", True), {**alignment("deux", False), "type": ["Alignment", "Alignment2"], "b": "c"}]
        subject = {"type": ["AchievementSubject"], "achievement": {"type": ["Achievement"], "alignment": aligned}}
        document = {"@context": contexts, "type": ["VerifiableCredential", "OpenBadgeCredential"], "issuer": profile}
        document["credentialSubject"] = subject
        options = {"documentLoader": loader(), "base": "http://relatif.invalid/"}
        assert expansion.Processor().expand(document, options) == jsonld.expand(document, options)
