"""Answers that hand a file over, or say why it is withheld."""

from collections.abc import Iterable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

R = TypeVar("R", bound=HttpResponseBase)

PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes | str, name: str, media: str = PDF) -> HttpResponse:
    """A file to keep, under a name that may hold any character (RFC 6266)."""
    return named(HttpResponse(content, content_type=media), name)


def named(response: R, name: str, *, kept: bool = True) -> R:
    """The answer under the name of its file, to keep or to be looked at in place."""
    response.headers["Content-Disposition"] = content_disposition_header(kept, name) or ""
    return response


def withheld(request: HttpRequest, reasons: Iterable[str], heading: str = "") -> HttpResponse:
    """The page that says why a file is not handed over."""
    context = {"heading": heading or _("Ce document ne peut pas être délivré"), "reasons": list(reasons)}
    return render(request, "_message.html", context, status=409)
