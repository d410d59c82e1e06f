"""The appointment of the VAE jury of a certification."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laureat.jury import Examination, Jury, Member, examine
from laureat.session import vae
from laureat.session.framework import Refused
from laureat.vocabulary import InvalidInput, Several, VoieAcces
from laureat.web.accounts.models import User
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import composition, seats
from laureat.web.exam_sessions.access import form_key, tell_lines
from laureat.web.exam_sessions.composition import jury_law
from laureat.web.exam_sessions.downloads import CSV, attachment
from laureat.web.exam_sessions.forms import JurorForm
from laureat.web.exam_sessions.models import Certification
from laureat.web.vae.access import certification_of
from laureat.web.vae.models import VaeJuror
from laureat.web.vae.service import Desk, look, perform


@require_http_methods(["GET", "POST"])
def appointment(request: SignedIn, numero: str) -> HttpResponse:
    """The VAE jury: its members, the verdict of the law; a list, or members typed on the page, appoints another."""
    certification = certification_of(request, numero)
    if "modele" in request.GET:
        return attachment(seats.template(), "jury.csv", CSV)
    typed = seats.typed(request.POST)
    form = JurorForm(request.POST or None, seats.handed(typed, request.FILES) or None, by=request.user)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            jury, addresses, remarks = composition.read_members(form.name, form.content, form.chosen)
        except Several as several:
            form.ask(several)
        except InvalidInput as invalid:
            for problem in invalid.problems:
                form.add_error(None, seats.told(problem) if form.name == seats.NAME else str(problem))
        else:
            tell_lines(request, "warn", remarks)
            jury = Jury(jury.members, impossibilite=form.cleaned_data["impossibilite"] or jury.impossibilite)
            refused = verdict(certification, jury, form.cleaned_data["arrete_date"])
            accounts, unknown = composition.accounts_of(addresses)
            defects = composition.reproaches(refused, jury) + unknown
            members = list(zip(jury.members, [accounts.get(address) for address in addresses], strict=True))
            data = form.cleaned_data
            try:
                appoint(
                    certification,
                    request.user,
                    form_key(request),
                    members,
                    data["arrete"],
                    data["arrete_date"],
                    defects,
                    jury.impossibilite,
                )
            except Refused as refusal:
                for reason in refusal.reasons:
                    messages.error(request, reason, "bad")
            else:
                form.done()
                messages.success(request, _("Le jury de VAE est nommé."), "good")
                return redirect("vae_jury", numero)
    state = look(certification, ())
    jurors = list(certification.vae_jurors.filter(sits=True).select_related("account"))
    sitting = composition.seated(tuple(juror.member() for juror in jurors), state.jury)
    context = {
        "certification": certification,
        "form": form,
        "state": state,
        "jurors": jurors,
        **seats.offered(typed),
        "examination": refused
        or (verdict(certification, sitting, date.fromisoformat(state.jury.arrete_date)) if state.jury else None),
    }
    return render(request, "vae/jury.html", context, status=422 if form.errors else 200)


def verdict(certification: Certification, jury: Jury, day: date) -> Examination | None:
    """What the law of VAE juries says; None where no law of its jury is written for this règlement."""
    law = jury_law(certification, day, VoieAcces.VAE)
    return None if law is None else examine(jury, law, with_mending=True)


def appoint(
    certification: Certification,
    user: User,
    key: str,
    members: list[tuple[Member, User | None]],
    arrete: str,
    day: date,
    defects: list[str],
    impossibilite: str = "",
) -> None:
    """Record the members and their appointment. Raises Refused for any defect."""

    def commands(desk: Desk) -> None:
        jurors = [
            VaeJuror(certification=certification, account=account, **VaeJuror.columns_of(member))
            for member, account in members
        ]
        accepted = desk.take(
            vae.appoint_vae_jury(
                desk.state,
                desk.act(),
                framework=desk.framework,
                members=composition.appointed_as(desk, jurors),
                arrete=desk.promise(arrete),
                impossibilite=desk.promise(impossibilite),
                arrete_date=day.isoformat(),
                defects=defects,
            )
        )
        if accepted.facts:
            certification.vae_jurors.update(sits=False)
            VaeJuror.objects.bulk_create(jurors)

    perform(certification, user, key, commands, applications=(), alone=True)
