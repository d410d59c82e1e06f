"""The link by which a holder shows a title: opened and closed by the holder alone, a new secret each time."""

import secrets
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import checks
from laureat.web.exam_sessions.access import session_of, standings_of
from laureat.web.exam_sessions.downloads import attachment
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.papers import Desk
from laureat.web.exam_sessions.service import look
from laureat.web.registry import holding
from laureat.web.registry.codes import counted
from laureat.web.registry.verification import examine
from laureat.web.titles.models import Title


@require_POST
def open_or_close(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Open the link of one's title, or close it: the former address then leads nowhere."""
    session = session_of(request, pk)
    found = own_title(request, session)
    if found is None:
        messages.error(request, _("Ce titre n'est pas l'un des vôtres, ou n'est plus en vigueur."), "bad")
        return redirect("mon_dossier_session", pk)
    opening = request.POST.get("acte") == "ouvrir"
    found.share = secrets.token_urlsafe(24) if opening else None
    found.save(update_fields=["share"])
    said = _("Le lien est ouvert : toute personne qui l'a voit ce titre.") if opening else _("Le lien est fermé.")
    messages.success(request, said, "good")
    return redirect("mon_dossier_session", pk)


def own_title(request: SignedIn, session: ExamSession) -> Title | None:
    """The title that a form of its holder names, by kind; None where the decision gives none now. Raises Http404."""
    row = standings_of(request, session).first()
    if row is None:
        raise Http404
    state = look(session, [row.candidate])
    if checks.of_candidate(session, state, row.candidate) or state.result(row.candidate) is None:
        return None
    return Desk.of(session, state).title(row.candidate, request.POST.get("titre", ""))


def _open(token: str) -> Title:
    """The title of an open link, while its session still stands behind it. Raises Http404."""
    title = Title.objects.filter(share=token).exclude(document="").first()
    if title is None:
        raise Http404
    return title


def desk_of(title: Title) -> Desk:
    """The session of a title in force. Raises Http404 where the facts prove it no more."""
    session = ExamSession.objects.select_related("certification").get(pk=title.log)
    state = look(session, [title.candidate])
    if checks.of_candidate(session, state, title.candidate) or state.result(title.candidate) is None:
        raise Http404
    return Desk.of(session, state)


@require_GET
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What the title says and whether it is in force, as any verifier reads it, with the file to verify elsewhere."""
    counted(request)
    title = _open(token)
    session = ExamSession.objects.select_related("certification").get(pk=title.log)
    if checks.of_candidate(session, look(session, [title.candidate]), title.candidate):
        raise Http404  # what the facts do not prove is not shown
    context = {"verdict": examine(title.document.encode()), "forms": holding.FORMS, "token": token}
    return render(request, "registre/partage.html", context)


@require_GET
def shared_file(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """The title itself, for whoever has the link."""
    counted(request)
    title, wanted = _open(token), holding.FORMS.get(form)
    if wanted is None or wanted.whole:
        raise Http404
    content = wanted.make(desk_of(title), title.candidate, title)
    return attachment(content, f"{form}{wanted.suffix}", wanted.media)
