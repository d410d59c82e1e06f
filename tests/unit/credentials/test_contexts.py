"""The contexts that decide what a signature covers."""

import hashlib

import pytest

from laureat.credentials import canonical, contexts
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
    with pytest.raises(canonical.Unsupported, match="contexte JSON-LD inconnu"):
        canonical.to_quads(document)
    with pytest.raises(contexts.UnknownContext):
        contexts.loader()("https://exemple.invalid/contexte.json")


def test_an_inline_context_is_refused() -> None:
    document = signed() | {"@context": [contexts.VC, {"name": "https://schema.org/nom"}]}
    document.pop("proof")
    with pytest.raises(canonical.Unsupported, match="contexte JSON-LD inconnu"):
        canonical.to_quads(document)
