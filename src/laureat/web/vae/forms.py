"""Forms of the VAE."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from laureat.session.framework import Framework
from laureat.vocabulary.french import OUI, composed, parse_date, short_date
from laureat.web.accounts.names import civil_name
from laureat.web.candidates.labels import NAME_ALONE_LABEL, require_names
from laureat.web.exam_sessions.forms import day_input


class ApplicationForm(forms.Form):
    """An application received."""

    use_required_attribute = False  # a browser would ask for both names
    nom = forms.CharField(label=_("Nom"), max_length=80, validators=[civil_name])
    prenom = forms.CharField(label=_("Prénom"), max_length=80, validators=[civil_name])
    nom_seul = forms.ChoiceField(label=NAME_ALONE_LABEL, choices=(("", _("non")), (OUI, _("oui"))), required=False)
    nom_usage = forms.CharField(label=_("Nom d'usage"), max_length=80, required=False, validators=[civil_name])
    date_naissance = forms.DateField(label=_("Date de naissance"), widget=day_input())
    ine = forms.CharField(label=_("INE"), max_length=11, required=False)
    courriel = forms.EmailField(label=_("Adresse électronique"), required=False)
    units = forms.MultipleChoiceField(
        label=_("Ce qui est demandé"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Rien de coché : la certification entière."),
    )

    def __init__(self, data: QueryDict | None, *, framework: Framework, initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)
        require_names(self)
        units = [unit for unit in framework.units.values() if unit.mandatory]
        field = self.fields["units"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(unit.code, f"{unit.code} {unit.label}") for unit in units]

    def clean_date_naissance(self) -> date:
        """A day that is past."""
        day: date = self.cleaned_data["date_naissance"]
        if day >= date.today():
            raise forms.ValidationError(_("La date de naissance est dans l'avenir."))
        return day

    @property
    def identity(self) -> dict[str, str]:
        """The identity, with the names of the engine."""
        names = ("nom", "prenom", "nom_seul", "nom_usage", "ine")
        fields = {name: composed(self.cleaned_data[name]) for name in names}
        fields["date_naissance"] = short_date(self.cleaned_data["date_naissance"])
        return {name: value for name, value in fields.items() if value}


def day_of(text: str) -> date | None:
    """A birth date as the engine writes it (``14/03/2008``), for a form."""
    try:
        return parse_date(text)
    except ValueError:
        return None
