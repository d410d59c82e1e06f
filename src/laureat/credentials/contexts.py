"""The JSON-LD contexts, read unmodified from the package data of ``openbadgeslib`` and pinned by their SHA-256.

A context decides what a signature covers: importing this module fails when one has changed, and nothing is ever
fetched from the network. A document may also define terms inline, within the rules of ``check_contexts``.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

from laureat.credentials.strict_json import TooComplex, Unsupported

VC = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
MOVING = MappingProxyType({"https://purl.imsglobal.org/spec/ob/v3p0/context.json": OB})
"""Addresses whose content has changed over time, and the one that we read in their place: a signature that then fails
proves nothing against the document."""
MAX_CONTEXTS = 64
"""Contexts that a document and those that it embeds may name."""
MAX_TERMS = 64
"""Terms that a document may define inline."""

PINNED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # address: (file in openbadgeslib/ob3/contexts, SHA-256)
        VC: ("credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"),
        OB: ("ob-v3p0-context-3.0.3.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"),
        CLR: ("clr_context_2.0.1.json", "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6"),
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": (
            "ob-v3p0-context-3.0.1.json",
            "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
        ),
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": (
            "ob-v3p0-context-3.0.2.json",
            "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
        ),
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": (
            "ob-v3p0-extensions.json",
            "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
        ),
        "https://w3id.org/security/data-integrity/v2": (
            "security-data-integrity-v2.json",
            "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
        ),
    }
)


class ContextChanged(RuntimeError):
    """A pinned context is no longer the document that was reviewed: nothing may be signed or verified."""


class UnknownContext(ValueError):
    """A document names a context that is not pinned; contexts are never fetched."""


def read_pinned(pinned: Mapping[str, tuple[str, str]] = PINNED) -> dict[str, dict[str, Any]]:
    """Read the pinned contexts by address. Raises ContextChanged when one is missing or changed."""
    folder = resources.files("openbadgeslib.ob3.contexts")
    contexts = {}
    for address, (name, expected) in pinned.items():
        file = folder.joinpath(name)
        content = file.read_bytes() if file.is_file() else b""
        if hashlib.sha256(content).hexdigest() != expected:
            raise ContextChanged(
                f"le contexte JSON-LD {address} ({name}) n'est plus celui qui a été relu : "
                "rien ne peut être signé ni vérifié ; revenir à la version d'openbadgeslib attendue"
            )
        contexts[address] = json.loads(content)
    return contexts


def _known() -> dict[str, dict[str, Any]]:
    pinned = read_pinned()
    moving = {address: pinned[target] for address, target in MOVING.items()}
    return {**pinned, **moving, EXAMPLES: {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}}


CONTEXTS: Mapping[str, dict[str, Any]] = MappingProxyType(_known())
"""The contexts that we know, by address; that of the W3C's examples is one line."""

Loader = Callable[[str, Any], dict[str, Any]]


def loader(contexts: Mapping[str, dict[str, Any]] = CONTEXTS) -> Loader:
    """A PyLD document loader that knows ``contexts`` and nothing else. It raises UnknownContext, it never fetches."""
    static = {"tag": "static"} if contexts is CONTEXTS else {}

    def load(address: str, _options: Any = None) -> dict[str, Any]:
        if address not in contexts:
            raise UnknownContext(f"contexte JSON-LD inconnu : {address}")
        return {"contextUrl": None, "documentUrl": address, "document": contexts[address], **static}

    return load


def check_contexts(document: Any, contexts: Mapping[str, dict[str, Any]] = CONTEXTS) -> None:
    """Accept contexts of known addresses, and inline ones that only add terms. Raises Unsupported on any other.

    Inline, a term is an IRI or an object with ``@id``, ``@type``, ``@container`` (``@set``, ``@list``, ``@language``),
    ``@language``, ``@direction``, ``@protected``, ``@prefix``, ``@context``; ``@vocab``, ``@language``, ``@version``
    and ``@protected`` may be set. Nothing may be undefined, moved or imported: all that is shown stays signed.
    """
    terms, listed, pending = 0, 0, [document]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, dict):
            given = _as_list(value.get("@context", []))
            listed += len(given)
            for each in given:
                if isinstance(each, str) and each not in contexts:
                    raise Unsupported(f"contexte JSON-LD inconnu : {each[:120]}")
                if not isinstance(each, str):
                    terms += _check_inline(each)
            if terms > MAX_TERMS or listed > MAX_CONTEXTS:
                raise TooComplex(f"plus de {MAX_CONTEXTS} contextes, ou de {MAX_TERMS} termes définis en ligne")
            pending.extend(child for key, child in value.items() if key != "@context")


def _check_inline(context: Any, depth: int = 1) -> int:
    """The number of terms of an inline context."""
    if not isinstance(context, dict) or depth > 3:
        raise Unsupported(f"contexte JSON-LD d'une sorte que nous ne lisons pas : {json.dumps(context)[:80]}")
    count = 0
    for term, definition in context.items():
        if term in ("@vocab", "@language", "@version", "@protected"):
            if term == "@vocab" and ":" not in str(definition):
                raise Unsupported("contexte JSON-LD : @vocab n'est pas une adresse")
            continue
        parts = definition if isinstance(definition, dict) else {"@id": definition}
        if (
            term.startswith("@")
            or not set(parts) <= _TERM
            or not isinstance(parts.get("@id", ""), str)
            or str(parts.get("@id", "")) in _MOVES
            or not set(map(str, _as_list(parts.get("@container", [])))) <= {"@set", "@list", "@language"}
        ):
            raise Unsupported(f"contexte JSON-LD : le terme « {term} » est défini d'une façon que nous ne lisons pas")
        count += 1
        for nested in _as_list(parts.get("@context", [])):
            count += _check_inline(nested, depth + 1)
    return count


_TERM = frozenset({"@id", "@type", "@container", "@language", "@direction", "@protected", "@prefix", "@context"})
_MOVES = frozenset({"@context", "@graph", "@included", "@index", "@json", "@nest", "@none", "@reverse"})


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
