"""One candidate by hand: a form that makes a list of one line, looked at and applied as any list is."""

import csv
import io

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from laureat.exchange.spec import IDENTITY, read_birth_date
from laureat.exchange.spoken import EMPTIES
from laureat.exchange.text_checks import CHECKS
from laureat.people import NAME_ALONE
from laureat.vocabulary import CellError
from laureat.vocabulary.characters import unreadable
from laureat.vocabulary.french import OUI
from laureat.web.accounts.models import Establishment
from laureat.web.accounts.shown import SHOWN, Shown
from laureat.web.candidates.labels import NAME_ALONE_LABEL, require_names
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.parsing import RegistrationSpec
from laureat.web.exam_sessions.rules import rules_of

LABELS = {
    "nom": _("Nom"),
    "prenom": _("Prénom"),
    "nom_seul": NAME_ALONE_LABEL,
    "nom_usage": _("Nom d'usage"),
    "sexe": _("Sexe"),
    "date_naissance": _("Date de naissance (JJ/MM/AAAA)"),
    "lieu_naissance": _("Lieu de naissance"),
    "pays_naissance": _("Pays de naissance"),
    "ine": _("INE"),
    "voie": _("Voie"),
    "forme": _("Forme"),
    "option": _("Option"),
}


class CandidateForm(Shown, forms.Form):
    """A candidate of a session; ``known``: the one to change, and then only what changes is said."""

    use_required_attribute = False  # a browser would ask for both names

    def __init__(
        self, data: QueryDict | None, *, session: ExamSession, known: tuple[Standing, Identity] | None = None
    ) -> None:
        self._before = _known(*known) if known else {}
        self._year = session.year
        super().__init__(data, initial=self._before)
        spec = RegistrationSpec(rules_of(session))
        if known is None:
            self.fields["numero"] = forms.CharField(label=_("Numéro de candidat"), max_length=40)
        routes = {voie.code: voie.label for voie in spec.famille.voies}
        choices = {choice.name: choice for choice in spec.choices}
        for name in IDENTITY:
            if name in LABELS:
                self.fields[name] = forms.CharField(label=LABELS[name], max_length=120, required=False)
        self.fields["sexe"] = forms.ChoiceField(
            label=LABELS["sexe"], choices=(("", "—"), ("F", _("féminin")), ("M", _("masculin"))), required=False
        )
        require_names(self)
        self.fields[NAME_ALONE] = forms.ChoiceField(
            label=LABELS[NAME_ALONE], choices=(("", _("non")), (OUI, _("oui"))), required=False
        )
        schools = [f"{school.name} ({school.uai})" for school in Establishment.objects.all()]
        before = self._before.get("etablissement", "")
        named = dict.fromkeys(["", *([before] if before else []), *schools])
        self.fields["etablissement"] = forms.ChoiceField(
            label=_("Établissement"),
            choices=[(name, name or _("aucun, candidat individuel")) for name in named],
            required=False,
        )
        for name in ("voie", "forme", "option"):
            if name in choices:
                shown = [(value, routes.get(value, value) or "—") for value in ("", *choices[name].values) if value]
                empty = [("", "—")] if name != "forme" else []
                self.fields[name] = forms.ChoiceField(
                    label=LABELS[name], choices=[*empty, *shown], required=name == "voie"
                )
        self.look_again()

    def clean(self) -> dict[str, object]:
        """What a list of one line would refuse cell by cell is told here, with what is missing, all at once."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        for name in self.fields:
            text = str(cleaned.get(name) or "").strip()
            if text and text != self._before.get(name) and (told := _refused(name, text, self._year)):
                self.add_error(name, told)
        return cleaned

    @property
    def said(self) -> dict[str, str]:
        """What the form says, column by column: all for a new candidate, else what changes (« vider » empties)."""
        now = {name: str(value or "").strip() for name, value in self.cleaned_data.items() if name != SHOWN}
        changed = {name: value or EMPTIES for name, value in now.items() if value != self._before.get(name, "")}
        if not self._before:
            return {name: value for name, value in now.items() if value}
        return {"numero": self._before["numero"], **changed} if changed else {}

    @property
    def content(self) -> bytes:
        """The list of one line."""
        file = io.StringIO()
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(self.said)
        writer.writerow(self.said.values())
        return file.getvalue().encode()


def _refused(name: str, text: str, year: int) -> str:
    """Why a list would refuse that text in that column; empty where it takes it."""
    if name == "date_naissance":
        try:
            read_birth_date(text, year)
        except CellError as error:
            return str(error)
    return CHECKS[name][1](text)[0] if name in CHECKS else unreadable(text)


def _known(row: Standing, identity: Identity) -> dict[str, str]:
    school = Establishment.objects.filter(uai=row.establishment).first()
    told = {"numero": row.numero, "voie": row.voie, "forme": row.forme, "option": row.option}
    where = f"{school.name} ({school.uai})" if school else identity.fields.get("etablissement", "")
    return {**{name: identity.fields.get(name, "") for name in LABELS}, **told, "etablissement": where}
