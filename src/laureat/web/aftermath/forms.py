"""The forms of what follows a publication."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from laureat.session.after import LONGEST, Ground, months_after
from laureat.web.accounts.models import Establishment
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.forms import DayField
from laureat.web.exam_sessions.models import ExamSession

SEPARATORS = re.compile(r"[\s,;]+")


def reason_field() -> forms.CharField:
    """A reason, which stays apart from the log."""
    return forms.CharField(label=_("Motif"), widget=forms.Textarea(attrs={"rows": 3}))


class ReferenceForm(forms.Form):
    """The judgment, or the decision of the authority."""

    authority = forms.CharField(
        label=_("Qui a jugé ou décidé"),
        max_length=160,
        help_text=_("Par exemple : tribunal administratif de Rennes ; recteur de l'académie de Lyon."),
    )
    number = forms.CharField(label=_("Numéro"), max_length=60)
    decided_on = DayField(label=_("Date"))

    def reference(self) -> dict[str, str]:
        """What the commands are told of it."""
        given = self.cleaned_data
        return {
            "authority": given["authority"],
            "number": given["number"],
            "decided_on": given["decided_on"].isoformat(),
        }


class WithdrawalForm(ReferenceForm):
    """An act that strikes decisions, and whom it touches."""

    ground = forms.ChoiceField(label=_("Ce qui arrive"), choices=[(one.value, one.label) for one in Ground])
    notified_on = DayField(label=_("Notifié au service le"), required=False)
    months = forms.IntegerField(
        label=_("Délai donné au jury, en mois"),
        required=False,
        min_value=1,
        max_value=LONGEST,
        help_text=_("Celui que fixe le jugement, à compter de sa notification."),
    )
    numeros = forms.CharField(
        label=_("Numéros des candidats"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Séparés par une virgule ou à la ligne. Rien à écrire pour tout un centre."),
    )
    establishment = forms.ChoiceField(label=_("Centre dont la session est annulée"), required=False)
    again = forms.BooleanField(label=_("Le jury délibère de nouveau sur ces candidats"), required=False, initial=True)
    reason = reason_field()

    field_order = ("ground", "authority", "number", "decided_on", "notified_on", "months", "numeros", "establishment")

    def __init__(self, *given: Any, session: ExamSession, **named: Any) -> None:
        super().__init__(*given, **named)
        self.session = session
        present = session.standings.exclude(establishment="").values("establishment")
        schools = Establishment.objects.filter(uai__in=present)
        self.fields["establishment"].choices = [("", "—"), *((one.uai, f"{one.name} ({one.uai})") for one in schools)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whom the act touches, and the day by which the jury must have deliberated."""
        given = super().clean() or {}
        since = given.get("notified_on") or given.get("decided_on")
        given["due"] = months_after(since.isoformat(), given["months"]) if since and given.get("months") else ""
        centre = given.get("establishment", "")
        if given.get("ground") == Ground.CENTRE and not centre:
            self.add_error("establishment", _("Choisissez le centre dont la session est annulée."))
        given["candidates"] = self._numbered(given.get("numeros", ""), centre)
        return given

    def _numbered(self, numeros: str, centre: str) -> list[str]:
        asked = list(dict.fromkeys(filter(None, SEPARATORS.split(numeros))))
        if not asked and centre:
            decided = self.session.standings.filter(establishment=centre, withdrawn=False).exclude(public_decision="")
            return list(decided.order_by("sort_key").values_list("candidate", flat=True))
        known = dict(Identity.objects.filter(log=self.session.log, numero__in=asked).values_list("numero", "candidate"))
        if unknown := [numero for numero in asked if numero not in known]:
            told = _("Inconnus dans cette session : %(numbers)s.") % {"numbers": ", ".join(unknown[:20])}
            self.add_error("numeros", told)
        elif not asked:
            self.add_error("numeros", _("Écrivez le numéro d'un candidat au moins."))
        return [known[numero] for numero in asked if numero in known]


class RestoringForm(ReferenceForm):
    """What makes decisions stand again."""

    candidates = forms.MultipleChoiceField(label=_("Candidats"), widget=forms.CheckboxSelectMultiple)
    reason = reason_field()

    def __init__(self, *given: Any, struck: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["candidates"].choices = struck  # type: ignore[attr-defined]
