"""The one way to write a fact as bytes, so that its hash means something.

Canonical JSON (RFC 8785) restricted to objects whose values are strings, whole numbers, booleans and lists of strings:
keys sorted, no space, no float. ``v`` is the version of the writing and ``kind`` the kind of fact.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from json.encoder import encode_basestring as _quoted
from typing import Any, get_type_hints

from laureat.records.facts import KINDS, Fact

VERSION = 1
MAX_INTEGER = 2**53 - 1
"""Beyond it, JSON readers disagree (RFC 8785 §3.2.2.3)."""


def canonical(value: Mapping[str, str | int | bool | tuple[str, ...]]) -> bytes:
    """The canonical bytes of a flat object. Raises ValueError for a value that has no place in it."""
    items = (f"{_quoted(name)}:{_written(name, value[name])}" for name in sorted(value))
    return f"{{{','.join(items)}}}".encode()


def _written(name: str, item: object) -> str:
    if isinstance(item, str):
        return _quoted(item)
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, int) and abs(item) <= MAX_INTEGER:
        return int.__repr__(item)
    if isinstance(item, tuple) and all(isinstance(part, str) for part in item):
        return f"[{','.join(map(_quoted, item))}]"
    raise ValueError(f"{name} : {item!r} n'est ni un texte, ni un entier, ni une liste de textes")


def _layout(kind: type[Fact]) -> tuple[tuple[str, str], ...]:
    """The fields of a kind in canonical order, each with the text that goes before it."""
    names = sorted([*(field.name for field in fields(kind)), "kind", "v"])
    parts: list[tuple[str, str]] = []
    before = "{"
    for name in names:
        if name in ("kind", "v"):
            before += f'"{name}":{_quoted(kind.__name__) if name == "kind" else VERSION},'
        else:
            parts.append((f'{before}"{name}":', name))
            before = ","
    return (*parts, (before.rstrip(",") + "}", ""))


_LAYOUTS = {kind: _layout(kind) for kind in KINDS.values()}


def encode(fact: Fact) -> bytes:
    """The canonical bytes of a fact; equal facts have equal bytes."""
    return "".join(
        [before + (_written(name, getattr(fact, name)) if name else "") for before, name in _LAYOUTS[type(fact)]]
    ).encode()


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
    if not isinstance(item, list) or not all(isinstance(part, str) for part in item):
        raise ValueError(f"{name} : une liste de textes est attendue")
    return tuple(item)


def _readers_of(kind: type[Fact]) -> dict[str, Callable[[str, object], object]]:
    known: dict[object, Callable[[str, object], object]] = {int: _integer, bool: _boolean, tuple[str, ...]: _texts}
    hints = get_type_hints(kind)
    assert not {"kind", "v"} & hints.keys()
    return {field.name: known.get(hints[field.name], _text) for field in fields(kind)}


_READERS = {kind: _readers_of(kind) for kind in KINDS.values()}
