"""A form that puts right what stands remembers what it showed, so that two tabs take nothing back from each other."""

import json
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from enum import Enum
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from laureat.vocabulary.french import oui_non, written_date

SHOWN = "vu"
"""The hidden field that carries what the page showed."""


class Meeting(Enum):
    """What becomes of a field, of which a page showed something, someone typed something, and something stands."""

    TYPED = "what was typed"
    STANDS = "left as it was shown: what stands"
    OVERTAKEN = "typed over what nobody saw"


def meeting(shown: Sequence[str], typed: Sequence[str], stands: Sequence[str]) -> Meeting:
    """The same for every form; a field may hold several values, in any order."""
    before, wanted, now = map(_several, (shown, typed, stands))
    if before == now or wanted == now:
        return Meeting.TYPED
    return Meeting.STANDS if wanted == before else Meeting.OVERTAKEN


def overtook(now: str) -> str:
    """What is told to whoever typed over something that nobody saw on their page."""
    told = _("« %(now)s » a été enregistré ici depuis l'ouverture de cette page : relisez, puis enregistrez.")
    return told % {"now": now}


class Shown(forms.BaseForm):
    """A field left as it was shown keeps what stands now; one typed over what came meanwhile is told, once."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._overtaken: dict[str, str] = {}
        self.look_again()

    def look_again(self) -> None:
        """Hold what was shown against what stands; for a form that gains its fields late, to be called then."""
        standing = {
            name: _text(self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
            if name in self.initial
        }
        if not standing:
            return
        told = json.dumps(standing, ensure_ascii=False)
        hidden = forms.HiddenInput(attrs={"id": False})
        self.fields[SHOWN] = forms.CharField(required=False, widget=hidden, initial=told)
        if not self.is_bound:
            return
        shown = _read(self.data.get(SHOWN))
        data: Any = copy(self.data)  # of a request: one that may be changed
        for name, now in standing.items():
            before = shown.get(name, now)
            typed = _text(self.fields[name].widget.value_from_datadict(self.data, self.files, name))
            match meeting([before], [typed], [now]):
                case Meeting.STANDS:
                    data[name] = now
                case Meeting.OVERTAKEN:
                    self._overtaken[name] = now
        data[SHOWN] = told
        self.data = data

    def full_clean(self) -> None:
        """Also refuse what would be written over something that nobody saw here."""
        super().full_clean()
        for name, now in self._overtaken.items():
            self.add_error(name, overtook(_said(self.fields[name], now)))


def held(form: QueryDict, standing: Mapping[str, Sequence[str]]) -> tuple[QueryDict, dict[str, str]]:
    """A form written by hand, of which ``vu-nom`` says what ``nom`` showed: what was left as shown keeps what stands;
    by name, what stands that was typed over unseen.
    """
    if not any(name.startswith(f"{SHOWN}-") for name in form):
        return form, {}
    merged, overtaken = form.copy(), {}
    for name, values in standing.items():
        if name not in form and f"{SHOWN}-{name}" not in form:
            continue
        match meeting(form.getlist(f"{SHOWN}-{name}"), form.getlist(name), values):
            case Meeting.STANDS:
                merged.setlist(name, _several(values))
            case Meeting.OVERTAKEN:
                overtaken[name] = ", ".join(_several(values)) or "—"
    return merged, overtaken


def _several(values: Sequence[str]) -> list[str]:
    return sorted(" ".join(value.split()) for value in values if value.strip())


def _read(text: object) -> Mapping[str, str]:
    try:
        shown = json.loads(str(text or "{}"))
    except ValueError:
        return {}
    return {name: value for name, value in shown.items() if isinstance(value, str)} if isinstance(shown, dict) else {}


def _text(value: object) -> str:
    """A value as a form sends it."""
    if isinstance(value, bool):
        return "on" if value else ""
    return value.isoformat() if isinstance(value, date) else str("" if value is None else value)


def _said(field: forms.Field, text: str) -> str:
    """A value as people read it."""
    if isinstance(field, forms.BooleanField):
        return oui_non(bool(text))
    if isinstance(field, forms.DateField) and text:
        return written_date(text)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return next((str(label) for value, label in choices if str(value) == text), text) or "—"
    return text or "—"
