"""The contexts that decide what a signature covers."""

import hashlib
from typing import Any

import pytest

from laureat.credentials import contexts, rdf, strict_json
from support.titres import signed


def test_a_changed_context_stops_everything() -> None:
    pinned = {contexts.OB: ("ob-v3p0-context-3.0.3.json", "0" * 64)}
    with pytest.raises(contexts.ContextChanged, match="n'est plus celui qui a été relu"):
        contexts.read_pinned(pinned)


def test_a_missing_context_stops_everything() -> None:
    with pytest.raises(contexts.ContextChanged):
        contexts.read_pinned({contexts.VC: ("absent.json", hashlib.sha256(b"").hexdigest()[::-1])})


def test_a_context_that_is_not_pinned_is_refused_and_never_fetched() -> None:
    document = signed() | {"@context": [contexts.VC, "https://exemple.invalid/contexte.json"]}
    document.pop("proof")
    with pytest.raises(strict_json.Unsupported, match="contexte JSON-LD inconnu"):
        rdf.to_quads(document)
    with pytest.raises(contexts.UnknownContext):
        contexts.loader()("https://exemple.invalid/contexte.json")


def with_context(*inline: Any, **changes: Any) -> dict[str, Any]:
    document = signed() | {"@context": [contexts.VC, contexts.OB, *inline]} | changes
    document.pop("proof")
    return document


def test_an_inline_context_may_add_terms_and_nothing_of_them_is_left_unsigned() -> None:
    added = {"lycee": "https://exemple.fr/termes#lycee", "xsd": "http://www.w3.org/2001/XMLSchema#"}
    quads = rdf.to_quads(with_context(added, lycee="Lycée Colbert"))
    assert ("<https://exemple.fr/termes#lycee>", '"Lycée Colbert"') in [quad[1:3] for quad in quads]


def test_a_language_map_signs_each_language() -> None:
    added = {"devise": {"@id": "https://exemple.fr/termes#devise", "@container": "@language"}}
    quads = rdf.to_quads(with_context(added, devise={"fr": "Savoir", "en": "Know"}))
    assert {'"Savoir"@fr', '"Know"@en'} <= {quad[2] for quad in quads}


@pytest.mark.parametrize("deep", [3, 4])
def test_contexts_within_contexts_are_read_to_the_third_and_no_further(deep: int) -> None:
    added: dict[str, Any] = {"t": "https://exemple.fr/termes#t"}
    for _ in range(deep - 1):
        added = {"t": {"@id": "https://exemple.fr/termes#t", "@context": added}}
    if deep == 3:
        contexts.check_contexts({"@context": added})
    else:
        with pytest.raises(strict_json.Unsupported):
            contexts.check_contexts({"@context": added})


def test_an_inline_context_may_not_change_a_term_of_the_standards() -> None:
    with pytest.raises(strict_json.Malformed, match="protected term"):
        rdf.to_quads(with_context({"name": "https://exemple.fr/autre"}))


@pytest.mark.parametrize(
    "inline",
    [
        {"lycee": None},
        {"lycee": {"@reverse": "https://exemple.fr/termes#lycee"}},
        {"lycee": {"@id": "https://exemple.fr/termes#lycee", "@container": "@index"}},
        {"lycee": "@graph"},
        {"@import": "https://exemple.fr/contexte"},
        {"@base": "https://exemple.fr/"},
        {"@vocab": ""},
        {"lycee": {"@id": "https://exemple.fr/a", "@context": {"@base": "https://exemple.fr/"}}},
        [["https://www.w3.org/ns/credentials/v2"]],
    ],
)
def test_an_inline_context_that_would_hide_or_move_something_is_not_read(inline: Any) -> None:
    with pytest.raises(strict_json.Unsupported, match="contexte JSON-LD"):
        rdf.to_quads(with_context(inline))


def test_an_inline_context_may_say_its_language_and_an_address_for_its_terms() -> None:
    said = {"@language": "fr", "@vocab": "https://exemple.fr/termes#"}
    quads = rdf.to_quads(with_context(said, lycee="Lycée Colbert"))
    assert ("<https://exemple.fr/termes#lycee>", '"Lycée Colbert"@fr') in [quad[1:3] for quad in quads]


def test_contexts_are_counted() -> None:
    with pytest.raises(strict_json.TooComplex):
        rdf.to_quads(with_context(*[contexts.OB] * contexts.MAX_CONTEXTS))
    with pytest.raises(strict_json.TooComplex):
        rdf.to_quads(with_context({f"t{n}": f"https://exemple.fr/{n}" for n in range(contexts.MAX_TERMS + 1)}))
