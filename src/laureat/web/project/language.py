"""The language of the pages: French, or English for whoever asks for it; what stays French there says so.

Templates and messages go through gettext. Sentences that the rooms below write are read in the phrasebook as the page
leaves; what it does not know (law, papers, what people typed) is left as it is, under ``lang="fr"``.
"""

import html
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.views.decorators.http import require_GET

from laureat.exchange.english import ENGLISH, phrasebook
from laureat.vocabulary.french.pages import TAGS, set_page
from laureat.vocabulary.phrasebook import looks_french
from laureat.web.accounts.return_to import local
from laureat.web.accounts.signals import reads

_NAMED = re.compile(r'(\s(?:aria-label|title|placeholder|alt)=")([^"]*)(")')
_NO_ELEMENT_WITHIN = ("<title", "<option", "<text", "<tspan")
"""Inside these a text has no element of its own: what stays French there cannot say so by itself."""


def other() -> tuple[str, str]:
    """The language that the page is not in: its code, its name in itself."""
    return next((code, name) for code, name in settings.LANGUAGES if code != translation.get_language())


@require_GET
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the language that a person chose, a year long in their browser, and give the page they came from: mails to
    whoever has entered are in it too."""
    answer = HttpResponseRedirect(local(request, request.GET.get("suite", "")))
    if code in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
        if request.user.is_authenticated:
            reads(request.user, code)
    return answer


class French:
    """Where a page is asked for in English, the French that is left in it is read in the phrasebook, or marked; its
    numbers are kept with their « n° », in any language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only pages of HTML are looked at: files and papers are what they are."""
        response = self.get_response(request)
        page = not response.streaming and response.get("Content-Type", "").startswith("text/html")
        if page:
            shown = response.content.decode(response.charset)
            shown = set_page(in_english(shown) if translation.get_language() == ENGLISH else shown)
            response.content = shown.encode(response.charset)
            if response.has_header("Content-Length"):
                response.headers["Content-Length"] = str(len(response.content))
        return response


def in_english(page: str) -> str:
    """The page with each French text told in English, or under ``lang="fr"``."""
    out: list[str] = []
    within = ""
    french = 0  # elements that say already that they are French
    for place, piece in enumerate(TAGS.split(page)):
        match place % 3:
            case 0:
                out.append(piece if french else _text(piece, within))
            case 1:
                out.append(_named(piece))
                french = _depth(piece, french)
                within = piece
    return "".join(out)


def _depth(tag: str, french: int) -> int:
    if french:
        void = tag.endswith("/>") or re.match(r"<(br|img|input|hr|meta|link|rect|path)\b", tag)
        return french - 1 if tag.startswith("</") else french if void or tag.startswith("<!") else french + 1
    return 1 if ' lang="fr"' in tag else 0


def _text(raw: str, within: str) -> str:
    text = html.unescape(raw)
    bare = text.strip()
    if not bare:
        return raw
    if (told := phrasebook().told(bare)) is not None:
        return html.escape(_signs(text.replace(bare, told)))
    if not looks_french(bare):
        return html.escape(_signs(text)) if _SIGNS.search(text) else raw
    if within.startswith(_NO_ELEMENT_WITHIN):
        return raw
    before, french, after = _surrounded(bare)
    start, end = text[: text.index(bare)], text[text.index(bare) + len(bare) :]
    marked = f'<span lang="fr">{html.escape(french)}</span>'
    return html.escape(_signs(start + before)) + marked + html.escape(_signs(after + end))


def _surrounded(text: str) -> tuple[str, str, str]:
    """What stays French in a text, with what stands before and after it in English: « Route : élève d'un lycée ».

    A sentence stays French to its end: « La moyenne est d'au moins 14 points : mention bien. »
    """
    pieces = _BETWEEN.split(text)
    french = [place for place in range(0, len(pieces), 2) if looks_french(pieces[place])] or [0, len(pieces) - 1]
    first, last = french[0], len(pieces) if text.endswith(".") else french[-1] + 1
    return "".join(pieces[:first]), "".join(pieces[first:last]), "".join(pieces[last:])


def _signs(text: str) -> str:
    """The spaces and quotation marks of French, as English has them."""
    return _SIGNS.sub(lambda found: found[1] or {"«": "“", "»": "”"}[found[0].strip()], text)


_BETWEEN = re.compile(r"( · | : |: |, | \()")
_SIGNS = re.compile(r"[ \u00a0\u202f]+([:;!?])(?=\s|$)|«[ \u00a0\u202f]?|[ \u00a0\u202f]?»")


def _named(tag: str) -> str:
    def told(found: re.Match[str]) -> str:
        text = html.unescape(found[2])
        return f"{found[1]}{html.escape(phrasebook().in_part(text))}{found[3]}" if looks_french(text) else found[0]

    return _NAMED.sub(told, tag)
