"""Is this person already known? Both identities side by side, and the acts that join and separate."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laureat.people import compare
from laureat.people.known import identity_of
from laureat.session.framework import Refused
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.candidates.persons import Alike, alike
from laureat.web.exam_sessions.access import count_file, form_key, say_refused, session_of, standing_of
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.recognising import say


@require_http_methods(["GET", "POST"])
def person(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """Who of the house may be the person of a registration; one says whether it is."""
    session = session_of(request, pk)
    row = standing_of(request, session, str(candidate))
    identity = get_object_or_404(Identity, candidate=row.candidate)
    typed = other = ""
    if request.method == "POST":
        typed = request.POST.get("motif", "").strip()
        other = request.POST.get("autre", "")
        try:
            say(session, request.user, form_key(request), identity, other, typed)
        except Refused as refused:
            say_refused(request, refused)
        else:
            said = _("Les deux dossiers sont ceux d'une même personne.") if other else _("Ce dossier est mis à part.")
            messages.success(request, said, "good")
            return redirect("personne", pk, candidate)
    else:
        count_file(request, row.candidate)
    joined = [
        Alike(one, compare(identity_of(one.fields), identity_of(identity.fields)), identity.fields)
        for one in Identity.objects.filter(person=identity.person).exclude(candidate=identity.candidate)
    ]
    known = {one.row.candidate for one in joined}
    found = [one for one in alike(identity.fields, but=identity.candidate) if one.row.candidate not in known]
    places = places_of([*joined, *found])
    context = {
        "session": session,
        "row": row,
        "identity": identity,
        "joined": [(one, places[one.row.log]) for one in joined],
        "found": [(one, places[one.row.log]) for one in found],
        "typed": typed,
        "asked": other,
    }
    return render(request, "sessions/personne.html", context, status=422 if request.method == "POST" else 200)


def places_of(found: list[Alike]) -> dict[str, str]:
    """Where people are registered, by log."""
    logs = {one.row.log for one in found}
    keys: dict[str, uuid.UUID] = {}
    for log in logs:
        try:
            keys[log] = uuid.UUID(log)
        except ValueError:
            continue
    sessions = ExamSession.objects.select_related("certification").in_bulk(keys.values())
    vae = str(_("dossier de VAE"))
    return {log: str(sessions.get(keys[log], vae)) if log in keys else vae for log in logs}
