"""What a file holds: the title within its envelopes, and the credentials within a title, at any depth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from laureat.credentials import jose
from laureat.credentials.names import OB, VC
from laureat.credentials.rdf import RDF, Graph
from laureat.credentials.strict_json import TooComplex, Unsupported
from laureat.credentials.titles import CREDENTIAL
from laureat.vocabulary.french import plural

MAX_HELD = 32
"""Credentials that a title may hold, however deep: endorsements, titles of a record, their own endorsements."""
MAX_TOKENS = 4
"""Tokens that hold one another."""

_TYPE = f"<{RDF}type>"
_ENVELOPES = {"EnvelopedVerifiableCredential": jose.TYPE, "EnvelopedVerifiablePresentation": "vp+jwt"}
_TYPES = frozenset({f"<{CREDENTIAL}>", *(f"<{VC}{name}>" for name in _ENVELOPES)})
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


def opened(document: dict[str, Any], token: jose.Token | None) -> tuple[dict[str, Any], jose.Token | None, bool]:
    """The one title that a file presents, out of its envelopes; whether it stood in a presentation.

    An ``EnvelopedVerifiableCredential`` or ``EnvelopedVerifiablePresentation`` (VCDM 2.0, 4.13) gives what its token
    holds; a ``VerifiablePresentation`` gives its credential, where that is secured: who presents it is not verified,
    and a verdict says so.
    Raises Unsupported where there are several, TooComplex beyond ``MAX_TOKENS``, and what ``jose.read`` raises.
    """
    presented = False
    for _ in range(2 * MAX_TOKENS):
        if (text := token_within(document)) is not None:
            token = jose.read(text)
            document = token.document
        elif held := _presented(document):
            if len(held) > 1:
                raise Unsupported(f"une présentation de {plural(len(held), 'titre')} : présentez-les un par un")
            presented, token = True, None if isinstance(held[0], dict) else jose.read(held[0])
            document = token.document if token else {"@context": document.get("@context"), **held[0]}
        else:
            return document, token, presented
    raise TooComplex(f"plus de {MAX_TOKENS} jetons l'un dans l'autre")


def wraps(document: Mapping[str, Any]) -> bool:
    """Whether a JSON object, no title itself, holds one somewhere: what a wallet or a site wrote around it."""
    pending: list[Any] = [document]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            if "VerifiableCredential" in types_of(value):
                return True
            pending += value.values()
        elif isinstance(value, list):
            pending += value
        elif isinstance(value, str) and jose.looks_compact(value):
            return True
    return False


def _presented(document: Mapping[str, Any]) -> list[Any]:
    """The credentials of a presentation, where each is a token or bears its proof; nothing of another document.

    Raises Unsupported where one is in an envelope that we do not read, and the presentation has no proof of its own.
    """
    held = _as_list(document.get("verifiableCredential")) if "VerifiablePresentation" in types_of(document) else []
    try:
        secured = all(
            isinstance(each, str) or (isinstance(each, dict) and ("proof" in each or token_within(each)))
            for each in held
        )
    except Unsupported:
        if "proof" not in document:
            raise
        return []
    return held if secured else []


def token_within(document: Mapping[str, Any]) -> str | None:
    """The token of an enveloped credential or presentation (VCDM 2.0, 4.13); None for another document."""
    for name, kind in _ENVELOPES.items():
        if name in types_of(document):
            prefix, comma, token = str(document.get("id", document.get("@id"))).partition(",")
            if not comma or prefix != f"data:application/{kind}":
                raise Unsupported("enveloppe d'une autre sorte")
            return token
    return None


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
    presentation = "VerifiablePresentation" in types_of(token.document)
    if not presentation:  # who presents is not verified, what is presented is
        yield Held(token.document, token)
    yield from _walk(token.document, [], tokens + 1, root=True)
    for text in _as_list(token.document.get("verifiableCredential")) if presentation else []:
        if isinstance(text, str):
            yield from _of_token(jose.read(text), tokens + 1)


def _written(value: Any) -> int:
    """How many credentials a JSON value holds in plain words, itself included."""
    if isinstance(value, list):
        return sum(map(_written, value))
    if not isinstance(value, dict):
        return 0
    itself = any(name in types_of(value) for name in ("VerifiableCredential", *_ENVELOPES))
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
