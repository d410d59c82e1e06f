"""The nearest changes: the least that one mark would have to move for the result to be another."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from laureat.deliberation.outcome import Candidate, Outcome
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.scalar import issues
from laureat.vocabulary import MARK_MAX, MARK_STEP, Decision, Mention, UnitStatus, format_hundredths, french

Issue = Callable[[int], tuple[Decision, Mention]]
"""From a mark, in hundredths, to decision and mention."""


@dataclass(frozen=True, slots=True)
class Change:
    """The least change of the mark of one unit that alters decision or mention, all else being equal."""

    unit: str
    label: str
    points: int
    """Up (positive) or down (negative), in hundredths of a point."""
    mark: int
    """The mark that would be needed, in hundredths."""
    decision: Decision
    mention: Mention
    lost: Mention = Mention.SANS
    """The mention of today's result, where it would be lost."""

    @property
    def text(self) -> str:
        """« 0,5 point de plus en U31 (…) : admis. »; a mention that would be lost is said."""
        size = french.points(abs(self.points))
        way = "de plus" if self.points > 0 else "de moins"
        result = self.decision.label + (f", mention {self.mention.label}" if self.mention else "")
        lost = f" ; la mention {self.lost.label} serait perdue" if self.lost else ""
        return f"{size} {way} en {self.unit} ({self.label}) : {result}{lost}."

    def to_json(self) -> dict[str, Any]:
        """The change in the names of the files."""
        return {
            "unite": self.unit,
            "points": format_hundredths(self.points, comma="."),
            "demi_points": None if self.points % MARK_STEP else self.points // MARK_STEP,
            "note": format_hundredths(self.mark, comma="."),
            "decision": str(self.decision),
            "mention": str(self.mention),
            "mention_perdue": str(self.lost),
            "texte": self.text,
        }


def nearest_changes(
    rules: SessionRules, candidate: Candidate, outcome: Outcome, *, down: bool = False
) -> tuple[Change, ...]:
    """For each unit with a mark of this session, the least raise that alters the outcome, nearest first.

    With ``down``, the least lowering: what nobody asks for oneself, but a jury or an office may want to see. Marks move
    by the step of the family. A family without marks has no changes.

    The outcome never worsens when a mark rises, so the least change is found by halving, on the printed program.
    """
    step = rules.reglement.famille.cellules.step
    if step is None:
        return ()
    here = outcome.decision, outcome.mention
    grid = functools.partial(issues(rules).grid, candidate)
    changes = []
    for unit in rules.units:
        cell = candidate.cell(unit.code)
        if cell.status is not UnitStatus.NOTE:
            continue
        marks = range(cell.mark, -1, -step) if down else range(cell.mark, MARK_MAX + 1, step)
        at = grid(unit.code)
        if rank := _least(at, marks, here):
            points = marks[rank] - cell.mark
            decision, mention = at(marks[rank])
            lost = outcome.mention if mention < outcome.mention else Mention.SANS
            changes.append(Change(unit.code, unit.label, points, cell.mark + points, decision, mention, lost))
    return tuple(sorted(changes, key=lambda change: abs(change.points)))


def _least(at: Issue, marks: range, here: tuple[Decision, Mention]) -> int:
    """The rank of the first mark whose issue is not that of here; 0 when there is none."""
    if at(marks[-1]) == here:
        return 0
    same, other = 0, len(marks) - 1
    while other - same > 1:
        middle = (same + other) // 2
        if at(marks[middle]) == here:
            same = middle
        else:
            other = middle
    return other
