"""Forms of a session."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from laureat.exchange.jury import DECLARED as JUROR_COLUMNS
from laureat.reglements.specialites import bibliotheque
from laureat.web.accounts.model_form import ModelForm
from laureat.web.exam_sessions.handed import HandedForm
from laureat.web.exam_sessions.models import ExamSession


def day_input() -> forms.DateInput:
    """A day, as browsers ask for it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def unnumbered() -> list[tuple[str, str]]:
    """The règlements of the library that bear no number of the register: someone binds them to a sheet."""
    known = sorted(bibliotheque().items())
    return [
        ("", str(_("celui de la fiche"))),
        *((name, f"{name} — {law.title}") for name, law in known if not law.numero),
    ]


class OpeningForm(ModelForm[ExamSession]):
    """A session to open."""

    blank = forms.BooleanField(
        label=_("Session à blanc"),
        required=False,
        help_text=_("Une répétition : les nombres non confirmés sont permis, et dits sur chaque page."),
    )

    class Meta:
        model = ExamSession
        fields = (
            "certification",
            "year",
            "label",
            "academy",
            "authority",
            "signatory",
            "signatory_quality",
            "place",
            "service",
            "service_address",
            "service_email",
            "court",
        )


class SheetForm(HandedForm):
    """A register sheet to read."""

    part_label = _("La fiche à lire")
    file = forms.FileField(
        label=_("Fiche du répertoire"),
        help_text=_("Le texte imprimé de la fiche (.txt), ou l'export XML de France compétences (.xml)."),
    )
    reglement = forms.ChoiceField(
        label=_("Règlement"),
        required=False,
        choices=unnumbered,
        help_text=_("Rien à choisir quand la fiche a son règlement, ou s'obtient par ses blocs."),
    )
    motif = forms.CharField(
        label=_("Pourquoi ce règlement, ou pourquoi remplacer la fiche"),
        required=False,
        max_length=300,
        help_text=_(
            "Seulement pour un règlement qui ne porte pas de numéro de fiche (votre nom y sera joint), ou pour une "
            "fiche que la maison a déjà et qui a changé."
        ),
    )


class ListForm(forms.Form):
    """A list of candidates to import."""

    file = forms.FileField(
        label=_("Liste de candidats"),
        help_text=_("CSV, classeur XLSX ou Parquet, à nos colonnes ; ou l'export CSV de Cyclades, tel quel."),
    )


class JurorForm(HandedForm):
    """The jury, as a list."""

    part_label = _("La feuille qui est la liste du jury")
    file = forms.FileField(
        label=_("Composition du jury"),
        help_text=format_lazy(
            _(
                "CSV, XLSX ou YAML, une ligne par membre : nom, prenom, sexe, qualite, fonction, etablissement, "
                "courriel ; et, là où le droit du jury les lit : {others}."
            ),
            others=", ".join(JUROR_COLUMNS),
        ),
    )
    arrete = forms.CharField(label=_("Arrêté de nomination"), max_length=200)
    arrete_date = forms.DateField(label=_("Date de l'arrêté"), widget=day_input())
    impossibilite = forms.CharField(
        label=_("Pourquoi une place que la loi demande n'a pu être pourvue"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ConfirmationForm(forms.Form):
    """A number of the law read in a text."""

    name = forms.CharField(widget=forms.HiddenInput)
    value = forms.CharField(label=_("Nombre lu"), max_length=8)
    text = forms.CharField(label=_("Référence du texte"), max_length=300)
    text_date = forms.DateField(label=_("Date du texte"), widget=day_input())
