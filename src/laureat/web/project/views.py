"""Pages that belong to no one in particular."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from laureat import __version__
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions.models import Certification, ExamSession
from laureat.web.project import first_hour, terms


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The front page: for a visitor what is public, for an account its own work."""
    if request.user.is_authenticated:
        if request.user.role == Role.EXAMENS and not ExamSession.objects.exists():
            return redirect("premiers_pas")
        return redirect("mon_dossier" if request.user.role == Role.CANDIDAT else "sessions")
    context = {
        "certifications": Certification.objects.only("numero", "title"),
        "published": ExamSession.objects.filter(published=True, blank=False).select_related("certification"),
    }
    return render(request, "accueil.html", context)


@require_GET
def first_steps(request: SignedIn) -> HttpResponse:
    """What a new house does, in its order: who it is, a first sheet, a session, schools, people."""
    return render(request, "premiers_pas.html", {"steps": first_hour.steps()})


@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether the service can answer: the database is asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]
    return JsonResponse({"etat": "bon", "version": __version__, "role": role})


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Accessibility and personal data."""
    return render(request, "mentions.html", {"terms": list(terms.terms())})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be a request of ours: a form cut short, too long, with too many fields."""
    context = {
        "heading": _("Cette demande est refusée"),
        "reasons": [_("Elle est incomplète, ou trop longue. Rien n'a été enregistré : revenez et recommencez.")],
    }
    return render(request, "_message.html", context, status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form too old, or sent from elsewhere."""
    context = {
        "heading": _("Ce formulaire a expiré"),
        "reasons": [_("Rien n'a été enregistré. Revenez à la page précédente, rechargez-la et recommencez.")],
    }
    return render(request, "_message.html", context, status=403)
