"""Lists of candidates: handed over, looked at, applied, taken out; one candidate by hand; the empty workbook."""

import csv
import io
import json
import re
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laureat.exchange.modele import template
from laureat.session.framework import Refused
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import background, exporting, importing, ledger, seen
from laureat.web.exam_sessions.access import (
    count_export,
    form_key,
    number_of,
    say_refused,
    session_of,
    standing_of,
    standings_of,
)
from laureat.web.exam_sessions.by_hand import CandidateForm
from laureat.web.exam_sessions.downloads import CSV, WORKBOOK, attachment
from laureat.web.exam_sessions.forms import ListForm
from laureat.web.exam_sessions.lists import mended
from laureat.web.exam_sessions.models import Deposit, ExamSession
from laureat.web.exam_sessions.parsing import RegistrationSpec
from laureat.web.exam_sessions.public import tell
from laureat.web.exam_sessions.rules import rules_of
from laureat.web.jobs.running import ask, look_at

_PERSON = re.compile(r"personne-([0-9]{1,9})")


@require_http_methods(["GET", "POST"])
def bring(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Hand over a list; it is looked at before anything is done."""
    session = session_of(request, pk)
    form = ListForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        deposit = Deposit.objects.create(session=session, by=request.user, name=upload.name, content=upload.read())
        return redirect("import_apercu", pk, deposit.pk)
    spec = RegistrationSpec(rules_of(session))
    told = {
        "routes": spec.route_required,
        "choices": "".join(f", {one.name}" for one in spec.choices if one.name in ("option", "forme")),
        "codes": ", ".join(column.name for column in spec.cells[:2]),
    }
    return render(request, "sessions/import.html", {"session": session, "form": form, **told})


@require_http_methods(["GET", "POST"])
def bring_preview(request: SignedIn, pk: uuid.UUID, deposit: uuid.UUID) -> HttpResponse:
    """What a list would change, row by row; then apply it."""
    session = session_of(request, pk)
    handed = Deposit.objects.filter(pk=deposit, session=session).first()
    if handed is None:
        return redirect("inscriptions", pk)
    if request.method == "POST" and "feuille" in request.POST:
        handed.part, handed.seen = request.POST["feuille"][:200], ""
        handed.save(update_fields=["part", "seen"])
        return redirect("import_apercu", pk, deposit)
    if request.method == "POST" and "reparer" in request.POST:
        content = mended(session, handed.name, bytes(handed.content), handed.part or None)
        name = f"{handed.name.rpartition('.')[0][:150]} (réparée).xlsx"
        fresh = Deposit.objects.create(session=session, by=request.user, name=name, content=content)
        return redirect("import_apercu", pk, fresh.pk)
    if request.method == "POST" and "refaire" in request.POST:
        Deposit.objects.filter(pk=deposit).update(seen="")
        return redirect("import_apercu", pk, deposit)
    if request.method == "POST":
        try:
            return _applied(request, session, handed)
        except Refused as refused:
            say_refused(request, refused)
            return redirect("import_apercu", pk, deposit)
    large = len(handed.content) >= background.LARGE
    if large and handed.seen:
        look_at(request.user, kind=background.PREVIEW, arguments__depot=str(deposit))
    if large and not handed.seen:
        asked = {"depot": str(deposit), "part": handed.part}
        key = f"apercu {deposit} {handed.part} {ledger.extent(session.log)}"
        return redirect("travail", ask(request.user, background.PREVIEW, key=key, log=session.log, arguments=asked).pk)
    shown = json.loads(handed.seen) if large else seen.context_of(importing.preview(session, request.user, handed))
    context = {"session": session, "deposit": handed, "large": large, **shown}
    return render(request, "sessions/apercu.html", context)


def _applied(request: SignedIn, session: ExamSession, handed: Deposit) -> HttpResponse:
    """Apply a list, or its sound lines; the others come back as a workbook. Raises Refused."""
    good_only = request.POST.get("bonnes") == "oui"
    persons = {int(found[1]): str(value) for name, value in request.POST.items() if (found := _PERSON.fullmatch(name))}
    base = number_of(request.POST.get("base", ""), -1)  # no session holds so many facts
    if len(handed.content) >= background.LARGE:
        asked = {"depot": str(handed.pk), "base": str(base), "bonnes": "oui" if good_only else ""}
        asked |= {f"{background.PERSON}{line}": person for line, person in persons.items()}
        key = f"{importing.key_of(handed)} {sorted(asked.items())}"  # what was refused may be asked otherwise
        job = ask(request.user, background.IMPORT, key=key, log=session.log, arguments=asked)
        return redirect("travail", job.pk)
    left: list[Deposit] = []

    def keep(workbook: bytes) -> None:
        name = f"{handed.name.rpartition('.')[0][:150]} (à corriger).xlsx"
        left.append(Deposit(session=session, by=request.user, name=name, content=workbook))

    plan = importing.apply(session, request.user, handed, base, persons=persons, left_out=keep if good_only else None)
    applied, *others = background.said_of(plan)
    messages.success(request, applied, "good")
    for told in others:
        messages.warning(request, told, "warn")
    if not left:
        return redirect("inscriptions", session.pk)
    left[0].save()
    return redirect("import_apercu", session.pk, left[0].pk)


@require_GET
def bring_to_mend(request: SignedIn, pk: uuid.UUID, deposit: uuid.UUID) -> HttpResponse:
    """The lines at fault of a list, as a workbook that says beside each what is wrong."""
    session = session_of(request, pk)
    handed = get_object_or_404(Deposit, pk=deposit, session=session)
    plan = importing.preview(session, request.user, handed)
    if not plan.wrong:
        return redirect("import_apercu", pk, deposit)
    return attachment(importing.to_mend(session, handed, plan.wrong), "a-corriger.xlsx", WORKBOOK)


@require_GET
def model(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The empty workbook to fill."""
    session = session_of(request, pk)
    rules = rules_of(session)
    file = io.BytesIO()
    template(rules, RegistrationSpec(rules)).save(file)
    return attachment(file.getvalue(), f"candidats-{session.certification.numero}-{session.year}.xlsx", WORKBOOK)


@require_http_methods(["GET", "POST"])
def enrol(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """One candidate by hand: looked at, then applied, as a list of one."""
    session = session_of(request, pk)
    return _by_hand(request, session, CandidateForm(request.POST or None, session=session), {})


@require_http_methods(["GET", "POST"])
def edit(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """Change what is known of one candidate; only what changes is said."""
    session = session_of(request, pk)
    row = standing_of(request, session, str(candidate))
    identity = get_object_or_404(Identity, candidate=row.candidate)
    form = CandidateForm(request.POST or None, session=session, known=(row, identity))
    return _by_hand(request, session, form, {"row": row, "identity": identity})


def _by_hand(request: SignedIn, session: ExamSession, form: CandidateForm, context: dict[str, object]) -> HttpResponse:
    if form.is_valid() and not form.said:
        messages.warning(request, _("Rien n'a changé."), "warn")
    elif form.is_valid():
        name = "saisie à la main.csv"
        deposit = Deposit.objects.create(session=session, by=request.user, name=name, content=form.content)
        return redirect("import_apercu", session.pk, deposit.pk)
    context |= {"session": session, "form": form}
    return render(request, "sessions/inscrire.html", context, status=422 if form.errors else 200)


@require_POST
def export(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The candidates one may see, as CSV that is read back; counted."""
    session = session_of(request, pk)
    if request.user.role == Role.EXAMENS and session.standings.count() >= background.MANY:
        return redirect("travail", ask(request.user, background.EXPORT, key=form_key(request), log=session.log).pk)
    count_export(request, f"candidats {session.pk}")
    response = attachment("\ufeff", "candidats.csv", CSV)
    school = request.user.role == Role.ETABLISSEMENT
    rows = list(standings_of(request, session).order_by("sort_key"))
    if school:
        tell(session, rows)
    csv.writer(response, delimiter=";").writerows(exporting.rows(session, rows, public=school))
    return response
