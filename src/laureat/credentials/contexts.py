"""The JSON-LD contexts, read unmodified from the package data of ``openbadgeslib`` and pinned by their SHA-256.

A context decides what a signature covers: importing this module fails when one has changed, and nothing is ever
fetched from the network.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

VC = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

PINNED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # address: (file in openbadgeslib/ob3/contexts, SHA-256)
        VC: ("credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"),
        OB: ("ob-v3p0-context-3.0.3.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"),
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


CONTEXTS: Mapping[str, dict[str, Any]] = MappingProxyType(read_pinned())
"""The pinned contexts by address."""

Loader = Callable[[str, Any], dict[str, Any]]


def loader(contexts: Mapping[str, dict[str, Any]] = CONTEXTS) -> Loader:
    """A PyLD document loader that knows ``contexts`` and nothing else. It raises UnknownContext, it never fetches."""
    static = {"tag": "static"} if contexts is CONTEXTS else {}

    def load(address: str, _options: Any = None) -> dict[str, Any]:
        if address not in contexts:
            raise UnknownContext(f"contexte JSON-LD inconnu : {address}")
        return {"contextUrl": None, "documentUrl": address, "document": contexts[address], **static}

    return load
