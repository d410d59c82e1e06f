"""The gate: no text enters with what no keyboard types, whatever the address or the parameter.

A control character, half a character, a byte that is no UTF-8, a text too long: in the path, the query, a cookie, a
field, the name of a file. Refused with a sentence, before any view. Past it, ``TryAgain`` and ``Refused`` are told to
whoever asked.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from laureat.session.framework import Refused
from laureat.vocabulary.characters import LINE_BREAKS, code_point
from laureat.web.exam_sessions.drafts import SECRET, show_again
from laureat.web.reader import TryAgain

LONGEST_PATH, LONGEST_NAME, LONGEST_QUERY, LONGEST_FIELD = 1_000, 200, 500, 20_000
BEGINS = 40
"""So much of a text refused is said again in the sentence that refuses it."""
MOST_KEPT = 1_000_000
"""Characters."""
ELSEWHERE = "/"
"""The page to come back to where a form does not say from which one it comes."""
_UTF8 = ("", "utf-8", "utf8")
_CONTROLS = (one for one in map(chr, (*range(0x20), *range(0x7F, 0xA0))) if one not in LINE_BREAKS)
_LOST = re.compile(f"[{re.escape(''.join(_CONTROLS))}\ud800-\udfff\ufffd]")
"""What no keyboard types: the commands that break no line, halves of characters, and the mark of a letter lost."""


def fault(text: str, longest: int, *, lines: bool = False) -> str:
    """What is wrong with a text that comes in, in French; empty when nothing is. ``lines``: it may hold several."""
    if len(text) > longest:
        counts = {"longest": longest, "length": len(text)}
        return _("trop long : %(length)s caractères, %(longest)s au plus") % counts
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
            return _refused(request, faults, list(_given_back(request.GET, LONGEST_QUERY)))
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
        if not faults:
            return None
        typed = sum(len(str(value)) for _name, values in request.POST.lists() for value in values)
        if request.user.is_authenticated and _from(request) != ELSEWHERE and typed <= MOST_KEPT:  # never another site's
            show_again(request, cleaned)
        return _refused(request, faults, list(_given_back(request.POST, LONGEST_FIELD)))

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


def _from(request: HttpRequest) -> str:
    """The page of this site from which a form came; the first one where it is not said."""
    origin = urlsplit(request.headers.get("Referer", ""))
    return origin.path if origin.netloc == request.get_host() and not fault(origin.path, LONGEST_PATH) else ELSEWHERE


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
            yield _refusal(name, value, told)


def _refusal(name: str, value: str, told: str) -> str:
    """What is said of a text refused: its beginning, for a field has no name that people know; nothing of a secret."""
    begins = " ".join(cleaned(value[:BEGINS]).split())
    if name in SECRET or not begins:
        return _("Un texte est refusé : %(told)s.") % {"told": told}
    begins += "…" if len(value) > BEGINS else ""
    return _("Le texte « %(text)s » est refusé : %(told)s.") % {"text": begins, "told": told}


def cleaned(text: str) -> str:
    """A text without what no keyboard types."""
    return _LOST.sub("", text)


def _given_back(typed: QueryDict, longest: int) -> Iterator[str]:
    """What was typed in the fields that are refused, to be copied; what is secret is not."""
    for name, values in typed.lists():
        if name not in SECRET and not fault(name, LONGEST_NAME):
            yield from (cleaned(str(value)) for value in values if fault(str(value), longest, lines=True))


def _refused(request: HttpRequest, faults: list[str], typed: list[str] | None = None) -> HttpResponse:
    context = {
        "heading": _("Cette demande est refusée"),
        "reasons": faults[:20],
        "typed": typed,
        "back": _from(request),
    }
    return render(request, "_message.html", context, status=400)
