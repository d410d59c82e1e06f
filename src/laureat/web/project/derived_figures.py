"""The figures told of a session on a day: counted again from the facts that its log had then, and compared."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from laureat.records import Fact
from laureat.records import facts as f
from laureat.records.audit import AuditFinding
from laureat.session import counted
from laureat.session.figures import Presented
from laureat.session.framework import Framework
from laureat.session.state import SessionState
from laureat.session.told_figures import Shown
from laureat.web.exam_sessions import rows
from laureat.web.project.derived_house import Row, Rows, finding

TABLE = "aftermath_toldfigures"
QUIET = (f.PaperIssued, f.TextErased)
"""Facts that change nothing of what figures count."""
HOUR = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Counting:
    """What the figures of a session are counted from."""

    frame: Callable[[SessionState], Framework]
    past: Callable[[int], SessionState]
    """The session as its log was with so many facts."""
    sizes: Callable[[str], list[int]]
    """How many it may have had at an hour."""
    size: int
    """How many facts the log has."""
    told: int
    """How many facts the log had when it said something that figures count for the last time."""
    texts: Mapping[str, Mapping[str, Any]]
    """What the commitments of the log open."""
    house: Callable[[], Sequence[Fact]]
    """The facts that the house accepts."""


def compare(tables: Rows, log: str, state: SessionState, from_: Counting) -> Iterator[AuditFinding]:
    """The states that the facts do not give, each beside those told before it."""
    before: list[Shown] = []
    for row in tables(TABLE, "session_id::text = %s ORDER BY at, id", log):
        hour = f"{row['at'].astimezone(UTC):{HOUR}}"
        what = f"l'état des chiffres du {hour}"
        try:
            kept = counted.shown_of(row["counted"])
            told = row.get("facts")
            sizes = from_.sizes(hour) if told is None else [told]
            wrong = min((_wrong(row, hour, kept, state, size, from_, before) for size in sizes), key=len)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration):
            yield finding(TABLE, f"{what} ne se lit plus, ou les faits n'en donnent aucun.")
            continue
        if wrong:
            yield finding(TABLE, f"{what} n'est pas celui que les faits donnent ({', '.join(sorted(wrong))}).")
        before.append(kept)


def _wrong(
    row: Row, hour: str, kept: Shown, now: SessionState, size: int, from_: Counting, before: Sequence[Shown]
) -> list[str]:
    """The columns that so many facts do not give."""
    if size > from_.size:
        raise ValueError("the log never had so many")
    state = now if size >= from_.told else from_.past(size)
    frame = from_.frame(state)
    people = list(_people(state, frame, kept, hour, from_))
    if not people:
        return ["admitted", "counted", "figures", "presented"]
    found, whom = counted.settled(frame, people, before)
    total = found.tables[0].total
    due = {"figures": counted.plain(found), "presented": total.presented, "admitted": total.admitted}
    wrong = [name for name, value in due.items() if row[name] != value]
    if not (kept.counts_as(whom) and whom.counts_as(kept) and set(kept.told) == set(whom.told)):
        wrong.append("counted")
    return wrong


def _people(state: SessionState, frame: Framework, kept: Shown, hour: str, from_: Counting) -> Iterable[Presented]:
    told = [{"candidate": one.id, **rows.row(state, frame, one)} for one in state.candidates.values()]
    told = [row for row in told if row["public_decision"] and not row["withdrawn"]]
    sexes: dict[str, str] = {}
    for row in told:
        candidate = str(row["candidate"])
        text = from_.texts.get(state.candidates[candidate].identity)
        sexes[candidate] = str(json.loads(text["text"]).get("sexe", "")) if text else _sex(kept, candidate)
    return counted.people(state, frame, told, _schools(from_.house(), hour), sexes)


def _sex(kept: Shown, candidate: str) -> str:
    """Where the identity was erased since: as that day counted it."""
    return next(
        (
            code
            for code, label in counted.SEXES.items()
            if candidate in kept.counts.get(("sexe", label, "presented"), ())
        ),
        "",
    )


def _schools(house: Iterable[Fact], hour: str) -> dict[str, str]:
    """The name of each school at an hour; the first that it had, where the house knew it later."""
    found: dict[str, str] = {}
    for fact in house:
        late = datetime.fromisoformat(fact.at) > datetime.fromisoformat(hour)
        if isinstance(fact, f.EstablishmentAdded | f.EstablishmentChanged):
            if not late or fact.establishment not in found:
                found[fact.establishment] = fact.name
        elif isinstance(fact, f.EstablishmentRenumbered) and fact.establishment in found:
            found[fact.uai] = found[fact.establishment] if late else found.pop(fact.establishment)
    return found
