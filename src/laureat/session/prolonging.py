"""A reading prolonged: what was added to a log is read on top of a copy of what the log said before.

Where it concerns some candidates, or the session alone, the others stand as they did, and are not read again.
"""

from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import fields, replace
from typing import Any, TypeVar

from laureat.records import Fact
from laureat.records import facts as f
from laureat.session.state import SessionState

T = TypeVar("T")
MOVES_OTHERS: frozenset[type[Fact]] = frozenset(
    {f.SessionOpened, f.SessionClosed, f.SessionReopened, f.SessionAbandoned, f.RoundStarted, f.CoefficientCorrected}
    | {f.DeliberationOpened, f.PvSealed, f.ResultPublished, f.DecisionsWithdrawn, f.DecisionsRestored}
    | {f.SettingAsideAsked, f.FactSetAside, f.TextErased}
)
"""Facts that change others than their subject, or how those before them are read."""
_OF_A_DELIBERATION = frozenset({f.DecisionProposed, f.MarkRaised})
"""Whether their decisions are computed again depends on the rules under which their deliberation was opened."""


def may_prolong(state: SessionState, added: Collection[Fact | None]) -> bool:
    """Whether what was added to a log may be read on top of what it said; None: bytes that say no fact."""
    apart = MOVES_OTHERS | _OF_A_DELIBERATION if state.marks else MOVES_OTHERS
    return all(fact is not None and type(fact) not in apart for fact in added)


def copied(state: SessionState, subjects: Iterable[str]) -> SessionState:
    """A state equal to this one, on top of which what concerns these candidates may be read: this one stays."""
    found = _own(state)
    found.deliberations = [_own(one) for one in state.deliberations]
    found.candidates |= {one: _own(state.candidates[one]) for one in subjects if one in state.candidates}
    return found


def _own(one: T) -> T:
    """Equal to it, with dicts, lists and sets of its own; what they hold is shared."""
    held = {field.name: getattr(one, field.name) for field in fields(one)}  # type: ignore[arg-type]
    own: dict[str, Any] = {name: copy(value) for name, value in held.items() if isinstance(value, dict | list | set)}
    return replace(one, **own)  # type: ignore[type-var]
