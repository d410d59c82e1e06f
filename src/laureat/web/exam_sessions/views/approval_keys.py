"""One's own approval key: made, seen, revoked by whoever holds it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laureat.session.framework import Refused
from laureat.vocabulary.french import capital
from laureat.web.accounts import trace
from laureat.web.accounts.again import factor_of, prove_again
from laureat.web.accounts.models import Happening
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import approval_keys
from laureat.web.exam_sessions.access import say_refused


@require_http_methods(["GET", "POST"])
def own_key(request: SignedIn) -> HttpResponse:
    """The approval key of whoever asks: its state, its fingerprint to read aloud, a new one, its revocation."""
    origin = approval_keys.origin_of(request)
    if request.method == "POST":
        try:
            said = _act(request, origin)
        except Refused as refused:
            say_refused(request, refused)
        else:
            trace.note(request, Happening.DROITS, subject=str(request.user.pk), what=said)
            messages.success(request, f"{capital(said)}.", "good")
        return redirect("ma_cle")
    try:
        options, reasons = approval_keys.options(request.user, origin), tuple[str, ...]()
    except Refused as refused:
        options, reasons = "", refused.reasons
    keys = approval_keys.shown(request.user)
    context = {
        "live": [one for one in keys if not one.key.ended_at],
        "ended": [one for one in keys if one.key.ended_at],
        "stands": any(one.key.stands for one in keys),
        "options": options,
        "reasons": reasons,
        "totp": factor_of(request) is not None,
    }
    return render(request, "accounts/ma_cle.html", context)


def _act(request: SignedIn, origin: str) -> str:
    """Carry out an act; gives what was done in words. Raises Refused."""
    told = {name: request.POST.get(name, "").strip() for name in ("motif", "client_data", "attestation", "empreinte")}
    if request.POST.get("acte") == "revoquer":
        approval_keys.revoke(request.user, request.user, told["empreinte"], told["motif"])
        return _("clé d'approbation révoquée")
    prove_again(request, request.POST.get("mot_de_passe", ""), request.POST.get("code", "").strip())
    approval_keys.enrol(request.user, origin, told["client_data"], told["attestation"], told["motif"])
    return _("clé d'approbation inscrite ; une personne du service des examens la confirme avant qu'elle serve")
