"""What the page of a preview shows of a list, as it can be kept until someone looks at it."""

from typing import Any

from laureat.vocabulary import InputProblem
from laureat.web.candidates.persons import Alike
from laureat.web.exam_sessions.bringing import CHANGED, FAULTY, NEW, SAME, Line
from laureat.web.exam_sessions.importing import Plan
from laureat.web.exam_sessions.views.persons import places_of

LINES, ASKED = 200, 100
"""How many lines, and how many persons to confirm, a page shows: whatever the list, it stays under 500 kB."""
PROBLEMS = 300
_ORDER = {FAULTY: 0, CHANGED: 1, NEW: 2, SAME: 3}


def context_of(plan: Plan) -> dict[str, Any]:
    """What the page of a preview is given: the lines at fault first, then those to look at."""
    lines = sorted(
        plan.lines, key=lambda line: (_ORDER[line.state], not line.alike, not line.warnings, line.listed.line)
    )
    asked = plan.to_confirm[:ASKED]
    places = places_of([found for line in asked for found in line.alike])
    return {
        "plan": plan,
        "lines": lines[:LINES],
        "more": len(lines),
        "asked": [(line, [(found, places.get(found.row.log, "")) for found in line.alike]) for line in asked],
        "unasked": len(plan.to_confirm) - len(asked),
    }


def kept(plan: Plan) -> dict[str, Any]:
    """The same in plain values, under the same names."""
    context = context_of(plan)
    told = {name: getattr(plan, name) for name in _TOLD}
    told["problems"] = [_problem(problem) for problem in plan.problems[:PROBLEMS]]
    told["lines"] = bool(plan.lines)
    return {
        "plan": told,
        "lines": [_line(line) for line in context["lines"]],
        "more": context["more"],
        "asked": [[_line(line), [[_alike(one), place] for one, place in found]] for line, found in context["asked"]],
        "unasked": context["unasked"],
    }


_TOLD = ("base", "remarks", "choices", "spoilt", "counts", "faults", "bring", "can_apply", "can_apply_the_good")


def _problem(problem: InputProblem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in ("line", "candidate", "column", "letter", "message")}


def _line(line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(line, name) for name in ("name", "born", "state")}
    told |= {name: list(getattr(line, name)) for name in ("problems", "warnings", "changes")}
    return told | {"listed": {"line": line.listed.line, "candidate": {"numero": line.listed.candidate.numero}}}


def _alike(one: Alike) -> dict[str, Any]:
    row = {name: getattr(one.row, name) for name in ("name", "numero", "person")}
    return {"row": row, "verdict": one.verdict, "evidence": one.evidence, "side_by_side": one.side_by_side}
