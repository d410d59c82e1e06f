"""The outbox: what was written to whom, what left, what did not and why; and the words of the house."""

import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from laureat.web.accounts import trace
from laureat.web.accounts.house import mails_leave
from laureat.web.accounts.model_form import ModelForm
from laureat.web.accounts.models import Happening
from laureat.web.accounts.shown import Shown
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.mails import sending
from laureat.web.mails.models import Message, State, Wording, worded
from laureat.web.mails.wordings import FIELDS, Kind, Words, problems

PER_PAGE = 100


@require_GET
def outbox(request: SignedIn) -> HttpResponse:
    """The mails, the last first; filtered by state, kind or address."""
    found = Message.objects.select_related("by")
    state, kind, typed = (request.GET.get(name, "") for name in ("etat", "genre", "q"))
    if state in State.values:
        found = found.filter(state=state)
    if kind in Kind.values:
        found = found.filter(kind=kind)
    if typed.strip():
        found = found.filter(Q(to__icontains=typed.strip()) | Q(name__icontains=typed.strip()))
    counts = dict(Message.objects.order_by().values_list("state").annotate(count=Count("pk")))
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "states": [(value, label, counts.get(value, 0)) for value, label in State.choices],
        "kinds": Kind.choices,
        "chosen": {"etat": state, "genre": kind, "q": typed},
        "leave": mails_leave(),
    }
    return render(request, "envois/liste.html", context)


@require_http_methods(["GET", "POST"])
def message(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """One mail; try it again, or call it off."""
    found = get_object_or_404(Message.objects.select_related("by"), pk=pk)
    if request.method == "POST":
        if request.POST.get("acte") == "renvoyer" and found.can_again:
            sending.again(found)
            messages.success(request, _("Le courriel va être tenté de nouveau."), "good")
        elif request.POST.get("acte") == "annuler":
            sending.call_off(found)
        return redirect("envoi", pk)
    return render(request, "envois/envoi.html", {"message": found})


@require_GET
def wordings(request: SignedIn) -> HttpResponse:
    """What each kind of mail says."""
    changed = set(Wording.objects.values_list("kind", flat=True))
    rows = [(kind, Wording.of(kind), kind.value in changed) for kind in Kind]
    return render(request, "envois/textes.html", {"rows": rows})


class WordingForm(Shown, ModelForm[Wording]):
    """The words of one kind of mail."""

    class Meta:
        model = Wording
        fields = ("subject", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}  # noqa: RUF012

    def clean(self) -> dict[str, object]:
        """The fields between braces are those of that kind."""
        data = super().clean() or self.cleaned_data
        words = Words(str(data.get("subject", "")), str(data.get("body", "")))
        for told in problems(Kind(self.instance.kind), words):
            self.add_error(None, told)
        return data


@require_http_methods(["GET", "POST"])
def wording(request: SignedIn, kind: str) -> HttpResponse:
    """Change what a kind of mail says, or take the words of the software back."""
    if kind not in Kind.values:
        raise Http404
    known, said = Kind(kind), _("courriel « %(kind)s »") % {"kind": Kind(kind).label}
    if request.method == "POST" and "reprendre" in request.POST:
        with transaction.atomic():
            Wording.objects.filter(pk=kind).delete()
            worded.send(Wording, by=request.user)
        trace.note(request, Happening.DROITS, what=said)
        return redirect("envois_textes")
    kept = Wording.objects.filter(pk=kind).first()
    words = Wording.of(known)
    instance = kept or Wording(kind=kind, subject=words.subject, body=words.body)
    form = WordingForm(request.POST or None, instance=instance)
    if form.is_valid():
        with transaction.atomic():
            form.save()
            worded.send(Wording, by=request.user)
        trace.note(request, Happening.DROITS, what=said)
        messages.success(request, _("Le texte est enregistré : les prochains courriels le porteront."), "good")
        return redirect("envois_textes")
    context = {"form": form, "kind": known, "fields": FIELDS[known], "changed": kept is not None}
    return render(request, "envois/texte.html", context, status=422 if form.errors else 200)
