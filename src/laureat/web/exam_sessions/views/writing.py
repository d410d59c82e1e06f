"""Write to those whose file or marks are awaited: shown before, sent by a job that can be followed."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laureat.session.framework import Refused
from laureat.vocabulary.french import plural
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import writing
from laureat.web.exam_sessions.access import one_of, say_refused, session_of
from laureat.web.mails.models import Wording
from laureat.web.mails.sending import preview
from laureat.web.mails.wordings import Kind

SHOWN = 20


@require_http_methods(["GET", "POST"])
def write(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Who would be written to and what, then write."""
    session = session_of(request, pk)
    if request.method == "POST":
        try:
            kind = one_of(Kind, request.POST.get("genre", ""))
            if kind not in writing.ROUNDS:
                raise Refused(_("Choisissez une valeur de la liste."))
            sent = writing.write(request.user, session, kind)
        except Refused as refused:
            say_refused(request, refused)
            return redirect("ecrire", pk)
        told = plural(sent, _("courriel demandé"), _("courriels demandés"))
        messages.success(request, _("%(sent)s : les envois disent ce qu'il en est.") % {"sent": told}, "good")
        return redirect("envois")
    rounds = []
    for kind, gather in writing.ROUNDS.items():
        found = gather(session)
        first = found.letters[0] if found.letters else None
        words = preview(kind, first) if first else Wording.of(kind)
        rounds.append((kind, found, words, found.unreached[:SHOWN], len(found.unreached) - SHOWN))
    return render(request, "sessions/ecrire.html", {"session": session, "rounds": rounds})
