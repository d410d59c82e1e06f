"""Import a list: preview and application are one function, whose facts the preview throws away."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from laureat.people import is_another
from laureat.people.known import identity_of
from laureat.session.framework import Refused
from laureat.vocabulary import InputProblem, InvalidInput, Several
from laureat.vocabulary.french import sort_key
from laureat.web.accounts.models import Establishment, User
from laureat.web.candidates.models import Identity
from laureat.web.candidates.persons import Alike, House
from laureat.web.exam_sessions import household, ledger, schools, standings
from laureat.web.exam_sessions.bringing import CHANGED, FAULTY, NEW, PERSONAL, SAME, Brought, Line, becomes
from laureat.web.exam_sessions.identities import COLUMNS, identity_columns
from laureat.web.exam_sessions.lists import annotated, read_list, usual_nature
from laureat.web.exam_sessions.models import Deposit, ExamSession
from laureat.web.exam_sessions.parsing import Listed
from laureat.web.exam_sessions.reach import bring
from laureat.web.exam_sessions.service import Desk, hold, open_desk, perform, store, transact
from laureat.web.reader import STAFF


@dataclass
class Plan:
    """What a list comes to, row by row, on the session as it stands."""

    base: int = 0
    """How many facts the log held of the session and of ``about``: an application on another base is refused."""
    about: list[str] = field(default_factory=list)
    """The candidates that the session has and that the list is about."""
    desk: Desk | None = None
    """What the list brings; none where it could not be read."""
    lines: list[Line] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    problems: tuple[InputProblem, ...] = ()
    choices: dict[str, str] = field(default_factory=dict)
    """The sheets of the workbook, where one is to say which is the list."""
    identities: list[Identity] = field(default_factory=list)
    unknown: list[Establishment] = field(default_factory=list)
    """The schools that the session does not know."""
    enrolled: int = 0
    """How many commands brought them to the desk, before any other."""
    schools: dict[str, Establishment] = field(default_factory=dict)
    """Those of them that the house does not know."""
    spoilt: bool = False
    """Some text seems badly decoded: its repair is proposed, for someone to choose."""
    unread: set[int] = field(default_factory=set)
    """The lines on which ``problems`` stand, the others being read."""
    left_out: int = 0
    """How many lines were left out of what was applied, being at fault."""

    def count(self, state: str) -> int:
        """How many rows are new, changed, the same, faulty."""
        return sum(1 for line in self.lines if line.state == state) + (len(self.unread) if state == FAULTY else 0)

    @property
    def counts(self) -> dict[str, int]:
        """All the counts."""
        return {state: self.count(state) for state in (NEW, CHANGED, SAME, FAULTY)}

    @property
    def faults(self) -> int:
        """How many faults the reader told."""
        return len(self.problems)

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


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for garbage among a million objects that all stay."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_uncollected()
def plan_import(
    session: ExamSession,
    user: User,
    deposit: Deposit,
    *,
    persons: Mapping[int, str] | None = None,
    but: frozenset[int] = frozenset(),
) -> Plan:
    """Work out what a list adds to a session: the desk with its facts, and rows, in the plan. Nothing is stored.

    Nothing is read of the session but itself, the candidates of the list and whoever may be one of them.
    ``persons``: by line, the person that someone said it is. ``but``: lines that are left alone.
    """
    plan = Plan()
    try:
        read = read_list(session, deposit.name, bytes(deposit.content), deposit.part or None)
    except Several as several:
        plan.choices = several.choices
        return plan
    except InvalidInput as invalid:
        plan.problems = invalid.problems
        return plan
    plan.remarks, plan.problems, plan.spoilt = read.remarks, read.problems, read.spoilt
    plan.unread = {problem.line for problem in read.problems if problem.line is not None}
    listed = [row for row in read.listed if row.line not in but]
    numbers = [row.candidate.numero for row in listed]
    known = {one.numero: one for one in Identity.objects.filter(log=session.log, numero__in=numbers)}
    asked = {row.line: _asked(row, known.get(row.candidate.numero)) for row in listed}
    own = {row.line: known[row.candidate.numero].candidate for row in listed if row.candidate.numero in known}
    ines = {own[line]: {"ine": fields.get("ine", "")} for line, fields in asked.items() if fields and line in own}
    house = House((fields for fields in asked.values() if fields), ines)
    alike = {line: house.alike(fields, but=own.get(line, "")) for line, fields in asked.items() if fields}
    about = {one.candidate for one in known.values()} | {
        found.row.candidate for several in alike.values() for found in several if found.row.log == session.log
    }
    about.update(
        Identity.objects.filter(log=session.log, person__in=(persons or {}).values()).values_list("pk", flat=True)
    )
    plan.about = sorted(about)
    plan.base = ledger.count(
        session.log, plan.about, but=key_of(deposit)
    )  # before it is read: what comes meanwhile will show
    desk = plan.desk = open_desk(session, user, key_of(deposit), plan.about)
    brought = Brought(desk, plan.identities)
    _enrol_schools(desk, plan, listed)
    for row in listed:
        line = Line(row, warnings=list(row.remarks))
        plan.lines.append(line)
        identity = known.get(row.candidate.numero)
        if identity is None:
            if not row.candidate.identite.get("nom"):
                line.warnings.append(_("aucun nom n'est donné : ce candidat ne serait connu que par son numéro."))
            _look_for(desk, line, alike[row.line], (persons or {}).get(row.line, ""))
        elif asked[row.line]:
            _look_at_change(desk, line, identity, asked[row.line], alike[row.line])
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


def _asked(row: Listed, known: Identity | None) -> dict[str, str]:
    """The identity to look for in the house: that of a newcomer, what a known candidate becomes; empty if the same."""
    if known is None:
        return dict(row.candidate.identite)
    after = becomes(row, known.fields)
    return after if any(after.get(name, "") != known.fields.get(name, "") for name in PERSONAL) else {}


def _look_at_change(desk: Desk, line: Line, identity: Identity, after: dict[str, str], alike: Iterable[Alike]) -> None:
    """A known number must not become someone else, nor someone who is registered beside."""
    if is_another(identity_of(identity.fields), identity_of(after)):
        told = _(
            "le numéro %(numero)s désigne %(before)s, et la liste y met %(after)s : corrigez le numéro ; si c'est "
            "la même personne, corrigez son nom, puis son prénom ou sa date de naissance, en deux fois."
        )
        before = _shown(identity.fields)
        line.problems.append(told % {"numero": identity.numero, "before": before, "after": _shown(after)})
        return
    for found in alike:
        if _is_here(desk, found):
            _tell_alike(line, found)


def _shown(fields: Mapping[str, str]) -> str:
    return " ".join(fields.get(name, "") for name in ("nom", "prenom", "date_naissance") if fields.get(name, ""))


def _is_here(desk: Desk, found: Alike) -> bool:
    here = desk.state.candidates.get(found.row.candidate)
    return here is not None and not here.withdrawn


def _tell_alike(line: Line, found: Alike) -> None:
    told = _("%(evidence)s : %(name)s (candidat %(numero)s, déjà inscrit)") % {
        "evidence": found.evidence,
        "name": found.row.name,
        "numero": found.row.numero,
    }
    if found.shares_ine:
        line.problems.append(_("%(told)s ; corrigez l'INE, ou le numéro.") % {"told": told})
    else:
        line.warnings.append(_("%(told)s ; à confirmer : une seule personne, ou deux ?") % {"told": told})


def _look_for(desk: Desk, line: Line, alike: list[Alike], person: str) -> None:
    """Who of the house may be the person of a new line: told where registered here, else for someone to say."""
    for found in alike:
        if _is_here(desk, found):
            _tell_alike(line, found)
        else:
            line.alike.append(found)
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
    return plan_import(session, user, deposit)


def apply(
    session: ExamSession,
    user: User,
    deposit: Deposit,
    base: int,
    *,
    persons: Mapping[int, str] | None = None,
    left_out: Callable[[bytes], object] | None = None,
) -> Plan:
    """Apply what was previewed on the same base, all or nothing. Raises Refused.

    All is worked out and copied before the log is held, and it is held with those who enter marks: nobody waits for the
    list but who closes the session meanwhile, as long as the base takes the facts in. Its schools come first, apart.
    ``left_out``: the lines at fault are left out, by someone's choice, and it is handed their workbook before anything
    is stored, so that no line is lost.
    """
    plan = plan_import(session, user, deposit, persons=persons)
    if plan.base != base:
        if not Deposit.objects.filter(pk=deposit.pk).exists():  # applied by the same form, sent twice at once
            return Plan()
        raise _changed()
    at_fault = wrong = plan.wrong if left_out else {}
    while at_fault:  # what a faulty line began is on this desk, and goes with it; without it, another may be at fault
        plan = plan_import(session, user, deposit, persons=persons, but=frozenset(wrong))
        at_fault = {line: told for line, told in plan.wrong.items() if line not in wrong}
        wrong |= at_fault
    if not (plan.can_apply or (wrong and plan.bring)):
        raise Refused(_("Cette liste n'apporte rien, ou contient des erreurs : rien n'a été enregistré."))
    plan.left_out = len(wrong)
    if left_out and wrong:
        left_out(to_mend(session, deposit, wrong))
    if plan.unknown:
        _bring_schools(session, user, deposit, plan)
    return plan if transact(session.log, lambda: _store(deposit, plan), later=True) else Plan()


def _changed() -> Refused:
    return Refused(_("La session a changé depuis l'aperçu : regardez le nouvel aperçu avant d'appliquer."))


def _bring_schools(session: ExamSession, user: User, deposit: Deposit, plan: Plan) -> None:
    """Bring the schools of a list into the session, and into the house those that it did not know."""

    def commands(desk: Desk) -> None:
        for school in plan.unknown:
            bring(desk, school)

    def add_schools(desk: household.Desk) -> None:
        for school in plan.schools.values():
            schools.add(desk, school, school.uai)

    with transaction.atomic():
        perform(session, user, key_of(deposit), commands, candidates=(), alone=True)
        if plan.schools:
            household.perform(str(user.pseudonym), f"{key_of(deposit)}-e", add_schools)
    assert plan.desk is not None, "the schools are those of a list that was read"
    del plan.desk.accepted[: plan.enrolled]


@_uncollected()
def _store(deposit: Deposit, plan: Plan) -> bool:
    """Store what a list brings, and drop the deposit; False where it was already done."""
    if not Deposit.objects.select_for_update().filter(pk=deposit.pk).exists():
        return False
    desk = plan.desk
    assert desk is not None, "a list that brings something was read"
    if any(line.person for line in plan.lines):  # a person is registered once, and two lists may say so of one
        ledger.lock(f"personnes {desk.log}", alone=True)

    def look_again() -> None:
        ledger.lock(desk.log, alone=False)
        hold(plan.about)
        if ledger.count(desk.log, plan.about, but=key_of(deposit)) != plan.base:
            raise _changed()

    try:
        with transaction.atomic():
            fresh = _store_identities(plan)
    except (IntegrityError, UniqueViolation):  # a number that someone else has just registered
        raise _changed() from None
    store(desk, look_again, fresh)
    deposit.delete()
    STAFF.forget()
    return True


def to_mend(session: ExamSession, deposit: Deposit, wrong: Mapping[int, list[str]]) -> bytes:
    """A workbook of the lines at fault, each with what is wrong with it."""
    return annotated(session, deposit.name, bytes(deposit.content), deposit.part or None, wrong)


def key_of(deposit: Deposit) -> str:
    """The idempotency key of an import: the deposit itself."""
    return f"import-{deposit.pk}"


def _enrol_schools(desk: Desk, plan: Plan, listed: list[Listed]) -> None:
    """Bring to the desk the schools of the list that the session does not know; the house may not know them either."""
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
        plan.unknown.append(school)
        bring(desk, school)
    plan.enrolled = len(desk.accepted)


def _store_identities(plan: Plan) -> list[standings.Row]:
    """Store who the lines are; gives the rows of the newcomers."""
    desk, known = plan.desk, set(plan.about)
    assert desk is not None, "a list that brings something was read"
    newcomers = desk.newcomers.lines
    told = [identity_columns(desk.session, one.id, one.person, one.candidate) for one in newcomers]
    rows = [
        *map(dict.values, told),
        *([getattr(row, name) for name in COLUMNS] for row in plan.identities if row.candidate not in known),
    ]
    if rows:
        texts = ([standings.as_json(value) if isinstance(value, dict) else value for value in row] for row in rows)
        ledger.copy_rows("candidates_identity", COLUMNS, texts)
    Identity.objects.bulk_create(
        [row for row in plan.identities if row.candidate in known],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["candidate"],
        update_fields=["fields", "others", "sort_key", "search_key"],
    )
    return list(standings.of_newcomers(newcomers, told, desk.session))
