"""Forms of a session."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from laureat.exchange.jury import DECLARED as JUROR_COLUMNS
from laureat.reglements.specialites import bibliotheque
from laureat.vocabulary import InputProblem
from laureat.vocabulary.french.dates import EARLIEST_TEXT, fault_of_a_day
from laureat.web.accounts.model_form import ModelForm
from laureat.web.accounts.models import User
from laureat.web.accounts.names import latin
from laureat.web.accounts.shown import Shown
from laureat.web.exam_sessions.handed import HandedForm
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rows import SESSION_FIELDS


def day_input() -> forms.DateInput:
    """A day, as browsers ask for it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that an act may speak of."""

    widget = day_input()

    def validate(self, value: date | None) -> None:
        """Refuse a slip of the keyboard, such as the year 202."""
        super().validate(value)
        if value is not None and fault_of_a_day(value):
            raise forms.ValidationError(_("Cette date n'est pas plausible : vérifiez l'année."))


def unnumbered() -> list[tuple[str, str]]:
    """The règlements of the library that bear no number of the register: someone binds them to a sheet."""
    known = sorted(bibliotheque().items())
    return [
        ("", str(_("celui de la fiche"))),
        *((name, law.title) for name, law in known if not law.numero),
    ]


_PRINTED = ("academy", "authority", "signatory", "signatory_quality", "place", "service", "service_address", "court")


LONGEST_LAW = 500_000
"""Characters of a data file."""


class OpeningForm(ModelForm[ExamSession]):
    """A session to open."""

    blank = forms.BooleanField(
        label=_("Session à blanc"),
        required=False,
        help_text=_("Une répétition : les nombres non confirmés sont permis, et dits sur chaque page."),
    )

    keys_required = forms.BooleanField(
        label=_("Clé d'approbation exigée"),
        required=False,
        help_text=_(
            "Personne n'approuve un procès-verbal sans sa propre clé (téléphone, ordinateur, clé USB), inscrite et "
            "confirmée d'avance. Sans cela, le mot de passe et la double authentification sont redemandés, et le "
            "procès-verbal dit « approuvé sans clé personnelle ». Se change jusqu'à la première approbation."
        ),
    )

    class Meta:
        model = ExamSession
        fields = ("certification", "year", *SESSION_FIELDS)

    def clean(self) -> dict[str, object]:
        """What papers print is in Latin letters."""
        data = super().clean() or {}
        for name in _PRINTED:
            try:
                latin(str(data.get(name) or ""))
            except forms.ValidationError as error:
                self.add_error(name, error)
        return data


class FieldsForm(Shown, ModelForm[ExamSession]):
    """What the papers of a session say of who holds it, put right."""

    motif = forms.CharField(label=_("Pourquoi le changer"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    class Meta:
        model = ExamSession
        fields = SESSION_FIELDS


class KeysForm(Shown, forms.Form):
    """Whether a key is required to approve, put right."""

    keys_required = forms.TypedChoiceField(
        label=_("Pour approuver un procès-verbal"),
        choices=(
            ("oui", _("une clé d'approbation est exigée")),
            ("non", _("une clé d'approbation n'est pas exigée")),
        ),
        coerce=lambda chosen: chosen == "oui",
    )
    motif = forms.CharField(label=_("Pourquoi le changer"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class LawForm(forms.Form):
    """A règlement drawn up for a sheet: its data file, handed over or typed."""

    donnees_fichier = forms.FileField(
        label=_("Règlement dressé pour la fiche"),
        required=False,
        help_text=_("Un fichier de données (YAML) : chaque ligne en est vérifiée. Il remplace le texte ci-dessous."),
    )
    donnees = forms.CharField(
        label=_("Son texte"),
        required=False,
        strip=False,
        max_length=LONGEST_LAW,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "mono"}),
        help_text=_(
            "Remplacez chaque null par ce que dit l'arrêté, avec son article et la manière dont il a été lu "
            "(lecture: lu). Le nom de qui enregistre ce règlement est gardé, et le texte entier avec lui."
        ),
    )
    motif = forms.CharField(label=_("Pourquoi"), max_length=300, required=False)
    field_order: tuple[str, ...] = ("donnees_fichier", "donnees", "motif")

    def clean_donnees_fichier(self) -> str:
        """The text of the file; empty where none is given."""
        upload = self.cleaned_data.get("donnees_fichier")
        if upload is None:
            return ""
        if upload.size > LONGEST_LAW:
            raise forms.ValidationError(_("Ce fichier est trop grand pour être celui d'un règlement."))
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("Ce fichier n'est pas un texte en UTF-8.")) from None

    @property
    def law(self) -> str:
        """The data file: that handed over, or the text typed, its lines ended as a file ends them."""
        given: str = self.cleaned_data.get("donnees_fichier") or self.cleaned_data.get("donnees") or ""
        return given.replace("\r\n", "\n") if given.strip() else ""

    def show_law(self, text: str) -> None:
        """Show a text in its place, to be completed or put right."""
        typed = self.data.dict() if isinstance(self.data, QueryDict) else self.data
        self.data = {**typed, "donnees": text}

    def tell(self, problems: Iterable[InputProblem], text: str) -> None:
        """Tell the faults of the data file, each with its line, and keep the text that has them."""
        self.show_law(text)
        lines = text.splitlines()
        for problem in problems:
            said = lines[problem.line - 1].strip() if problem.line and problem.line <= len(lines) else ""
            where = f"ligne {problem.line} (« {said} ») : " if said else ""
            self.add_error("donnees", where + problem.message)


class SheetForm(LawForm, HandedForm):
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
        help_text=_("Ceux de la famille de la fiche : elle n'est jamais décidée sous le droit d'une autre."),
    )
    motif = forms.CharField(
        label=_("Pourquoi"),
        required=False,
        max_length=300,
        help_text=_("Pourquoi ce règlement est celui de la fiche, ou pourquoi elle change : votre nom y sera joint."),
    )
    numero = forms.RegexField(
        re.compile(r"\s*(?:RNCP|RS)\d{1,6}\s*\Z", re.IGNORECASE),
        label=_("Numéro de la fiche"),
        required=False,
        help_text=_("Si le fichier en contient plusieurs : RNCP35697, par exemple. Sans lui, la liste est montrée."),
        error_messages={"invalid": _("Un numéro s'écrit RNCP35697 ou RS1234.")},
    )

    field_order = ("depot", "part", "file", "numero", "reglement", "motif", "donnees_fichier", "donnees")
    """What is chosen comes before what is written."""

    def __init__(self, *given: Any, by: User, **options: Any) -> None:
        super().__init__(*given, by=by, **options)
        asked = bool({"reglement", "motif", "donnees"} & {name for name, said in self.data.items() if said})
        for name in () if asked else ("reglement", "motif", "donnees", "donnees_fichier"):
            self.fields[name].widget = forms.HiddenInput()

    def ask_law(self, choices: dict[str, str], draft: str) -> None:
        """Keep the file, and ask which règlement is that of the sheet, and why: one of its family, or a data file."""
        self.ask_data()
        self.show_law(draft)
        if not choices:
            self.add_error(
                "donnees", _("Complétez-le ci-dessous, ou donnez le fichier ; la fiche n'est pas à remettre.")
            )
            return
        offered = [
            ("", str(_("celui dont le texte est ci-dessous"))),
            *choices.items(),
        ]
        self.fields["reglement"].widget = forms.Select(choices=offered)
        self.add_error("reglement", _("Choisissez celui de la spécialité ; le fichier n'est pas à remettre."))

    def ask_data(self) -> None:
        """Keep the sheet, and show where a règlement drawn up for it is given."""
        self.ask_why()
        self.fields["motif"].required = False
        self.fields["donnees"].widget = LawForm.base_fields["donnees"].widget
        self.fields["donnees_fichier"].widget = LawForm.base_fields["donnees_fichier"].widget
        if not self.data.get("reglement"):
            self.fields["reglement"].widget = forms.HiddenInput()

    def ask_why(self) -> None:
        """Keep the file, and ask for a reason."""
        self.keep()
        self.fields["motif"].widget = forms.TextInput()
        self.fields["motif"].required = True
        self.fields["numero"].widget = forms.HiddenInput()

    @property
    def chosen(self) -> str | None:
        """The sheet chosen in the list, or the number typed; None while none is."""
        return super().chosen or self.cleaned_data.get("numero", "").strip().upper() or None


class ListForm(forms.Form):
    """A list of candidates to import."""

    file = forms.FileField(
        label=_("Liste de candidats"),
        help_text=_("CSV, classeur XLSX ou Parquet, à nos colonnes ; ou l'export CSV de Cyclades, tel quel."),
    )


class JurorForm(HandedForm):
    """The jury, as a list, or as the members typed beside it make one."""

    use_required_attribute = False
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

    def clean_arrete_date(self) -> date:
        """The day of an act that exists: neither to come, nor from before any text in force."""
        day: date = self.cleaned_data["arrete_date"]
        if day > date.today():
            raise forms.ValidationError(_("Un arrêté ne peut pas être daté d'un jour à venir : vérifiez la date."))
        if day < EARLIEST_TEXT:
            raise forms.ValidationError(_("Ce jour est trop ancien pour un arrêté de nomination : vérifiez la date."))
        return day


class SessionJurorForm(JurorForm):
    """The jury of a session: it may have to decide again on what another one decided."""

    reprise = forms.CharField(
        label=_("Pourquoi des membres d'un jury dont une décision est annulée ou retirée siègent de nouveau"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ConfirmationForm(forms.Form):
    """A number of the law read in a text."""

    name = forms.CharField(widget=forms.HiddenInput)
    value = forms.CharField(label=_("Nombre lu"), max_length=8)
    text = forms.CharField(label=_("Référence du texte"), max_length=300)
    text_date = forms.DateField(label=_("Date du texte"), widget=day_input())
