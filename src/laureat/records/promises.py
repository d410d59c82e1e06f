"""The texts that facts promise without holding them."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import get_type_hints

from laureat.records.commitments import Commitment
from laureat.records.facts import KINDS, Fact


def _promised(kind: type[Fact]) -> tuple[str, ...]:
    hints = get_type_hints(kind)
    return tuple(one.name for one in fields(kind) if hints[one.name] is Commitment)


COMMITTED: Mapping[type[Fact], tuple[str, ...]] = MappingProxyType({kind: _promised(kind) for kind in KINDS.values()})
"""By kind of fact, the fields that promise a text."""


def committed(fact: Fact) -> Iterator[str]:
    """The texts that a fact promises, by commitment."""
    return (commitment for name in COMMITTED[type(fact)] if (commitment := getattr(fact, name)))
