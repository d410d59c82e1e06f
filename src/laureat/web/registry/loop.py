"""What a verifier who knows nothing of us needs, at the addresses that the titles name: keys, lists, descriptions."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from laureat.credentials.claims import Claim
from laureat.credentials.contexts import CONTEXTS, OB
from laureat.credentials.issuer import Issuance
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.rules import rules_at
from laureat.web.registry.verification import house_name
from laureat.web.titles import keys, lists

JSON_LD = "application/ld+json"
FRESH = "public, max-age=30"
"""A revocation is seen within half a minute, whatever stands between."""


def _open(content: bytes | dict[str, Any], media: str) -> HttpResponse:
    """An answer that any program may read, from any site."""
    data = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    return HttpResponse(data, media, headers={"Access-Control-Allow-Origin": "*", "Cache-Control": FRESH})


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """The keys of the house, past ones too."""
    if not settings.SITE:
        raise Http404
    return _open(keys.house_document(), "application/did+json")


@require_safe
def status_list(request: HttpRequest, purpose: str, number: int) -> HttpResponse:
    """A status list, as it stands now."""
    content = lists.signed(purpose, number - 1) if number else b""
    if not content:
        raise Http404
    return _open(content, "application/vc+ld+json")


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """The issuer, as an Open Badges profile."""
    return _open({"@context": [OB], **keys.issuer(house_name()).profile()}, JSON_LD)


@require_safe
def achievement(request: HttpRequest, numero: str, bloc: str = "") -> HttpResponse:
    """What is obtained: a certification, or one of its blocks."""
    found = get_object_or_404(Certification, numero=numero)
    codes = {each["code"] for each in found.sheet.get("blocs") or []}
    if bloc not in {"", "releve", *codes}:
        raise Http404
    law = rules_at(found, found.sheet.get("premiere_session") or date.today().year)
    issuance = Issuance(
        keys.issuer(house_name()),
        found.sheet,
        date.today().year,
        date.today(),
        dict(law.reglement.options),
        words=law.reglement.famille.papiers,
        avis=law.reglement.avis,
        achievements=f"{settings.SITE}realisations/" if settings.SITE else "",
    )
    claim = Claim("bloc", bloc) if bloc in codes else Claim(bloc or "diplome")
    told = issuance.achievement(claim)
    return _open({"@context": [OB], **told}, JSON_LD)


@require_safe
def context(request: HttpRequest, rank: int) -> HttpResponse:
    """A copy of one of the contexts that our titles are read in."""
    addresses = list(CONTEXTS)
    if rank >= len(addresses):
        raise Http404
    return _open(dict(CONTEXTS[addresses[rank]]), JSON_LD)


@require_safe
def contexts(request: HttpRequest) -> HttpResponse:
    """The contexts, by their own address, and where their copies are."""
    return _open({address: f"{settings.SITE or '/'}contextes/{rank}" for rank, address in enumerate(CONTEXTS)}, JSON_LD)
