"""The life of the decisions of a session: which stand, which do not and why, what is due elsewhere until it is done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from laureat.records import facts as f
from laureat.session.after import FollowUp, Ground
from laureat.session.state import CandidateState, SessionState
from laureat.vocabulary import Decision
from laureat.vocabulary.french import plural, written_date

CREDENTIALS = ("titre", "badge", "badge-svg", "jeton", "dossier")
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
        issued = (fact.paper for held, fact in standing.papers if held == number)
        declared = result is not None and (result.decision is Decision.ADMIS or bool(result.proposal.blocs))
        for what, count in counted(issued, declared=declared):
            yield Due(candidate, number, what, since, count, standing.followed.get((number, what)))


def counted(issued: Iterable[str], *, declared: bool) -> Iterator[tuple[FollowUp, int]]:
    """What follows elsewhere from a decision under which these papers were issued, and how many of each.

    ``declared``: it gave something that is declared elsewhere.
    """
    papers = set(issued)
    credentials = len(papers.intersection(CREDENTIALS))
    counts = {
        FollowUp.NOTIFICATION: 1,
        FollowUp.TITRES: credentials,
        FollowUp.PAPIERS: len(papers) - credentials,
        FollowUp.DECLARATIONS: int(declared),
    }
    yield from ((what, count) for what, count in counts.items() if count)


def all_follow_ups(state: SessionState) -> Iterator[Due]:
    """The same for everyone. Needs the whole session, with its papers."""
    for candidate in state.candidates:
        yield from follow_ups(state, candidate)


def awaited(state: SessionState) -> list[Awaited]:
    """The new deliberations asked for and not published yet, the most urgent first. Needs the whole session."""
    waiting: dict[str, tuple[f.DecisionsWithdrawn, list[str]]] = {}
    for candidate in state.candidates.values():
        if candidate.struck is not None and (by := candidate.struck.again_by) is not None:
            waiting.setdefault(by.key, (by, []))[1].append(candidate.id)
    waits = [Awaited(by, tuple(touched)) for by, touched in waiting.values()]
    return sorted(waits, key=lambda one: (one.by.due or "9999", one.by.decided_on))


def told(state: SessionState) -> Iterator[str]:
    """What an audit says of the decisions that stand no more. Needs the whole session."""
    for by, touched in _by_act(state.candidates.values()):
        done = plural(len(touched), *Ground(by.ground).decisions)
        again = ", à délibérer de nouveau" + (f" avant le {written_date(by.due)}" if by.due else "") if by.again else ""
        yield f"{done} ({by.authority}, n° {by.number}, {written_date(by.decided_on)}){again}."


def shown_and_withdrawn(state: SessionState) -> Iterator[tuple[f.DecisionsWithdrawn, int]]:
    """The acts that took admissions off the public list, each with how many. Needs the whole session."""
    shown = (one for one in state.candidates.values() if one.listed and _was_admitted(state, one))
    for by, touched in _by_act(shown):
        yield by, len(touched)


def _by_act(candidates: Iterable[CandidateState]) -> list[tuple[f.DecisionsWithdrawn, list[CandidateState]]]:
    """The acts that struck the last decision of some of these candidates, each with those it struck."""
    found: dict[str, tuple[f.DecisionsWithdrawn, list[CandidateState]]] = {}
    for candidate in candidates:
        if candidate.struck is not None:
            by = candidate.struck.by
            found.setdefault(by.key, (by, []))[1].append(candidate)
    return list(found.values())


def _was_admitted(state: SessionState, candidate: CandidateState) -> bool:
    """The decision that was struck admitted the candidate."""
    struck = candidate.struck
    result = state.deliberations[struck.deliberation - 1].result(candidate.id) if struck else None
    return result is not None and result.decision is Decision.ADMIS
