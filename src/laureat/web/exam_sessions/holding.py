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
from laureat.web.exam_sessions.titled import Titled
from laureat.web.sealer import client, protocol
from laureat.web.titles.keys import house_did
from laureat.web.titles.models import Title


@dataclass(frozen=True)
class Form:
    """A file that carries a title, or all the titles of a holder."""

    suffix: str
    media: str
    label: Any
    make: Callable[[Titled, Title], bytes]
    whole: bool = False
    """It carries all the titles of the candidate, not one."""

    def made(self, titled: Titled, bloc: str) -> bytes:
        """The bytes. Raises Http404 where the decision gives no such title."""
        title = titled.record() if self.whole else titled.title(bloc or "diplome")
        if title is None:
            raise Http404
        return self.make(titled, title)


def _image(titled: Titled, title: Title) -> tuple[str, str, str]:
    """What the image of a badge shows."""
    numero = str(titled.context.fiche["numero"])
    words = {"diplome": "Certification", "releve": "Releve"}
    code = numero if title.kind in words else f"{numero} {title.kind.removeprefix(numero)}"
    return words.get(title.kind, "Bloc"), code, titled.context.session


def _json(_titled: Titled, title: Title) -> bytes:
    return title.document.encode()


def _png(titled: Titled, title: Title) -> bytes:
    return bake(badge.draw(*_image(titled, title)), title.document)


def _svg(titled: Titled, title: Title) -> bytes:
    return bake_svg(badge.draw_svg(*_image(titled, title)), title.document)


def _jwt(_titled: Titled, title: Title) -> bytes:
    try:
        return str(client.ask(protocol.TitleToken(title.identifier))).encode()
    except client.Unknown:
        raise Http404 from None


FORMS = {
    "titre": Form(".json", "application/vc+ld+json", _("Titre signé (Open Badges 3.0, JSON)"), _json),
    "badge": Form(".png", "image/png", _("Badge à montrer (PNG)"), _png),
    "badge-svg": Form(".svg", "image/svg+xml", _("Badge à montrer (SVG)"), _svg),
    "jeton": Form(".jwt", "application/vc+jwt", _("Titre signé (VC-JWT)"), _jwt),
    "dossier": Form(".json", "application/vc+ld+json", _("Tous vos titres en un dossier (CLR 2.0)"), _json, whole=True),
}


def link(title: Title) -> str:
    """The address that the holder opened; empty while it is closed."""
    return f"{settings.SITE or '/'}partage/{title.share}/" if title.share else ""


def linkedin(titled: Titled, title: Title) -> str:
    """The address by which LinkedIn adds a certification to a profile; empty without an address to give it."""
    if not title.share or not settings.SITE:
        return ""
    issued = titled.context.issued
    told = {
        "startTask": "CERTIFICATION_NAME",
        "name": titled.name_of(title.kind),
        "organizationName": titled.issuance().issuer.name,
        "issueYear": issued.year,
        "issueMonth": issued.month,
        "certUrl": link(title),
        "certId": title.identifier,
    }
    return f"https://www.linkedin.com/profile/add?{urlencode(told)}"


def context(titled: Titled) -> dict[str, Any]:
    """What the holder's page is made from: the titles, and the forms that they are taken in."""
    return {"titles": _shown(titled), "forms": FORMS}


def _shown(titled: Titled) -> list[dict[str, Any]]:
    """The titles of someone as the holder's page shows them: nothing is signed to show them."""
    known, house = titled.live(), house_did()
    rows = []
    for draft in titled.drafts():
        title = known.get((draft.kind, draft.digest))
        rows.append(
            {
                "kind": draft.kind,
                "bloc": "" if draft.kind == "diplome" else draft.kind,
                "name": titled.name_of(draft.kind),
                "link": link(title) if title else "",
                "linkedin": linkedin(titled, title) if title else "",
                "wallet": bool(settings.SITE) and (title is None or title.issuer == house),
            }
        )
    return rows
