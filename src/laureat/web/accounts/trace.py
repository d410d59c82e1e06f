"""The security log: who came in, failed, changed a role, took something out, opened whose file. Apart from the facts.

It is kept the days that the settings say, read by the exam office; a candidate reads there who opened their file.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from laureat.records.retention import Beside
from laureat.web.accounts.limits import address_of
from laureat.web.accounts.models import Happening, Trace, User

PAGE, FILE = 1, 50
"""What a page about someone, and a file taken out, weigh against the ceiling of a day."""


def note(
    request: HttpRequest | None,
    kind: Happening,
    *,
    by: User | None = None,
    subject: str = "",
    what: str = "",
    weight: int = 0,
) -> None:
    """Write one line. ``by`` where the request does not say who."""
    user = by or (request.user if request is not None and getattr(request, "user", None) else None)
    account = user if isinstance(user, User) else None
    Trace.objects.create(
        kind=kind,
        account=account,
        role=account.role if account else "",
        establishment=account.establishment_id or "" if account else "",
        address=address_of(request) if request is not None else "",
        subject=subject[:40],
        what=what[:120],
        weight=weight,
    )


def take_out(request: HttpRequest, kind: Happening, *, weight: int, subject: str = "", what: str = "") -> None:
    """Note what leaves the house, or is opened. Raises PermissionDenied past the ceiling of the day."""
    since = timezone.now() - timedelta(days=1)
    own = Trace.objects.filter(account=request.user.pk, at__gt=since, weight__gt=0)
    taken = own.aggregate(total=Sum("weight"))["total"] or 0
    if taken + weight > settings.EXPORTS_PER_DAY * FILE:
        raise PermissionDenied(
            _(
                "Le plafond du jour est atteint pour votre compte : exports, documents et dossiers ouverts. "
                "Reprenez demain, ou demandez à la personne qui tient le serveur de le relever."
            )
        )
    note(request, kind, subject=subject, what=what, weight=weight)


def prune() -> int:
    """Erase what is past its time, which the base keeps; gives how many lines went."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT laureat_forget_traces()")
        return int(cursor.fetchone()[0])


def kept_days() -> int:
    """How many days a line is kept."""
    return int(settings.DAYS_KEPT[Beside.SECURITE])
