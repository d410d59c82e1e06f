"""The smallest change that mends a jury: fewest people added, replaced, removed or moved.

Every weighed rule is a sum over the members, so a change only shifts sums: the search deepens one change at a time and
gives up a branch as soon as what is left cannot gain what is missing. The jury so mended is rebuilt and handed back,
so that it may be examined again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from laureat.jury.law import JuryLaw, Requirement, Ruling
from laureat.jury.members import Fonction, Jury, Member, Presence, Qualite
from laureat.rules import ParameterValues

MOST_CHANGES = 12
"""Beyond, one does not mend a jury: one composes another."""
MOST_STEPS = 40_000
"""Bound on one search (well under a second)."""
TO_BE_NAMED = "(à nommer)"

Sums = tuple[tuple[int, int], ...]
"""For each rule, the least and the greatest margin that what is known allows."""


@dataclass(frozen=True, slots=True)
class Mending:
    """A change, in French, and the jury it gives."""

    text: str
    jury: Jury


@dataclass(frozen=True, slots=True)
class _Move:
    """One change to one person: who leaves, who comes, and how the sums shift."""

    words: tuple[str, str]
    """The verb and its object: ``("ajouter", "salarié")``."""
    shift: Sums
    pool: int | None = None
    """The group of like members that ``out`` is taken from; None for an addition."""
    into: Member | None = None

    @property
    def only_adds(self) -> bool:
        """Nobody leaves: an addition, or the same person elsewhere."""
        return self.words[0] not in ("remplacer", "retirer")


@dataclass(frozen=True, slots=True)
class _Pool:
    """Members whom no rule tells apart."""

    members: tuple[Member, ...]
    weights: Sums

    @property
    def label(self) -> str:
        """How a change names one of them: by name where only one is meant."""
        member = self.members[0]
        if len(self.members) == 1 or member.fonction is not Fonction.MEMBRE or member.lien:
            return f"{member.nom_complet} ({_who(member)})"
        return member.qualite.label


def mend(jury: Jury, law: JuryLaw, failing: Requirement | None = None) -> Mending | None:
    """The smallest change that mends one failing rule and fails no other; without ``failing``, the whole jury.

    Where the smallest change removes or replaces somebody, the smallest one that keeps everybody is told too. None
    where no change of a bounded size was found.
    """
    p = law.parameters.values_only
    rules: list[Requirement] = []
    allowed: list[tuple[Ruling, ...]] = []
    for rule in law.requirements(sitting=jury.sits):
        ruling = rule.rule_on(*rule.margin(jury.seats, p))
        if (rule.unless and rule.unless(jury)) or (ruling is Ruling.MANQUE and failing not in (None, rule)):
            continue
        rules.append(rule)
        allowed.append((Ruling.TIENT, Ruling.INDETERMINE) if ruling is Ruling.INDETERMINE else (Ruling.TIENT,))
    pools = _pools(jury, rules, p)
    moves = _moves(jury, pools, rules, p)
    start = tuple(rule.margin(jury.seats, p) for rule in rules)
    sizes = [len(pool.members) for pool in pools]
    found = _Search(rules, allowed, moves, sizes).shortest(start)
    if found is None:
        return None
    text = _words(found)
    if not all(move.only_adds for move in found):
        gentle = _Search(rules, allowed, [move for move in moves if move.only_adds], sizes).shortest(start)
        text += f" ; ou, sans retirer personne, {_words(gentle)}" if gentle else ""
    return Mending(text, _applied(jury, pools, found))


class _Search:
    """Iterative deepening over moves taken in order, pruned by the most that each move left could gain."""

    def __init__(
        self,
        rules: Sequence[Requirement],
        allowed: Sequence[tuple[Ruling, ...]],
        moves: Sequence[_Move],
        sizes: Sequence[int],
    ) -> None:
        self.rules, self.allowed, self.moves, self.sizes = rules, allowed, moves, sizes
        self.rise = [max((move.shift[i][1] for move in moves), default=0) for i in range(len(rules))]
        self.fall = [min((move.shift[i][0] for move in moves), default=0) for i in range(len(rules))]
        self.steps = 0
        self.kind: str | None = None
        """The only verb allowed for now; None: all of them."""

    def shortest(self, start: Sums) -> list[_Move] | None:
        """The first shortest list of moves that mends, of one kind if it can be; None where none is within bounds."""
        kinds = list(dict.fromkeys(move.words[0] for move in self.moves))
        for depth in range(1, MOST_CHANGES + 1):
            for kind in (*kinds, None) if depth > 1 else (None,):
                self.kind = kind
                found = self._descend(start, 0, depth, [], Counter())
                if found is not None or self.steps > MOST_STEPS:
                    return found
        return None

    def _descend(self, sums: Sums, first: int, left: int, path: list[_Move], used: Counter[int]) -> list[_Move] | None:
        self.steps += 1
        if self.steps > MOST_STEPS or not self._within_reach(sums, left):
            return None
        if left == 0:
            return list(path) if self._mended(sums) else None
        for position in range(first, len(self.moves)):
            move = self.moves[position]
            if self.kind not in (None, move.words[0]):
                continue
            if move.pool is not None:
                if used[move.pool] >= self.sizes[move.pool]:
                    continue
                used[move.pool] += 1
            shifted = tuple((a + c, b + d) for (a, b), (c, d) in zip(sums, move.shift, strict=True))
            found = self._descend(shifted, position, left - 1, [*path, move], used)
            if move.pool is not None:
                used[move.pool] -= 1
            if found is not None:
                return found
        return None

    def _within_reach(self, sums: Sums, left: int) -> bool:
        return all(
            high + left * max(rise, 0) >= 0 and (not rule.exact or low + left * min(fall, 0) <= 0)
            for rule, (low, high), rise, fall in zip(self.rules, sums, self.rise, self.fall, strict=True)
        )

    def _mended(self, sums: Sums) -> bool:
        return all(rule.rule_on(*s) in ok for rule, ok, s in zip(self.rules, self.allowed, sums, strict=True))


def _weights(member: Member, rules: Sequence[Requirement], p: ParameterValues) -> Sums:
    return tuple(rule.weight(member, p) for rule in rules)


def _pools(jury: Jury, rules: Sequence[Requirement], p: ParameterValues) -> list[_Pool]:
    grouped: dict[tuple[Sums, Qualite, Fonction, str], list[Member]] = {}
    for member in jury.seats:
        key = (_weights(member, rules, p), member.qualite, member.fonction, member.lien)
        grouped.setdefault(key, []).append(member)
    return [_Pool(tuple(members), key[0]) for key, members in grouped.items()]


def _moves(jury: Jury, pools: Sequence[_Pool], rules: Sequence[Requirement], p: ParameterValues) -> list[_Move]:
    """Every single change worth trying, the least intrusive first."""
    newcomers = _newcomers(jury, rules, p)
    moves = [
        _Move(words, _difference(_weights(other, rules, p), pool.weights), number, other)
        for number, pool in enumerate(pools)
        for words, other in _elsewhere(pool.members[0], jury)
    ]
    moves += [_Move(("ajouter", label), weights, None, member) for label, member, weights in newcomers]
    for number, pool in enumerate(pools):
        moves += [
            _Move(("remplacer", f"{pool.label}|{label}"), _difference(weights, pool.weights), number, member)
            for label, member, weights in newcomers
            if member.fonction is pool.members[0].fonction
        ]
    for number, pool in enumerate(pools):
        if pool.members[0].fonction is not Fonction.PRESIDENT or len(jury.presidents) > 1:
            moves.append(_Move(("retirer", pool.label), tuple((-b, -a) for a, b in pool.weights), number))
    kept: dict[tuple[int | None, Sums], _Move] = {}
    for move in moves:
        if any(shift != (0, 0) for shift in move.shift):
            kept.setdefault((move.pool, move.shift), move)
    return list(kept.values())


def _difference(new: Sums, old: Sums) -> Sums:
    return tuple((a - c, b - d) for (a, b), (c, d) in zip(new, old, strict=True))


def _elsewhere(member: Member, jury: Jury) -> Iterator[tuple[tuple[str, str], Member]]:
    """The same person in another place: at the president's chair, back among the members, in the room."""
    if jury.sits and member.presence is not Presence.PRESENT:
        yield ("faire siéger en salle", member.nom_complet), replace(member, presence=Presence.PRESENT)
    if member.fonction is Fonction.PRESIDENT:
        yield ("ranger parmi les membres", member.nom_complet), replace(member, fonction=Fonction.MEMBRE)
    else:
        seated = Presence.PRESENT if jury.sits else None
        president = replace(member, fonction=Fonction.PRESIDENT, presence=seated)
        yield ("confier la présidence à", f"{member.nom_complet} ({member.qualite.label})"), president
    if member.fonction is Fonction.PRESIDENT_ADJOINT:
        yield ("ranger parmi les membres", member.nom_complet), replace(member, fonction=Fonction.MEMBRE)


def _newcomers(jury: Jury, rules: Sequence[Requirement], p: ParameterValues) -> list[tuple[str, Member, Sums]]:
    """One newcomer for each way of weighing on the rules, named by all the capacities that weigh the same."""
    found: dict[tuple[Fonction, Sums], tuple[list[str], Member]] = {}
    presence = Presence.PRESENT if jury.sits else None
    for fonction in (Fonction.MEMBRE, Fonction.PRESIDENT, Fonction.PRESIDENT_ADJOINT):
        for qualifie in (False, True):
            for exterieur in (None, True, False):
                for qualite in Qualite:
                    member = Member(
                        TO_BE_NAMED, qualite, fonction, presence=presence, qualifie=qualifie, exterieur=exterieur
                    )
                    entry = found.setdefault((fonction, _weights(member, rules, p)), ([], member))
                    if (entry[1].qualifie, entry[1].exterieur) == (qualifie, exterieur):
                        entry[0].append(qualite.label)
    return [(_newcomer_label(labels, member), member, weights) for (_, weights), (labels, member) in found.items()]


def _newcomer_label(labels: Sequence[str], member: Member) -> str:
    who = "membre" if len(labels) > 3 else " ou ".join(labels).replace(" ou enseignant ", " ou ")
    if member.fonction is Fonction.PRESIDENT:
        who = "président" if who == "membre" else f"président {who}"
    elif member.fonction is Fonction.PRESIDENT_ADJOINT:
        who = "président adjoint" if who == "membre" else f"président adjoint {who}"
    who += " qualifié pour la certification" if member.qualifie else ""
    if member.exterieur is not None:
        who += " extérieur à l'organisme" if member.exterieur else " de l'organisme"
    return who


def _who(member: Member) -> str:
    parts = [member.qualite.label]
    if member.fonction is not Fonction.MEMBRE:
        parts.insert(0, member.fonction.label)
    if member.lien:
        parts.append(f"lien : {member.lien}")
    return ", ".join(parts)


def _words(moves: Iterable[_Move]) -> str:
    counted = Counter(move.words for move in moves)
    by_verb: dict[str, list[str]] = {}
    for (verb, what), number in counted.items():
        by_verb.setdefault(verb, []).append(_OBJECTS.get(verb, _named)(what, number))
    return ", puis ".join(f"{verb} {_listed(things)}" for verb, things in by_verb.items())


def _numbered(what: str, number: int) -> str:
    if "(" in what:
        return what
    return f"{number} {what if number == 1 else _plural(what)}"


def _exchanged(what: str, number: int) -> str:
    out, _, into = what.partition("|")
    return f"{_numbered(out, number)} par {_numbered(into, number)}"


def _named(what: str, _number: int) -> str:
    return what


_OBJECTS: dict[str, Callable[[str, int], str]] = {
    "ajouter": _numbered,
    "retirer": _numbered,
    "remplacer": _exchanged,
}
_PLURALS = {
    "enseignant": "enseignants",
    "enseignant-chercheur": "enseignants-chercheurs",
    "public": "publics",
    "privé": "privés",
    "employeur": "employeurs",
    "salarié": "salariés",
    "membre": "membres",
    "président": "présidents",
    "adjoint": "adjoints",
    "qualifié": "qualifiés",
    "extérieur": "extérieurs",
}


def _plural(text: str) -> str:
    return " ".join(_PLURALS.get(word, word) for word in text.split(" "))


def _listed(things: Sequence[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} et {things[-1]}"


def _applied(jury: Jury, pools: Sequence[_Pool], moves: Iterable[_Move]) -> Jury:
    waiting = [list(pool.members) for pool in pools]
    leaving: list[Member] = []
    coming: list[Member] = []
    for move in moves:
        if move.pool is not None:
            out = waiting[move.pool].pop(0)
            leaving.append(out)
            if move.into is not None:
                coming.append(_like(move, out))
        elif move.into is not None:
            coming.append(move.into)
    gone = set(map(id, leaving))
    return jury.with_members([*(member for member in jury.members if id(member) not in gone), *coming])


def _like(move: _Move, out: Member) -> Member:
    """The newcomer, or the same person (of a group of like members) in the other place."""
    into = move.into
    assert into is not None
    if move.words[0] == "remplacer":
        return into
    return replace(out, fonction=into.fonction, presence=into.presence)
