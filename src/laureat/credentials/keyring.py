"""The one answer to « with which key must this issuer have signed? ».

An issuer of the verifier's own list is known by that list alone: neither its DID nor a document found beside may add a
key to it, or bring a revoked one back under another name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from laureat.credentials.jose import unpacked
from laureat.credentials.keys import full_method
from laureat.credentials.moments import has_begun, instant
from laureat.credentials.public_keys import PublicKey, der, from_jwk, from_method, from_multikey
from laureat.credentials.strict_json import Unsupported, parse_json
from laureat.credentials.trust import TrustedKey, TrustList
from laureat.credentials.verdict import Reason, Refused
from laureat.vocabulary.french import short_date
from laureat.vocabulary.french.failures import plainly

FindDocument = Callable[[str], Mapping[str, Any] | None]
"""From a ``did:web`` to the DID document found beside the credential: good for a signature, never for trust."""

CLAIMED = "Clé retirée depuis : la date de cette signature n'est affirmée que par le signataire."


@dataclass(frozen=True)
class Keyring:
    """The keys of the issuers, as the verifier knows them."""

    trust: TrustList
    find_document: FindDocument

    def key(self, issuer: str, method: str) -> TrustedKey:
        """The key that this method names, for this issuer. Raises Refused (MAUVAISE_CLE, CLE_INTROUVABLE)."""
        method = full_method(method)
        did, _, fragment = method.partition("#")
        known = self.trust.issuers.get(issuer)
        if known is not None:
            if method not in known.keys:
                raise Refused(Reason.MAUVAISE_CLE, f"votre liste ne connaît pas à cet émetteur la clé {method}")
            return known.keys[method]
        if did.startswith("did:key:"):
            if fragment != did.removeprefix("did:key:"):
                raise Refused(Reason.MAUVAISE_CLE, method)
            return TrustedKey(_read(from_multikey, fragment))
        if did != issuer:
            raise Refused(Reason.MAUVAISE_CLE, f"la clé est celle de {did}, le titre dit {issuer}")
        if did.startswith("did:jwk:"):
            if fragment not in ("", "0"):  # it has one key, of this name
                raise Refused(Reason.MAUVAISE_CLE, method)
            return TrustedKey(_of_did_jwk(did))
        return self._of_document(issuer, method)

    def _of_document(self, issuer: str, method: str) -> TrustedKey:
        """A key that the DID document of an issuer describes, there or where it says with what it attests."""
        document, names = self.find_document(issuer) or {}, (method, f"#{method.partition('#')[2]}")
        described, attesting = (_listed(document.get(term)) for term in ("verificationMethod", "assertionMethod"))
        known = [each for each in (*described, *attesting) if isinstance(each, dict) and each.get("id") in names]
        if not known:
            raise Refused(Reason.CLE_INTROUVABLE, method)
        named = [each.get("id") if isinstance(each, dict) else each for each in attesting]
        if "assertionMethod" in document and not set(names) & set(map(str, named)):
            raise Refused(Reason.MAUVAISE_CLE, f"le document de l'émetteur ne dit pas que {method} atteste")
        return TrustedKey(_read(from_method, known[0]))

    def shown(self, issuer: str, public: PublicKey) -> TrustedKey:
        """A key that a token shows of itself: good if the list gives it to the issuer. Raises Refused."""
        known = self.trust.issuers.get(issuer)
        if known is None:
            raise Refused(Reason.CLE_INTROUVABLE, "le jeton seul affirme que sa clé est celle de l'émetteur")
        for each in known.keys.values():
            if der(each.public) == der(public):
                return each
        raise Refused(Reason.MAUVAISE_CLE, "votre liste ne connaît pas à cet émetteur la clé que montre le jeton")


def check_dates(key: TrustedKey, created: str, expires: str, now: datetime, since: datetime | None = None) -> bool:
    """Whether what a key signed is still believed, by the dates of its proof.

    True when the key was retired since, so that only its holder says when it signed. Raises Refused. A key's last day
    is believed to its end, in UTC; a proof is no longer at the very instant of its ``expires``, and is not before the
    day on which it says that it was made (``has_begun``): whoever dates a signature ahead, dates it at will.
    ``since``: when a status list begins; a key retired before could else tell of today, and date itself otherwise.
    """
    signed, until = instant(created), instant(expires)
    if (created and signed is None) or (expires and until is None):
        raise Refused(Reason.SANS_PREUVE, f"une date de la preuve est illisible : {created} {expires}".strip())
    if key.revoked or (key.until is not None and (signed is None or max(signed, since or signed).date() > key.until)):
        raise Refused(Reason.CLE_REVOQUEE, _last_day(key.until))
    if signed is not None and not has_begun(signed, now):
        raise Refused(Reason.PAS_ENCORE_VALIDE, f"la signature se dit d'un jour à venir, le {short_date(signed)}")
    if until is not None and until <= now:
        raise Refused(Reason.EXPIRE, f"la preuve a expiré le {short_date(until)}")
    return key.until is not None and now.date() > key.until


def _last_day(until: date | None) -> str:
    return f"clé retirée le {short_date(until)}" if until else ""


def _listed(told: Any) -> list[Any]:
    return told if isinstance(told, list) else [told]


def _of_did_jwk(did: str) -> PublicKey:
    """The key that a ``did:jwk`` is."""
    try:
        return _read(from_jwk, parse_json(unpacked(did.removeprefix("did:jwk:"))))
    except Unsupported as error:
        raise Refused(Reason.CLE_INTROUVABLE, str(error)) from None


def _read(how: Callable[[Any], PublicKey], told: Any) -> PublicKey:
    try:
        return how(told)
    except KeyError as error:
        raise Refused(Reason.CLE_INTROUVABLE, plainly(error)) from None
    except ValueError as error:
        raise Refused(Reason.CLE_INTROUVABLE, str(error)) from None
