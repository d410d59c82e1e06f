"""What a family says, as it stood for a session: each text in its place, nothing of a text still to come."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any

from laureat.vocabulary import Citation


class _Nothing:
    """What cites a text that is still to come."""


NOTHING = _Nothing()


def as_of(value: Any, session: int, whole: tuple[type, ...] = ()) -> Any:
    """A value made of citations, dataclasses, mappings and tuples, as it stood for a session.

    What cites no text of that time is left out of its mapping or tuple; a field of a dataclass becomes None. A
    dataclass of one of the ``whole`` types is left out whole with its own citation. The same object where nothing
    differs.
    """
    if isinstance(value, Citation):
        return value.at(session) or NOTHING
    if isinstance(value, str | int | frozenset | type(None)):
        return value
    if isinstance(value, tuple):
        parts = [as_of(part, session, whole) for part in value]
        return value if all(map(_same, parts, value)) else tuple(part for part in parts if part is not NOTHING)
    if isinstance(value, Mapping):
        held = {key: as_of(part, session, whole) for key, part in value.items()}
        same = all(_same(part, value[key]) for key, part in held.items())
        return value if same else MappingProxyType({k: part for k, part in held.items() if part is not NOTHING})
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: as_of(getattr(value, field.name), session, whole) for field in fields(value)}
        changed = {name: part for name, part in told.items() if not _same(part, getattr(value, name))}
        if isinstance(value, whole) and NOTHING in changed.values():
            return NOTHING
        return (
            replace(value, **{n: None if part is NOTHING else part for n, part in changed.items()})
            if changed
            else (value)
        )
    return value


def _same(one: Any, other: Any) -> bool:
    return one is other
