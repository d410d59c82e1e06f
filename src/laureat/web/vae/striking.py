"""The acts of the office on decisions notified: struck by a judgment or by the authority, then restored."""

import functools
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from laureat.session import vae_after
from laureat.session.after import Ground
from laureat.session.framework import Accepted, Refused
from laureat.web.candidates.models import PrivateText
from laureat.web.vae.delivering import settle
from laureat.web.vae.service import Desk
from laureat.web.vae.tasks import deliver_vae

GROUNDS = [ground for ground in Ground if ground is not Ground.CENTRE]
LONGEST = 160
"""Signs of one part of a reference."""


def withdraw(desk: Desk, application: str, form: Mapping[str, str]) -> None:
    """Strike the decisions on an application. Raises Refused."""
    try:
        ground = Ground(form.get("ground", ""))
    except ValueError:
        raise Refused(_("Choisissez une valeur de la liste.")) from None
    taken = functools.partial(vae_after.withdraw_vae_decisions, ground=ground, notified_on=form.get("notified_on", ""))
    _move(desk, application, form, taken)


def restore(desk: Desk, application: str, form: Mapping[str, str]) -> None:
    """Make them stand again. Raises Refused."""
    _move(desk, application, form, vae_after.restore_vae_decisions)


def _move(desk: Desk, application: str, form: Mapping[str, str], command: Callable[..., Accepted]) -> None:
    """Record an act that names its judgment, and bring what was delivered to it in the same transaction."""
    given = {name: form.get(name, "") for name in ("authority", "number", "decided_on")}
    if any(len(value) > LONGEST for value in given.values()):
        raise Refused(_("Une référence tient en %(count)s signes.") % {"count": LONGEST})
    reason = desk.promise(form.get("motif", ""), PrivateText.Kind.MOTIF)
    desk.take(command(desk.state, desk.act(), candidates=[application], reason=reason, **given))

    def follow() -> None:
        for one in settle(desk, [application]):
            deliver_vae.defer(application=one)

    desk.after.append(follow)
