"""Screens of accounts and establishments."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laureat.web.accounts import factors, first, house, trace
from laureat.web.accounts.forms import (
    EstablishmentForm,
    FirstAccountForm,
    HabilitationForm,
    InvitationForm,
    PasswordForm,
)
from laureat.web.accounts.models import Establishment, Happening, Invitation, User
from laureat.web.accounts.signed_in import SignedIn

PER_PAGE = 100


@require_GET
def my_account(request: SignedIn) -> HttpResponse:
    """One's own account."""
    totp = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
    return render(request, "accounts/mon_compte.html", {"totp": totp})


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account, and the invitations that wait."""
    people = User.objects.select_related("establishment", "factor_reset__asked_by").annotate(
        protected=Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    )
    found = Paginator(people, PER_PAGE)
    waiting = Invitation.objects.filter(accepted=None, expires__gt=timezone.now())[:PER_PAGE]
    context = {"page": found.get_page(request.GET.get("page")), "invitations": waiting}
    return render(request, "accounts/comptes.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: SignedIn) -> HttpResponse:
    """Invite someone, by e-mail or with a sheet to hand over."""
    form = InvitationForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/inviter.html", {"form": form})
    invitation, token = Invitation.draw(invited_by=request.user, **form.cleaned_data)
    trace.note(request, Happening.DROITS, what=_("invitation : %(role)s") % {"role": invitation.get_role_display()})
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    if request.POST.get("envoi") == "feuille":
        return render(request, "accounts/feuille.html", {"invitation": invitation, "link": link})
    body = _(
        "Bonjour %(name)s,\n\nVous êtes invité à ouvrir un compte Lauréat. Choisissez votre mot de passe ici, "
        "dans les trois semaines :\n%(link)s\n\nCe lien ne sert qu'une fois ; ne le communiquez à personne."
    ) % {"name": invitation.name, "link": link}
    send_mail(_("Votre compte Lauréat"), body, house.sender(), [invitation.email])
    messages.success(request, _("L'invitation de %(name)s est partie.") % {"name": invitation.name}, "good")
    return redirect("comptes")


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
    account = User(email=invitation.email, name=invitation.name, role=invitation.role)
    form = PasswordForm(request.POST or None, user=account)
    if not form.is_valid():
        return render(request, "accounts/invitation.html", {"invitation": invitation, "form": form})
    user = open_account(invitation, form.cleaned_data["password"])
    messages.success(request, _("Votre compte est ouvert, %(name)s : connectez-vous.") % {"name": user.name}, "good")
    return redirect("account_login")


def _accept_first(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The first account of an empty base: whoever holds the link says who they are."""
    form = FirstAccountForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/premier_compte.html", {"form": form}, status=422 if form.is_bound else 200)
    invitation.email, invitation.name = form.cleaned_data["email"], form.cleaned_data["name"]
    user = open_account(invitation, form.cleaned_data["password"])
    messages.success(request, _("Votre compte est ouvert, %(name)s : connectez-vous.") % {"name": user.name}, "good")
    return redirect("account_login")


def open_account(invitation: Invitation, password: str) -> User:
    """Make the account of an invitation, its address taken as verified, and link the candidate's file."""
    user = first.make_account(
        invitation.email, invitation.name, invitation.role, password, establishment=invitation.establishment
    )
    if invitation.person:
        user.pseudonym = invitation.person
        user.save(update_fields=["pseudonym"])
    invitation.accepted = timezone.now()
    invitation.save(update_fields=["accepted", "email", "name"])
    trace.note(None, Happening.DROITS, by=user, what=_("compte ouvert : %(role)s") % {"role": user.get_role_display()})
    return user


@require_POST
def open_or_close(request: SignedIn, pk: int) -> HttpResponse:
    """Close the account of someone who leaves, at once, or open it again."""
    account = get_object_or_404(User, pk=pk)
    if account != request.user:
        account.is_active = request.POST.get("ouvert") == "oui"
        account.save(update_fields=["is_active"])
        what = _("compte rouvert") if account.is_active else _("compte fermé")
        trace.note(request, Happening.DROITS, subject=str(account.pk), what=what)
        said = _("Le compte de %(name)s est ouvert.") if account.is_active else _("Le compte de %(name)s est fermé.")
        messages.success(request, said % {"name": account.name}, "good")
    return redirect("comptes")


@require_POST
def second_factor(request: SignedIn, pk: int) -> HttpResponse:
    """Give its access back to an account whose second factor is lost: for staff, one asks and another confirms."""
    account = get_object_or_404(User, pk=pk)
    try:
        done = factors.reset(request, account)
    except ValidationError as refused:
        for reason in refused.messages:
            messages.error(request, reason, "bad")
    else:
        asked = _("Demande notée pour %(name)s : une autre personne du service la confirme, dans les deux jours.")
        given = _("%(name)s entrera avec son mot de passe, puis mettra en place une nouvelle double authentification.")
        messages.success(request, (given if done else asked) % {"name": account.name}, "good")
    return redirect("comptes")


@require_GET
def establishments(request: HttpRequest) -> HttpResponse:
    """Every establishment."""
    found = Paginator(Establishment.objects.prefetch_related("habilitations"), PER_PAGE)
    return render(request, "accounts/etablissements.html", {"page": found.get_page(request.GET.get("page"))})


@require_http_methods(["GET", "POST"])
def add_establishment(request: HttpRequest) -> HttpResponse:
    """A new establishment."""
    form = EstablishmentForm(request.POST or None)
    if form.is_valid():
        school = form.save()
        return redirect("etablissement", school.uai)
    context = {"form": form, "heading": _("Ajouter un établissement"), "form_heading": _("L'établissement")}
    return render(request, "accounts/etablissement.html", context)


@require_http_methods(["GET", "POST"])
def establishment(request: HttpRequest, uai: str) -> HttpResponse:
    """One establishment, and its rights to CCF."""
    school = get_object_or_404(Establishment, uai=uai)
    form = HabilitationForm(request.POST or None)
    if form.is_valid():
        form.instance.establishment = school
        form.save()
        return redirect("etablissement", school.uai)
    context = {"school": school, "form": form, "heading": school.name, "form_heading": _("Ajouter une habilitation")}
    return render(request, "accounts/etablissement.html", context)
