"""A lawful jury out of a register of possible members, or the smallest set of conditions that cannot hold together.

The law comes first: each weighed rule is handed to CP-SAT as it stands. Then, each within the best of the one before:
loads, sectors and establishments, sexes, distance, and the order of the register, so that the answer is one.
"""

import datetime as dt
import types
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from laureat.jury.law import JuryLaw, Requirement
from laureat.jury.members import Fonction, Jury, Member, Qualite
from laureat.jury.register import RegisteredMember
from laureat.vocabulary.french import plural, words

DETERMINISTIC_TIME = 30.0
"""Bound of each search, in the solver's own deterministic seconds: the same on every machine."""


class PlanningUnavailable(Exception):
    """The solver is not installed; the message, in French, says how to install it."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of a jury, besides the law."""

    size: int
    """Members who deliberate, president included."""
    deputies: int = 0
    day: dt.date | None = None
    commune: str = ""
    """Where the jury meets."""
    impossibilite: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A lawful jury, and in French what was balanced."""

    jury: Jury
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impossible:
    """Conditions, in French, that cannot hold together; any one less and a jury exists."""

    conditions: tuple[str, ...]
    supply: str
    """Who is in the register, by capacity."""
    otherwise: tuple[str, ...] = ()
    """What else lifts one of them, besides changing the register."""


@dataclass(frozen=True, slots=True)
class _Seat:
    """One person in one capacity and one function."""

    rank: int
    person: RegisteredMember
    member: Member


Impose = Callable[[Any, Sequence[Any]], None]


@dataclass(slots=True)
class _Problem:
    """The seats that could be given, and the named conditions on them."""

    cp: types.ModuleType
    seats: list[_Seat]
    conditions: dict[str, Impose] = field(default_factory=dict)

    def model(self, names: Sequence[str]) -> tuple[Any, list[Any]]:
        """A model with one variable a seat, each person in one seat at most, and the conditions named."""
        model = self.cp.CpModel()
        variables = [model.new_bool_var(f"s{number}") for number in range(len(self.seats))]
        by_person: dict[int, list[Any]] = {}
        for seat, variable in zip(self.seats, variables, strict=True):
            by_person.setdefault(seat.rank, []).append(variable)
        for options in by_person.values():
            model.add_at_most_one(options)
        for name in names:
            self.conditions[name](model, variables)
        return model, variables

    def solve(self, model: Any) -> Any | None:
        """The solver, once it has found the best it could; None where nothing can be."""
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = DETERMINISTIC_TIME
        status = solver.solve(model)
        return solver if status in (self.cp.OPTIMAL, self.cp.FEASIBLE) else None


def propose(register: Sequence[RegisteredMember], law: JuryLaw, wishes: Wishes) -> Proposal | Impossible:
    """Compose a lawful jury of ``wishes.size`` members, or say which conditions cannot hold together.

    Raises PlanningUnavailable where OR-Tools is not installed.
    """
    problem = _Problem(_solver_library(), _seats(register, wishes.day))
    _conditions(problem, law, wishes)
    chosen = _best(problem, wishes)
    if chosen is None:
        conflict = tuple(_smallest_conflict(problem))
        named = [rule for rule in law.requirements(sitting=False) if any(c.startswith(f"{rule.id} ") for c in conflict)]
        otherwise = tuple(dict.fromkeys(rule.otherwise for rule in named if rule.otherwise))
        return Impossible(conflict, _supply(register, wishes.day), otherwise)
    order = list(Fonction)
    seats = sorted(chosen, key=lambda seat: (order.index(seat.member.fonction), seat.rank))
    jury = Jury(tuple(seat.member for seat in seats), wishes.impossibilite)
    return Proposal(jury, _remarks(seats, wishes))


def _solver_library() -> types.ModuleType:
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        message = "la proposition de jurys demande OR-Tools : pip install 'laureat[planning]'"
        raise PlanningUnavailable(message) from None
    library: types.ModuleType = cp_model
    return library


def _seats(register: Sequence[RegisteredMember], day: dt.date | None) -> list[_Seat]:
    """Every way to seat somebody. Who stands as president or deputy in the register is meant for that chair only if
    some do; else anybody may be asked, and the law decides."""
    named = {person.member.fonction for person in register}
    seats = []
    for rank, person in enumerate(register):
        if person.member.fonction is Fonction.EXAMINATEUR_ADJOINT:
            continue
        for member in person.as_members(day):
            for fonction in (Fonction.MEMBRE, Fonction.PRESIDENT_ADJOINT, Fonction.PRESIDENT):
                if fonction in (Fonction.MEMBRE, person.member.fonction) or fonction not in named:
                    seats.append(_Seat(rank, person, replace(member, fonction=fonction, presence=None)))
    return seats


def _conditions(problem: _Problem, law: JuryLaw, wishes: Wishes) -> None:
    seats, conditions = problem.seats, problem.conditions
    p = law.parameters.values_only

    def is_deputy(seat: _Seat) -> bool:
        return seat.member.fonction is Fonction.PRESIDENT_ADJOINT

    conditions[f"le jury compte {plural(wishes.size, 'membre')}"] = lambda model, x: model.add(sum(x) == wishes.size)
    deputies = plural(wishes.deputies, "président adjoint", "présidents adjoints")
    conditions[f"il a {deputies}" if wishes.deputies else "il n'a aucun président adjoint"] = lambda model, x: (
        model.add(sum(v for v, seat in zip(x, seats, strict=True) if is_deputy(seat)) == wishes.deputies)
    )
    conditions["il a au plus un président"] = lambda model, x: model.add(
        sum(v for v, seat in zip(x, seats, strict=True) if seat.member.fonction is Fonction.PRESIDENT) <= 1
    )
    away = [not seat.person.available_on(wishes.day) for seat in seats]
    if any(away):
        conditions["seuls siègent les membres disponibles"] = _nobody(away)
    tied = [bool(seat.member.lien) for seat in seats]
    if any(tied):
        conditions["personne n'est lié à un candidat ni à un accompagnateur"] = _nobody(tied)
    reason = Jury((), wishes.impossibilite)
    for rule in law.requirements(sitting=False):
        if not rule.binds or (rule.unless is not None and rule.unless(reason)):
            continue
        weights = [rule.weight(seat.member, p) for seat in seats]
        conditions[f"{rule.id} ({rule.source}) : {rule.told(p)}"] = _weighed(rule, weights, -rule.bound_in(p))


def _nobody(which: Sequence[bool]) -> Impose:
    def impose(model: Any, variables: Sequence[Any]) -> None:
        for variable, banned in zip(variables, which, strict=True):
            if banned:
                model.add(variable == 0)

    return impose


def _weighed(rule: Requirement, weights: Sequence[tuple[int, int]], empty: int) -> Impose:
    """The rule as it stands: what is not known counts for the least."""

    def impose(model: Any, variables: Sequence[Any]) -> None:
        least = sum(low * v for (low, _), v in zip(weights, variables, strict=True)) + empty
        if rule.exact:
            most = sum(high * v for (_, high), v in zip(weights, variables, strict=True)) + empty
            model.add(least == 0)
            model.add(most == 0)
        else:
            model.add(least >= 0)

    return impose


def _best(problem: _Problem, wishes: Wishes) -> list[_Seat] | None:
    """The seats given, each objective held at its best before the next is looked at."""
    model, variables = problem.model(list(problem.conditions))
    solver = problem.solve(model)
    if solver is None:
        return None
    for objective in (_loads, _likeness, _sexes, _distances, _ranks):
        expression = objective(model, variables, problem.seats, wishes)
        model.minimize(expression)
        solver = problem.solve(model) or solver
        model.clear_objective()
        model.add(expression <= solver.value(expression))
    return [seat for seat, variable in zip(problem.seats, variables, strict=True) if solver.value(variable)]


def _loads(model: Any, variables: Sequence[Any], seats: Sequence[_Seat], wishes: Wishes) -> Any:
    """The sum of the loads; of two juries of one size, the least is that of the squares once it is added too."""
    return sum(seat.person.charge * v for v, seat in zip(variables, seats, strict=True))


def _likeness(model: Any, variables: Sequence[Any], seats: Sequence[_Seat], wishes: Wishes) -> Any:
    """How many members share a sector, and how many an establishment, with another."""
    groups: dict[tuple[str, str], list[Any]] = {}
    for seat, variable in zip(seats, variables, strict=True):
        if place := words(seat.member.etablissement):
            groups.setdefault(("etablissement", place), []).append(variable)
        for secteur in seat.person.secteurs:
            groups.setdefault(("secteur", words(secteur)), []).append(variable)
    excess = []
    for number, members in enumerate(groups.values()):
        if len(members) > 1:
            over = model.new_int_var(0, len(members), f"e{number}")
            model.add(over >= sum(members) - 1)
            excess.append(over)
    return sum(excess) if excess else 0 * variables[0]


def _sexes(model: Any, variables: Sequence[Any], seats: Sequence[_Seat], wishes: Wishes) -> Any:
    """The gap between women and men."""
    sign = {"F": 1, "M": -1}
    gap = sum(sign.get(seat.member.sexe, 0) * v for v, seat in zip(variables, seats, strict=True))
    size = model.new_int_var(0, wishes.size, "ecart")
    model.add(size >= gap)
    model.add(size >= -gap)
    return size


def _distances(model: Any, variables: Sequence[Any], seats: Sequence[_Seat], wishes: Wishes) -> Any:
    """Kilometres to the centre; where the register does not tell, one for whoever comes from another commune."""
    return sum(_kilometres(seat.person, wishes) * v for v, seat in zip(variables, seats, strict=True))


def _kilometres(person: RegisteredMember, wishes: Wishes) -> int:
    if wishes.commune and words(person.commune) == words(wishes.commune):
        return 0
    if person.distance is not None:
        return person.distance
    return int(bool(wishes.commune))


def _ranks(model: Any, variables: Sequence[Any], seats: Sequence[_Seat], wishes: Wishes) -> Any:
    """The order of the register, so that the answer is one."""
    return sum((number + 1) * v for number, v in enumerate(variables))


def _smallest_conflict(problem: _Problem) -> list[str]:
    """Conditions that cannot hold together, none of them superfluous: each is left out in turn, and put back if a
    jury then exists."""
    kept = list(problem.conditions)
    for name in list(kept):
        fewer = [other for other in kept if other != name]
        model, _ = problem.model(fewer)
        if problem.solve(model) is None:
            kept = fewer
    return kept


def _supply(register: Sequence[RegisteredMember], day: dt.date | None) -> str:
    free = [person for person in register if person.available_on(day)]
    counted = Counter(member.qualite for person in free for member in person.as_members(day))
    parts = ", ".join(f"{qualite.label} {counted[qualite]}" for qualite in Qualite)
    return f"{plural(len(register), 'inscrit')}, {plural(len(free), 'disponible')} ({parts})"


def _remarks(seats: Sequence[_Seat], wishes: Wishes) -> tuple[str, ...]:
    women = sum(seat.member.sexe == "F" for seat in seats)
    men = sum(seat.member.sexe == "M" for seat in seats)
    loads = [seat.person.charge for seat in seats]
    places = {words(seat.member.etablissement) for seat in seats if seat.member.etablissement}
    kilometres = sum(_kilometres(seat.person, wishes) for seat in seats)
    remarks = [
        f"charges déjà confiées à ces membres : {sum(loads)} (la plus forte : {max(loads)})",
        f"femmes : {women}, hommes : {men}",
        f"établissements et entreprises distincts : {len(places)}",
    ]
    if not wishes.deputies:
        remarks.append("aucun président adjoint : un président absent ne pourrait être suppléé (--adjoints 1)")
    if any(seat.person.distance is not None for seat in seats):
        remarks.append(f"distance totale : {kilometres} km")
    elif wishes.commune:
        remarks.append(f"membres venant d'une autre commune que {wishes.commune} : {kilometres}")
    return tuple(remarks)
