"""Who is the same person: names without case or accents, told apart by the date of birth where it is known."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from laureat.jury.members import Fonction, Jury, Member
from laureat.vocabulary.french import enumeration, words

_ORDER = (Fonction.PRESIDENT, Fonction.PRESIDENT_ADJOINT, Fonction.MEMBRE, Fonction.EXAMINATEUR_ADJOINT)


def by_person(members: Iterable[Member]) -> list[list[Member]]:
    """The members, grouped by person, in the order given.

    Two lines are one person when names and first names agree, unless both give a date of birth and the dates differ. A
    line without a date joins the first person of that name. A surname alone tells nobody, unless the place of work or
    the date of birth is the same.
    """
    members = list(members)
    named: dict[Hashable, list[Member]] = {}
    for rank, member in enumerate(members):
        known = words(member.prenom) or member.naissance or words(member.etablissement) or rank
        named.setdefault((words(member.nom), known), []).append(member)
    people: list[list[Member]] = []
    for homonyms in named.values():
        first = next((member.naissance for member in homonyms if member.naissance), None)
        dated: dict[Hashable, list[Member]] = {}
        for member in homonyms:
            dated.setdefault(member.naissance or first, []).append(member)
        people += dated.values()
    rank_of = {id(member): rank for rank, member in enumerate(members)}
    return sorted(people, key=lambda person: rank_of[id(person[0])])


@dataclass(frozen=True, slots=True)
class Repeated:
    """One person on several lines of a jury; ``kept`` is the line that counts."""

    kept: Member
    lines: tuple[Member, ...]


def once(jury: Jury) -> tuple[Jury, tuple[Repeated, ...]]:
    """The jury where each person counts once, in the highest function held, and who stood on several lines."""
    repeated = []
    dropped: set[int] = set()
    for lines in by_person(jury.members):
        if len(lines) > 1:
            kept = min(lines, key=lambda member: _ORDER.index(member.fonction))
            repeated.append(Repeated(kept, tuple(lines)))
            dropped |= {id(member) for member in lines if member is not kept}
    if not repeated:
        return jury, ()
    return jury.with_members(m for m in jury.members if id(m) not in dropped), tuple(repeated)


def capacities(lines: Sequence[Member]) -> str:
    """In what capacities a repeated person stands: « employeur et salarié »."""
    return enumeration(dict.fromkeys(_capacity(member) for member in lines))


def _capacity(member: Member) -> str:
    function = "" if member.fonction is Fonction.MEMBRE else f"{member.fonction_dite} "
    return f"{function}{member.qualite.label}"
