"""The entry of marks, unit by unit: a sheet to fill from the keyboard, check sums, a page to read back."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from laureat.deliberation.outcome import Unit
from laureat.records import Commitment
from laureat.session import conduct
from laureat.session.framework import Framework, Phase, Refused
from laureat.session.reading import WRITTEN
from laureat.vocabulary import CellError, UnitStatus, format_hundredths, parse_hundredths
from laureat.vocabulary.french import plural
from laureat.web.accounts.models import Establishment, Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import drafts
from laureat.web.exam_sessions.access import form_key, session_of, standings_of
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.public import tell
from laureat.web.exam_sessions.rules import framework_at_opening
from laureat.web.exam_sessions.service import Desk, look, perform

MAX_ROWS = 250
"""A sheet holds at most so many candidates: beyond, one school at a time."""


@dataclass
class Entry:
    """One line of the sheet."""

    row: Standing
    identity: Identity | None
    seen: str
    typed: str
    problem: str = ""
    locked: bool = False

    @property
    def name(self) -> str:
        """NOM Prénom."""
        return self.identity.name if self.identity else self.row.numero

    @property
    def born(self) -> str:
        """The birth date; empty where it is not known."""
        return str(self.identity.fields.get("date_naissance", "")) if self.identity else ""


@require_GET
def unit_list(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The units to mark, and how far each is."""
    session = session_of(request, pk)
    state = look(session)
    framework = framework_at_opening(session)
    units = all_units(framework)
    done = {f"done_{unit.code}": Count("candidate", filter=Q(cells__has_key=unit.code)) for unit in units}
    alike: list[Mapping[str, Any]] = list(
        standings_of(request, session).values("units", "voie", "categorie").annotate(total=Count("candidate"), **done)
    )
    rows = []
    for unit in units:
        concerned = [group for group in alike if _concerns(request, framework, unit, group)]
        if total := sum(group["total"] for group in concerned):
            rows.append({"unit": unit, "total": total, "done": sum(group[f"done_{unit.code}"] for group in concerned)})
    context = {"session": session, "rows": rows, "open": state.phase is Phase.SAISIE, "state": state}
    return render(request, "sessions/saisie.html", context)


def all_units(framework: Framework) -> tuple[Unit, ...]:
    """The units, then the annexes as if they were."""
    annexes = (Unit(name, "", "", framework.piece_label(name), mandatory=False) for name in framework.famille.annexes)
    return (*framework.units.values(), *annexes)


def _routes(framework: Framework, annexe: str) -> list[str]:
    """The routes whose candidates present an annex."""
    return [voie.code for voie in framework.famille.voies if annexe in framework.annexes_of(voie)]


def _concerns(request: SignedIn, framework: Framework, unit: Unit, group: Mapping[str, Any]) -> bool:
    """True when the account marks this unit for these candidates: a school marks what is assessed in course."""
    if unit.code in framework.famille.annexes:
        return group["voie"] in _routes(framework, unit.code)
    return unit.code in group["units"] and (request.user.role == Role.EXAMENS or group["categorie"] in _ccf(unit))


def concerned(request: SignedIn, framework: Framework, unit: Unit) -> Q:
    """The same, for the base to choose."""
    if unit.code in framework.famille.annexes:
        return Q(voie__in=_routes(framework, unit.code))
    presented = Q(units__contains=[unit.code])
    return presented if request.user.role == Role.EXAMENS else presented & Q(categorie__in=_ccf(unit))


def _ccf(unit: Unit) -> list[str]:
    """The categories for which a unit is assessed in course."""
    return [str(categorie) for categorie, mode in unit.modes.items() if mode and mode.mode == "ccf"]


@require_http_methods(["GET", "POST"])
def unit_sheet(request: SignedIn, pk: uuid.UUID, unit: str) -> HttpResponse:
    """The sheet of one unit."""
    session = session_of(request, pk)
    described = unit_of(session, unit)
    school = request.GET.get("etablissement", "")
    place = place_of(session, described, school)
    entries = sheet_of(request, session, described, school)
    framework = framework_at_opening(session)
    status, draft = 200, 0
    if request.method == "POST" and request.POST.get("acte") == "abandonner":
        drafts.drop(request.user, place)
        return redirect(request.get_full_path())
    if request.method == "POST":
        saved, status = _save(request, session, described, entries)
        if status == 200:
            drafts.settle(request.user, place, request.POST)
            told = plural(saved, _("note enregistrée"), _("notes enregistrées"))
            messages.success(request, _("%(told)s. Relisez ci-dessous.") % {"told": told}, "good")
            target = redirect("relecture", pk, described.code)
            if school:
                target["Location"] += f"?{urlencode({'etablissement': school})}"
            return target
        drafts.add(request.user, place, request.POST)
        form = request.POST.dict()
    else:
        form = drafts.kept(request.user, place)
        draft = _taken_up(entries, form)
    sums = _sums(framework, entries)
    context = {
        "session": session,
        "unit": described,
        "entries": entries,
        "open": any(not entry.locked for entry in entries),
        "school": school,
        "schools": schools_of(request, session),
        "sums": sums,
        "truncated": len(entries) == MAX_ROWS,
        "form": form,
        "draft": draft,
        "place": place,
        "step": framework.grammar.step or 0,
        "codes": " ".join(code for code, status in framework.grammar.known.items() if status in framework.enterable),
    }
    return render(request, "sessions/saisie_unite.html", context, status=status)


def place_of(session: ExamSession, unit: Unit, school: str) -> str:
    """Where the draft of a sheet is kept."""
    return f"saisie/{session.pk}/{unit.code}/{school}"


def sheet_of(request: SignedIn, session: ExamSession, unit: Unit, school: str) -> list[Entry]:
    """The lines of a sheet, with what is recorded, and whether it may be typed."""
    state, framework = look(session), framework_at_opening(session)
    entries = _entries(request, session, unit, school)
    for entry in entries:
        cell = WRITTEN.parse(entry.row.cells.get(unit.code, ""))
        entry.seen = entry.typed = str(cell)
        granted = cell.status not in (UnitStatus.VIDE, *framework.enterable) or cell.session is not None
        entry.locked = granted or not state.is_open_to(entry.row.establishment, unit.code)
    return entries


def _taken_up(entries: list[Entry], form: Mapping[str, str]) -> int:
    """Show again what was typed and is not recorded; gives how many lines that makes."""
    count = 0
    for entry in entries:
        typed = form.get(f"n-{entry.row.candidate}")
        if typed is None or entry.locked or typed.strip() == entry.seen:
            continue
        entry.typed = typed.strip()
        count += 1
        before = form.get(f"v-{entry.row.candidate}", entry.seen)
        if before != entry.seen:
            told = _("Depuis votre saisie, « %(seen)s » a été enregistré ici.")
            entry.problem = told % {"seen": entry.seen or _("rien")}
    return count


def _save(request: SignedIn, session: ExamSession, unit: Unit, entries: list[Entry]) -> tuple[int, int]:
    """Store what was typed: every sound line, or nothing where the check sum does not fall right."""
    changed: list[Entry] = []
    framework = framework_at_opening(session)
    for entry in entries:
        field = request.POST.get(f"n-{entry.row.candidate}")
        if field is None or entry.locked:
            continue
        entry.seen = request.POST.get(f"v-{entry.row.candidate}", "")
        entry.typed = field.strip()
        try:
            framework.grammar.parse(entry.typed)
        except CellError as error:
            entry.problem = str(error)
            continue
        if _text(entry.typed) != entry.seen:
            changed.append(entry)
    if problem := _check_sum(request, entries):
        messages.error(request, problem, "bad")
        return 0, 422
    saved = 0

    def commands(desk: Desk) -> None:
        nonlocal saved
        saved = 0
        reason = desk.promise(request.POST.get("motif", ""))
        for entry in changed:
            entry.problem = ""
            try:
                _enter(desk, unit, entry, reason)
                saved += 1
            except Refused as refused:
                entry.problem = " ".join(refused.reasons)

    if changed:
        candidates = [entry.row.candidate for entry in changed]
        try:
            perform(session, request.user, form_key(request), commands, candidates=candidates)
        except Refused as refused:
            messages.error(request, " ".join(refused.reasons), "bad")
            return 0, 409
    faults = sum(1 for entry in entries if entry.problem)
    for entry in changed:
        if not entry.problem:
            entry.seen = entry.typed = _text(entry.typed)
    if faults:
        kept = plural(saved, _("note enregistrée"), _("notes enregistrées"))
        left = plural(faults, _("ligne à revoir, non enregistrée"), _("lignes à revoir, non enregistrées"))
        messages.error(request, _("%(kept)s ; %(left)s.") % {"kept": kept, "left": left}, "bad")
        return saved, 422
    return saved, 200


def _enter(desk: Desk, unit: Unit, entry: Entry, reason: Commitment) -> None:
    cell, candidate = desk.framework.grammar.parse(entry.typed), entry.row.candidate
    try:
        before = WRITTEN.parse(entry.seen)
    except CellError:
        raise Refused(_("La note que vous aviez sous les yeux n'est plus lisible : rechargez la feuille.")) from None
    act = desk.act(f"{candidate}-{unit.code}")
    if entry.seen:
        desk.take(
            conduct.rectify_mark(
                desk.state,
                act,
                framework=desk.framework,
                candidate=candidate,
                unit=unit.code,
                before=before,
                cell=cell,
                reason=reason,
            )
        )
    else:
        desk.take(
            conduct.enter_mark(
                desk.state, act, framework=desk.framework, candidate=candidate, unit=unit.code, cell=cell
            )
        )


def _check_sum(request: SignedIn, entries: list[Entry]) -> str:
    """What is wrong with the check sum typed from the paper sheet; empty when nothing is, or none was typed."""
    text = request.POST.get("somme", "").strip()
    if not text:
        return ""
    try:
        announced = parse_hundredths(text)
    except ValueError as error:
        return str(error)
    found = _sum(entry.typed for entry in entries)
    if format_hundredths(announced) != found:
        return _(
            "La somme annoncée est %(announced)s et celle des notes saisies %(found)s : rien n'est enregistré."
        ) % {
            "announced": format_hundredths(announced),
            "found": found,
        }
    return ""


def _text(typed: str) -> str:
    return str(WRITTEN.parse(typed))


def _sums(framework: Framework, entries: Iterable[Entry]) -> dict[str, object]:
    """How many marks and their sum, how many codes apart, how many cells are neither."""
    total, marks, wrong = 0, 0, 0
    codes: Counter[str] = Counter()
    for entry in entries:
        try:
            cell = (WRITTEN if entry.locked else framework.grammar).parse(entry.typed)
        except CellError:
            wrong += 1
            continue
        if cell.status is UnitStatus.NOTE:
            marks, total = marks + 1, total + cell.mark
        elif cell.status is not UnitStatus.VIDE:
            codes[str(cell)] += 1
    told = ", ".join(f"{count} {code}" for code, count in sorted(codes.items()))
    return {"marks": marks, "sum": format_hundredths(total), "codes": told or "0", "wrong": wrong}


def _sum(texts: Iterable[str]) -> str:
    """The sum of the marks among these cells."""
    total = 0
    for text in texts:
        try:
            cell = WRITTEN.parse(text)
        except CellError:
            continue
        total += cell.mark if cell.status is UnitStatus.NOTE else 0
    return format_hundredths(total)


@require_GET
def read_back(request: SignedIn, pk: uuid.UUID, unit: str) -> HttpResponse:
    """What is recorded for a unit, to read aloud against the paper sheet, and to print."""
    session = session_of(request, pk)
    described = unit_of(session, unit)
    entries = _entries(request, session, described, request.GET.get("etablissement", ""))
    for entry in entries:
        entry.seen = entry.row.cells.get(described.code, "")
    context = {
        "session": session,
        "unit": described,
        "entries": entries,
        "count": sum(1 for entry in entries if entry.seen),
        "sum": _sum(entry.seen for entry in entries),
        "school": request.user.establishment,
    }
    return render(request, "sessions/relecture.html", context)


def unit_of(session: ExamSession, code: str) -> Unit:
    for unit in all_units(framework_at_opening(session)):
        if unit.code == code:
            return unit
    raise Http404


def _entries(request: SignedIn, session: ExamSession, unit: Unit, school: str) -> list[Entry]:
    found = standings_of(request, session).order_by("sort_key", "candidate")
    if school:
        found = found.filter(establishment=school)
    rows = list(found.filter(concerned(request, framework_at_opening(session), unit))[:MAX_ROWS])
    tell(session, rows)
    identities = Identity.objects.in_bulk([row.candidate for row in rows])
    return [Entry(row, identities.get(row.candidate), "", "") for row in rows]


def schools_of(request: SignedIn, session: ExamSession) -> list[Establishment]:
    if request.user.role != Role.EXAMENS:
        return []
    own = session.standings.values("establishment").distinct()
    return list(Establishment.objects.filter(uai__in=own))
