"""Invite many at once, by mails or by letters to print."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laureat.session.framework import Refused
from laureat.vocabulary.french import plural
from laureat.web.accounts import listed, trace
from laureat.web.accounts.models import Happening
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import inviting
from laureat.web.exam_sessions.access import say_refused, session_of
from laureat.web.exam_sessions.downloads import attachment
from laureat.web.mails.sending import site_of

LONGEST = 100_000


@require_http_methods(["GET", "POST"])
def invite_many(request: SignedIn) -> HttpResponse:
    """Paste a list of persons, read it over, invite them all or none."""
    typed = request.POST.get("liste", "")[:LONGEST]
    persons, problems = listed.read(typed) if request.method == "POST" else ([], [])
    how = request.POST.get("envoi", "")
    if request.method == "POST" and not problems and how in ("courriel", "lettres"):
        try:
            return _invited(request, inviting.of_list(persons), how)
        except Refused as refused:
            problems = list(refused.reasons)
    context = {"typed": typed, "persons": persons, "problems": problems, "headings": listed.HEADINGS}
    return render(request, "accounts/inviter_plusieurs.html", context, status=422 if problems else 200)


@require_POST
def invite_candidates(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Letters for the candidates of a session, or of one school, who have no account yet."""
    session = session_of(request, pk)
    try:
        return _invited(request, inviting.candidates(session, request.POST.get("etablissement", "")), "lettres")
    except Refused as refused:
        say_refused(request, refused)
        return redirect("inscriptions", pk)


def _invited(request: SignedIn, wanted: list[inviting.Invited], how: str) -> HttpResponse:
    told = plural(len(wanted), _("invitation"), _("invitations"))
    if how == "courriel":
        inviting.by_mail(request.user, wanted)
        trace.note(request, Happening.DROITS, what=told)
        done = _("%(count)s par courriel : les envois disent ce qu'il en est.")
        messages.success(request, done % {"count": told}, "good")
        return redirect("envois")
    content = inviting.by_letters(request.user, wanted, site_of(request.build_absolute_uri("/")))
    trace.note(request, Happening.DROITS, what=told)
    return attachment(content, "invitations.pdf")
