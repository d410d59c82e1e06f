"""How pieces name their holder, and whether two names may be of one person.

The civil status knows two surnames, of birth and of usage, and a person is named by either. A piece that says which is
which, or that names one holder by two, is never accused of it: what tells two people apart is another given name, or
another surname for another holder.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from laureat.credentials.deuxdoc import capitals
from laureat.credentials.rdf import Graph, iri_of
from laureat.credentials.strict_json import TooComplex
from laureat.credentials.verdict import Facts, Reason, Refused
from laureat.vocabulary.french import folded

VC = "https://www.w3.org/2018/credentials#"
OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
CLR = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
SCHEMA = "https://schema.org/"
IDENTIFIER = (f"{OB}identifier", f"{CLR}identifier-1")
NAME = f"{SCHEMA}name"
MAX_NAMES = 24
"""The different names, and namings of a holder, that are compared with each other."""

_SURNAMES = (f"{SCHEMA}familyName", f"{SCHEMA}alternateName", f"{OB}patronymicName")
_FULL = frozenset({"nomcomplet", "name"})
_CIVIL = frozenset(
    {
        *("nom", "nomdefamille", "nomdenaissance", "nomnaissance", "nomdejeunefille", "nompatronymique"),
        *("nomdusage", "nomusage", "nomcompletusage", "nommarital", "nomdepoux", "nomdepouse"),
        *("birthname", "nameatbirth", "familynameatbirth", "maidenname", "patronymicname"),
        *("familyname", "surname", "lastname", "usualname", "usagename", "marriedname", "preferredname"),
    }
)
"""Kinds of identity that say which surname they are, without their signs and capitals."""
_USAGE = frozenset({"nomusage", "nomdusage"})


@dataclass(frozen=True)
class Named:
    """The names that one piece gives to its holder, in capitals."""

    names: tuple[str, ...]
    """In full."""
    civil: tuple[str, ...] = ()
    """Those of which it says that they are of birth, or of usage: a surname alone, or a name in full."""
    holder: str = ""
    """The identifier of the holder; empty where it gives none."""

    @classmethod
    def by(cls, facts: Facts) -> "Named":
        """As a piece that was read names its holder."""
        return cls(facts.names, facts.civil, facts.holder)

    @property
    def known(self) -> frozenset[str]:
        """Every word by which it names its holder: whoever is named by some of them alone may be the same."""
        return frozenset(word for name in (*self.names, *self.civil) for word in name.split())

    def may_be(self, other: "Named", known: Sequence[frozenset[str]]) -> bool:
        """Whether both may be of one person; a piece that names nobody contradicts no one.

        ``known``: the words by which a piece that they stand with names one holder.
        """
        if not (self.names and other.names):
            return True
        alike = bool(self.holder) and self.holder == other.holder
        return any(_agree(one, two, known, alike) for one in self.names for two in other.names)


def named_in(graph: Graph, subject: str) -> Named:
    """How a title names this subject; the longest name first."""
    kinds = [(_kind(graph, each), graph.shown(each, f"{OB}identityHash")) for each in identities(graph, hashed=False)]
    names = [name for kind, shown in kinds if kind in _FULL for name in shown] + graph.shown(subject, NAME)
    civil = [name for kind, shown in kinds if kind in _CIVIL for name in shown] + graph.shown(subject, *_SURNAMES)
    return Named(_capitals(names), _capitals(civil), iri_of(subject))


def check_names(graph: Graph, held: Sequence[Named]) -> list[str]:
    """A note where a title names one holder in two ways, to be compared with a paper.

    ``held``: how the titles that it holds name theirs. Raises Refused (DISCORDANT) where it names two holders, and
    TooComplex where it gives more names than can be compared.
    """
    own = [named_in(graph, subject) for subject in graph.nodes(graph.root, f"{VC}credentialSubject")]
    pieces = list(dict.fromkeys([*own, *held]))
    if max([len(pieces), *(len(each.names) for each in pieces)]) > MAX_NAMES:
        raise TooComplex(f"plus de {MAX_NAMES} noms de titulaire différents")
    for each in own:
        _check([Named((name,), each.civil, each.holder or graph.root) for name in each.names])
    _check(pieces)
    told = dict.fromkeys(name for each in (*own, *held) for name in (*each.names[:1], *_others(each.names)))
    if not _others(list(told)):
        return []
    return [f"Ce titre donne plusieurs noms à son titulaire ({', '.join(told)}) : comparez à une pièce d'identité."]


def _check(pieces: list[Named]) -> None:
    known = [each.known for each in pieces]
    for one, other in combinations(pieces, 2):
        if not one.may_be(other, known):
            said = f"ce titre nomme deux titulaires (« {one.names[0]} », « {other.names[0]} »)"
            raise Refused(Reason.DISCORDANT, said)


def same_holder(one: Facts, other: Facts) -> bool:
    """Whether two pieces of a file name one person: by the same words, in any order, under any of their names.

    Where a text was cut, each word of the shorter begins one of the longer.
    """
    a, b = Named.by(one), Named.by(other)
    cut = one.cut or other.cut
    if any(_same_words(mine, theirs, cut) for mine in a.names for theirs in b.names):
        return True
    by_two = [each.known for each in (a, b) if each.civil or len(each.names) > 1]
    both = frozenset(f"{a.names[0]} {b.names[0]}".split())
    return any(both <= known for known in by_two)


def identities(graph: Graph, *, hashed: bool) -> Iterator[str]:
    """The nodes that identify the holder, in clear or by a hash."""
    for subject in graph.nodes(graph.root, f"{VC}credentialSubject"):
        for each in graph.nodes(subject, *IDENTIFIER):
            if graph.literals(each, f"{OB}hashed") == ["true" if hashed else "false"]:
                yield each


def called(graph: Graph, node: str) -> str:
    """An identity in clear, as it is shown: of a usage name, it is said that it is one."""
    said = graph.text(node, f"{OB}identityHash")
    return f"nom d'usage {said}" if said and _kind(graph, node) in _USAGE else said


def _kind(graph: Graph, node: str) -> str:
    """« ext:nomD'Usage » → ``nomdusage``."""
    return re.sub(r"[^a-z]", "", folded(graph.text(node, f"{OB}identityType")).lower().removeprefix("ext:"))


def _capitals(names: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(filter(None, map(capitals, names)))
    return tuple(sorted(found, key=lambda name: -len(name)))


def _agree(one: str, other: str, known: Iterable[frozenset[str]], alike: bool) -> bool:
    """Whether two full names may be of one person; ``alike``: they are said of one holder."""
    a, b = set(one.split()), set(other.split())
    if a <= b or b <= a or any(a | b <= words for words in known):
        return True
    return alike and one.split()[0] == other.split()[0]


def _others(names: Iterable[str]) -> list[str]:
    """The names that the first one does not say, as a part of it or in another order."""
    first, *rest = names if (names := list(names)) else [""]
    return [name for name in rest if not set(name.split()) <= set(first.split())]


def _same_words(one: str, other: str, cut: bool) -> bool:
    short, long = sorted((one.split(), other.split()), key=len)
    if not cut:
        return sorted(short) == sorted(long)
    return all(any(word.startswith(start) or start.startswith(word) for word in long) for start in short)
