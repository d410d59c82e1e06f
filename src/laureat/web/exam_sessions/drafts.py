"""What someone typed and has not recorded yet: kept at each pause, found again on the page, dropped once recorded.

Two tabs of one person share what is kept of a form: each adds what it changed, and takes nothing away from the other.
"""

import json
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from laureat.records.retention import Beside
from laureat.web.accounts.models import User
from laureat.web.accounts.shown import SHOWN
from laureat.web.exam_sessions.models import Draft

OURS = frozenset({"csrfmiddlewaretoken", "cle", "place", SHOWN})
"""Fields that are not typed."""
RECORDED = "v-"
"""How a field is named that says what was recorded when the page was shown: ``v-12`` for ``n-12`` or for ``12``."""
SECRET = frozenset({"mot_de_passe", "code", "password", "password1", "password2"})
"""Fields that are never kept, nor given back."""
REFUSED = "refus"
"""Under which the session of a browser keeps the form that was just refused."""


def keep(user: User, place: str, typed: dict[str, str]) -> Draft:
    """Keep what is typed in a form in place of what was kept of it."""
    return Draft.objects.update_or_create(by=user, place=place[:200], defaults={"fields": typed})[0]


@transaction.atomic
def add(user: User, place: str, form: QueryDict) -> dict[str, str]:
    """Add what one tab changed since it was shown, or since it last was kept; gives what another tab typed there."""
    draft, _new = Draft.objects.select_for_update().get_or_create(by=user, place=place[:200], defaults={"fields": {}})
    fields, typed, shown = dict(draft.fields), typed_in(form), _shown_in(form)
    elsewhere = {}
    for name, value in typed.items():
        recorded = _recorded(name)
        before = shown.get(name, _shown(name, typed))
        if name.startswith(RECORDED) or value == before:
            continue
        if name in fields and fields[name] not in (before, value):
            elsewhere[name] = fields[name]
        fields[name] = value
        if recorded in typed:
            fields[recorded] = typed[recorded]
            if value == typed[recorded]:
                del fields[name], fields[recorded]
    draft.fields = fields
    draft.save(update_fields=["fields", "at"])
    return elsewhere


@transaction.atomic
def settle(user: User, place: str, form: QueryDict) -> None:
    """Drop what this form recorded; what another tab typed in fields that this one left alone stays."""
    draft = Draft.objects.select_for_update().filter(by=user, place=place).first()
    if draft is None:
        return
    typed = typed_in(form)
    changed = {name for name, value in typed.items() if value not in (draft.fields.get(name), _shown(name, typed))}
    same = {name for name, said in draft.fields.items() if typed.get(name) == said}
    left = [name for name in draft.fields if not name.startswith(RECORDED) and name not in changed | same]
    draft.fields = {
        name: draft.fields[name] for field in left for name in (field, _recorded(field)) if name in draft.fields
    }
    if left:
        draft.save(update_fields=["fields", "at"])
    else:
        draft.delete()


def _recorded(name: str) -> str:
    return RECORDED + name.removeprefix("n-")


def _shown(name: str, typed: Mapping[str, str]) -> str:
    """What a field held when its page was opened, for what the form says of it."""
    return typed.get(_recorded(name), "")


def _shown_in(form: QueryDict) -> dict[str, str]:
    """What the tab showed: as it was opened, then as it was last kept."""
    try:
        shown = json.loads(form.get(SHOWN) or "{}")
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in shown.items()} if isinstance(shown, dict) else {}


def kept(user: User, place: str) -> dict[str, str]:
    """What was typed there and is not recorded; empty for nothing."""
    found = Draft.objects.filter(by=user, place=place).first()
    return dict(found.fields) if found else {}


def drop(user: User, place: str) -> None:
    """It is recorded, or given up."""
    Draft.objects.filter(by=user, place=place).delete()


def prune() -> None:
    """Forget what was typed long ago and never recorded."""
    end = timezone.now() - timedelta(days=settings.DAYS_KEPT[Beside.BROUILLON])
    Draft.objects.filter(at__lt=end).delete()


def typed_in(form: QueryDict) -> dict[str, str]:
    """The fields that a person fills."""
    return {name: str(value) for name, value in form.items() if _is_typed(name)}


def show_again(request: HttpRequest, cleaned: Callable[[str], str] = str) -> None:
    """The page that follows a refusal fills the form again with what was typed, each text ``cleaned``."""
    typed = ((name, values) for name, values in request.POST.lists() if _is_typed(name))
    fields = {name: [cleaned(str(value)) for value in values] for name, values in typed}
    request.session[REFUSED] = {"action": request.path, "fields": fields}


def _is_typed(name: str) -> bool:
    return name not in OURS | SECRET and not name.startswith(f"{SHOWN}-")
