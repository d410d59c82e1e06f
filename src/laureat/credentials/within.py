"""The credentials that a credential holds within itself, at any depth: titles of a record, endorsements, tokens."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from laureat.credentials import jose
from laureat.credentials.rdf import RDF, Graph
from laureat.credentials.strict_json import TooComplex, Unsupported
from laureat.credentials.titles import CREDENTIAL, OB, VC

MAX_HELD = 32
"""Credentials that a title may hold, however deep: endorsements, titles of a record, their own endorsements."""
MAX_TOKENS = 4
"""Tokens that hold one another."""

_TYPE = f"<{RDF}type>"
_TYPES = frozenset({f"<{CREDENTIAL}>", f"<{VC}EnvelopedVerifiableCredential>"})
_ENDORSEMENT = f"<{OB}endorsementJwt>"


@dataclass(frozen=True)
class Held:
    """A credential within another: as it stands alone, with its contexts, or in the token that signs it."""

    document: Mapping[str, Any]
    token: jose.Token | None = None
    unread: Unsupported | None = None
    """Why the token of an endorsement could not be read; its document is then empty."""


def held_within(document: Mapping[str, Any]) -> list[Held]:
    """Every credential within this one, the outer before the inner.

    Raises TooComplex beyond ``MAX_HELD`` or ``MAX_TOKENS``, and what ``jose.read`` raises for a token within.
    """
    found = list(islice(_walk(document, [], 0, root=True), MAX_HELD + 1))
    if len(found) > MAX_HELD:
        raise TooComplex(f"plus de {MAX_HELD} titres dans le titre")
    return found


def check_all_seen(document: Mapping[str, Any], graph: Graph) -> None:
    """Raises Unsupported where the statements of a document tell of a credential that its JSON writes otherwise."""
    stated = sum((q[1] == _TYPE and q[2] in _TYPES) or q[1] == _ENDORSEMENT for q in graph.quads)
    itself = CREDENTIAL in graph.types(graph.root)
    if stated > itself + _written_below(document):
        raise Unsupported("un titre contenu dans celui-ci est écrit d'une façon que nous ne lisons pas")


def token_within(document: Mapping[str, Any]) -> str | None:
    """The token of an ``EnvelopedVerifiableCredential`` (VCDM 2.0, 4.13); None for another document."""
    if "EnvelopedVerifiableCredential" not in types_of(document):
        return None
    prefix, comma, token = str(document.get("id", document.get("@id"))).partition(",")
    if not comma or prefix != f"data:application/{jose.TYPE}":
        raise Unsupported("enveloppe d'une autre sorte")
    return token


def types_of(document: Mapping[str, Any]) -> list[Any]:
    """The types that a JSON object gives itself."""
    return _as_list(document.get("type", document.get("@type")))


def _walk(value: Any, contexts: list[Any], tokens: int, *, root: bool = False) -> Iterator[Held]:
    """``contexts``: those in force where the value stands; ``tokens``: how many tokens it stands in."""
    if isinstance(value, list):
        for each in value:
            yield from _walk(each, contexts, tokens)
    elif isinstance(value, dict):
        own = _as_list(value.get("@context"))
        is_credential = "VerifiableCredential" in types_of(value)
        contexts = own if own and is_credential else [*contexts, *own]
        if not root and is_credential:
            yield Held({**value, "@context": contexts})
        elif not root and (text := token_within(value)) is not None:
            yield from _of_token(jose.read(text), tokens)
        for text in _endorsements(value):
            try:
                token = jose.read(text)
            except Unsupported as unread:
                yield Held({}, unread=unread)
            else:
                yield from _of_token(token, tokens)
        for child in _below(value):
            yield from _walk(child, contexts, tokens)


def _of_token(token: jose.Token, tokens: int) -> Iterator[Held]:
    if tokens == MAX_TOKENS:
        raise TooComplex(f"plus de {MAX_TOKENS} jetons l'un dans l'autre")
    yield Held(token.document, token)
    yield from _walk(token.document, [], tokens + 1, root=True)


def _written(value: Any) -> int:
    """How many credentials a JSON value holds in plain words, itself included."""
    if isinstance(value, list):
        return sum(map(_written, value))
    if not isinstance(value, dict):
        return 0
    itself = any(name in types_of(value) for name in ("VerifiableCredential", "EnvelopedVerifiableCredential"))
    return itself + _written_below(value)


def _written_below(value: Mapping[str, Any]) -> int:
    return len(_endorsements(value)) + sum(map(_written, _below(value)))


def _below(value: Mapping[str, Any]) -> list[Any]:
    return [child for key, child in value.items() if key not in ("@context", "proof")]


def _endorsements(value: Mapping[str, Any]) -> list[str]:
    """The endorsements that are tokens (Open Badges 3.0, ``endorsementJwt``)."""
    return [text for text in _as_list(value.get("endorsementJwt")) if isinstance(text, str)]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
