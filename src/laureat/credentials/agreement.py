"""Do the pieces that one file carries say the same, and what are they worth together?

Every piece is read: one that is altered, or two that contradict each other, and the file is altered, whatever the
others are worth. Where a piece says nothing of a fact, it contradicts nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from laureat.credentials.deuxdoc import capitals
from laureat.credentials.holder import identity_hash
from laureat.credentials.names import same_holder
from laureat.credentials.verdict import Attested, Reason, Verdict
from laureat.vocabulary.french import plural


def together(deciding: Sequence[Verdict], beside: Sequence[Verdict] = ()) -> Verdict:
    """The verdict on one file from the verdicts on its pieces, at least one deciding.

    The worst of the deciding ones is the verdict; those beside must only be genuine, worth something, and agree.
    """
    pieces = [*deciding, *beside]
    worst = max(pieces, key=lambda piece: piece.reason.severity)
    if len(pieces) == 1:
        return worst
    carriers = ", ".join(dict.fromkeys(piece.carrier for piece in pieces if piece.carrier))
    if worst.reason.exit_code in _BAD:
        others = dict.fromkeys(piece.carrier for piece in pieces if piece is not worst)
        detail = f"{worst.carrier} : {worst.reason.label} ({worst.detail}) ; à côté : {', '.join(others)}"
        reason = worst.reason if worst.reason.exit_code == 3 else Reason.ALTERE
        return replace(worst, reason=reason, detail=detail, carrier=carriers, attested=None)
    if said := next(contradictions(pieces), ""):
        return Verdict(Reason.DISCORDANT, said, None, worst.issuer, carriers)
    decided = max(
        [*deciding, *(piece for piece in beside if piece.reason is Reason.SPECIMEN)],
        key=lambda piece: piece.reason.severity,
    )
    told = max(deciding, key=lambda piece: piece.reason.severity)
    attested = next((piece.attested for piece in [decided, *pieces] if piece.attested), None)
    notes = tuple(dict.fromkeys(note for piece in pieces for note in piece.notes))
    title, day = (None, decided.status_day) if decided is told else (told.reason, told.status_day)
    return replace(decided, attested=attested, carrier=carriers, notes=notes, title=title, status_day=day)


_BAD = (Reason.ALTERE.exit_code, Reason.ILLISIBLE.exit_code)
"""What no piece may be beside another."""


def contradictions(pieces: Sequence[Verdict]) -> Iterator[str]:
    """What two pieces do not say alike, in French, naming both."""
    for one, other in combinations([piece for piece in pieces if piece.attested], 2):
        if one.attested and other.attested and (fact := disagreement(one.attested, other.attested)):
            yield f"{one.carrier} et {other.carrier} ne disent pas {fact}"


def disagreement(one: Attested, other: Attested) -> str:
    """Which fact two pieces contradict, in French; empty where none."""
    a, b = one.facts, other.facts
    if a.name and b.name and not same_holder(a, b):
        return f"le même nom (« {a.name} », « {b.name} »)"
    if (a.born and b.born and a.born != b.born) or not (_proves(one, b.born) and _proves(other, a.born)):
        return "la même date de naissance"
    if a.session and b.session and a.session != b.session:
        return f"la même session ({a.session}, {b.session})"
    if a.sheet and b.sheet and a.sheet != b.sheet:
        return f"la même certification ({a.sheet}, {b.sheet})"
    if a.wording and b.wording and a.wording not in b.wording and b.wording not in a.wording:
        return f"la même certification (« {a.wording} », « {b.wording} »)"
    if a.admitted is not None and b.admitted is not None and a.admitted != b.admitted:
        return "la même décision"
    if a.mention is not None and b.mention is not None and a.mention != b.mention:
        return f"la même mention ({a.mention or 'sans mention'}, {b.mention or 'sans mention'})"
    return ""


def _proves(one: Attested, born: str) -> bool:
    """Whether the hash of a piece, where it has one, is that of this date of birth."""
    value, salt = one.facts.identity
    names = one.facts.names
    return not (value and born and names) or any(identity_hash(name, born, salt) == value for name in names)


def told_together(titles: Sequence[Verdict]) -> list[Verdict]:
    """The titles of one holder that hold alike, told as one; each other one by itself."""
    alike = [title for title in titles if title.reason is Reason.AUTHENTIQUE and title.attested]
    if len(alike) < 2 or next(contradictions(alike), ""):
        return list(titles)
    first = alike[0]
    told = [title.attested for title in alike if title.attested]
    blocs = tuple(dict.fromkeys(bloc for attested in told for bloc in attested.blocs))
    name = capitals(told[0].facts.name)
    facts = replace(told[0].facts, name=name, wording="", admitted=any(each.facts.admitted for each in told) or None)
    gathered = replace(told[0], title=plural(len(told), "titre"), narrative="", marks=(), blocs=blocs, identifier="")
    gathered = replace(gathered, facts=facts)
    others = [title for title in titles if title not in alike]
    return [
        *others,
        replace(first, attested=gathered, carrier=f"{plural(len(told), 'titre joint', 'titres joints')} au PDF"),
    ]
