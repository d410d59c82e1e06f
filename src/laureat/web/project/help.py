"""The guides, read from the pages they are about: one link on each page, to the guide of what one does there."""

import re
from itertools import count
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET
from markdown_it import MarkdownIt

from laureat.web.accounts.models import Role

FOLDER = Path(__file__).parent / "guides"
"""A link to the guides of the documentation, which is shipped as a folder."""
_ABOUT = (
    (r"premiers_pas|maison|session_ouvrir|fiche", "premiere-heure"),
    (r"jury$|vae_jury", "jury"),
    (r"deliberation|presence|pv", "salle-de-deliberation"),
    (r"suites|statistiques|retrait|retablir", "apres-publication"),
    (r"vae|mon_vae", "vae"),
    (r"grille", "evaluer-en-ccf"),
    (r"verifier|code|partage", "employeur"),
    (r"journal_maison", "temoin"),
)
"""An address → its guide, whoever looks; else the guide of the role."""
_OF_ROLE = {
    Role.EXAMENS: "service-des-examens",
    Role.ETABLISSEMENT: "etablissement",
    Role.JURY: "salle-de-deliberation",
    Role.CANDIDAT: "candidat",
}
_TABLE = '<div class="scroll" tabindex="0" role="region" aria-label="Tableau {}"><table>'
_LINK = re.compile(r'<a href="(?!https?:)([^"]*)">(.*?)</a>', re.DOTALL)
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)"[^>]*>')
_GUIDE = re.compile(r"(?:\.\./guides/)?([a-z-]+)\.md(?:#.*)?")


def guide_of(address: str, role: str | None) -> str:
    """The name of the guide of a page; a visitor reads that of whoever checks a document."""
    if role == Role.CANDIDAT:
        return _OF_ROLE[Role.CANDIDAT]
    found = next((guide for pattern, guide in _ABOUT if re.match(pattern, address)), "")
    return found or (_OF_ROLE[Role(role)] if role else "employeur")


def _names() -> set[str]:
    return {path.stem for path in FOLDER.glob("*.md")}


@require_GET
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """A guide, as a page; what it points to outside the guides is told without a link."""
    if name not in _names():
        raise Http404
    told = MarkdownIt("commonmark", {"html": False}).enable("table").render((FOLDER / f"{name}.md").read_text("utf-8"))
    told = _LINK.sub(_within, _IMAGE.sub(r"<em>\1</em>", told))
    rank = count(1)
    told = re.sub("<table>", lambda _found: _TABLE.format(next(rank)), told).replace("</table>", "</table></div>")
    title = re.search(r"<h1>(.*?)</h1>", told)
    context = {"title": title[1] if title else name, "guide_text": mark_safe(told)}
    return render(request, "aide.html", context)


def _within(found: re.Match[str]) -> str:
    named = _GUIDE.fullmatch(found[1])
    if named and named[1] in _names():
        return f'<a href="{reverse("aide", args=[named[1]])}">{found[2]}</a>'
    return found[2]
