"""What every page shows: navigation, version, whether this is the demonstration."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from laureat import __version__
from laureat.web.accounts.models import Role, User
from laureat.web.exam_sessions.drafts import REFUSED
from laureat.web.jobs import running
from laureat.web.project import help, language

PUBLIC = (
    ("certifications", gettext_noop("Certifications")),
    ("resultats", gettext_noop("Résultats")),
    ("verifier", gettext_noop("Vérifier un document")),
)
BY_ROLE = {
    Role.EXAMENS: (
        ("sessions", gettext_noop("Sessions")),
        ("vae", gettext_noop("VAE")),
        ("etablissements", gettext_noop("Établissements")),
        ("comptes", gettext_noop("Comptes")),
        ("travaux", gettext_noop("Travaux")),
        ("certifications", gettext_noop("Certifications")),
    ),
    Role.ETABLISSEMENT: (("sessions", gettext_noop("Sessions")), ("certifications", gettext_noop("Certifications"))),
    Role.JURY: (
        ("sessions", gettext_noop("Sessions")),
        ("vae", gettext_noop("VAE")),
        ("certifications", gettext_noop("Certifications")),
    ),
    Role.CANDIDAT: (("mon_dossier", gettext_noop("Mon dossier")), ("certifications", gettext_noop("Certifications"))),
}

TOLD = 3
"""So many ended jobs are told on each page; that of the jobs has them all."""


def _address(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match is not None else ""


def site(request: HttpRequest) -> dict[str, object]:
    """The navigation of whoever is looking."""
    user: User | AnonymousUser | None = getattr(request, "user", None)
    items = BY_ROLE[Role(user.role)] if user is not None and user.is_authenticated else PUBLIC
    links = [
        {"url": (url := reverse(name)), "label": _(label), "current": request.path.startswith(url)}
        for name, label in items
    ]
    refused = request.session.pop(REFUSED, None) if user is not None and request.method == "GET" else None
    ended = running.unseen(user)[:TOLD] if isinstance(user, User) and user.role == Role.EXAMENS else ()
    page = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return {
        "guide": reverse("aide", args=[help.guide_of(_address(request), getattr(user, "role", None))]),
        "other_language": language.other() if request.method else None,
        "this_page": page,
        "refused": refused,
        "navigation": links,
        "version": __version__,
        "demonstration": settings.DEMONSTRATION,
        "ended_jobs": [running.told(job) for job in ended],
    }
