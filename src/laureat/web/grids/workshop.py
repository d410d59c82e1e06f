"""The workshop without network: the page that installs, what it takes away, what it brings back.

The shell says no name and is the same for everyone, once in each language: it alone is kept by the service worker.
Names and values travel in answers that no cache keeps, and stay on the device encrypted (``atelier-coffre.js``).
"""

import functools
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laureat.exchange.grille_workbook import line_texts
from laureat.grilles import Filled, Grid
from laureat.grilles.entries import IMPOSED, as_written
from laureat.grilles.telling import computation_of
from laureat.vocabulary.json_text import read_json
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.access import count_export, session_of
from laureat.web.exam_sessions.service import look
from laureat.web.exam_sessions.views.marks import unit_of
from laureat.web.grids.access import grid_or_404, row_of, rows_of, situation_of
from laureat.web.grids.boards import Board, boards
from laureat.web.grids.models import Device
from laureat.web.grids.showing import answered
from laureat.web.grids.tapping import Tap

SCRIPTS = ("laureat/dit.js", *(f"laureat/atelier{part}.js" for part in ("-coffre", "-envoi", "-note", "")))
STYLES = ("laureat/laureat.css", "laureat/marque.svg")
MOST = 200
"""Taps brought back at once."""
IDLE = 300
"""Seconds without a gesture before the device locks itself."""


TONGUES = dict(settings.LANGUAGES)


def _shells() -> dict[str, str]:
    """Where the page is, by language."""
    return {one: reverse("atelier_page", args=[one]) for one in TONGUES}


def _kept() -> list[str]:
    """All that the service worker keeps."""
    manifests = [reverse("atelier_manifeste", args=[one]) for one in TONGUES]
    return [*_shells().values(), *manifests, *map(static, (*STYLES, *SCRIPTS))]


def _shell(language: str) -> str:
    (other,) = (one for one in settings.LANGUAGES if one[0] != language)
    with translation.override(language):
        about = {"scripts": SCRIPTS, "idle": IDLE, "language": language, "other": other}
        return render_to_string("grilles/atelier.html", about)


def _version() -> str:
    """Another shell has another version: its pages, and the names of its files, which say what is in them."""
    return hashlib.sha256(json.dumps([*_kept(), *map(_shell, TONGUES)]).encode()).hexdigest()[:16]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The page in the language of the person; out of reach, the service worker gives the one last opened."""
    return redirect("atelier_page", translation.get_language())


@require_GET
def shell(request: HttpRequest, language: str) -> HttpResponse:
    """The page in a language, empty of anyone; the same whoever asks."""
    if language not in TONGUES:
        raise Http404
    response = HttpResponse(_shell(language), headers={"Content-Language": language})
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, which keeps the shell and nothing else."""
    context = {"kept": json.dumps(_kept()), "version": _version(), "shells": json.dumps(_shells())}
    context["home"] = json.dumps(reverse("atelier"))
    response = render(request, "grilles/service.js", context, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    """What a phone reads to install the page."""
    if language not in TONGUES:
        raise Http404
    with translation.override(language):
        names = {"name": _("Lauréat à l'atelier"), "short_name": _("Atelier"), "lang": language}
    told = names | {
        "id": reverse("atelier"),
        "start_url": reverse("atelier_page", args=[language]),
        "scope": reverse("atelier"),
        "display": "standalone",
        "background_color": "#f7f6f2",
        "theme_color": "#0b5653",
        "icons": [
            {"src": static("laureat/marque.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def in_its_language(answer: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer in the language of the shell that asks, which may not be that of the other pages."""

    @functools.wraps(answer)
    def answered_so(request: HttpRequest, *told: Any, **named: Any) -> HttpResponse:
        language = request.headers.get("X-Langue", "")
        with translation.override(language if language in TONGUES else translation.get_language()):
            return answer(request, *told, **named)

    return answered_so


def _device(request: SignedIn, told: str) -> Device | None:
    """A device of the account that still counts."""
    try:
        found = Device.objects.filter(pk=uuid.UUID(told), account=request.user, revoked=None)
    except ValueError:
        return None
    found.update(seen=timezone.now())
    return found.first()


def _refused(reason: str, status: int, **more: object) -> JsonResponse:
    return JsonResponse({"erreur": reason, **more}, status=status)


def _revoked() -> JsonResponse:
    return _refused(_("Cet appareil est révoqué : ce qu'il gardait est effacé."), 410, revoque=True)


@require_GET
@in_its_language
def state(request: SignedIn) -> HttpResponse:
    """Who is signed in, the token of a form, and whether the device is still heard."""
    told = request.GET.get("appareil", "")
    if told and _device(request, told) is None:
        return _revoked() if _is_known(request, told) else _refused(_("Cet appareil est d'un autre compte."), 403)
    return JsonResponse({"jeton": get_token(request), "compte": str(request.user.pseudonym)})


@require_GET
def revoked(request: HttpRequest) -> HttpResponse:
    """Whether a device was revoked; told to the device alone, which knows its own name, signed in or not."""
    try:
        named = uuid.UUID(request.GET.get("appareil", ""))
    except ValueError:
        return JsonResponse({"revoque": False})
    return JsonResponse({"revoque": Device.objects.filter(pk=named, revoked__isnull=False).exists()})


def _is_known(request: SignedIn, told: str) -> bool:
    try:
        return Device.objects.filter(pk=uuid.UUID(told), account=request.user).exists()
    except ValueError:
        return False


@require_http_methods(["GET", "POST"])
@in_its_language
def devices(request: SignedIn) -> HttpResponse:
    """The devices of the account; declared by the page that installs."""
    if request.method == "POST":
        name = request.POST.get("nom", "").strip()[:80] or _("appareil")
        made = Device.objects.create(account=request.user, name=name, seen=timezone.now())
        return JsonResponse({"appareil": str(made.pk), "compte": str(request.user.pseudonym)})
    own = Device.objects.filter(account=request.user).order_by("-created")
    return render(request, "grilles/appareils.html", {"devices": own})


@require_POST
def revoke(request: SignedIn, device: uuid.UUID) -> HttpResponse:
    """From now on, this device is heard no more, and erases itself when it speaks."""
    if not Device.objects.filter(pk=device, account=request.user).exists():
        raise Http404
    Device.objects.filter(pk=device, revoked=None).update(revoked=timezone.now())
    return redirect("atelier_appareils")


@require_GET
def package(request: SignedIn, pk: uuid.UUID, unit: str) -> HttpResponse:
    """What goes to the workshop: one situation of one unit, its lines, the candidates and where each stands.

    The words of the grid alone: its script says the others in the language of its page.
    """
    session = session_of(request, pk)
    described, grid = unit_of(session, unit), grid_or_404(session, unit)
    situation = situation_of(grid, request.GET.get("situation", ""))
    rows = list(rows_of(request, session, unit).order_by("sort_key", "candidate"))
    found = boards(session, unit, grid, [row.candidate for row in rows], request.user)
    names, standing = Identity.objects.in_bulk([row.candidate for row in rows]), look(session)
    lines = [*line_texts(grid, situation), *((one, "", "") for one in grid.beside)]
    ticks = grid.indicators(situation)
    codes = [*(code for code, *_rest in lines), *(name for name, *_rest in ticks)]
    told = {
        "seance": str(session.pk),
        "unite": unit,
        "titre": f"{described.code} {described.label}",
        "grille": grid.name,
        "empreinte": grid.fingerprint,
        "avis": grid.notice,
        "situation": {"code": situation.code, "titre": situation.title},
        "niveaux": [(level.code, level.label) for level in grid.levels],
        "chiffres": grid.calculation.typed_points,
        "calcul": computation_of(grid, session.year),
        "lignes": [_line(grid, *line, ticks) for line in lines],
        "candidats": [
            {
                "id": row.candidate,
                "numero": row.numero,
                "nom": names[row.candidate].name if row.candidate in names else row.numero,
                "ouvert": standing.is_open_to(row.establishment, unit),
                "valeurs": {code: found[row.candidate].value(situation.code, code) for code in codes},
                "versions": {code: found[row.candidate].version(situation.code, code) for code in codes},
                **_to_compute(found[row.candidate]),
            }
            for row in rows
        ],
    }
    count_export(request, f"atelier {unit}")
    return JsonResponse(told)


def _line(
    grid: Grid, code: str, text: str, competence: str, ticks: Iterable[tuple[str, str, str]]
) -> dict[str, object]:
    """A line, with what helps to judge it."""
    told: dict[str, object] = {"code": code, "texte": text, "competence": competence}
    if (one := grid.criterion(code)) is not None:
        told |= {"descripteurs": dict(one.descriptors), "preuve": one.evidence, "plancher": one.floor}
        told["indicateurs"] = [{"code": name, "texte": words} for name, of, words in ticks if of == code]
        told["paliers"] = [{"des": step.least, "niveau": step.level} for step in one.steps]
        told["possibles"] = list(one.reachable)
    return told


def _to_compute(board: Board) -> dict[str, object]:
    """What stands of a candidate in every situation, and the share chosen where the mark depends on it."""
    told: dict[str, object] = {"ecrits": {code: _written(sheet) for code, sheet in board.sheets.items()}}
    if board.chosen is not None:
        told["calcul"] = computation_of(board.grid, board.session, board.chosen)
    return told


def _written(sheet: Filled) -> dict[str, str]:
    return as_written(sheet) | ({} if sheet.imposed is None else {IMPOSED: str(sheet.imposed)})


@require_POST
@in_its_language
def receive(request: SignedIn) -> HttpResponse:
    """Taps brought back, in their order: each is answered; after a refusal, those of the same candidate wait."""
    try:
        told = read_json(request.body)
        device, taps = told["appareil"], told["saisies"]
    except (ValueError, KeyError, TypeError):
        return _refused(_("Envoi illisible : rechargez la page."), 400)
    if not isinstance(device, str) or not isinstance(taps, list) or len(taps) > MOST:
        return _refused(_("Envoi illisible : rechargez la page."), 400)
    if _device(request, device) is None:
        return _revoked() if _is_known(request, device) else _refused(_("Cet appareil est d'un autre compte."), 403)
    answers, held = list[dict[str, object]](), set[str]()
    for one in taps:
        said = one if isinstance(one, dict) else {}
        who = told_who if isinstance(told_who := said.get("candidat"), str) else ""
        if who and who in held:
            answers.append({"uuid": said.get("uuid"), "statut": 0})
            continue
        body, status = _one(request, said)
        if status != 200:
            held.add(who)
        answers.append({**body, "uuid": said.get("uuid"), "statut": status})
    return JsonResponse({"reponses": answers})


def _one(request: SignedIn, told: Any) -> tuple[dict[str, object], int]:
    """What one tap is answered."""
    try:
        pk, candidate, key = (uuid.UUID(told[name]) for name in ("seance", "candidat", "uuid"))
        unit, situation, line, value, print_ = (
            str(told[name]) for name in ("unite", "situation", "ligne", "valeur", "empreinte")
        )
        read, told_at = int(told["lu"]), _hour(told.get("heure"))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return {"erreur": _("Cette saisie est illisible.")}, 400
    try:
        session = session_of(request, pk)
        row = row_of(request, session, unit, candidate)
        grid = grid_or_404(session, unit)
    except Http404:
        return {"erreur": _("Ce candidat n'est plus de ceux que vous évaluez."), "droits": True}, 404
    if grid.fingerprint != print_:
        told_why = _("La grille a changé d'édition depuis : vos croix ne s'y reportent pas d'elles-mêmes.")
        return {"erreur": told_why, "edition": True}, 409
    tap = Tap(situation, line, value, read, key.hex, "hors_ligne", told_at)
    return answered(session, request.user, row, unit, tap)


CLOCK = timedelta(days=400), timedelta(days=1)
"""How far the clock of a device may be behind ours, a tap having waited so long, and before it."""


def _hour(told: object) -> datetime | None:
    """The hour that the device says; None where it says none, or one that no sound clock would."""
    found = parse_datetime(told) if isinstance(told, str) else None
    if found is None or timezone.is_naive(found):
        return None
    behind, before = CLOCK
    return found if timezone.now() - behind < found < timezone.now() + before else None
