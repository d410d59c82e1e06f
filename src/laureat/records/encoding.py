"""The one way to write a fact as bytes, so that its hash means something.

Canonical JSON (RFC 8785) restricted to objects whose values are strings, whole numbers, booleans and lists of strings:
keys sorted, no space, no float. ``v`` is the version of the writing and ``kind`` the kind of fact.
"""

import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_type_hints

from laureat.records.facts import KINDS, Fact

VERSION = 1
MAX_INTEGER = 2**53 - 1
"""Beyond it, JSON readers disagree (RFC 8785 §3.2.2.3)."""

_write = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def canonical(value: dict[str, Any]) -> bytes:
    """The canonical bytes of a flat object. Raises ValueError for a value that has no place in it."""
    for name, item in value.items():
        if isinstance(item, int):
            if abs(item) > MAX_INTEGER:
                raise ValueError(f"{name} : entier trop grand pour être échangé")
        elif not isinstance(item, str) and not _is_text_list(item):
            raise ValueError(f"{name} : {type(item).__name__} n'est ni un texte, ni un entier, ni une liste de textes")
    return _write(value).encode()


def _is_text_list(item: object) -> bool:
    return isinstance(item, list | tuple) and all(isinstance(part, str) for part in item)


_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in KINDS.values()}


def encode(fact: Fact) -> bytes:
    """The canonical bytes of a fact; equal facts have equal bytes."""
    kind = type(fact)
    value = {name: getattr(fact, name) for name in _NAMES[kind]}
    value["kind"] = kind.__name__
    value["v"] = VERSION
    return canonical(value)


def decode(payload: bytes) -> Fact:
    """The fact that these bytes say. Raises ValueError, in French, for anything ``encode`` would not have written."""
    try:
        value = json.loads(payload)
    except ValueError as error:
        raise ValueError(f"fait illisible : {error}") from None
    if not isinstance(value, dict):
        raise ValueError("fait illisible : un objet JSON est attendu")
    if value.pop("v", None) != VERSION:
        raise ValueError(f"version d'écriture inconnue ; connue : {VERSION}")
    name = value.pop("kind", None)
    if name not in KINDS:
        raise ValueError(f"genre de fait inconnu : {name}")
    readers = _READERS[KINDS[name]]
    if value.keys() != readers.keys():
        names = ", ".join(sorted(value.keys() ^ readers.keys()))
        raise ValueError(f"{name} : champs en trop ou manquants : {names}")
    read: dict[str, Any] = {field: readers[field](field, item) for field, item in value.items()}
    return KINDS[name](**read)


def _text(name: str, item: object) -> str:
    if type(item) is not str:
        raise ValueError(f"{name} : un texte est attendu")
    return item


def _integer(name: str, item: object) -> int:
    if type(item) is not int:
        raise ValueError(f"{name} : un entier est attendu")
    return item


def _boolean(name: str, item: object) -> bool:
    if type(item) is not bool:
        raise ValueError(f"{name} : vrai ou faux est attendu")
    return item


def _texts(name: str, item: object) -> tuple[str, ...]:
    if not isinstance(item, list) or not _is_text_list(item):
        raise ValueError(f"{name} : une liste de textes est attendue")
    return tuple(item)


def _readers_of(kind: type[Fact]) -> dict[str, Callable[[str, object], object]]:
    known: dict[object, Callable[[str, object], object]] = {int: _integer, bool: _boolean, tuple[str, ...]: _texts}
    hints = get_type_hints(kind)
    assert not {"kind", "v"} & hints.keys()
    return {field.name: known.get(hints[field.name], _text) for field in fields(kind)}


_READERS = {kind: _readers_of(kind) for kind in KINDS.values()}
