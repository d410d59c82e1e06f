"""Forms of accounts and establishments."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from laureat.vocabulary.french import slug
from laureat.web.accounts.model_form import ModelForm
from laureat.web.accounts.models import Establishment, Habilitation, Invitation, Role, User
from laureat.web.accounts.uai import uai_problem


class InvitationForm(ModelForm[Invitation]):
    """Who is invited, for what."""

    class Meta:
        model = Invitation
        fields = ("email", "name", "role", "establishment")

    def clean(self) -> dict[str, object]:
        """An account of a school needs its school; an address has one account."""
        data = super().clean() or {}
        if data.get("role") == Role.ETABLISSEMENT and not data.get("establishment"):
            self.add_error("establishment", _("Indiquez l'établissement dont cette personne s'occupera."))
        if data.get("email") and User.objects.filter(email__iexact=data["email"]).exists():
            self.add_error("email", _("Un compte existe déjà pour cette adresse."))
        return data


def invited_address(typed: str, numero: str) -> str:
    """The address of a candidate to invite; one that receives nothing where none is typed. Raises ValidationError."""
    if not typed.strip():
        return f"{slug(numero)}@candidat.invalid"
    email: str = forms.EmailField(max_length=254).clean(typed)
    if User.objects.filter(email__iexact=email).exists():
        raise forms.ValidationError(_("Un compte existe déjà pour cette adresse."))
    return email


class PasswordForm(forms.Form):
    """The password that an invited person chooses."""

    password = forms.CharField(
        label=_("Choisissez un mot de passe"),
        help_text=_("Douze caractères au moins ; une phrase que vous retiendrez convient très bien."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: QueryDict | None, *, user: User) -> None:
        super().__init__(data)
        self.user = user

    def clean_password(self) -> str:
        """Refuse a weak one, saying why."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class RightsForm(ModelForm[User]):
    """The role of an account, and the school that it serves."""

    class Meta:
        model = User
        fields = ("role", "establishment")


class NameForm(ModelForm[User]):
    """The name and the address of an account."""

    class Meta:
        model = User
        fields = ("name", "email")


class EstablishmentForm(ModelForm[Establishment]):
    """An establishment: its UAI number is checked, with its key letter. ``mending``: all but that number."""

    class Meta:
        model = Establishment
        fields = ("uai", "name", "nature", "town")

    def __init__(self, *given: Any, mending: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        if mending:
            del self.fields["uai"]

    def clean_uai(self) -> str:
        """Seven digits and the letter that they call for."""
        uai: str = self.cleaned_data["uai"].strip().upper()
        if problem := uai_problem(uai):
            raise forms.ValidationError(problem)
        return uai


class HabilitationForm(ModelForm[Habilitation]):
    """The right to CCF of one establishment for one certification. ``mending``: all but the certification."""

    class Meta:
        model = Habilitation
        fields = ("certification", "scope", "starts", "ends", "by_right")
        widgets = {  # noqa: RUF012
            "certification": forms.TextInput(attrs={"list": "certifications"}),
            "starts": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *given: Any, mending: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        if mending:
            del self.fields["certification"]
