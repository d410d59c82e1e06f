"""Within one batch of identities, who may be entered twice, and who may be taken for another.

Identities are compared only inside blocks (one INE; one birth date with one family name or one first name), so that
the work grows as the batch does.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from laureat.people.identity import Agreement, Comparison, Identity, compare, name_key
from laureat.people.ine import ine_key

WINDOW = 50
"""In a block each name is compared with the fifty that follow it in order: exact in any block of a real list."""


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
    keys = [(name_key(person.nom), name_key(person.prenom)) for person in people]
    pairs: set[tuple[int, int]] = set()
    for ranks in _blocks({rank: ine_key(person.ine) for rank, person in enumerate(people)}):
        pairs |= {(ranks[0], later) for later in ranks[1:]}
    dated = {rank: person.birth_date for rank, person in enumerate(people) if person.birth_date and any(keys[rank])}
    firsts: dict[int, object] = {}
    for ranks in _blocks({rank: (day, keys[rank]) for rank, day in dated.items()}, alone=True):
        pairs |= {(ranks[0], later) for later in ranks[1:]}
        firsts[ranks[0]] = dated[ranks[0]]
    for part in (0, 1):
        for ranks in _blocks({rank: (day, keys[rank][part]) for rank, day in firsts.items() if keys[rank][part]}):
            pairs |= _neighbours(sorted(ranks, key=lambda rank: keys[rank]))
    turned = {(day, keys[rank]): rank for rank, day in firsts.items()}
    for rank, day in firsts.items():
        other = turned.get((day, keys[rank][::-1]), rank)
        pairs |= {(min(rank, other), max(rank, other))} if other != rank else set()
    for rank, day in firsts.items():
        usage = name_key(people[rank].nom_usage)
        other = turned.get((day, (usage, keys[rank][1])), rank) if usage else rank
        pairs |= {(min(rank, other), max(rank, other))} if other != rank else set()
    found = (Likeness(one, two, compare(people[one], people[two])) for one, two in sorted(pairs, key=lambda p: p[::-1]))
    return [likeness for likeness in found if _worth_telling(likeness.comparison)]


def _worth_telling(comparison: Comparison) -> bool:
    evidence = comparison.evidence
    if evidence.ine in (Agreement.AGREE, Agreement.NEAR):
        return True
    return evidence.birth_date is Agreement.AGREE and evidence.name in (Agreement.AGREE, Agreement.NEAR)


def _blocks(keys: dict[int, Hashable], *, alone: bool = False) -> Iterator[list[int]]:
    """The ranks that share a key, those of two and more unless ``alone``; an empty key makes no block."""
    blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
    for rank, key in keys.items():
        if key:
            blocks[key].append(rank)
    return (ranks for ranks in blocks.values() if alone or len(ranks) > 1)


def _neighbours(ranks: Sequence[int]) -> set[tuple[int, int]]:
    return {
        (min(one, two), max(one, two))
        for position, one in enumerate(ranks)
        for two in ranks[position + 1 : position + 1 + WINDOW]
    }
