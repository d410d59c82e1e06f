"""Are two identities one person? The evidence item by item, then one of three verdicts.

Never on an INE alone: an INE is typed, copied and mistaken. Never « same » without INE either: two people may bear one
name and be born on one day in one town. What is neither proved nor excluded is for a person to confirm, with both
identities side by side.
"""

import functools
from dataclasses import dataclass
from datetime import date
from enum import Enum

from laureat.people.ine import ine_family, ine_key
from laureat.vocabulary import french


class Agreement(Enum):
    """What one item says of two identities."""

    AGREE = "même"
    NEAR = "proche"
    DIFFER = "différent"
    SILENT = "inconnu"
    """Absent on one side, or not comparable."""


class Verdict(Enum):
    """One person, two, or a question for a human."""

    SAME = "même personne"
    TO_CONFIRM = "à confirmer"
    DIFFERENT = "deux personnes"


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a person; empty where it is not."""

    nom: str = ""
    prenom: str = ""
    birth_date: date | None = None
    birthplace: str = ""
    ine: str = ""
    nom_usage: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Item by item, how far two identities agree."""

    ine: Agreement
    name: Agreement
    birth_date: Agreement
    birthplace: Agreement

    @property
    def text(self) -> str:
        """The evidence in words: ``même INE, noms proches, même date de naissance``."""
        words = (
            (self.ine, "même INE", "même INE, non valide", "INE différents"),
            (self.name, "même nom", "noms proches", "noms différents"),
            (self.birth_date, "même date de naissance", "dates de naissance proches", "dates de naissance différentes"),
            (self.birthplace, "même lieu de naissance", "lieux de naissance proches", "lieux de naissance différents"),
        )
        order = (Agreement.AGREE, Agreement.NEAR, Agreement.DIFFER)
        return ", ".join(said[order.index(item)] for item, *said in words if item is not Agreement.SILENT)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A verdict and what it rests on."""

    verdict: Verdict
    evidence: Evidence


def compare(one: Identity, other: Identity) -> Comparison:
    """Compare two identities; the order does not matter.

    ``SAME``: a valid INE, the name and the birth date all agree. ``TO_CONFIRM``: the same INE with anything else; the
    same name with a birth date that is the same, near or unknown; near names with the same birth date, unless two
    valid INEs of one family tell them apart. ``DIFFERENT``: everything else.
    """
    evidence = Evidence(
        _ine(one.ine, other.ine),
        _name(one, other),
        _birth_date(one.birth_date, other.birth_date),
        _birthplace(one.birthplace, other.birthplace),
    )
    return Comparison(_verdict(evidence), evidence)


def _verdict(evidence: Evidence) -> Verdict:
    same, differ = Agreement.AGREE, Agreement.DIFFER
    match evidence:
        case Evidence(ine=Agreement.AGREE, name=Agreement.AGREE, birth_date=Agreement.AGREE):
            return Verdict.SAME
        case Evidence(ine=Agreement.AGREE | Agreement.NEAR):
            return Verdict.TO_CONFIRM
        case Evidence(name=Agreement.AGREE):
            open_question = evidence.birth_date is same or (
                evidence.birth_date is not differ and evidence.ine is not differ
            )
        case Evidence(name=Agreement.NEAR, birth_date=Agreement.AGREE):
            open_question = evidence.ine is not differ
        case _:
            open_question = False
    return Verdict.TO_CONFIRM if open_question else Verdict.DIFFERENT


def _ine(one: str, other: str) -> Agreement:
    """Valid INEs of two families may be one person's (a pupil who became an apprentice): they say nothing."""
    if not one.strip() or not other.strip():
        return Agreement.SILENT
    families = ine_family(one), ine_family(other)
    if ine_key(one) == ine_key(other):
        return Agreement.AGREE if families[0] else Agreement.NEAR
    return Agreement.DIFFER if families[0] and families[0] == families[1] else Agreement.SILENT


@functools.lru_cache(maxsize=65_536)
def name_key(text: str) -> str:
    """A name as it compares: no case, accents, apostrophes, hyphens or spaces."""
    return french.words(text).replace(" ", "")


@functools.lru_cache(maxsize=65_536)
def _words(text: str) -> frozenset[str]:
    return frozenset(french.words(text).split())


def _name(one: Identity, other: Identity) -> Agreement:
    """Near: one of the two names is the same and the other near, or they are exchanged, or one is the name in use."""
    names = [(name_key(person.nom), name_key(person.prenom)) for person in (one, other)]
    if not all(nom or prenom for nom, prenom in names):
        return Agreement.SILENT
    if names[0] == names[1]:
        return Agreement.AGREE if all(names[0]) else Agreement.NEAR
    if names[0] == names[1][::-1] or by_usage(one, other):
        return Agreement.NEAR
    same = [mine != "" and mine == theirs for mine, theirs in zip(*names, strict=True)]
    near = any(same) and near_texts(one.nom, other.nom) and near_texts(one.prenom, other.prenom)
    return Agreement.NEAR if near else Agreement.DIFFER


def by_usage(one: Identity, other: Identity) -> bool:
    """The same first name, and the family name of one is the name in use of the other."""
    if not name_key(one.prenom) or name_key(one.prenom) != name_key(other.prenom):
        return False
    families = [{name_key(person.nom), name_key(person.nom_usage)} - {""} for person in (one, other)]
    return bool(families[0] & families[1])


def is_another(one: Identity, other: Identity) -> bool:
    """Of the family name, the first name and the birth date, two at least are others: no one correction does that.

    Names that are exchanged, or one of which is the name in use, are still those of one person.
    """
    moved = [_birth_date(one.birth_date, other.birth_date) is Agreement.DIFFER]
    if _name(one, other) is Agreement.DIFFER:
        both = ((one.nom, other.nom), (one.prenom, other.prenom))
        moved += [all(map(name_key, pair)) and not near_texts(*pair) for pair in both]
    return sum(moved) > 1


def near_texts(one: str, other: str) -> bool:
    """Equal keys, a slip or two (two from six letters on), or the words of one among those of the other."""
    keys = name_key(one), name_key(other)
    if keys[0] == keys[1]:
        return True
    words = _words(one), _words(other)
    if all(words) and (words[0] <= words[1] or words[1] <= words[0]):
        return True
    longest = max(map(len, keys))
    return min(map(len, keys)) > 1 and slips(*keys, limit=2 if longest >= 6 else 1)


def slips(one: str, other: str, limit: int) -> bool:
    """True where at most ``limit`` letters are added, dropped, replaced, or swapped with their neighbour."""
    if abs(len(one) - len(other)) > limit or len(set(one) ^ set(other)) > 2 * limit:
        return False
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, facing in enumerate(other, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != facing))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing
            now.append(min(cost, before[column - 2] + 1) if swapped else cost)
        before, last = last, now
        if min(now) > limit:
            return False
    return last[-1] <= limit


def _birth_date(one: date | None, other: date | None) -> Agreement:
    if one is None or other is None:
        return Agreement.SILENT
    if one == other:
        return Agreement.AGREE
    figures = f"{one:%d%m%Y}", f"{other:%d%m%Y}"
    swapped = one.year == other.year and (one.day, one.month) == (other.month, other.day)
    return Agreement.NEAR if swapped or slips(*figures, limit=1) else Agreement.DIFFER


def _birthplace(one: str, other: str) -> Agreement:
    if not name_key(one) or not name_key(other):
        return Agreement.SILENT
    if name_key(one) == name_key(other):
        return Agreement.AGREE
    return Agreement.NEAR if near_texts(one, other) else Agreement.DIFFER
