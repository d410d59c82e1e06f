"""Among people already known, who may be someone who comes: found by keys, then compared as everywhere."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import Generic, TypeVar

from laureat.people.identity import Comparison, Identity, Verdict, compare, name_key
from laureat.people.ine import ine_key
from laureat.vocabulary.french import parse_date

T = TypeVar("T")


def identity_of(fields: Mapping[str, str]) -> Identity:
    """The identity that named fields tell (``nom``, ``prenom``, ``date_naissance`` as ``14/03/2008``…)."""
    return Identity(
        fields.get("nom", ""),
        fields.get("prenom", ""),
        _day(fields.get("date_naissance", "")),
        fields.get("lieu_naissance", ""),
        fields.get("ine", ""),
        fields.get("nom_usage", ""),
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if text.strip() else None
    except ValueError:
        return None


class Known(Generic[T]):
    """Identities that one has, each with what it is the identity of."""

    def __init__(self, people: Iterable[tuple[Identity, T]]) -> None:
        self._people = list(people)
        self._blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
        for rank, (identity, _thing) in enumerate(self._people):
            for key in _keys(identity):
                self._blocks[key].append(rank)

    def alike(self, identity: Identity) -> list[tuple[T, Comparison]]:
        """Whoever may be that person, the surest first; those who are someone else are left out."""
        ranks = sorted({rank for key in _keys(identity) for rank in self._blocks.get(key, ())})
        compared = [(self._people[rank][1], compare(self._people[rank][0], identity)) for rank in ranks]
        found = [(thing, comparison) for thing, comparison in compared if comparison.verdict is not Verdict.DIFFERENT]
        return sorted(found, key=lambda pair: pair[1].verdict is not Verdict.SAME)


def _keys(identity: Identity) -> Iterator[Hashable]:
    """Two identities that ``compare`` does not tell apart share one of these."""
    nom, prenom, usage = map(name_key, (identity.nom, identity.prenom, identity.nom_usage))
    if ine := ine_key(identity.ine):
        yield "ine", ine
    if nom and prenom:
        yield "names", nom, prenom
    for name in {nom, prenom, usage} - {""} if identity.birth_date else ():
        yield "day", identity.birth_date, name
