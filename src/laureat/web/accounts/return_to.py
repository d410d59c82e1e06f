"""The page that someone came from, as a form or a link names it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def local(request: HttpRequest, page: str) -> str:
    """The page to go back to, where it is one of ours; else the first."""
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours and page.startswith("/") else reverse("accueil")
