"""What every page shows: navigation, version, whether this is the demonstration."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from laureat import __version__
from laureat.web.accounts.models import Role, User
from laureat.web.exam_sessions.drafts import REFUSED
from laureat.web.jobs import running
from laureat.web.project import language

PUBLIC = (("certifications", "Certifications"), ("resultats", "Résultats"), ("verifier", "Vérifier un document"))
BY_ROLE = {
    Role.EXAMENS: (
        ("sessions", "Sessions"),
        ("vae", "VAE"),
        ("etablissements", "Établissements"),
        ("comptes", "Comptes"),
        ("travaux", "Travaux"),
        ("certifications", "Certifications"),
    ),
    Role.ETABLISSEMENT: (("sessions", "Sessions"), ("certifications", "Certifications")),
    Role.JURY: (("sessions", "Sessions"), ("vae", "VAE"), ("certifications", "Certifications")),
    Role.CANDIDAT: (("mon_dossier", "Mon dossier"), ("certifications", "Certifications")),
}


def site(request: HttpRequest) -> dict[str, object]:
    """The navigation of whoever is looking."""
    user: User | AnonymousUser | None = getattr(request, "user", None)
    items = BY_ROLE[Role(user.role)] if user is not None and user.is_authenticated else PUBLIC
    links = [
        {"url": (url := reverse(name)), "label": _(label), "current": request.path.startswith(url)}
        for name, label in items
    ]
    refused = request.session.pop(REFUSED, None) if user is not None and request.method == "GET" else None
    ended = running.unseen(user) if isinstance(user, User) and user.role == Role.EXAMENS else 0
    page = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    return {
        "other_language": language.other() if request.method else None,
        "this_page": page,
        "refused": refused,
        "navigation": links,
        "version": __version__,
        "demonstration": settings.DEMONSTRATION,
        "ended_jobs": ended,
    }
