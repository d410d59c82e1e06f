"""What the office does to a whole VAE: take up the last edition of the conduct, erase what is past its term."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laureat.session import conduct
from laureat.session.framework import Refused
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import deeds
from laureat.web.exam_sessions.access import erase_and_say, form_key, say_done, say_refused
from laureat.web.exam_sessions.views.asking import asked_twice
from laureat.web.vae.access import certification_of
from laureat.web.vae.erasure import due, erase_now
from laureat.web.vae.service import Desk, log_of, look, perform


@require_POST
def erase(request: SignedIn, numero: str) -> HttpResponse:
    """Erase what is no longer to be kept of the applications for a certification."""
    certification = certification_of(request, numero)
    key, over = form_key(request), due(log_of(certification), look(certification), date.today())
    if (page := asked_twice(request, None, deeds.erasing(over, reverse("vae_dossiers", args=[numero])))) is not None:
        return page
    erase_and_say(request, lambda: erase_now(certification, request.user, key, date.today()))
    return redirect("vae_dossiers", numero)


@require_POST
def upgrade(request: SignedIn, numero: str) -> HttpResponse:
    """Judge what follows by the last edition of the conduct; the log was begun before it."""
    certification = certification_of(request, numero)

    def commands(desk: Desk) -> None:
        desk.take(conduct.upgrade_conduct(desk.state, desk.act()))

    try:
        desk = perform(certification, request.user, form_key(request), commands, alone=True)
    except Refused as refused:
        say_refused(request, refused)
    else:
        say_done(request, _("La VAE est désormais conduite selon la dernière édition."), desk)
    return redirect("vae_dossiers", numero)
