"""Import a list: preview and application are one function, whose facts the preview throws away."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from laureat.session.framework import Refused
from laureat.vocabulary import InputProblem, InvalidInput, Several
from laureat.vocabulary.french import sort_key
from laureat.web.accounts.models import Establishment, User
from laureat.web.candidates.models import Identity
from laureat.web.candidates.persons import House
from laureat.web.exam_sessions import household, schools
from laureat.web.exam_sessions.bringing import CHANGED, FAULTY, NEW, SAME, Brought, Line
from laureat.web.exam_sessions.lists import annotated, read_list, usual_nature
from laureat.web.exam_sessions.models import Deposit, ExamSession
from laureat.web.exam_sessions.parsing import Listed
from laureat.web.exam_sessions.reach import bring
from laureat.web.exam_sessions.service import Desk, open_desk, perform


@dataclass
class Plan:
    """What a list comes to, row by row, on the session as it stands."""

    base: int
    """How many facts the session held: an application on another base is refused."""
    lines: list[Line] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    problems: tuple[InputProblem, ...] = ()
    choices: dict[str, str] = field(default_factory=dict)
    """The sheets of the workbook, where one is to say which is the list."""
    identities: list[Identity] = field(default_factory=list)
    schools: dict[str, Establishment] = field(default_factory=dict)
    spoilt: bool = False
    """Some text seems badly decoded: its repair is proposed, for someone to choose."""
    unread: set[int] = field(default_factory=set)
    """The lines on which ``problems`` stand, the others being read."""

    def count(self, state: str) -> int:
        """How many rows are new, changed, the same, faulty."""
        return sum(1 for line in self.lines if line.state == state) + (len(self.unread) if state == FAULTY else 0)

    @property
    def counts(self) -> dict[str, int]:
        """All the counts."""
        return {state: self.count(state) for state in (NEW, CHANGED, SAME, FAULTY)}

    @property
    def bring(self) -> int:
        """How many sound lines bring something."""
        return self.count(NEW) + self.count(CHANGED)

    @property
    def can_apply(self) -> bool:
        """True when nothing is faulty and something is to be done."""
        return not self.problems and not self.choices and not self.count(FAULTY) and bool(self.bring)

    @property
    def can_apply_the_good(self) -> bool:
        """True when some lines are at fault, and others bring something by themselves."""
        return bool(self.count(FAULTY) and self.bring)

    @property
    def wrong(self) -> dict[int, list[str]]:
        """By line, all that is wrong with it."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for problem in self.problems:
            if problem.line in self.unread:
                found[problem.line].append(
                    f"{problem.column} : {problem.message}" if problem.column else problem.message
                )
        for line in self.lines:
            if line.problems:
                found[line.listed.line] += line.problems
        return dict(found)

    @property
    def to_confirm(self) -> list[Line]:
        """The lines whose person someone may already know, for a human to say."""
        return [line for line in self.lines if line.alike and line.state == NEW]


def plan_import(
    desk: Desk,
    name: str,
    content: bytes,
    sheet: str | None = None,
    *,
    persons: Mapping[int, str] | None = None,
    but: frozenset[int] = frozenset(),
) -> Plan:
    """Work out what a list adds to a session: facts on the desk, rows in the plan. Nothing is stored.

    ``persons``: by line, the person that someone said it is. ``but``: lines that are left alone.
    """
    plan = Plan(base=desk.state.size)
    try:
        read = read_list(desk.session, name, content, sheet)
    except Several as several:
        plan.choices = several.choices
        return plan
    except InvalidInput as invalid:
        plan.problems = invalid.problems
        return plan
    plan.remarks, plan.problems, plan.spoilt = read.remarks, read.problems, read.spoilt
    plan.unread = {problem.line for problem in read.problems if problem.line is not None}
    listed = [row for row in read.listed if row.line not in but]
    known = {identity.numero: identity for identity in Identity.objects.filter(log=desk.session.log)}
    new = [row for row in listed if row.candidate.numero not in known]
    house = House(row.candidate.identite for row in new)
    brought = Brought(desk, plan.identities)
    _enrol_schools(desk, plan, listed)
    for row in listed:
        line = Line(row, warnings=list(row.remarks))
        plan.lines.append(line)
        identity = known.get(row.candidate.numero)
        if identity is None:
            _look_for(desk, line, house, (persons or {}).get(row.line, ""))
        steps = brought.update(line, identity) if identity else brought.enrol(line)
        taken = len(desk.accepted)
        try:
            for accepted in steps:
                line.warnings += [warning for warning in accepted.warnings if warning not in line.warnings]
                desk.take(accepted)
        except Refused as refused:
            line.problems += refused.reasons
            del desk.accepted[taken:]
        if line.problems:
            line.state = FAULTY
    _say_once(plan)
    return plan


def _look_for(desk: Desk, line: Line, house: House, person: str) -> None:
    """Who of the house may be the person of a new line: told where registered here, else for someone to say."""
    for found in house.alike(line.listed.candidate.identite):
        here = desk.state.candidates.get(found.row.candidate)
        if here is None or here.withdrawn:
            line.alike.append(found)
            continue
        told = _("%(evidence)s que %(name)s (candidat %(numero)s, déjà inscrit)") % {
            "evidence": found.evidence,
            "name": found.row.name,
            "numero": found.row.numero,
        }
        if found.shares_ine:
            line.problems.append(_("%(told)s ; corrigez l'INE, ou le numéro.") % {"told": told})
        else:
            line.warnings.append(_("%(told)s ; à confirmer : une seule personne, ou deux ?") % {"told": told})
    if person in {found.row.person for found in line.alike}:
        line.person = person


def _say_once(plan: Plan) -> None:
    """What is told of every row is told of the list."""
    first = list(plan.lines[0].warnings) if len(plan.lines) > 1 else []
    for warning in first:
        if all(warning in line.warnings for line in plan.lines):
            plan.remarks.append(warning)
            for line in plan.lines:
                line.warnings.remove(warning)


def preview(session: ExamSession, user: User, deposit: Deposit) -> Plan:
    """What applying would do."""
    return _plan(open_desk(session, user, key_of(deposit)), deposit)


def _plan(
    desk: Desk, deposit: Deposit, persons: Mapping[int, str] | None = None, but: frozenset[int] = frozenset()
) -> Plan:
    content = bytes(deposit.content)
    return plan_import(desk, deposit.name, content, deposit.part or None, persons=persons, but=but)


def apply(
    session: ExamSession,
    user: User,
    deposit: Deposit,
    base: int,
    *,
    persons: Mapping[int, str] | None = None,
    good_only: bool = False,
) -> Plan:
    """Apply what was previewed on the same base, all or nothing. Raises Refused.

    ``good_only``: the lines at fault are left out, by someone's choice.
    """
    done: list[Plan] = []

    def commands(desk: Desk) -> None:
        if not Deposit.objects.filter(pk=deposit.pk).exists():  # applied by the same form, sent twice at once
            return
        if desk.state.size != base:
            raise Refused(_("La session a changé depuis l'aperçu : regardez le nouvel aperçu avant d'appliquer."))
        but: frozenset[int] = frozenset()
        if good_only:  # what a faulty line began is on the other desk, and goes with it
            but = frozenset(_plan(open_desk(session, user, desk.key), deposit, persons).wrong)
        plan = _plan(desk, deposit, persons, but)
        if not (plan.can_apply or (good_only and plan.bring and not any(line.problems for line in plan.lines))):
            raise Refused(_("Cette liste n'apporte rien, ou contient des erreurs : rien n'a été enregistré."))
        _store_identities(plan)
        done.append(plan)

    def add_schools(desk: household.Desk) -> None:
        for school in done[-1].schools.values() if done else ():
            schools.add(desk, school, school.uai)

    with transaction.atomic():
        perform(session, user, key_of(deposit), commands, alone=True)
        if done and done[-1].schools:
            household.perform(str(user.pseudonym), f"{key_of(deposit)}-e", add_schools)
        deposit.delete()
    return done[-1] if done else Plan(base)


def to_mend(session: ExamSession, deposit: Deposit, plan: Plan) -> bytes:
    """A workbook of the lines at fault, each with what is wrong with it."""
    return annotated(session, deposit.name, bytes(deposit.content), deposit.part or None, plan.wrong)


def key_of(deposit: Deposit) -> str:
    """The idempotency key of an import: the deposit itself."""
    return f"import-{deposit.pk}"


def _enrol_schools(desk: Desk, plan: Plan, listed: list[Listed]) -> None:
    """Bring into the session the schools of the list; those that the house did not know are added to it."""
    known = {school.uai: school for school in Establishment.objects.filter(uai__in={row.uai for row in listed})}
    for row in listed:
        uai = row.uai
        if not uai or uai in desk.state.establishments:
            continue
        school = known.get(uai)
        if school is None:
            name = row.school or uai
            nature = usual_nature(row.candidate.voie)
            school = plan.schools[uai] = known[uai] = Establishment(
                uai=uai, name=name, nature=nature, sort_key=sort_key(name)
            )
            plan.remarks.append(_("Établissement ajouté : %(name)s (%(uai)s).") % {"name": name, "uai": uai})
        bring(desk, school)


def _store_identities(plan: Plan) -> None:
    Identity.objects.bulk_create(
        plan.identities,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["candidate"],
        update_fields=["fields", "others", "sort_key", "search_key"],
    )
