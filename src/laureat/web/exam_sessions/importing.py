"""Import a list: preview and application are one function, whose facts the preview throws away."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from laureat.deliberation.outcome import Candidate
from laureat.exchange.spec import says_yes
from laureat.exchange.tables import normalised_heading
from laureat.records import identity_text
from laureat.session import conduct
from laureat.session.framework import Accepted, Accommodation, Refused
from laureat.vocabulary import Cell, Forme, InputProblem, InvalidInput, Several, UnitStatus
from laureat.vocabulary.french import parse_date, search_key, sort_key
from laureat.web.accounts.models import Establishment, Habilitation, User
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import household, schools
from laureat.web.exam_sessions.lists import read_list, usual_nature
from laureat.web.exam_sessions.models import Deposit, ExamSession
from laureat.web.exam_sessions.parsing import Listed
from laureat.web.exam_sessions.service import Desk, open_desk, perform

NEW, CHANGED, SAME, FAULTY = "nouveau", "modifié", "inchangé", "en erreur"
APART = ("derogation", "etalement")
"""What a list tells of a candidate that a fact of its own records."""


@dataclass
class Line:
    """What one row of the list comes to."""

    listed: Listed
    state: str = SAME
    changes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """NOM Prénom."""
        identity = self.listed.candidate.identite
        return f"{identity.get('nom', '')} {identity.get('prenom', '')}".strip()


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

    def count(self, state: str) -> int:
        """How many rows are new, changed, the same, faulty."""
        return sum(1 for line in self.lines if line.state == state)

    @property
    def counts(self) -> dict[str, int]:
        """All the counts."""
        return {state: self.count(state) for state in (NEW, CHANGED, SAME, FAULTY)}

    @property
    def can_apply(self) -> bool:
        """True when nothing is faulty and something is to be done."""
        return (
            not self.problems
            and not self.choices
            and not self.count(FAULTY)
            and bool(self.count(NEW) + self.count(CHANGED))
        )


def plan_import(desk: Desk, name: str, content: bytes, sheet: str | None = None) -> Plan:
    """Work out what a list adds to a session: facts on the desk, rows in the plan. Nothing is stored."""
    plan = Plan(base=desk.state.size)
    try:
        listed, plan.remarks = read_list(desk.session, name, content, sheet)
    except Several as several:
        plan.choices = several.choices
        return plan
    except InvalidInput as invalid:
        plan.problems = invalid.problems
        return plan
    known = {identity.numero: identity for identity in Identity.objects.filter(log=desk.session.log)}
    persons = _known_persons(listed)
    _enrol_schools(desk, plan, listed)
    for row in listed:
        line = Line(row, warnings=list(row.remarks))
        plan.lines.append(line)
        identity = known.get(row.candidate.numero)
        steps = _update(desk, plan, line, identity) if identity else _enrol(desk, plan, line, persons)
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


def _plan(desk: Desk, deposit: Deposit) -> Plan:
    return plan_import(desk, deposit.name, bytes(deposit.content), deposit.part or None)


def apply(session: ExamSession, user: User, deposit: Deposit, base: int) -> Plan:
    """Apply what was previewed on the same base, all or nothing. Raises Refused."""
    done: list[Plan] = []

    def commands(desk: Desk) -> None:
        if not Deposit.objects.filter(pk=deposit.pk).exists():  # applied by the same form, sent twice at once
            return
        if desk.state.size != base:
            raise Refused(_("La session a changé depuis l'aperçu : regardez le nouvel aperçu avant d'appliquer."))
        plan = _plan(desk, deposit)
        if not plan.can_apply:
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


def key_of(deposit: Deposit) -> str:
    """The idempotency key of an import: the deposit itself."""
    return f"import-{deposit.pk}"


def _known_persons(listed: list[Listed]) -> dict[str, str]:
    """By INE, the person already known from another session."""
    numbers = [ine for row in listed if (ine := row.candidate.identite.get("ine"))]
    found = Identity.objects.filter(fields__ine__in=numbers).values_list("fields__ine", "person")
    return dict(found.distinct())


def _enrol_schools(desk: Desk, plan: Plan, listed: list[Listed]) -> None:
    """Bring into the session the schools of the list; those that the house did not know are added to it."""
    known = {school.uai: school for school in Establishment.objects.filter(uai__in={row.uai for row in listed})}
    rights = Habilitation.objects.filter(certification=desk.session.certification.numero)
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
        act = desk.act(f"e{uai}")
        desk.take(conduct.register_establishment(desk.state, act, establishment=uai, nature=school.nature))
        for right in filter(household.is_proved, rights.filter(establishment_id=uai)):
            desk.take(
                conduct.grant_habilitation(
                    desk.state,
                    desk.act(f"h{right.pk}"),
                    framework=desk.framework,
                    establishment=uai,
                    scope=right.scope,
                    since=right.starts.isoformat(),
                    until=right.ends.isoformat() if right.ends else "",
                    by_right=right.by_right,
                )
            )


def _enrol(desk: Desk, plan: Plan, line: Line, persons: dict[str, str]) -> Iterator[Accepted]:
    """The facts of a new candidate."""
    row, candidate = line.listed, line.listed.candidate
    pseudonym = str(uuid.uuid4())
    person = persons.get(candidate.identite.get("ine", ""), "") or str(uuid.uuid4())
    line.state = NEW
    yield conduct.register_candidate(
        desk.state,
        desk.act(f"{row.line}"),
        framework=desk.framework,
        candidate=pseudonym,
        person=person,
        identity=desk.promise(identity_promise(candidate), PrivateText.Kind.IDENTITE, pseudonym),
    )
    if candidate.declare.get("etalement"):
        yield conduct.decide_accommodation(
            desk.state,
            desk.act(f"{row.line}-etalement"),
            candidate=pseudonym,
            kinds=(Accommodation.ETALEMENT,),
            cause=desk.promise(_("étalement indiqué sur la liste importée"), PrivateText.Kind.CAUSE, pseudonym),
        )
    yield from _route(desk, row, pseudonym)
    for piece in desk.framework.pieces:
        if says_yes(candidate.autres, piece):
            act = desk.act(f"{row.line}-{piece}")
            yield conduct.receive_piece(desk.state, act, framework=desk.framework, candidate=pseudonym, piece=piece)
    yield from _columns(desk, line, pseudonym)
    yield from _cells(desk, line, pseudonym)
    plan.identities.append(identity_row(desk.session, pseudonym, person, candidate))


def _update(desk: Desk, plan: Plan, line: Line, identity: Identity) -> Iterator[Accepted]:
    """The facts that bring a known candidate to what the list says; a different mark is a fault, never overwritten."""
    row, candidate = line.listed, line.listed.candidate
    standing = desk.state.candidates[identity.candidate]
    fresh = {name: value for name, value in candidate.identite.items() if value}
    merged = {**identity.fields, **fresh}
    if merged != identity.fields:
        line.state = CHANGED
        line.changes += [
            f"{name} : {identity.fields.get(name, '') or '—'} → {value}"
            for name, value in fresh.items()
            if identity.fields.get(name) != value
        ]
        text = identity_text({"numero": candidate.numero, **merged})
        yield conduct.correct_identity(
            desk.state,
            desk.act(f"{row.line}-identite"),
            candidate=identity.candidate,
            identity=desk.promise(text, PrivateText.Kind.IDENTITE, identity.candidate),
            reason=desk.promise(_("liste importée"), PrivateText.Kind.MOTIF, identity.candidate),
        )
        plan.identities.append(identity_row(desk.session, identity.candidate, identity.person, candidate, merged))
    route = standing.route
    if route is None or (route.voie, route.option, route.forme, route.establishment) != (
        candidate.voie.code if candidate.voie else "",
        candidate.option,
        candidate.forme,
        row.uai,
    ):
        line.state = CHANGED
        voie = candidate.voie.label if candidate.voie else "—"
        line.changes.append(_("voie, option ou établissement : %(voie)s") % {"voie": voie})
        yield from _route(desk, row, identity.candidate)
    before = len(line.changes)
    yield from _columns(desk, line, identity.candidate)
    yield from _cells(desk, line, identity.candidate)
    if len(line.changes) > before:
        line.state = CHANGED


def _route(desk: Desk, row: Listed, pseudonym: str) -> Iterator[Accepted]:
    candidate, units = row.candidate, desk.framework.units
    filled = [code for code in candidate.cells if code in units]
    mandatory = [code for code in filled if units[code].mandatory]
    yield conduct.establish_route(
        desk.state,
        desk.act(f"{row.line}-voie"),
        framework=desk.framework,
        candidate=pseudonym,
        voie=candidate.voie,
        establishment=row.uai,
        forme=candidate.forme,
        option=candidate.option,
        voie_acces=candidate.voie_acces,
        derogation=bool(candidate.declare.get("derogation")),
        optional_units=[code for code in filled if not units[code].mandatory],
        only_units=mandatory if candidate.forme is Forme.PROGRESSIVE and mandatory else None,
    )


def _cells(desk: Desk, line: Line, pseudonym: str) -> Iterator[Accepted]:
    """Marks, kept marks, dispenses and VAE units of a row, those already held left alone."""
    candidate = line.listed.candidate
    if candidate.controle:
        raise Refused(_("Les notes de contrôle se saisissent après le premier groupe, pas à l'inscription."))
    for unit, cell in candidate.cells.items():
        present = desk.state.candidates[pseudonym].entered(unit)
        if str(present) == str(cell):
            continue
        if present.status is not UnitStatus.VIDE:
            line.problems.append(
                _("%(unit)s : « %(present)s » est déjà saisi, la liste porte « %(cell)s » ; rectifiez avec un motif.")
                % {"unit": unit, "cell": cell, "present": present}
            )
            continue
        line.changes.append(f"{unit} : {cell}")
        yield _cell(desk, line.listed, pseudonym, unit, cell)


def _columns(desk: Desk, line: Line, pseudonym: str) -> Iterator[Accepted]:
    """What the columns of the family tell, where it is not yet told."""
    declared = line.listed.candidate.declare
    for asked in desk.framework.famille.colonnes:
        word = asked.written(declared.get(asked.nom, asked.genre.unsaid))
        if not word or asked.nom in APART:
            continue
        if desk.state.candidates[pseudonym].columns.get(asked.nom, "") != word:
            line.changes.append(f"{asked.libelle.partition(' ; ')[0]} : {word}")
            yield conduct.declare_column(
                desk.state,
                desk.act(f"{line.listed.line}-{asked.nom}"),
                framework=desk.framework,
                candidate=pseudonym,
                column=asked.nom,
                value=word,
            )


def _cell(desk: Desk, row: Listed, pseudonym: str, unit: str, cell: Cell) -> Accepted:
    state, framework, act = desk.state, desk.framework, desk.act(f"{row.line}-{unit}")
    match cell.status:
        case UnitStatus.BENEFICE:
            if cell.session is None:
                told = _("%(unit)s : de quelle session vient « %(cell)s » ? L'écrire après un @ (%(cell)s@%(year)s).")
                raise Refused(told % {"unit": unit, "cell": cell, "year": state.year - 1})
            return conduct.request_kept_mark(
                state,
                act,
                framework=framework,
                candidate=pseudonym,
                unit=unit,
                mark=cell.mark,
                session=cell.session,
                basis=cell.motif,
            )
        case UnitStatus.VALIDE if cell.session is not None:
            return conduct.request_held_block(
                state, act, framework=framework, candidate=pseudonym, unit=unit, session=cell.session
            )
        case UnitStatus.DISPENSE:
            ground = desk.promise(_("dispense indiquée sur la liste importée"), PrivateText.Kind.MOTIF, pseudonym)
            return conduct.grant_dispense(
                state,
                act,
                framework=framework,
                candidate=pseudonym,
                unit=unit,
                ground=ground,
                basis=cell.motif,
            )
        case UnitStatus.VALIDE_VAE:
            source = _vae_source(row)
            return conduct.carry_outside_vae_unit(
                state, act, framework=framework, candidate=pseudonym, unit=unit, **source
            )
        case _:
            return conduct.enter_mark(state, act, framework=framework, candidate=pseudonym, unit=unit, cell=cell)


VAE_SOURCE = {"pv_vae": "minutes", "date_vae": "decided_on", "certificateur_vae": "certifier"}
"""By heading of a list, what it says of the minutes of the certifier whose jury validated the units."""


def _vae_source(row: Listed) -> dict[str, str]:
    """The minutes that the row names; without them, the list itself is the document that was handed over."""
    told = {normalised_heading(heading): text.strip() for heading, text in row.candidate.autres.items()}
    source = {name: told[heading] for heading, name in VAE_SOURCE.items() if told.get(heading)}
    if not source:
        return {"document": row.document}
    if day := source.get("decided_on"):
        try:
            source["decided_on"] = parse_date(day).isoformat()
        except ValueError as wrong:
            raise Refused(f"date_vae : {wrong}") from None
    return source


def identity_promise(candidate: Candidate) -> str:
    """The text of an identity, as the log commits to it."""
    return identity_text({"numero": candidate.numero, **candidate.identite})


def identity_row(
    session: ExamSession, pseudonym: str, person: str, candidate: Candidate, fields: dict[str, str] | None = None
) -> Identity:
    """The identity as people see it, with the keys that sort and find it."""
    kept = fields if fields is not None else {name: value for name, value in candidate.identite.items() if value}
    nom, prenom = kept.get("nom", ""), kept.get("prenom", "")
    return Identity(
        candidate=pseudonym,
        person=person,
        log=session.log,
        numero=candidate.numero,
        fields=kept,
        others=dict(candidate.autres),
        sort_key=sort_key(nom, prenom, candidate.numero),
        search_key=search_key(nom, prenom, kept.get("nom_usage", ""), candidate.numero, kept.get("ine", "")),
    )


def _store_identities(plan: Plan) -> None:
    Identity.objects.bulk_create(
        plan.identities,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["candidate"],
        update_fields=["fields", "others", "sort_key", "search_key"],
    )
