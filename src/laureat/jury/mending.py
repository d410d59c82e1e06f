"""The smallest change that mends a jury: fewest people added, replaced, removed or moved, told in French.

The jury so mended is rebuilt and handed back, so that it may be examined again.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from laureat.jury.law import JuryLaw, Requirement, Ruling
from laureat.jury.members import Fonction, Habilitation, Jury, Member, Presence, Qualite
from laureat.jury.mending_search import Margins, Move, Search
from laureat.rules import ParameterValues
from laureat.vocabulary.french import enumeration, plural

TO_BE_NAMED = "(à nommer)"
ADD, REPLACE, REMOVE = "ajouter", "remplacer", "retirer"
SEAT, DEMOTE, PROMOTE = "faire siéger en salle", "ranger parmi les membres", "confier la présidence à"


@dataclass(frozen=True, slots=True)
class Mending:
    """A change, in French, and the jury it gives."""

    text: str
    jury: Jury


@dataclass(frozen=True, slots=True)
class _Pool:
    """Members of one function whom no rule tells apart."""

    members: tuple[Member, ...]
    weights: Margins


def mend(jury: Jury, law: JuryLaw, failing: Requirement | None = None) -> Mending | None:
    """The smallest change that mends one failing rule and fails no other; without ``failing``, the whole jury.

    Where the smallest change removes or replaces somebody, the smallest one that keeps everybody is told too. Beyond
    the bounds of the search, a change that mends is told if one is found, maybe not the smallest; None: none was.
    """
    p = law.parameters.values_only
    rules: list[Requirement] = []
    allowed: list[tuple[Ruling, ...]] = []
    for rule in law.requirements(sitting=jury.sits):
        ruling = rule.rule_on(*rule.margin(jury.seats, p))
        if (
            not rule.binds
            or (rule.unless and rule.unless(jury))
            or (ruling is Ruling.MANQUE and failing not in (None, rule))
        ):
            continue
        rules.append(rule)
        allowed.append((Ruling.TIENT, Ruling.INDETERMINE) if ruling is Ruling.INDETERMINE else (Ruling.TIENT,))
    pools = _pools(jury, rules, p)
    moves = _moves(jury, pools, rules, p)
    start = tuple(rule.margin(jury.seats, p) for rule in rules)
    sizes = [len(pool.members) for pool in pools]
    search = Search(rules, allowed, moves, sizes)
    found = search.shortest(start)
    if found is None:
        some = search.some(start)
        return _applied(jury, pools, some) if some else None
    mending = _applied(jury, pools, found)
    if all(move.keeps_everybody for move in found):
        return mending
    gentle = Search(rules, allowed, [move for move in moves if move.keeps_everybody], sizes).shortest(start)
    if gentle is None:
        return mending
    return replace(mending, text=f"{mending.text} ; ou, sans retirer personne, {_applied(jury, pools, gentle).text}")


def _weights(member: Member, rules: Sequence[Requirement], p: ParameterValues) -> Margins:
    return tuple(rule.weight(member, p) for rule in rules)


def _pools(jury: Jury, rules: Sequence[Requirement], p: ParameterValues) -> list[_Pool]:
    """The pools, ordinary members first: whoever chairs or may chair is asked to leave last."""
    grouped: dict[tuple[Margins, Fonction], list[Member]] = {}
    for member in sorted(jury.seats, key=lambda member: member.fonction is not Fonction.MEMBRE):
        grouped.setdefault((_weights(member, rules, p), member.fonction), []).append(member)
    return [_Pool(tuple(members), weights) for (weights, _), members in grouped.items()]


def _moves(jury: Jury, pools: Sequence[_Pool], rules: Sequence[Requirement], p: ParameterValues) -> list[Move]:
    """Every single change, the least intrusive first."""
    newcomers = _newcomers(jury, rules, p)
    moves = [
        Move(verb, _difference(_weights(other, rules, p), pool.weights), number, other)
        for number, pool in enumerate(pools)
        for verb, other in _elsewhere(pool.members[0], jury)
    ]
    moves += [Move(ADD, weights, None, member, label) for label, member, weights in newcomers]
    for number, pool in enumerate(pools):
        moves += [
            Move(REPLACE, _difference(weights, pool.weights), number, member, label)
            for label, member, weights in newcomers
            if member.fonction in (pool.members[0].fonction, Fonction.MEMBRE, Fonction.PRESIDENT)
        ]
    for number, pool in enumerate(pools):
        if pool.members[0].fonction is not Fonction.PRESIDENT or len(jury.presidents) > 1:
            moves.append(Move(REMOVE, tuple((-high, -low) for low, high in pool.weights), number))
    return moves


def _difference(new: Margins, old: Margins) -> Margins:
    """The shift when one who weighs ``old`` gives way to one who weighs ``new``."""
    return tuple((a - c, b - d) for (a, b), (c, d) in zip(new, old, strict=True))


def _elsewhere(member: Member, jury: Jury) -> Iterator[tuple[str, Member]]:
    """The same person in another place: in the room, back among the members, at the president's chair."""
    if jury.sits and member.presence is not Presence.PRESENT:
        yield SEAT, replace(member, presence=Presence.PRESENT)
    if member.fonction is not Fonction.MEMBRE:
        yield DEMOTE, replace(member, fonction=Fonction.MEMBRE)
    if member.fonction is not Fonction.PRESIDENT:
        yield PROMOTE, replace(member, fonction=Fonction.PRESIDENT, presence=_seated(jury))


def _newcomers(jury: Jury, rules: Sequence[Requirement], p: ParameterValues) -> list[tuple[str, Member, Margins]]:
    """One newcomer for each way of weighing on the rules, named by all the capacities that weigh the same."""
    found: dict[tuple[Fonction, Margins], tuple[list[str], Member]] = {}
    plainest = Member(
        TO_BE_NAMED,
        Qualite.EMPLOYEUR,
        presence=_seated(jury),
        qualifie=False,
        conseiller=False,
        habilitations=(),
    )
    weighed = {
        (fonction, qualite): _weights(replace(plainest, qualite=qualite, fonction=fonction), rules, p)
        for fonction in _CHAIRS
        for qualite in _CAPACITIES
    }
    people = [plainest]
    for trait, values in _TRAITS.items():  # only the traits that some rule looks at
        probes = (
            _weights(replace(plainest, qualite=qualite, fonction=fonction, **{trait: value}), rules, p) != weights
            for (fonction, qualite), weights in weighed.items()
            for value in values
        )
        if any(probes):
            people += [replace(person, **{trait: value}) for value in values for person in people]
    for fonction in _CHAIRS:
        for person in people:
            for qualite in _CAPACITIES:
                member = replace(person, qualite=qualite, fonction=fonction)
                entry = found.setdefault((fonction, _weights(member, rules, p)), ([], member))
                if replace(entry[1], qualite=qualite) == member:
                    entry[0].append(qualite.label)
    return [(_label(labels, member), member, weights) for (_, weights), (labels, member) in found.items()]


_CHAIRS = (Fonction.MEMBRE, Fonction.PRESIDENT, Fonction.PRESIDENT_ADJOINT)
_CAPACITIES = [qualite for qualite in Qualite if qualite is not Qualite.PROFESSIONNEL]
_TRAITS: dict[str, tuple[Any, ...]] = {
    "exterieur": (True, False),
    "qualifie": (True,),
    "conseiller": (True,),
    "habilitations": ((Habilitation(),),),
}
"""What the rules may ask of a newcomer besides a capacity."""


def _seated(jury: Jury) -> Presence | None:
    return Presence.PRESENT if jury.sits else None


_TEACHERS = {qualite.label for qualite in Qualite if qualite.est_enseignant}


def _label(labels: Sequence[str], member: Member) -> str:
    """Who could come: « employeur », « président enseignant-chercheur », « membre qualifié pour la certification »."""
    kinds = "" if len(labels) > 3 else " ou ".join(labels).replace(" ou enseignant ", " ou ")
    if set(labels) == _TEACHERS:
        kinds = "enseignant"
    function = "" if member.fonction is Fonction.MEMBRE and kinds else member.fonction.label
    who = f"{function} {kinds}".strip()
    who += " conseiller de l'enseignement technologique" if member.conseiller else ""
    who += " qualifié pour la certification" if member.qualifie else ""
    who += " habilité" if member.habilitations else ""
    if member.exterieur is not None:
        who += " extérieur à l'organisme" if member.exterieur else " de l'organisme"
    return who


def _applied(jury: Jury, pools: Sequence[_Pool], moves: Sequence[Move]) -> Mending:
    """The jury once the moves are made, and the moves in words."""
    waiting = [list(pool.members) for pool in pools]
    leaving: list[Member] = []
    coming: list[Member] = []
    told: Counter[tuple[str, str, str]] = Counter()
    for move in moves:
        out = waiting[move.pool].pop(0) if move.pool is not None else None
        if out is not None:
            leaving.append(out)
        if move.into is not None and out is not None and move.keeps_everybody:
            coming.append(replace(out, fonction=move.into.fonction, presence=move.into.presence))
        elif move.into is not None:
            coming.append(move.into)
        told[move.verb, _named(move, out, jury) if out is not None else "", move.label] += 1
    gone = set(map(id, leaving))
    mended = jury.with_members([*(member for member in jury.members if id(member) not in gone), *coming])
    return Mending(_words(told), mended)


def _named(move: Move, member: Member, jury: Jury) -> str:
    """A member by name where only that one will do, by capacity where any of them would."""
    alike = sum(other.qualite is member.qualite and other.fonction is member.fonction for other in jury.seats)
    if move.keeps_everybody or alike == 1 or member.fonction is not Fonction.MEMBRE or member.lien:
        parts = [member.fonction_dite] if member.fonction is not Fonction.MEMBRE else []
        parts += [member.qualite.label, f"lien : {member.lien}"] if member.lien else [member.qualite.label]
        return f"{member.nom_complet} ({', '.join(parts)})"
    return member.qualite.label


def _words(told: Counter[tuple[str, str, str]]) -> str:
    by_verb: dict[str, list[str]] = {}
    for (verb, out, into), number in told.items():
        parts = [_numbered(text, number) for text in (out, into) if text]
        by_verb.setdefault(verb, []).append(" par ".join(parts))
    return ", puis ".join(f"{verb} {enumeration(things)}" for verb, things in by_verb.items())


def _numbered(what: str, number: int) -> str:
    if what.endswith(")"):
        return what
    return plural(number, what, _plural(what))


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
    "habilité": "habilités",
    "professionnel": "professionnels",
    "conseiller": "conseillers",
    "inspecteur": "inspecteurs",
    "personnalité": "personnalités",
    "qualifiée": "qualifiées",
}


def _plural(text: str) -> str:
    return " ".join(_PLURALS.get(word, word) for word in text.split(" "))
