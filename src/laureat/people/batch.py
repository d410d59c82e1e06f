"""Within one batch of identities, who may be entered twice, and who may be taken for another.

Identities are compared only inside blocks (one INE; one birth date with one family name or one first name), so that
the work grows as the batch does.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from laureat.people.identity import Agreement, Comparison, Identity, by_usage, compare, name_key, near_texts
from laureat.people.ine import ine_key

WINDOW = 20
"""In a block each name is compared with the twenty that follow it in order: exact in any block of a real list."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two ranks of the batch, the earlier first, and how the two identities compare."""

    earlier: int
    later: int
    comparison: Comparison


def alike(people: Sequence[Identity]) -> list[Likeness]:
    """The pairs of a batch that a person should look at, by later rank.

    Everyone who shares the INE, or the name and the birth date, of someone earlier is paired with the first such; near
    names born on one day are paired once, by the first who bears each.
    """
    ines = (ine_key(person.ine) for person in people)
    keys = [(name_key(person.nom), name_key(person.prenom)) for person in people]
    bearers = [
        (person.birth_date, key) if person.birth_date and any(key) else None
        for person, key in zip(people, keys, strict=True)
    ]
    pairs = {(ranks[0], later) for block in (ines, bearers) for ranks in _blocks(block) for later in ranks[1:]}
    firsts = {bearer: rank for rank, bearer in reversed(list(enumerate(bearers))) if bearer}
    pairs |= _near(people, keys, sorted(firsts.values())) | _exchanged(firsts)
    found = (Likeness(one, two, compare(people[one], people[two])) for one, two in sorted(pairs, key=lambda p: p[::-1]))
    return [likeness for likeness in found if _worth_telling(likeness.comparison)]


def _worth_telling(comparison: Comparison) -> bool:
    evidence = comparison.evidence
    if evidence.ine in (Agreement.AGREE, Agreement.NEAR):
        return True
    return evidence.birth_date is Agreement.AGREE and evidence.name in (Agreement.AGREE, Agreement.NEAR)


def _blocks(keys: Iterable[Hashable]) -> Iterator[list[int]]:
    """The ranks that share a key, where there are several; an empty key makes no block."""
    blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
    for rank, key in enumerate(keys):
        if key:
            blocks[key].append(rank)
    return (ranks for ranks in blocks.values() if len(ranks) > 1)


def _near(people: Sequence[Identity], keys: Sequence[tuple[str, str]], firsts: Sequence[int]) -> set[Pair]:
    """Born on one day, one of the two names the same, the other near."""
    pairs: set[Pair] = set()
    for part, resemble in ((0, _first_names_near), (1, _family_names_near)):
        shared = [(people[rank].birth_date, keys[rank][part]) if keys[rank][part] else None for rank in firsts]
        for block in _blocks(shared):
            ranks = sorted((firsts[place] for place in block), key=lambda rank: keys[rank])
            pairs |= {
                (min(one, two), max(one, two))
                for position, one in enumerate(ranks)
                for two in ranks[position + 1 : position + 1 + WINDOW]
                if resemble(people[one], people[two])
            }
    return pairs


def _first_names_near(one: Identity, other: Identity) -> bool:
    return near_texts(one.prenom, other.prenom)


def _family_names_near(one: Identity, other: Identity) -> bool:
    return near_texts(one.nom, other.nom) or by_usage(one, other)


def _exchanged(firsts: Mapping[tuple[date, tuple[str, str]], int]) -> set[Pair]:
    """Born on one day, family and first names exchanged."""
    both = ((rank, firsts.get((day, names[::-1]), rank)) for (day, names), rank in firsts.items())
    return {(min(pair), max(pair)) for pair in both if pair[0] != pair[1]}
