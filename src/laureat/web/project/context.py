"""What every page shows: navigation, version, whether this is the demonstration."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from laureat import __version__
from laureat.web.accounts.models import Role

PUBLIC = (("certifications", "Certifications"), ("resultats", "Résultats"), ("verifier", "Vérifier un document"))
BY_ROLE = {
    Role.EXAMENS: (
        ("sessions", "Sessions"),
        ("vae", "VAE"),
        ("etablissements", "Établissements"),
        ("comptes", "Comptes"),
        ("certifications", "Certifications"),
    ),
    Role.ETABLISSEMENT: (("sessions", "Sessions"), ("certifications", "Certifications")),
    Role.JURY: (("sessions", "Sessions"), ("vae", "VAE"), ("certifications", "Certifications")),
    Role.CANDIDAT: (("mon_dossier", "Mon dossier"), ("certifications", "Certifications")),
}


def site(request: HttpRequest) -> dict[str, object]:
    """The navigation of whoever is looking."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    items = BY_ROLE[Role(user.role)] if known else PUBLIC
    links = [{"url": reverse(name), "label": _(label)} for name, label in items]
    for link in links:
        link["current"] = request.path.startswith(link["url"])
    return {"navigation": links, "version": __version__, "demonstration": settings.DEMONSTRATION}
