"""Screens of accounts: invited, opened, put right, closed."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laureat.session.framework import Refused
from laureat.vocabulary.french import loosely, words
from laureat.web.accounts import first, trace
from laureat.web.accounts.forms import (
    FirstAccountForm,
    InvitationForm,
    NameForm,
    OwnNameForm,
    PasswordForm,
    RightsForm,
    invited_address,
)
from laureat.web.accounts.models import Happening, Invitation, Role, Trace, User
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import approval_keys, deeds, factors, house_told, household, people
from laureat.web.exam_sessions.access import say_refused
from laureat.web.exam_sessions.refused import refusals
from laureat.web.exam_sessions.told import ERASED
from laureat.web.exam_sessions.views.asking import asked_twice
from laureat.web.mails.links import asked_at, link_of
from laureat.web.mails.sending import site_of

PER_PAGE = 100
ENTRIES = (Happening.ENTREE, Happening.ECHEC, Happening.SUSPENSION, Happening.OUBLI)
"""What an account is told of its own entries."""


@require_http_methods(["GET", "POST"])
def my_account(request: SignedIn) -> HttpResponse:
    """One's own account: what it is, its last entries; a name put right by whoever bears it, but for candidates."""
    own = request.user
    form = OwnNameForm(request.POST or None, instance=User.objects.get(pk=own.pk)) if own.is_staff else None
    if form is not None and form.is_valid():
        try:
            people.rename_self(own, form.cleaned_data["name"])
        except Refused as refused:
            say_refused(request, refused)
        else:
            messages.success(request, _("Votre nom est changé."), "good")
            return redirect("mon_compte")
    context = {
        "totp": Authenticator.objects.filter(user=own, type=Authenticator.Type.TOTP).exists(),
        "form": form,
        "entries": Trace.objects.filter(account=own, kind__in=ENTRIES)[:10],
    }
    return render(request, "accounts/mon_compte.html", context, status=422 if form and form.errors else 200)


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts, searched and filtered, and the invitations that wait."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("q", "role", "etablissement", "etat")}
    every = User.objects.select_related("establishment", "factor_reset__asked_by").annotate(
        protected=Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    )
    waiting = Invitation.objects.filter(accepted=None).exclude(invited_by=None)
    for word in words(chosen["q"]).split():
        said = Q(name__iregex=loosely(word)) | Q(email__iregex=loosely(word))
        every, waiting = every.filter(said), waiting.filter(said)
    if chosen["role"]:
        every, waiting = every.filter(role=chosen["role"]), waiting.filter(role=chosen["role"])
    if school := chosen["etablissement"].upper():
        every, waiting = every.filter(establishment=school), waiting.filter(establishment=school)
    if chosen["etat"]:
        every = every.filter(is_active=chosen["etat"] == "ouvert")
    context = {
        "page": Paginator(every, PER_PAGE).get_page(request.GET.get("page")),
        "invitations": waiting[:PER_PAGE],
        "now": timezone.now(),
        "chosen": chosen,
        "roles": Role.choices,
        "keys_waiting": approval_keys.waiting(),
    }
    return render(request, "accounts/comptes.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: SignedIn) -> HttpResponse:
    """Invite someone, by e-mail or with a sheet to hand over."""
    form = InvitationForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/inviter.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        if request.POST.get("envoi") == "feuille":
            invitation, token = people.invite(request.user, **form.cleaned_data)
            sheet = _sheet(request, invitation, token)
        else:
            invitation, sheet = people.invite_by_mail(request.user, **form.cleaned_data), None
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        return render(request, "accounts/inviter.html", {"form": form}, status=409)
    trace.note(request, Happening.DROITS, what=f"invitation : {people.role_in_french(invitation.role)}")
    if sheet is not None:
        return sheet
    told = _("%(name)s : l'invitation part par courriel ; les envois disent ce qu'il en est.")
    messages.success(request, told % {"name": invitation.name}, "good")
    return redirect("comptes")


def invite_candidate(request: SignedIn, identity: Identity, typed: str, back: HttpResponse) -> HttpResponse:
    """A sheet to hand to a candidate, which opens the account of the file; ``back`` where it is refused.

    ``typed``: an address, or nothing.
    """
    try:
        email = invited_address(typed, identity.numero)
        invitation, token = people.invite(
            request.user, email=email, name=identity.name[:120], role=Role.CANDIDAT, person=identity.person
        )
    except ValidationError as wrong:
        for reason in wrong.messages:
            messages.error(request, reason, "bad")
        return back
    except Refused as refused:
        say_refused(request, refused)
        return back
    return _sheet(request, invitation, token)


def _link(request: HttpRequest, token: str) -> str:
    """What an invited person follows: under the name of the site, where it is said."""
    return link_of(asked_at(request), token)


def _sheet(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The sheet to hand over; it says so where its link is one that this machine alone reaches."""
    context = {"invitation": invitation, "link": _link(request, token)}
    context["nowhere"] = not site_of(request.build_absolute_uri("/"))
    return render(request, "accounts/feuille.html", context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Open the account that an invitation promises; the token then opens nothing more."""
    invitation = Invitation.find(token)
    if invitation is None or (invitation.invited_by is None and not first.is_due()):
        return render(request, "accounts/invitation.html", {"invitation": None}, status=410)
    if invitation.invited_by is None:
        return _accept_first(request, invitation)
    if User.objects.filter(email__iexact=invitation.email).exists():  # invited twice, and the other one served
        reason = _("Un compte existe déjà pour cette adresse : connectez-vous, ou demandez un nouveau mot de passe.")
        context = {"heading": _("Votre compte est déjà ouvert"), "reasons": [reason], "back": reverse("account_login")}
        return render(request, "_message.html", context, status=409)
    promised = User(email=invitation.email, name=invitation.name, role=invitation.role)
    form = PasswordForm(request.POST or None, user=promised)
    if not form.is_valid():
        shown = {"invitation": invitation, "form": form}
        return render(request, "accounts/invitation.html", shown, status=422 if form.is_bound else 200)
    return _opened(request, lambda: people.open_account(invitation, form.cleaned_data["password"]))


def _accept_first(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The first account of an empty base: whoever holds the link says who they are."""
    form = FirstAccountForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/premier_compte.html", {"form": form}, status=422 if form.is_bound else 200)

    def opening() -> User:
        user = people.open_first(form.cleaned_data["email"], form.cleaned_data["name"], form.cleaned_data["password"])
        invitation.delete()
        return user

    return _opened(request, opening)


def _opened(request: HttpRequest, opening: Callable[[], User]) -> HttpResponse:
    """Open an account for whoever chose its password, who is then in: what was just typed is not asked again."""
    try:
        user = opening()
    except Refused as refused:
        context = {"heading": _("Ce compte ne s'ouvre pas"), "reasons": refused.reasons, "back": reverse("accueil")}
        return render(request, "_message.html", context, status=409)
    told = f"compte ouvert : {people.role_in_french(user.role)}"
    trace.note(None, Happening.DROITS, by=user, what=told)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, _("Votre compte est ouvert, %(name)s.") % {"name": user.name}, "good")
    return redirect("accueil")


@require_http_methods(["GET", "POST"])
def account(request: SignedIn, pk: int) -> HttpResponse:
    """One account: what it is, and the acts that put it right, each with its reason."""
    found = get_object_or_404(User.objects.select_related("establishment"), pk=pk)
    act = request.POST.get("acte", "")
    rights = RightsForm(request.POST if act == "role" else None, instance=found)
    name = NameForm(request.POST if act == "nom" else None, instance=found)
    if request.method == "POST":
        if act == "effacer" and (page := asked_twice(request, None, deeds.erasing_account(found))) is not None:
            return page
        before = User.objects.get(pk=pk)  # a form writes what was typed on the account that it shows
        try:
            if said := _act_on(request, before, act, rights, name):
                trace.note(request, Happening.DROITS, subject=str(pk), what=said)
                messages.success(request, f"{before.name} : {said}.", "good")
                return redirect("compte_ouvrir", pk)
        except Refused as refused:
            say_refused(request, refused)
        found = before
    known = household.look()
    context = {
        "account": found,
        "rights": rights,
        "name": name,
        "troubles": household.account_troubles(found),
        "refusals": refusals(known, str(found.pseudonym)),
        "changes": house_told.told_of(str(found.pseudonym)),
        "keys": [one for one in approval_keys.shown(found) if not one.key.ended_at],
        "erased": known.taken_up is not None and not found.is_active and found.name == ERASED,
    }
    return render(request, "accounts/compte.html", context, status=422 if request.method == "POST" else 200)


def _act_on(request: SignedIn, found: User, act: str, rights: RightsForm, name: NameForm) -> str:
    """Carry out an act; gives what was done in words, empty where a form is not right. Raises Refused."""
    reason = request.POST.get("motif", "").strip()
    match act:
        case "fermer":
            people.close(request.user, found, reason)
            return "compte fermé"
        case "rouvrir":
            people.reopen(request.user, found, reason)
            return "compte rouvert"
        case "role" if rights.is_valid():
            role, school = rights.cleaned_data["role"], rights.cleaned_data["establishment"]
            people.change(request.user, found, role=role, establishment=school, reason=reason)
            return "rôle et établissement changés"
        case "nom" if name.is_valid():
            told = {key: name.cleaned_data[key] for key in ("name", "email")}
            people.rename(request.user, found, **told, reason=reason)
            return "nom ou adresse changés"
        case "confirmer_cle":
            approval_keys.confirm(request.user, found, request.POST.get("empreinte", ""))
            return "clé d'approbation confirmée"
        case "revoquer_cle":
            approval_keys.revoke(request.user, found, request.POST.get("empreinte", ""), reason)
            return "clé d'approbation révoquée"
        case "demander_ecart":
            household.ask_aside(request.user, request.POST.get("fait", ""), reason)
            return "mise à l'écart d'un fait demandée ; une autre personne la décide"
        case "ecarter":
            household.set_aside(request.user, request.POST.get("fait", ""))
            return "fait écarté ; il reste au journal"
        case "effacer":
            people.erase(request.user, found)
            return "nom et adresse effacés"
    return ""


@require_POST
def withdraw_invitation(request: SignedIn, pk: int) -> HttpResponse:
    """Take back an invitation that has not served."""
    invitation = get_object_or_404(Invitation, pk=pk, accepted=None)
    try:
        people.withdraw(request.user, invitation, request.POST.get("motif", "").strip())
    except Refused as refused:
        say_refused(request, refused)
    else:
        trace.note(request, Happening.DROITS, what="invitation retirée")
        messages.success(request, _("%(name)s : l'invitation est retirée.") % {"name": invitation.name}, "good")
    return redirect("comptes")


@require_POST
def renew_invitation(request: SignedIn, pk: int) -> HttpResponse:
    """Invite again whoever lost the link, or came too late: by mail, or with a sheet to hand over."""
    invitation = get_object_or_404(Invitation, pk=pk, accepted=None)
    try:
        renewed, token = people.renew(request.user, invitation, mailed=request.POST.get("envoi") != "feuille")
    except Refused as refused:
        say_refused(request, refused)
        return redirect("comptes")
    trace.note(request, Happening.DROITS, what=f"invitation renouvelée : {people.role_in_french(renewed.role)}")
    if token:
        return _sheet(request, renewed, token)
    told = _("Une nouvelle invitation part à %(name)s ; l'ancien lien n'ouvre plus rien.") % {"name": renewed.name}
    messages.success(request, told, "good")
    return redirect("comptes")


@require_POST
def second_factor(request: SignedIn, pk: int) -> HttpResponse:
    """Give its access back to an account whose second factor is lost: for staff, one asks and another confirms."""
    found = get_object_or_404(User, pk=pk)
    try:
        done = factors.reset(request, found, request.POST.get("motif", "").strip())
    except Refused as refused:
        say_refused(request, refused)
    else:
        asked = _("Demande notée pour %(name)s : une autre personne du service la confirme, dans les deux jours.")
        given = _("%(name)s entrera avec son mot de passe, puis mettra en place une nouvelle double authentification.")
        messages.success(request, (given if done else asked) % {"name": found.name}, "good")
    return redirect("comptes")
