"""Titles into wallets: OpenID for Verifiable Credential Issuance 1.0, pre-authorised code, SD-JWT VC.

The holder's page makes an offer: a code of one use, and six digits told apart that the wallet asks for. Nothing else
opens the door, and a code dies of ten minutes or of five wrong digits.
"""

import hashlib
import hmac
import json
import secrets
import time
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from laureat.credentials import es256, sdjwt
from laureat.credentials.strict_json import Unsupported, parse_json
from laureat.documents.codes import drawn
from laureat.vocabulary.french import plural
from laureat.web.accounts.limits import Limit
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.registry.codes import counted
from laureat.web.registry.share import own_title
from laureat.web.registry.verification import house_name
from laureat.web.sealer import client, protocol
from laureat.web.sealer.public import public_keys
from laureat.web.titles import keys, lists
from laureat.web.titles.models import Offer, Title

LIFE = timedelta(minutes=10)
TRIES = 5
GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
CONFIGURATION = "titre"
PROOF = "openid4vci-proof+jwt"
NONCES = "portefeuille"


def _site() -> str:
    """Our identifier as issuer. Raises Http404 where the house has no address: no wallet could come back to it."""
    if not settings.SITE:
        raise Http404
    return str(settings.SITE).rstrip("/")


def _digest(*secret: str) -> str:
    return hashlib.sha256("\x1f".join(secret).encode()).hexdigest()


def _told(content: dict[str, Any], status: int = 200) -> JsonResponse:
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
    return JsonResponse(content, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})


def _refused(error: str, why: str, status: int = 400) -> JsonResponse:
    response = _told({"error": error, "error_description": why}, status)
    if status == 401:
        response["WWW-Authenticate"] = f'Bearer error="{error}"'
    return response


# --------------------------------------------------------------------------------------------------------- metadata
@require_safe
def issuer_metadata(request: HttpRequest) -> HttpResponse:
    """``/.well-known/openid-credential-issuer``."""
    site = _site()
    display = [{"name": house_name(), "locale": "fr-FR"}]
    configuration = {
        "format": sdjwt.TYPE,
        "vct": f"{site}/vct/titre",
        "scope": CONFIGURATION,
        "cryptographic_binding_methods_supported": ["jwk"],
        "credential_signing_alg_values_supported": [es256.ALGORITHM],
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": [es256.ALGORITHM]}},
        "credential_metadata": {"display": [{"name": "Titre ou bloc de compétences", "locale": "fr-FR"}]},
    }
    told = {
        "credential_issuer": site,
        "credential_endpoint": f"{site}/portefeuille/titre",
        "nonce_endpoint": f"{site}/portefeuille/nonce",
        "display": display,
        "credential_configurations_supported": {CONFIGURATION: configuration},
    }
    return _told(told)


@require_safe
def server_metadata(request: HttpRequest) -> HttpResponse:
    """``/.well-known/oauth-authorization-server``."""
    site = _site()
    told = {
        "issuer": site,
        "token_endpoint": f"{site}/portefeuille/jeton",
        "grant_types_supported": [GRANT],
        "response_types_supported": [],
        "token_endpoint_auth_methods_supported": ["none"],
        "pre-authorized_grant_anonymous_access_supported": True,
    }
    return _told(told)


@require_safe
def vc_issuer(request: HttpRequest) -> HttpResponse:
    """``/.well-known/jwt-vc-issuer``: the key of what wallets hold."""
    return _told({"issuer": _site(), "jwks": {"keys": [es256.jwk_of(public_keys().wallet_key)]}})


@require_safe
def title_type(request: HttpRequest) -> HttpResponse:
    """The type of our titles (SD-JWT VC Type Metadata)."""
    site = _site()
    always = ("intitule", "fiche", "session", "emetteur")
    chosen = ("nom", "nom_usage", "prenom", "date_naissance", "mention", "decision", "notes")
    claims = [{"path": [name], "sd": "never"} for name in always]
    claims += [{"path": [name], "sd": "allowed" if name == "notes" else "always"} for name in chosen]
    told = {"vct": f"{site}/vct/titre", "name": "Titre ou bloc de compétences", "claims": claims}
    return _told(told)


@require_safe
def status_token(request: HttpRequest, number: int) -> HttpResponse:
    """A Token Status List, from the same rows as the other lists."""
    did = keys.house_did()
    if not _site() or not 0 < number <= max(lists.count(did), 1):
        raise Http404
    token = client.ask(protocol.WalletStatusList(number - 1))
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=30"}
    return HttpResponse(token, f"application/{sdjwt.STATUS_TYPE}", headers=headers)


# ---------------------------------------------------------------------------------------------------------- the offer
@require_POST
def offer(request: SignedIn, pk: uuid.UUID, vae: bool = False) -> HttpResponse:
    """Offer one's title to one's wallet: a square to photograph, and six digits."""
    site, title = settings.SITE.rstrip("/"), own_title(request, pk, vae)
    if title is None or not site or not title.in_force or title.issuer != keys.house_did():
        why = _("Il n'est pas en vigueur.")
        if title is not None and title.in_force:
            why = _("Il a été signé avant que ce service ait son adresse : un portefeuille ne saurait pas le vérifier.")
        refused = {"heading": _("Ce titre ne peut pas être ajouté"), "reasons": [why]}
        return render(request, "_message.html", refused, status=409)
    code, pin = secrets.token_urlsafe(32), f"{secrets.randbelow(1_000_000):06}"
    Offer.objects.filter(until__lt=timezone.now() - LIFE).delete()
    until = timezone.now() + LIFE
    Offer.objects.create(title=title, code=_digest(code), pin=_digest(code, pin), until=until)
    asked = {
        "input_mode": "numeric",
        "length": 6,
        "description": "Les six chiffres affichés sur la page de votre dossier",
    }
    told = {
        "credential_issuer": site,
        "credential_configuration_ids": [CONFIGURATION],
        "grants": {GRANT: {"pre-authorized_code": code, "tx_code": asked}},
    }
    address = f"openid-credential-offer://?{urlencode({'credential_offer': json.dumps(told, ensure_ascii=False)})}"
    context = {
        "back": reverse("mon_vae" if vae else "mon_dossier_session", args=[pk]),
        "address": address,
        "drawn": drawn(address),
        "pin": pin,
        "minutes": plural(LIFE.seconds // 60, "minute"),
    }
    return render(request, "candidat/portefeuille.html", context)


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A code and its six digits give an access token, once."""
    _site()
    counted(request)
    if request.POST.get("grant_type") != GRANT:
        return _refused("unsupported_grant_type", "seul le code pré-autorisé est accepté")
    code, pin = request.POST.get("pre-authorized_code", ""), request.POST.get("tx_code", "")
    usable = Offer.objects.filter(code=_digest(code), token=None, until__gt=timezone.now(), tries__lt=TRIES)
    if not usable.update(tries=F("tries") + 1):
        return _refused("invalid_grant", "code inconnu, périmé ou déjà utilisé")
    found = Offer.objects.get(code=_digest(code))
    if not hmac.compare_digest(found.pin, _digest(code, pin)):
        return _refused("invalid_grant", "les six chiffres ne sont pas ceux de cette offre")
    access = secrets.token_urlsafe(32)
    if not Offer.objects.filter(pk=found.pk, token=None).update(token=_digest(access), until=timezone.now() + LIFE):
        return _refused("invalid_grant", "code déjà utilisé")
    return _told({"access_token": access, "token_type": "Bearer", "expires_in": LIFE.seconds})


@csrf_exempt
@require_POST
def nonce(request: HttpRequest) -> HttpResponse:
    """What the wallet signs, to prove that it holds its key now."""
    _site()
    return _told({"c_nonce": signing.dumps(secrets.token_urlsafe(8), salt=NONCES)})


@csrf_exempt
@require_POST
def credential(request: HttpRequest) -> HttpResponse:
    """The title, bound to the key that the wallet proves to hold; once for an offer."""
    site = _site()
    counted(request)
    scheme, _space, access = request.headers.get("Authorization", "").partition(" ")
    known = Offer.objects.filter(token=_digest(access), taken=False, until__gt=timezone.now())
    found = known.select_related("title").first() if scheme.lower() == "bearer" and access else None
    if found is None:
        return _refused("invalid_token", "jeton inconnu, périmé ou déjà utilisé", 401)
    try:
        asked = parse_json(request.body)
        holder = _holder(asked, site)
    except (Unsupported, _Unproved) as error:
        kind = error.kind if isinstance(error, _Unproved) else "invalid_credential_request"
        return _refused(kind, str(error))
    try:
        made = _made(found.title, holder)
    except Http404:
        return _refused("credential_request_denied", "ce titre n'est pas en vigueur", 403)
    if not known.filter(pk=found.pk).update(taken=True):
        return _refused("invalid_token", "jeton déjà utilisé", 401)
    return _told({"credentials": [{"credential": made}]})


class _Unproved(Exception):
    """The wallet did not prove that it holds a key."""

    def __init__(self, kind: str, why: str) -> None:
        self.kind = kind
        super().__init__(why)


def _holder(asked: dict[str, Any], site: str) -> dict[str, Any]:
    """The public key that the wallet proves to hold. Raises _Unproved, Unsupported."""
    if asked.get("credential_configuration_id") != CONFIGURATION:
        raise _Unproved("unknown_credential_configuration", f"seule la configuration « {CONFIGURATION} » est offerte")
    proofs = asked.get("proofs")
    tokens = proofs.get("jwt") if isinstance(proofs, dict) and len(proofs) == 1 else None
    if not isinstance(tokens, list) or len(tokens) != 1 or not isinstance(tokens[0], str):
        raise _Unproved("invalid_proof", "une preuve, et une seule, de la sorte « jwt » est attendue")
    try:
        header, payload = es256.verified(tokens[0])
    except Unsupported as error:
        raise _Unproved("invalid_proof", str(error)) from None
    said = payload.get("iat")
    fresh = isinstance(said, int | float) and abs(time.time() - said) < LIFE.seconds
    if header.get("typ") != PROOF or payload.get("aud") != site or not fresh:
        raise _Unproved("invalid_proof", "la preuve n'est pas pour ce service, ou n'est pas d'aujourd'hui")
    nonce = str(payload.get("nonce", ""))
    try:
        signing.loads(nonce, salt=NONCES, max_age=LIFE)
    except signing.BadSignature:
        raise _Unproved("invalid_nonce", "redemandez un nonce") from None
    if not Limit(NONCES, 1, LIFE).take(_digest(nonce)):
        raise _Unproved("invalid_nonce", "ce nonce a déjà servi : redemandez-en un")
    jwk: dict[str, Any] = header["jwk"]
    return jwk


def _made(title: Title, holder: dict[str, Any]) -> str:
    """A title in force, for a wallet. Raises Http404 where the facts prove it no more."""
    try:
        return str(client.ask(protocol.WalletTitle(title.identifier, holder["x"], holder["y"])))
    except client.Unknown:
        raise Http404 from None
