"""Forms of accounts and establishments."""

from io import BytesIO
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from PIL import Image

from laureat.vocabulary.french import slug
from laureat.web.accounts.model_form import ModelForm
from laureat.web.accounts.models import Establishment, Habilitation, House, Invitation, Role, User
from laureat.web.accounts.names import civil_name
from laureat.web.accounts.shown import Shown
from laureat.web.accounts.uai import uai_problem


class InvitationForm(ModelForm[Invitation]):
    """Who is invited, for what."""

    class Meta:
        model = Invitation
        fields = ("email", "name", "role", "establishment")
        labels: ClassVar = {"establishment": _("Établissement")}

    def clean_name(self) -> str:
        """A name: Latin letters, as the civil status writes it."""
        name: str = self.cleaned_data["name"]
        civil_name(name)
        return name

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


class FirstAccountForm(ModelForm[User]):
    """The first account of an empty base: who opens it, and its password."""

    password = forms.CharField(
        label=_("Choisissez un mot de passe"),
        help_text=_("Douze caractères au moins ; une phrase que vous retiendrez convient très bien."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ("name", "email")

    def clean(self) -> dict[str, Any]:
        """Refuse a weak password, saying why."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if password := data.get("password"):
            try:
                validate_password(password, User(email=data.get("email", ""), name=data.get("name", "")))
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return data


class RightsForm(Shown, ModelForm[User]):
    """The role of an account, and the school that it serves."""

    class Meta:
        model = User
        fields = ("role", "establishment")
        labels: ClassVar = {"establishment": _("Établissement")}


class NameForm(Shown, ModelForm[User]):
    """The name and the address of an account."""

    class Meta:
        model = User
        fields = ("name", "email")


class OwnNameForm(Shown, ModelForm[User]):
    """The name of one's own account."""

    class Meta:
        model = User
        fields = ("name",)

    def clean_name(self) -> str:
        """A name: Latin letters, as the civil status writes it."""
        name: str = self.cleaned_data["name"]
        civil_name(name)
        return name


LOGO_SIZE, LOGO_SIDE = 500_000, 4_000
"""Bytes of the largest logo, and pixels of its longest side."""
LOGO_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


class HouseForm(Shown, ModelForm[House]):
    """Who runs the sessions."""

    image = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG ou JPEG, 500 ko au plus."))
    without_logo = forms.BooleanField(label=_("Retirer le logo"), required=False)

    class Meta:
        model = House
        fields = (
            "certifier",
            "academy",
            "authority",
            "signatory",
            "signatory_quality",
            "place",
            "service",
            "service_address",
            "service_email",
            "court",
            "sender",
            "logo_text",
        )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        if not self.instance.logo:
            del self.fields["without_logo"]

    def clean_image(self) -> "UploadedFile[bytes] | None":
        """A picture that papers can print, told by its first bytes and its size."""
        image: UploadedFile[bytes] | None = self.cleaned_data.get("image")
        if image is None:
            return None
        content = image.read()
        kind = next((kind for start, kind in LOGO_KINDS.items() if content.startswith(start)), "")
        if not kind:
            raise forms.ValidationError(_("Un PNG ou un JPEG est attendu."))
        if len(content) > LOGO_SIZE:
            raise forms.ValidationError(_("Ce logo pèse plus de 500 ko : réduisez-le."))
        try:
            with Image.open(BytesIO(content)) as read:
                longest = max(read.size)
        except (OSError, ValueError, Image.DecompressionBombError):
            raise forms.ValidationError(_("Cette image ne se lit pas : enregistrez-la de nouveau en PNG.")) from None
        if longest > LOGO_SIDE:
            raise forms.ValidationError(_("Ce logo dépasse 4 000 pixels de côté : réduisez-le."))
        self.instance.logo, self.instance.logo_format = content, kind
        return image

    def clean(self) -> dict[str, Any]:
        """Somebody delivers: an authority, or a certifier."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("authority") and not data.get("certifier"):
            self.add_error("authority", _("Dites qui délivre : une autorité, ou un certificateur."))
        if data.get("without_logo"):
            self.instance.logo, self.instance.logo_format = b"", ""
        return data


class EstablishmentForm(Shown, ModelForm[Establishment]):
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


class HabilitationForm(Shown, ModelForm[Habilitation]):
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
