"""The house: who runs the sessions, and in whose name mails leave. One row, written here alone."""

from django.conf import settings
from django.http import HttpRequest

from laureat.web.accounts import trace
from laureat.web.accounts.forms import HouseForm
from laureat.web.accounts.models import Happening, House


def the_house() -> House:
    """The house as it is said; an empty one while nobody said it."""
    return House.objects.first() or House()


def set_house(form: HouseForm, request: HttpRequest) -> House:
    """Record what a valid form says of the house: nothing else writes it."""
    told = form.save(commit=False)
    told.pk = 1
    told.save()
    trace.note(request, Happening.DROITS, what=f"maison : {', '.join(form.changed_data)}")
    return told


def sender() -> str:
    """The address from which mails leave: that of the house, else that of the settings."""
    return the_house().sender or str(settings.DEFAULT_FROM_EMAIL)


def mails_leave() -> bool:
    """False where mails stay on this machine."""
    return not settings.EMAIL_BACKEND.endswith(("filebased.EmailBackend", "locmem.EmailBackend"))
