"""The nearest changes: the least that one mark would have to move for the result to be another."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from laureat.deliberation.candidate import evaluate
from laureat.deliberation.outcome import Candidate, Outcome, Unit
from laureat.deliberation.reglement import SessionRules
from laureat.vocabulary import MARK_MAX, MARK_STEP, Decision, Mention, UnitStatus, format_hundredths, french


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

    The outcome never worsens when a mark rises, so the least change is found by halving.
    """
    step = rules.reglement.famille.cellules.step
    if step is None:
        return ()
    here = outcome.decision, outcome.mention
    changes = []
    for unit in rules.units:
        cell = candidate.cell(unit.code)
        if cell.status is not UnitStatus.NOTE:
            continue
        room = cell.mark if down else MARK_MAX - cell.mark
        issue = functools.partial(_issue_with, rules, candidate, unit, -step if down else step)
        if count := _least(issue, here, room // step):
            points = -count * step if down else count * step
            decision, mention = issue(count)
            lost = outcome.mention if mention < outcome.mention else Mention.SANS
            changes.append(Change(unit.code, unit.label, points, cell.mark + points, decision, mention, lost))
    return tuple(sorted(changes, key=lambda change: abs(change.points)))


def _issue_with(
    rules: SessionRules, candidate: Candidate, unit: Unit, step: int, count: int
) -> tuple[Decision, Mention]:
    """Decision and mention, were the mark of one unit ``count`` steps higher."""
    cell = candidate.cell(unit.code)
    cells = {**candidate.cells, unit.code: replace(cell, mark=cell.mark + count * step)}
    values = evaluate(rules, replace(candidate, cells=cells))
    return Decision(values["decision"]), Mention(values["mention"])


def _least(issue: Callable[[int], Any], here: Any, room: int) -> int:
    """The least n ≤ room at which the issue is not that of here; 0 when there is none."""
    if room <= 0 or issue(room) == here:
        return 0
    same, other = 0, room
    while other - same > 1:
        middle = (same + other) // 2
        if issue(middle) == here:
            same = middle
        else:
            other = middle
    return other
