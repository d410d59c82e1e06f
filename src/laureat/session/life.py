"""The life of the decisions of a session: which stand, which do not and why, what is due elsewhere until it is done."""

from collections.abc import Iterator
from dataclasses import dataclass

from laureat.records import facts as f
from laureat.session.after import STRUCK_DECISIONS, FollowUp, Ground
from laureat.session.state import DeliberationState, SessionState
from laureat.vocabulary import Decision
from laureat.vocabulary.french import plural, written_date

CREDENTIALS = ("titre", "badge")
"""The papers issued that are digital credentials: they are revoked, not asked back."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that follows elsewhere from a decision that stands no more."""

    candidate: str
    deliberation: int
    what: FollowUp
    since: str
    """The day since when the decision stands no more."""
    count: int
    """How many credentials or papers it is about; 1 for the rest."""
    done: f.FollowUpDone | None = None


@dataclass(frozen=True, slots=True)
class Awaited:
    """A new deliberation that a judgment or the authority asked for."""

    by: f.DecisionsWithdrawn
    candidates: tuple[str, ...]

    def late(self, today: str) -> bool:
        """Its last day is past."""
        return bool(self.by.due) and today > self.by.due


def follow_ups(state: SessionState, candidate: str) -> Iterator[Due]:
    """What follows elsewhere for one candidate, done or not. Needs the papers issued."""
    standing = state.candidates[candidate]
    for number, since in standing.ended.items():
        result = state.deliberations[number - 1].result(candidate)
        issued = {fact.paper for held, fact in standing.papers if held == number}
        credentials = len(issued.intersection(CREDENTIALS))
        counts = {
            FollowUp.NOTIFICATION: 1,
            FollowUp.TITRES: credentials,
            FollowUp.PAPIERS: len(issued) - credentials,
            FollowUp.DECLARATIONS: int(result is not None and result.decision is Decision.ADMIS),
        }
        for what, count in counts.items():
            if count:
                yield Due(candidate, number, what, since, count, standing.followed.get((number, what)))


def all_follow_ups(state: SessionState) -> Iterator[Due]:
    """The same for everyone. Needs the whole session, with its papers."""
    for candidate in state.candidates:
        yield from follow_ups(state, candidate)


def awaited(state: SessionState) -> list[Awaited]:
    """The new deliberations asked for and not published yet, the most urgent first. Needs the whole session."""
    found: dict[str, tuple[f.DecisionsWithdrawn, list[str]]] = {}
    for candidate in state.candidates.values():
        if candidate.struck is not None and candidate.struck.by.again:
            by = candidate.struck.by
            found.setdefault(by.key, (by, []))[1].append(candidate.id)
    waits = [Awaited(by, tuple(candidates)) for by, candidates in found.values()]
    return sorted(waits, key=lambda one: (one.by.due or "9999", one.by.decided_on))


def struck_with(state: SessionState, candidates: Iterator[str]) -> Iterator[tuple[str, DeliberationState]]:
    """Of these candidates, those whose decision was struck and is to be taken again, with the deliberation of it."""
    for candidate in candidates:
        struck = state.candidates[candidate].struck
        if struck is not None:
            yield candidate, state.deliberations[struck.deliberation - 1]


def told(state: SessionState) -> Iterator[str]:
    """What an audit says of the decisions that stand no more. Needs the whole session."""
    counts: dict[str, tuple[f.DecisionsWithdrawn, int]] = {}
    for candidate in state.candidates.values():
        if candidate.struck is not None:
            by, count = counts.get(candidate.struck.by.key, (candidate.struck.by, 0))
            counts[by.key] = by, count + 1
    for by, count in counts.values():
        done = plural(count, *STRUCK_DECISIONS[Ground(by.ground)])
        again = ", à délibérer de nouveau" + (f" avant le {written_date(by.due)}" if by.due else "") if by.again else ""
        yield f"{done} ({by.authority}, n° {by.number}, {written_date(by.decided_on)}){again}."


def shown_and_withdrawn(state: SessionState) -> Iterator[tuple[f.DecisionsWithdrawn, int]]:
    """The acts that took admissions off the public list, each with how many. Needs the whole session."""
    counts: dict[str, tuple[f.DecisionsWithdrawn, int]] = {}
    for candidate in state.candidates.values():
        struck = candidate.struck
        if struck is None or not candidate.listed:
            continue
        result = state.deliberations[struck.deliberation - 1].result(candidate.id)
        if result is not None and result.decision is Decision.ADMIS:
            by, count = counts.get(struck.by.key, (struck.by, 0))
            counts[struck.by.key] = by, count + 1
    yield from counts.values()
