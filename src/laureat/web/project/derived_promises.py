"""The texts that facts promise: of which kind each is, and whom it is about."""

from collections.abc import Mapping, MutableMapping
from types import MappingProxyType
from typing import NamedTuple

from laureat.records import Fact
from laureat.records import facts as f
from laureat.records.promises import COMMITTED

KINDS: Mapping[str, str] = MappingProxyType(
    {"identity": "identite", "cause": "cause", "fields": "mentions", "said": "mentions"}
)
"""By field of a fact, the kind of the text that it promises; of the others, a reason."""


class Promised(NamedTuple):
    """What facts promise of a text."""

    fact: str
    """The kind of the first of them."""
    kind: str
    """The kind of the text."""
    about: set[str]
    """Whom they are about, or nobody in particular."""


def note(known: MutableMapping[str, Promised], fact: Fact) -> None:
    """Add what a fact promises to what is known, by commitment."""
    for name in COMMITTED[type(fact)]:
        if commitment := getattr(fact, name):
            first = Promised(type(fact).__name__, KINDS.get(name, "motif"), {""})
            about = fact.juror if isinstance(fact, f.JurorAppointed) else fact.subject
            known.setdefault(commitment, first).about.add(about)
