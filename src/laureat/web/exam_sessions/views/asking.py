"""The page between an act that cannot be undone and its doing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import deeds
from laureat.web.exam_sessions.models import ExamSession


def asked_twice(request: SignedIn, session: ExamSession | None, deed: deeds.Deed | None) -> HttpResponse | None:
    """The page that shows what an act would do, or what keeps it from being done; None once it may be done.

    ``session``: the one that the act is about, if any.
    """
    if deed is None:
        return None
    typed = request.POST.get("mot", "").strip()
    if not deed.lacks and typed.upper() == deed.word:
        return None
    back = deed.back or (reverse("session", args=[session.pk]) if session else reverse("accueil"))
    context = {"session": session, "deed": deed, "typed": typed, "to": request.path, "back": back}
    page = "sessions/confirmer.html" if session else "confirmer.html"
    return render(request, page, context, status=409 if deed.lacks else 422 if typed else 200)
