"""The tutor's link: one trainee, one situation, for a time; tapped, proved and signed without an account."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laureat.grilles.entries import LOCK
from laureat.session.framework import Refused
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import short_date
from laureat.web.accounts.limits import address_of, verifications
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.access import session_of
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.models import Standing as Row
from laureat.web.exam_sessions.service import look
from laureat.web.grids.access import grid_or_404, row_of, situation_of
from laureat.web.grids.boards import Board, boards, grid_of
from laureat.web.grids.evidence import attach, pieces_of
from laureat.web.grids.models import ROLES, Remark, TutorLink
from laureat.web.grids.showing import lines_of, tap_answer
from laureat.web.grids.tapping import BadTap, Conflict, Tap, hold, tap
from laureat.web.grids.views import page_of
from laureat.web.mails.links import asked_at, token_of, tutor_link
from laureat.web.mails.sending import Letter, fresh_seed, post
from laureat.web.mails.wordings import Kind
from laureat.web.reader import TryAgain

LONGEST_ADDRESS = 200
"""Characters of the address of a tutor, as it is kept."""


@require_POST
def invite(request: SignedIn, pk: uuid.UUID, unit: str, candidate: uuid.UUID) -> HttpResponse:
    """Draw a link for a tutor: sent by e-mail, and shown once."""
    session = session_of(request, pk)
    row = row_of(request, session, unit, candidate)
    name, quality, email, role = (request.POST.get(one, "").strip() for one in ("nom", "qualite", "courriel", "titre"))
    situation = request.POST.get("situation", "")
    if refused := _not_given(request, session, unit, row, situation, (name, quality, email, role)):
        messages.error(request, refused, "bad")
        return page_of(request, session, unit, row, situation, status=422)
    seed, asked = fresh_seed(), request.POST.get("langue", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with transaction.atomic():
        link, token = TutorLink.draw(
            token=token_of(seed),
            session=session,
            unit=unit,
            candidate=row.candidate,
            situation=situation,
            name=name[:120],
            quality=quality[:120],
            role=role,
            email=email,
            language=language,
            by=request.user,
        )
        if email:
            told = {"date": short_date(link.expires.date())}
            letter = Letter(email, name, told, seed=seed, language=language)
            post(request.user, Kind.TUTEUR, [letter], log=session.log)
    address = tutor_link(asked_at(request), token)
    context = {"session": session, "link": link, "address": address, "email": email, "row": row, "unit_code": unit}
    return render(request, "grilles/lien.html", context)


def _not_given(
    request: SignedIn, session: ExamSession, unit: str, row: Row, situation: str, told: tuple[str, str, str, str]
) -> str:
    """Why no link is drawn; empty where one may be."""
    name, quality, email, role = told
    grid = grid_or_404(session, unit)
    if situation not in {one.code for one in grid.situations}:
        return _("La grille n'a pas cette situation : aucun lien n'est donné.")
    if not name or not quality:
        return _("Dites le nom du tuteur et sa qualité (tuteur, entreprise).")
    if role not in ROLES:
        return _("Dites à quel titre cette personne signe : aucun lien n'est donné.")
    try:
        if email:
            validate_email(email)
            MaxLengthValidator(LONGEST_ADDRESS)(email)
    except ValidationError:
        return _("« %(text)s » n'est pas une adresse électronique : aucun lien n'est donné.") % {"text": email[:80]}
    board = boards(session, unit, grid, [row.candidate])[row.candidate]
    if board.veiled(situation) and any(one.situation == situation and one.is_by(request.user) for one in board.every):
        return _("Vous faites une des deux lectures de cette situation : un collègue donne le lien de l'autre.")
    return ""


@require_POST
def close(request: SignedIn, pk: uuid.UUID, link: int) -> HttpResponse:
    """Close a link: it opens nothing more; what was entered by it stays."""
    session = session_of(request, pk)
    found = TutorLink.objects.filter(session=session, pk=link).first()
    if found is None:
        raise Http404
    row_of(request, session, found.unit, uuid.UUID(found.candidate))
    TutorLink.objects.filter(pk=found.pk, closed=None).update(closed=timezone.now())
    messages.success(request, _("Lien fermé : %(name)s.") % {"name": found.name}, "good")
    return redirect("grille", pk, found.unit, found.candidate)


def _held(request: HttpRequest, token: str) -> tuple[TutorLink, Row]:
    """The link, and the trainee whom it opens. Raises Http404."""
    if not request.user.is_authenticated and not verifications().take(f"lien {address_of(request)}"):
        raise Http404
    link = TutorLink.find(token)
    if link is None:
        raise Http404
    row = link.session.standings.filter(candidate=link.candidate, withdrawn=False).first()
    grid = grid_of(link.session, link.unit)
    if row is None or grid is None or link.situation not in {one.code for one in grid.situations}:
        raise Http404
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:  # the reader chose none: that of the mail
        translation.activate(link.language)
        request.LANGUAGE_CODE = link.language
    return link, row


@require_GET
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The grid of the trainee, in the situation of the link."""
    try:
        link, row = _held(request, token)
    except Http404:
        reason = _("Il a été fermé, il a expiré, ou l'adresse est incomplète : demandez-en un autre à l'établissement.")
        context = {"heading": _("Ce lien n'ouvre plus rien"), "reasons": [reason]}
        return render(request, "_message.html", context, status=410)
    return _page(request, token, link, row)


def _page(request: HttpRequest, token: str, link: TutorLink, row: Row, *, status: int = 200) -> HttpResponse:
    grid = grid_or_404(link.session, link.unit)
    situation = situation_of(grid, link.situation)
    board = boards(link.session, link.unit, grid, [row.candidate], link)[row.candidate]
    is_open = look(link.session).is_open_to(row.establishment, link.unit)
    own = [one for one in pieces_of(link.session, row.candidate, link.unit, who=link) if one.tutor_id == link.pk]
    context: dict[str, Any] = {
        "link": link,
        "row": row,
        "identity": Identity.objects.filter(candidate=row.candidate).first(),
        "grid": grid,
        "situation": situation,
        "tap": reverse("tuteur_croix", args=[token]),
        "token": token,
        "open": is_open and link.signed is None,
        "pieces": own,
        "posted": request.POST,
        "overtaken": _overtaken(link, board),
        **lines_of(board, situation),
    }
    response = render(request, "grilles/tuteur.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    # The address is the secret: it goes to no other site. (« no-referrer » would make a browser send « Origin: null »
    # with the form, which is then refused.)
    response["Referrer-Policy"] = "same-origin"
    return response


def _overtaken(link: TutorLink, board: Board) -> bool:
    """What the holder of a link signed is no longer what stands."""
    blind = board.grid.situation(link.situation).second_blind  # an agreement of two readings is neither of them
    return bool(link.signed_digest) and not blind and not board.holds(link)


@require_POST
def cross(request: HttpRequest, token: str) -> HttpResponse:
    """A tap of the tutor."""
    link, row = _held(request, token)
    if link.signed is not None:
        return JsonResponse({"erreur": _("Vous avez signé : votre avis ne change plus.")}, status=409)
    return tap_answer(request, link.session, link, row, link.unit, situation=link.situation, origin="tuteur")


@require_POST
def proof(request: HttpRequest, token: str) -> HttpResponse:
    """A photo or a report, from the workshop."""
    link, row = _held(request, token)
    try:
        if link.signed is not None:
            raise Refused(_("Vous avez signé : votre avis ne change plus."))
        line = request.POST.get("ligne", "")
        attach(link.session, link, row, link.unit, link.situation, line, request.FILES.get("preuve"))
        messages.success(request, _("Preuve jointe."), "good")
    except (InvalidInput, Refused, TryAgain) as refused:
        messages.error(request, str(refused), "bad")
    return redirect("tuteur", token)


@require_POST
def sign(request: HttpRequest, token: str) -> HttpResponse:
    """The tutor signs what stands: an act of whoever holds the link, once."""
    link, row = _held(request, token)
    text = request.POST.get("avis", "").strip()[:4000]
    if refused := _unsigned(request, link, row, text):
        messages.error(request, refused, "bad")
        return _page(request, token, link, row, status=422)
    try:
        with transaction.atomic():
            held = TutorLink.objects.select_for_update().get(pk=link.pk)
            if held.signed is None:
                _sign(held, row, text, request.POST.get("condense", ""))
    except (Refused, BadTap, Conflict) as fault:
        messages.error(request, str(fault), "bad")
        return _page(request, token, link, row, status=409)
    messages.success(request, _("Votre avis est signé. Merci."), "good")
    if not TutorLink.objects.get(pk=link.pk).signed_digest:
        messages.warning(request, _("Rien n'était coché : votre appréciation est signée, et aucun résultat."), "warn")
    return redirect("tuteur", token)


def _unsigned(request: HttpRequest, link: TutorLink, row: Row, text: str) -> str:
    """Why nothing is signed; empty where it may be."""
    if request.user.is_authenticated:
        return _("Vous êtes connecté à votre compte : ce lien est celui du tuteur, et lui seul le signe.")
    if not text:
        return _("Écrivez votre appréciation avant de signer.")
    if link.signed is None and not look(link.session).is_open_to(row.establishment, link.unit):
        return _("La saisie est close : votre avis n'est pas signé. Écrivez à l'établissement.")
    return ""


def _sign(held: TutorLink, row: Row, text: str, seen: str) -> None:
    """Sign what stands in the situation; where two assess it blind, the reading of the tutor is finished by it.

    ``seen``: the digest of what the tutor had before them. Raises Refused where it is no longer what stands.
    """
    hold([row.candidate])
    grid = grid_or_404(held.session, held.unit)
    board = boards(held.session, held.unit, grid, [row.candidate], held)[row.candidate]
    stands = board.digest_of(held.situation)
    if seen != board.digest:
        raise Refused(_("La grille a changé entre-temps : relisez-la ci-dessous, puis signez ce que vous avez lu."))
    if board.veiled(held.situation) and not board.value(held.situation, LOCK):
        done = Tap(held.situation, LOCK, "fini", 0, "fini", "tuteur")
        tap(held.session, held, row, held.unit, [done])
    Remark.objects.create(identity=Identity.objects.get(candidate=row.candidate), link=held, text=text)
    TutorLink.objects.filter(pk=held.pk).update(signed=timezone.now(), signed_digest=stands)
