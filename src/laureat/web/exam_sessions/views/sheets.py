"""The sheets of the house, and the règlements drawn up for them."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laureat.register import Fiche
from laureat.vocabulary import InvalidInput, Several
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions.access import form_key
from laureat.web.exam_sessions.downloads import attachment
from laureat.web.exam_sessions.forms import LawForm, SheetForm
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.sheets import AnotherEdition, DataFault, LawToChoose, keep_sheet, read_sheet

KEEP_ASIDE = "garder"
"""What the button says that hands a text over to whoever typed it, to be completed elsewhere."""


@require_http_methods(["GET", "POST"])
def add_sheet(request: SignedIn) -> HttpResponse:
    """Read a register sheet into the house."""
    form = SheetForm(request.POST or None, request.FILES or None, by=request.user)
    if request.POST.get("acte") == KEEP_ASIDE:
        return _handed_over(request.POST.get("donnees", ""))
    if not form.is_valid():
        return render(request, "sessions/fiche.html", {"form": form}, status=422 if form.is_bound else 200)
    reglement, reason = form.cleaned_data["reglement"], form.cleaned_data["motif"]
    data = "" if reglement else form.law
    try:
        said = {"numero": form.chosen, "data": data, "reason": reason}
        certification = read_sheet(form.name, form.content, reglement, **said, by=request.user, key=form_key(request))
    except Several as several:
        form.ask(several)
        return render(request, "sessions/fiche.html", {"form": form}, status=422)
    except DataFault as faults:
        form.ask_data()
        form.tell(faults.problems, data)
        return render(request, "sessions/fiche.html", {"form": form}, status=422)
    except InvalidInput as invalid:
        for problem in invalid.problems:
            form.add_error(None, str(replace(problem, source=form.name)))
        if isinstance(invalid, LawToChoose):
            form.ask_law(invalid.choices, form.law or invalid.draft)
        elif data:
            form.ask_data()
            form.show_law(data)
        elif isinstance(invalid, AnotherEdition):
            form.ask_why()
        return render(request, "sessions/fiche.html", {"form": form}, status=422)
    form.done()
    return redirect("certification", certification.numero)


@require_http_methods(["GET", "POST"])
def drawn_up(request: SignedIn, numero: str) -> HttpResponse:
    """The règlement drawn up for a sheet: its text, handed over whole, and put right with a reason."""
    known = Certification.objects.filter(pk=numero).exclude(data="").first()
    if known is None:
        raise Http404
    if request.POST.get("acte") == KEEP_ASIDE:
        return _handed_over(request.POST.get("donnees", known.data), known.numero)
    form = LawForm(request.POST or None, request.FILES or None, initial={"donnees": known.data})
    if form.is_valid():
        given = {"data": form.law or known.data, "reason": form.cleaned_data["motif"]}
        try:
            keep_sheet(Fiche.from_json(known.sheet), **given, by=request.user, key=form_key(request))
        except DataFault as faults:
            form.tell(faults.problems, given["data"])
        except InvalidInput as invalid:
            form.show_law(given["data"])
            form.add_error(None, [problem.message for problem in invalid.problems])
        else:
            messages.success(request, _("Le règlement est enregistré."), "good")
            return redirect("certification", known.numero)
    status = 422 if form.is_bound else 200
    return render(request, "sessions/reglement.html", {"form": form, "certification": known}, status=status)


def _handed_over(text: str, numero: str = "") -> HttpResponse:
    """A text as a file of its own."""
    named = f"reglement-{numero}.yaml" if numero else "reglement.yaml"
    return attachment(text.replace("\r\n", "\n").encode(), named, "application/yaml")
