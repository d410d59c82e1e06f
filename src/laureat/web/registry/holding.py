"""The forms in which a holder takes a title away, and what the page says of each title."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from laureat.credentials import badge
from laureat.credentials.baking import bake, bake_svg
from laureat.web.exam_sessions.papers import Desk
from laureat.web.sealer import client, protocol
from laureat.web.titles import issuing
from laureat.web.titles.models import Title


@dataclass(frozen=True)
class Form:
    """A file that carries a title, or all the titles of a holder."""

    suffix: str
    media: str
    label: Any
    make: Callable[[Desk, str, Title], bytes]
    whole: bool = False
    """It carries all the titles of the candidate, not one."""

    def made(self, desk: Desk, candidate: str, bloc: str) -> bytes:
        """The bytes. Raises Http404 where the decision gives no such title."""
        title = desk.record(candidate) if self.whole else desk.title(candidate, bloc or "diplome")
        if title is None:
            raise Http404
        return self.make(desk, candidate, title)


def _image(desk: Desk, title: Title) -> tuple[str, str, str]:
    """What the image of a badge shows."""
    numero = desk.session.certification.numero
    words = {"diplome": "Certification", "releve": "Releve"}
    code = numero if title.kind in words else f"{numero} {title.kind.removeprefix(numero)}"
    return words.get(title.kind, "Bloc"), code, f"Session {desk.session.year}"


def _json(_desk: Desk, _candidate: str, title: Title) -> bytes:
    return title.document.encode()


def _png(desk: Desk, _candidate: str, title: Title) -> bytes:
    return bake(badge.draw(*_image(desk, title)), title.document)


def _svg(desk: Desk, _candidate: str, title: Title) -> bytes:
    return bake_svg(badge.draw_svg(*_image(desk, title)), title.document)


def _jwt(_desk: Desk, _candidate: str, title: Title) -> bytes:
    try:
        return str(client.ask(protocol.TitleToken(title.identifier))).encode()
    except client.Unknown:
        raise Http404 from None


FORMS = {
    "titre": Form(".json", "application/vc+ld+json", _("Titre signé (Open Badges 3.0, JSON)"), _json),
    "badge": Form(".png", "image/png", _("Badge à montrer (PNG)"), _png),
    "badge-svg": Form(".svg", "image/svg+xml", _("Badge à montrer (SVG)"), _svg),
    "jeton": Form(".jwt", "application/vc+jwt", _("Titre signé (VC-JWT)"), _jwt),
    "dossier": Form(
        ".json", "application/vc+ld+json", _("Relevé et titres en un dossier (CLR 2.0)"), _json, whole=True
    ),
}


def link(title: Title) -> str:
    """The address that the holder opened; empty while it is closed."""
    return f"{settings.SITE or '/'}partage/{title.share}/" if title.share else ""


def linkedin(desk: Desk, title: Title) -> str:
    """The address by which LinkedIn adds a certification to a profile; empty without an address to give it."""
    if not title.share or not settings.SITE:
        return ""
    issued = desk.context.issued
    told = {
        "startTask": "CERTIFICATION_NAME",
        "name": desk.title_of(title.candidate, title.kind),
        "organizationName": desk.context.infos["autorite"] or desk.context.certifier,
        "issueYear": issued.year,
        "issueMonth": issued.month,
        "certUrl": link(title),
        "certId": title.identifier,
    }
    return f"https://www.linkedin.com/profile/add?{urlencode(told)}"


def shown(desk: Desk, candidate: str) -> list[dict[str, Any]]:
    """The titles of a candidate as the holder's page shows them: nothing is signed to show them."""
    known = issuing.live(desk.session.log, candidate)
    rows = []
    for draft in desk.drafts(candidate):
        title = known.get((draft.kind, draft.digest))
        rows.append(
            {
                "kind": draft.kind,
                "bloc": "" if draft.kind == "diplome" else draft.kind,
                "name": desk.title_of(candidate, draft.kind),
                "link": link(title) if title else "",
                "linkedin": linkedin(desk, title) if title else "",
            }
        )
    return rows
