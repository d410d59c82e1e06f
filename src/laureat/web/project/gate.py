"""The gate: no text enters with what no keyboard types, whatever the address or the parameter.

A control character, half a character, a byte that is no UTF-8, a text too long: in the path, the query, a cookie, a
field, the name of a file. Refused with a sentence, before any view. Past it, ``TryAgain`` and ``Refused`` are told to
whoever asked.
"""

import unicodedata
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from laureat.session.framework import Refused
from laureat.vocabulary.characters import LINE_BREAKS, code_point
from laureat.web.reader import TryAgain

LONGEST_PATH, LONGEST_NAME, LONGEST_QUERY, LONGEST_FIELD = 1_000, 200, 500, 20_000
"""Characters."""
_UTF8 = ("", "utf-8", "utf8")


def fault(text: str, longest: int, *, lines: bool = False) -> str:
    """What is wrong with a text that comes in, in French; empty when nothing is. ``lines``: it may hold several."""
    if len(text) > longest:
        return _("trop long : %(longest)s caractères au plus") % {"longest": longest}
    if text.isascii() and text.isprintable():
        return ""
    for character in text:
        if lines and character in LINE_BREAKS:
            continue
        if unicodedata.category(character) == "Cs" or character == "\ufffd":
            return _("une lettre y est perdue (ce n'est pas de l'UTF-8) : retapez le texte")
        if unicodedata.category(character) == "Cc":
            told = {"character": code_point(character)}
            return _("il contient le caractère de commande %(character)s : effacez-le") % told
    return ""


class Gate:
    """Refuse such texts with 400; answer HEAD as GET, without the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What is judged before anything looks at the request."""
        if (request.content_params or {}).get("charset", "").lower() not in _UTF8:
            return _refused(request, [_("Ce formulaire n'est pas en UTF-8.")])
        if faults := list(_outer(request)):
            return _refused(request, faults)
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        if response.streaming:
            response.streaming_content = ()  # type: ignore[attr-defined]
        else:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """The fields of a form, once its size is known to be lawful."""
        faults = list(_inner(request)) if request.method == "POST" else []
        return _refused(request, faults) if faults else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """No answer could be given: to be asked again, or refused."""
        if isinstance(exception, Refused):
            context = {"heading": _("Cela ne peut pas se faire"), "reasons": exception.reasons, "back": request.path}
            return render(request, "_message.html", context, status=409)
        if not isinstance(exception, TryAgain):
            return None
        context = {"heading": _("Réessayez dans un instant"), "reasons": [exception.reason], "back": request.path}
        response = render(request, "_message.html", context, status=503)
        response["Retry-After"] = "10"
        return response


def _outer(request: HttpRequest) -> Iterator[str]:
    if told := fault(request.path, LONGEST_PATH):
        yield _("L'adresse est refusée : %(told)s.") % {"told": told}
    for name, values in request.GET.lists():
        yield from _told(name, values, LONGEST_QUERY)
    for name, value in request.COOKIES.items():
        yield from _told(name, [value], LONGEST_FIELD)


def _inner(request: HttpRequest) -> Iterator[str]:
    for name, values in request.POST.lists():
        yield from _told(name, [str(value) for value in values], LONGEST_FIELD, lines=True)
    for name, files in request.FILES.lists():
        yield from _told(name, [file.name or "" for file in files], LONGEST_NAME)


def _told(name: str, values: list[str], longest: int, *, lines: bool = False) -> Iterator[str]:
    if told := fault(name, LONGEST_NAME):
        yield _("Le nom d'un champ est refusé : %(told)s.") % {"told": told}
        return
    for value in values:
        if told := fault(value, longest, lines=lines):
            yield _("Le champ « %(name)s » est refusé : %(told)s.") % {"name": name, "told": told}


def _refused(request: HttpRequest, faults: list[str]) -> HttpResponse:
    context = {"heading": _("Cette demande est refusée"), "reasons": faults[:20]}
    return render(request, "_message.html", context, status=400)
