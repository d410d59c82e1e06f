"""Screens of schools and of their habilitations: added, put right with a reason."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from laureat.session.framework import Refused
from laureat.web.accounts.forms import EstablishmentForm, HabilitationForm
from laureat.web.accounts.models import Establishment, Habilitation
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.accounts.uai import uai_problem
from laureat.web.exam_sessions import house_told, household, schools
from laureat.web.exam_sessions.access import number_of, say_refused
from laureat.web.exam_sessions.household import fresh_key
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.reach import reach
from laureat.web.exam_sessions.refused import refusals

PER_PAGE = 100


@require_GET
def establishments(request: HttpRequest) -> HttpResponse:
    """Every establishment."""
    found = Paginator(Establishment.objects.prefetch_related("habilitations"), PER_PAGE)
    return render(request, "accounts/etablissements.html", {"page": found.get_page(request.GET.get("page"))})


@require_http_methods(["GET", "POST"])
def add_establishment(request: SignedIn) -> HttpResponse:
    """A new establishment."""
    form = EstablishmentForm(request.POST or None)
    context = {"form": form, "heading": _("Ajouter un établissement"), "form_heading": _("L'établissement")}
    if not form.is_valid():
        return render(request, "accounts/etablissement.html", context)
    school = form.save(commit=False)
    try:
        key = fresh_key("etablissement")
        household.perform(str(request.user.pseudonym), key, lambda desk: schools.add(desk, school))
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        return render(request, "accounts/etablissement.html", context, status=409)
    return redirect("etablissement", school.uai)


@require_http_methods(["GET", "POST"])
def establishment(request: SignedIn, uai: str) -> HttpResponse:
    """One establishment, its rights to CCF, and the acts that put them right."""
    school = get_object_or_404(Establishment, uai=uai)
    act = request.POST.get("acte", "habilitation")
    adding = HabilitationForm(request.POST if request.method == "POST" and act == "habilitation" else None)
    changing = EstablishmentForm(request.POST if act == "changer" else None, instance=school, mending=True)
    status = 200
    if request.method == "POST":
        try:
            if there := _act_on(request, Establishment.objects.get(pk=uai), act, adding, changing):
                reasoned = request.POST.get("motif", "").strip()
                told = _("C'est enregistré, avec son motif au journal.") if reasoned else _("C'est enregistré.")
                messages.success(request, told, "good")
                for told in reach(request.user, fresh_key("etablissement"), Establishment.objects.get(pk=there)):
                    messages.warning(request, told, "warn")
                return redirect("etablissement", there)
        except Refused as refused:
            say_refused(request, refused)
            status = 409
    school = Establishment.objects.get(pk=uai)
    context = {
        "school": school,
        "form": adding,
        "changing": changing,
        "heading": school.name,
        "form_heading": _("Ajouter une habilitation"),
        "certifications": Certification.objects.values_list("numero", "title"),
        "rights": [
            (right, HabilitationForm(typed, instance=right, auto_id=f"h{right.pk}_%s", mending=True))
            for right in school.habilitations.all()
            for typed in [
                request.POST
                if act == "changer_habilitation" and request.POST.get("habilitation") == str(right.pk)
                else None
            ]
        ],
        "troubles": household.school_troubles(school),
        "refusals": refusals(household.look(), uai),
        "changes": house_told.told_of(uai),
    }
    return render(request, "accounts/etablissement.html", context, status=status)


def _act_on(
    request: SignedIn, school: Establishment, act: str, adding: HabilitationForm, changing: EstablishmentForm
) -> str:
    """Carry out an act; gives the number of the school after it, empty where a form is not right. Raises Refused."""
    by, reason = request.user, request.POST.get("motif", "").strip()
    match act:
        case "habilitation" if adding.is_valid():
            right = adding.save(commit=False)
            right.establishment = school
            schools.record_habilitation(by, right)
            return school.uai
        case "changer" if changing.is_valid():
            told = {name: changing.cleaned_data[name] for name in ("name", "nature", "town")}
            schools.change(by, school, **told, reason=reason)
            return school.uai
        case "numero":
            uai = request.POST.get("uai", "").strip().upper()
            if problem := uai_problem(uai):
                raise Refused(problem)
            schools.renumber(by, school, uai, reason)
            return uai
        case "changer_habilitation" | "retirer_habilitation":
            right = get_object_or_404(
                Habilitation, pk=number_of(request.POST.get("habilitation", "")), establishment=school
            )
            if act == "retirer_habilitation":
                schools.withdraw_habilitation(by, right, reason)
                return school.uai
            form = HabilitationForm(request.POST, instance=right, mending=True)
            if not form.is_valid():
                raise Refused(
                    *(f"{form.fields[name].label} : {told}" for name, all_ in form.errors.items() for told in all_)
                )
            told = {name: form.cleaned_data[name] for name in ("scope", "starts", "ends", "by_right")}
            schools.change_habilitation(by, right, **told, reason=reason)
            return school.uai
        case "demander_ecart":
            household.ask_aside(by, request.POST.get("fait", ""), reason)
            return school.uai
        case "ecarter":
            household.set_aside(by, request.POST.get("fait", ""))
            return school.uai
    return ""
