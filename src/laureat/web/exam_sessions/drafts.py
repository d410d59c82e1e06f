"""What someone typed and has not recorded yet: kept at each pause, found again on the page, dropped once recorded."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from laureat.records.retention import Beside
from laureat.web.accounts.models import User
from laureat.web.accounts.shown import SHOWN
from laureat.web.exam_sessions.models import Draft

OURS = frozenset({"csrfmiddlewaretoken", "cle", "place", SHOWN})
"""Fields that are not typed."""
SECRET = frozenset({"mot_de_passe", "code", "password", "password1", "password2"})
"""Fields that are never kept, nor given back."""
REFUSED = "refus"
"""Under which the session of a browser keeps the form that was just refused."""


def keep(user: User, place: str, typed: dict[str, str]) -> Draft:
    """Keep what is typed in a form in place of what was kept of it."""
    return Draft.objects.update_or_create(by=user, place=place[:200], defaults={"fields": typed})[0]


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
