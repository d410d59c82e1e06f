"""The one way to write a fact as bytes, so that its hash means something.

Canonical JSON (RFC 8785) restricted to objects whose values are strings, whole numbers, booleans and lists of strings:
keys sorted, no space, no float. ``v`` is the version of the writing and ``kind`` the kind of fact. A field that a kind
was given later has a default, and is written only where it says something else: older facts keep their bytes.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from json.encoder import encode_basestring as _quoted
from typing import Any, get_type_hints

from laureat.records.facts import KINDS, Fact
from laureat.vocabulary.json_text import read_json

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


_DEFAULTS = {
    kind: {field.name: field.default for field in fields(kind) if field.default is not MISSING}
    for kind in KINDS.values()
}
"""The fields that a kind was given after its first facts, and what the first facts are taken to say."""


@functools.cache
def _layout(kind: Any, left_out: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The fields of a kind in canonical order, some left out, each with the text that goes before it."""
    names = sorted([*(field.name for field in fields(kind) if field.name not in left_out), "kind", "v"])
    parts: list[tuple[str, str]] = []
    before = "{"
    for name in names:
        if name in ("kind", "v"):
            before += f'"{name}":{_quoted(kind.__name__) if name == "kind" else VERSION},'
        else:
            parts.append((f'{before}"{name}":', name))
            before = ","
    return (*parts, (before.rstrip(",") + "}", ""))


def encode(fact: Fact) -> bytes:
    """The canonical bytes of a fact; equal facts have equal bytes."""
    kind: Any = type(fact)
    unsaid = frozenset([name for name, default in _DEFAULTS[kind].items() if getattr(fact, name) == default])
    return "".join(
        [before + (_written(name, getattr(fact, name)) if name else "") for before, name in _layout(kind, unsaid)]
    ).encode()


@functools.lru_cache(maxsize=8192)
def decode(payload: bytes) -> Fact:
    """The fact that these bytes say. Raises ValueError, in French, for anything ``encode`` would not have written.

    The last ones are kept in mind: a log is read again at each act, and no fact ever changes.
    """
    try:
        value = read_json(payload)
    except ValueError as error:
        raise ValueError(f"fait illisible : {error}") from None
    if not isinstance(value, dict):
        raise ValueError("fait illisible : un objet JSON est attendu")
    if value.pop("v", None) != VERSION:
        raise ValueError(f"version d'écriture inconnue ; connue : {VERSION}")
    name = value.pop("kind", None)
    if not isinstance(name, str) or name not in KINDS:
        raise ValueError(f"genre de fait inconnu : {name}")
    readers = _READERS[KINDS[name]]
    defaults = _DEFAULTS[KINDS[name]]
    if wrong := value.keys() - readers.keys() | (readers.keys() - defaults.keys() - value.keys()):
        raise ValueError(f"{name} : champs en trop ou manquants : {', '.join(sorted(wrong))}")
    read: dict[str, Any] = {field: readers[field](field, item) for field, item in value.items()}
    if unsaid := sorted(field for field, default in defaults.items() if field in read and read[field] == default):
        raise ValueError(f"{name} : champs écrits sans rien dire : {', '.join(unsaid)}")
    fact = KINDS[name](**read)
    if encode(fact) != payload:
        raise ValueError(f"{name} : ces octets ne sont pas l'écriture du fait (espaces, ordre, champ en double)")
    return fact


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
