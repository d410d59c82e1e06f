"""The link by which a holder shows a title: opened and closed by the holder alone, a new secret each time."""

import secrets
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import checks, holding
from laureat.web.exam_sessions.access import session_of, standings_of
from laureat.web.exam_sessions.downloads import attachment
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.papers import Desk
from laureat.web.exam_sessions.service import look
from laureat.web.exam_sessions.titled import Titled
from laureat.web.registry.codes import counted
from laureat.web.registry.verification import examine
from laureat.web.titles.models import Title
from laureat.web.vae import papers
from laureat.web.vae.access import file_of
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import look_at_all


@require_POST
def open_or_close(request: SignedIn, pk: uuid.UUID, vae: bool = False) -> HttpResponse:
    """Open the link of one's title, or close it: the former address then leads nowhere."""
    page = "mon_vae" if vae else "mon_dossier_session"
    found = own_title(request, pk, vae)
    if found is None:
        messages.error(request, _("Ce titre n'est pas l'un des vôtres, ou n'est plus en vigueur."), "bad")
        return redirect(page, pk)
    opening = request.POST.get("acte") == "ouvrir"
    found.share = secrets.token_urlsafe(24) if opening else None
    found.save(update_fields=["share"])
    said = _("Le lien est ouvert : toute personne qui l'a voit ce titre.") if opening else _("Le lien est fermé.")
    messages.success(request, said, "good")
    return redirect(page, pk)


def own_title(request: SignedIn, pk: uuid.UUID, vae: bool) -> Title | None:
    """The title that a form of its holder names, by kind; None where the decision gives none now. Raises Http404.

    ``pk``: of the session, or (``vae``) of the application.
    """
    if vae:
        titled = _of_vae(file_of(request, pk))
    else:
        session = session_of(request, pk)
        row = standings_of(request, session).first()
        if row is None:
            raise Http404
        titled = _of_session(session, row.candidate)
    return titled.title(request.POST.get("titre", "")) if titled else None


def _of_vae(file: VaeFile) -> Titled | None:
    """What the decisions notified on an application give; None where the facts prove it no more."""
    given = papers.given(file)
    return given.titled() if given and not given.troubles else None


def _of_session(session: ExamSession, candidate: str) -> Titled | None:
    """What the decision published on a candidate gives; None where the facts prove it no more."""
    state = look(session, [candidate])
    if checks.of_candidate(session, state, candidate) or state.result(candidate) is None:
        return None
    return Desk.of(session, state).titled(candidate)


def _open(token: str) -> tuple[Title, ExamSession | None, VaeFile | None]:
    """The title of an open link, with its session, or its application of VAE. Raises Http404 where it is closed."""
    title = Title.objects.filter(share=token).exclude(document="").first()
    if title is None:
        raise Http404
    session = ExamSession.objects.select_related("certification").filter(pk=title.log).first()
    file = None if session else VaeFile.objects.select_related("certification").get(pk=title.candidate)
    return title, session, file


@require_GET
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What the title says and whether it is in force, as any verifier reads it, with the file to verify elsewhere."""
    counted(request)
    title, session, file = _open(token)
    if session and checks.of_candidate(session, look(session, [title.candidate]), title.candidate):
        raise Http404  # what the facts do not prove is not shown
    if file and papers.troubles(look_at_all(file.certification), title.candidate):
        raise Http404
    context = {"verdict": examine(title.document.encode()), "forms": holding.FORMS, "token": token}
    return render(request, "registre/partage.html", context)


@require_GET
def shared_file(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """The title itself, for whoever has the link, while the facts prove it."""
    counted(request)
    (title, session, file), wanted = _open(token), holding.FORMS.get(form)
    titled = _of_session(session, title.candidate) if session else _of_vae(file) if file else None
    if wanted is None or wanted.whole or titled is None:
        raise Http404
    return attachment(wanted.make(titled, title), f"{form}{wanted.suffix}", wanted.media)
