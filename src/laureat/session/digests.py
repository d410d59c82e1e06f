"""The digest of the marks of a school: what it is shown once entry is closed, confirms or contests, and keeps.

Whoever writes in the base may speak as any account; nobody but the school holds the sheet that the school kept.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from laureat.records import facts as f
from laureat.session.framework import Phase
from laureat.session.state import CandidateState, SessionState
from laureat.vocabulary.french import enumeration_of_some, written_date

SHORT = 16
"""Characters of a digest that people compare."""
NAMED = 10
"""So many schools are named."""
HEADING = "releve-de-notes/1"
"""Begins what is hashed."""
CHANGES = f.CorrectionMade | f.RouteCorrected | f.CandidateWithdrawn
"""The facts that change the marks of a school once entry is closed."""


class Line(NamedTuple):
    """One mark of a sheet: by whom, for what, as it was entered, whatever the jury raised since."""

    candidate: str
    unit: str
    group: str
    """``premier``, or ``controle`` for the mark of that test."""
    mark: str
    """As one types it; empty where none was entered."""


def lines_of(candidates: Iterable[CandidateState]) -> list[Line]:
    """The marks of these candidates, in the order in which they are hashed: a unit without a mark has a line too."""
    return sorted(line for candidate in candidates for line in _lines(candidate))


def _lines(candidate: CandidateState) -> Iterator[Line]:
    for unit in {*candidate.presented, *candidate.cells}:
        yield Line(candidate.id, unit, "premier", str(candidate.entered(unit)))
    for unit in {*candidate.control_units, *candidate.control}:
        yield Line(candidate.id, unit, "controle", str(candidate.entered(unit, control=True)))


def pupils(state: SessionState, establishment: str) -> list[CandidateState]:
    """The candidates of a school who are not withdrawn."""
    everyone = state.candidates.values()
    return [one for one in everyone if not one.withdrawn and one.route and one.route.establishment == establishment]


def digest(log: str, establishment: str, lines: Iterable[Line]) -> str:
    """SHA-256, in hexadecimal, of the session, the school, and its marks line by line."""
    told = ("\t".join(line) for line in sorted(lines))
    return hashlib.sha256("\n".join((f"{HEADING}\t{log}\t{establishment}", *told)).encode()).hexdigest()


def digest_of(state: SessionState, establishment: str) -> str:
    """The digest of a school as its marks stand. Needs all its candidates."""
    return digest(state.log, establishment, lines_of(pupils(state, establishment)))


def is_closed(state: SessionState) -> bool:
    """Entry is closed: marks change no more but by a correction, and a school may give its word on them."""
    return state.phase in (Phase.CLOSE, Phase.DELIBEREE, Phase.PUBLIEE)


Word = f.MarksConfirmed | f.MarksContested


class Standing(NamedTuple):
    """Where a school stands with its marks."""

    establishment: str
    digest: str
    """Of its marks as they are."""
    word: Word | None
    """The last that it said, of those marks or of earlier ones."""

    @property
    def is_of_now(self) -> bool:
        """What it said is said of the marks as they are."""
        return self.word is not None and self.word.digest == self.digest

    @property
    def is_confirmed(self) -> bool:
        """The marks as they are were confirmed."""
        return self.is_of_now and isinstance(self.word, f.MarksConfirmed)

    @property
    def is_contested(self) -> bool:
        """The marks as they are were contested."""
        return self.is_of_now and isinstance(self.word, f.MarksContested)


def standings(state: SessionState) -> list[Standing]:
    """Where each school that has candidates stands, by number. Needs the whole session."""
    by_school: defaultdict[str, list[CandidateState]] = defaultdict(list)
    for one in state.candidates.values():
        if not one.withdrawn and one.route and one.route.establishment:
            by_school[one.route.establishment].append(one)
    return [
        Standing(name, digest(state.log, name, lines_of(many)), state.words_of_schools.get(name))
        for name, many in sorted(by_school.items())
    ]


def told(state: SessionState) -> Iterator[str]:
    """What an audit says of the words of the schools. Needs the whole session."""
    if not (state.words_of_schools and is_closed(state)):
        return
    silent: list[str] = []
    for one in standings(state):
        word = one.word
        if isinstance(word, f.MarksConfirmed) and not one.is_of_now:
            yield (
                f"établissement {one.establishment} : ses notes ne sont plus celles qu'il a confirmées le "
                f"{written_date(word.at[:10])} (empreinte {word.digest[:SHORT]}…, à présent {one.digest[:SHORT]}…) ; "
                "son relevé, s'il l'a gardé, dit lesquelles (--releve-ecole)."
            )
        elif isinstance(word, f.MarksContested):
            yield (
                f"établissement {one.establishment} : il a contesté ses notes le {written_date(word.at[:10])} "
                f"(empreinte {word.digest[:SHORT]}…)."
            )
        elif word is None:
            silent.append(one.establishment)
    if silent:
        yield f"notes que leur établissement n'a pas confirmées : {enumeration_of_some(silent, NAMED)}."
