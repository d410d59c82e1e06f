"""Files of grids: a national grid in, a workbook out, a filled workbook in: previewed, then written."""

import io
import json
import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laureat.exchange.grille_cells import Change
from laureat.exchange.grille_drawn import LINES, TABS, Assessed
from laureat.exchange.grille_import import Preview
from laureat.exchange.grille_workbook import grid_workbook
from laureat.grilles import Grid, library
from laureat.records.journal import grid_line
from laureat.session.framework import Refused
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import plural
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import sealing
from laureat.web.exam_sessions.access import count_export, form_key, session_of
from laureat.web.exam_sessions.downloads import WORKBOOK, attachment
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rules import framework_at_opening
from laureat.web.exam_sessions.views.marks import unit_of
from laureat.web.exam_sessions.views.office import exported
from laureat.web.grids import parsing
from laureat.web.grids.access import grid_or_404, rows_of
from laureat.web.grids.boards import boards
from laureat.web.grids.carrying import carry
from laureat.web.grids.handing import handed
from laureat.web.grids.models import ChosenGrid, GridEdition, GridEntry, Settlement
from laureat.web.grids.showing import spoken_problem
from laureat.web.grids.signing import signings
from laureat.web.grids.tapping import BadTap, Conflict, Tap, tap, use
from laureat.web.reader import STAFF, TryAgain


@require_POST
def load(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Load grids from a file: those of the session's certification take the place of those that came with Lauréat."""
    session = session_of(request, pk)
    file = request.FILES.get("fichier")
    if file is None:
        messages.error(request, _("Choisissez un fichier de grilles (YAML ou JSON)."), "bad")
        return redirect("grilles", pk)
    try:
        found = STAFF.read(parsing.grids, file.name or "grilles.yaml", file.read())
        units = framework_at_opening(session).units
        with transaction.atomic():
            own = [grid for grid in found if grid.unit in units and _is_of(grid, session.certification_id)]
            taken = [_choose(request, session, grid) for grid in own]
    except InvalidInput as invalid:
        for problem in invalid.problems:
            messages.error(request, spoken_problem(problem), "bad")
        return redirect("grilles", pk)
    except (BadTap, TryAgain) as refused:
        messages.error(request, str(refused), "bad")
        return redirect("grilles", pk)
    told = plural(len(taken), _("grille chargée"), _("grilles chargées"))
    messages.success(request, f"{told} : {', '.join(taken) or _('aucune de cette certification')}.", "good")
    return redirect("grilles", pk)


def _is_of(grid: Grid, certification: str) -> bool:
    """The grid says, by its code or its block, that it is of this certification."""
    return grid.code.startswith(f"{certification}-") or grid.block.startswith(f"{certification}BC")


def _choose(request: SignedIn, session: ExamSession, grid: Grid) -> str:
    """Assess a unit by this edition from now on. Raises BadTap once something was entered on another, and is not asked
    to be carried.
    """
    if fault := grid.calculation.rounding_fault(session.year):
        told = _("%(unit)s : %(why)s ; donnez-lui l'arrondi de cette année, ou chargez l'édition qui l'a.")
        raise BadTap(told % {"unit": grid.unit, "why": fault})
    shipped = library().get(grid.code)
    if shipped is not None and shipped.edition == grid.edition and shipped.fingerprint != grid.fingerprint:
        told = _("%(grid)s : Lauréat livre déjà cette édition avec un autre contenu ; donnez-lui un autre nom.")
        raise BadTap(told % {"grid": grid.name})
    edition = use(session, grid.unit, grid)
    chosen = ChosenGrid.objects.select_for_update().get(session=session, unit=grid.unit)
    if GridEntry.objects.filter(session=session, unit=grid.unit, edition=chosen.edition_id).exclude(edition=edition):
        if "reporter" not in request.POST:
            told = _("%(unit)s : des saisies sont faites sur une autre édition ; elles la gardent, ou se reportent.")
            raise BadTap(told % {"unit": grid.unit})
        many = carry(session, grid.unit, edition, request.user, leave="laisser" in request.POST)
        told = _("%(unit)s : %(many)s ; les notes déjà arrêtées sont à arrêter de nouveau.")
        said = {"unit": grid.unit, "many": plural(many, _("valeur reportée"), _("valeurs reportées"))}
        messages.success(request, told % said, "good")
    ChosenGrid.objects.filter(session=session, unit=grid.unit).update(edition=edition)
    return grid.name


@require_POST
def log_export(request: SignedIn, pk: uuid.UUID) -> StreamingHttpResponse:
    """The log of the session, with the grids from which its marks came: an audit judges who signed them. It names
    nobody.
    """
    session = session_of(request, pk)
    sealing.number_all(session.log)
    used = Settlement.objects.filter(session=session).values("edition")
    editions = GridEdition.objects.filter(pk__in=used).order_by("code", "edition")
    lines = [grid_line(one.data) for one in editions]
    return exported(request, session.log, f"journal-{session.year}.jsonl", lines)


@require_GET
def written(request: SignedIn, pk: uuid.UUID, unit: str) -> HttpResponse:
    """The grid itself, as a file that is loaded elsewhere, or that judges an export: it holds nobody's name."""
    session = session_of(request, pk)
    unit_of(session, unit)
    grid = grid_or_404(session, unit)
    content = json.dumps(grid.data, ensure_ascii=False, indent=2).encode()
    return attachment(content, f"grille-{grid.code}.json", "application/json")


@require_GET
def workbook(request: SignedIn, pk: uuid.UUID, unit: str) -> HttpResponse:
    """The workbook of the unit, with what is entered and the version read."""
    session = session_of(request, pk)
    grid = grid_or_404(session, unit)
    shape = TABS if request.GET.get("forme") == TABS else LINES
    code = request.GET.get("situation") or None
    try:
        made = grid_workbook(grid, _assessed(request, session, unit, grid), session.year, shape=shape, situation=code)
    except ValueError as fault:
        context = {"heading": _("Ce classeur ne peut pas être fait"), "reasons": [str(fault)]}
        return render(request, "_message.html", context, status=422)
    count_export(request, f"grille {unit}")
    content = io.BytesIO()
    made.save(content)
    return attachment(content.getvalue(), f"grille-{unit}.xlsx", WORKBOOK)


@require_http_methods(["GET", "POST"])
def read_back(request: SignedIn, pk: uuid.UUID, unit: str) -> HttpResponse:
    """A filled workbook: what it changes, every fault at its cell; then the same, written."""
    session = session_of(request, pk)
    described, grid = unit_of(session, unit), grid_or_404(session, unit)
    context: dict[str, object] = {"session": session, "unit": described, "grid": grid}
    status = 200
    if request.method == "POST":
        assessed = {one.numero: one for one in _assessed(request, session, unit, grid)}
        try:
            found, deposit = handed(request, session, grid, assessed)
            context |= {"preview": found, "deposit": deposit, "told": _told(found)}
            if request.POST.get("acte") == "ecrire" and not found.problems:
                written = _write(request, session, unit, grid, found.changes)
                deposit.delete()
                told = plural(written, _("valeur enregistrée"), _("valeurs enregistrées"))
                messages.success(request, f"{told}.", "good")
                return redirect("grille_groupe", pk, unit)
        except InvalidInput as invalid:
            context["problems"] = [*map(spoken_problem, invalid.problems)]
            status = 422
        except Conflict as conflict:
            told = _("%(line)s a changé pendant l'aperçu : relisez le classeur.") % {"line": conflict.tap.criterion}
            messages.error(request, told, "bad")
            status = 409
        except (BadTap, Refused, TryAgain) as refused:
            messages.error(request, str(refused), "bad")
            status = 422
    return render(request, "grilles/relire.html", context, status=status)


def _told(found: Preview) -> dict[str, list[str]]:
    """What a preview says, in the language of the page."""
    every = {"problems": found.problems, "normalised": found.normalised, "lacking": found.lacking}
    return {name: [*map(spoken_problem, told)] for name, told in every.items()}


def _write(request: SignedIn, session: ExamSession, unit: str, grid: Grid, changes: Iterable[Change]) -> int:
    """Write the changes of a workbook, candidate by candidate, all or none."""
    rows = {row.numero: row for row in rows_of(request, session, unit)}
    key, count = form_key(request), 0
    by_candidate: dict[str, list[Change]] = {}
    for change in changes:
        by_candidate.setdefault(change.numero, []).append(change)
    with transaction.atomic():
        for numero, own in by_candidate.items():
            row = rows[numero]
            board = boards(session, unit, grid, [row.candidate], request.user)[row.candidate]
            taps = []
            for change in own:
                stands = board.value(change.situation, change.line)
                version = board.version(change.situation, change.line) if stands == change.before else 0
                taps.append(Tap(change.situation, change.line, change.after, version, key, "classeur"))
            tap(session, request.user, row, unit, taps)
            count += len(taps)
    return count


def _assessed(request: SignedIn, session: ExamSession, unit: str, grid: Grid) -> list[Assessed]:
    rows = list(rows_of(request, session, unit).order_by("sort_key", "candidate"))
    names = Identity.objects.in_bulk([row.candidate for row in rows])
    found = boards(session, unit, grid, [row.candidate for row in rows], request.user)
    signed = signings(session, unit, found)
    return [
        Assessed(
            row.numero,
            identity.name if (identity := names.get(row.candidate)) else row.numero,
            found[row.candidate].sheets,
            found[row.candidate].versions,
            found[row.candidate].chosen,
            signed[row.candidate].summary,
        )
        for row in rows
    ]
