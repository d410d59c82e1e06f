"""The verifier's own list of the issuers that it believes: identifiers, keys, 2D-Doc certificates, seals.

It is a JSON file that the verifier chose; a file found beside a credential is never one.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.x509 import load_pem_x509_certificate

from laureat.credentials.keys import full_method, p256_from_pem, public_from_multikey
from laureat.credentials.public_keys import PublicKey, der, from_method
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french.failures import plainly
from laureat.vocabulary.json_text import read_json

FORMAT = "laureat-confiance-1"
_ENDS = frozenset({"jusquau", "revoquee"})
_OF_A_KEY = _ENDS | {"id", "type", "controller", "publicKeyMultibase", "publicKeyJwk"}
_OF_A_CODE = _ENDS | {"autorite", "certificat", "clePublique"}


@dataclass(frozen=True)
class TrustedKey:
    """A key of an issuer, and until when what it signed is believed."""

    public: PublicKey
    until: date | None = None
    """Retired that day: what it signed before stays believed."""
    revoked: bool = False
    """Compromised: nothing that it signed is believed, whatever its date."""


@dataclass(frozen=True)
class PastKey:
    """A key of an issuer, present or past, in texts alone: a history keeps it, and another process can be handed it."""

    multikey: str
    since: str
    until: str = ""
    """Its last day; empty for the key that signs now."""
    revoked: bool = False
    """Compromised: nothing that it signed is believed."""

    def as_json(self) -> dict[str, Any]:
        """As the history keeps it."""
        told: dict[str, Any] = {"cle": self.multikey, "depuis": self.since}
        return told | ({"jusquau": self.until} if self.until else {}) | ({"revoquee": True} if self.revoked else {})

    @property
    def trusted(self) -> TrustedKey:
        """As a verifier believes it."""
        until = date.fromisoformat(self.until) if self.until else None
        return TrustedKey(public_from_multikey(self.multikey), until, self.revoked)


@dataclass(frozen=True)
class TrustedIssuer:
    """An issuer that the verifier believes."""

    did: str
    name: str
    keys: Mapping[str, TrustedKey] = field(default_factory=dict)
    """By verification method: ``did:web:…#z6Mk…``."""
    deuxdoc: Mapping[tuple[str, str], tuple[TrustedKey, ...]] = field(default_factory=dict)
    """By authority and certificate of the 2D-Doc header, all of P-256: a house may have renewed its key under both."""
    seals: tuple["Seal", ...] = ()
    """Whose seal on a PDF is this issuer's."""


@dataclass(frozen=True)
class Seal:
    """A seal that is believed: the very certificate that seals, or any of this subject that this authority issued."""

    certificate: str
    """PEM, of the seal itself or, with a subject, of its authority."""
    subject: str = ""
    """« CN=Rectorat de Lyon,O=Académie de Lyon,C=FR » (RFC 4514), in any order; empty for the seal itself."""


@dataclass(frozen=True)
class TrustList:
    """The issuers believed, by DID."""

    issuers: Mapping[str, TrustedIssuer] = field(default_factory=dict)
    official: frozenset[str] = frozenset()
    """The 2D-Doc authorities of the official list, as the verifier knows it; a code of any other is a specimen."""
    hours: tuple[str, ...] = ()
    """The authorities whose time-stamps are believed: PEM, of the authority or of the certificate that stamps."""

    def deuxdoc(self, authority: str, certificate: str) -> list[tuple[TrustedIssuer, TrustedKey]]:
        """Who signs 2D-Docs under this authority and certificate, and with which keys."""
        named = (authority, certificate)
        return [(issuer, key) for issuer in self.issuers.values() for key in issuer.deuxdoc.get(named, ())]


def read_trust(path: Path) -> TrustList:
    """Read a trust list. Raises InvalidInput, which names the entry at fault."""
    try:
        data = read_json(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InvalidInput([f"{path} : liste de confiance illisible : {plainly(error)}"]) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise InvalidInput([f'{path} : une liste de confiance porte « "format": "{FORMAT}" »'])
    entries, official = data.get("emetteurs", []), data.get("autorites_2ddoc", [])
    hours = data.get("horodatages", [])
    for name, told in (("emetteurs", entries), ("autorites_2ddoc", official), ("horodatages", hours)):
        if not isinstance(told, list):
            raise InvalidInput([f"{path} : « {name} » est une liste, entre crochets"])
    issuers: dict[str, TrustedIssuer] = {}
    for number, entry in enumerate(entries, start=1):
        try:
            issuer = _issuer(entry)
        except ValueError as wrong:
            raise InvalidInput([f"{path}, émetteur n° {number} : {wrong}"]) from None
        except (KeyError, TypeError, AttributeError) as error:
            raise InvalidInput([f"{path}, émetteur n° {number} : {plainly(error)}"]) from None
        if issuer.did in issuers:
            earlier = list(issuers).index(issuer.did) + 1
            raise InvalidInput(
                [f"{path}, émetteur n° {number} : {issuer.did} est déjà le n° {earlier} ; réunir leurs clés en un seul"]
            )
        issuers[issuer.did] = issuer
    for number, pem in enumerate(hours, start=1):
        if not _is_certificate(str(pem)):
            raise InvalidInput([f"{path}, horodatage n° {number} : un certificat PEM est attendu"])
    return TrustList(issuers, frozenset(map(str, official)), tuple(map(str, hours)))


def write_entry(
    did: str,
    name: str,
    keys: Mapping[str, str],
    deuxdoc: Mapping[tuple[str, str], str] | None = None,
    seals: Iterable[Seal] = (),
) -> dict[str, Any]:
    """A trust list that believes one issuer: ``keys`` are Multikeys by identifier, 2D-Doc keys PEM text."""
    entry: dict[str, Any] = {
        "id": did,
        "nom": name,
        "cles": [{"id": key_id, "publicKeyMultibase": key} for key_id, key in keys.items()],
    }
    if deuxdoc:
        entry["deuxdoc"] = [
            {"autorite": authority, "certificat": certificate, "clePublique": pem}
            for (authority, certificate), pem in deuxdoc.items()
        ]
    if told := [_write_seal(seal) for seal in seals]:
        entry["cachets"] = told
    return {"format": FORMAT, "emetteurs": [entry]}


def _issuer(entry: Mapping[str, Any]) -> TrustedIssuer:
    keys = {full_method(str(key["id"])): _key(key, from_method, _OF_A_KEY) for key in entry.get("cles", [])}
    deuxdoc: dict[tuple[str, str], tuple[TrustedKey, ...]] = {}
    for each in entry.get("deuxdoc", []):
        named = (str(each["autorite"]), str(each["certificat"]))
        deuxdoc[named] = (*deuxdoc.get(named, ()), _deuxdoc_key(each))
    every = [*keys.values(), *(key for several in deuxdoc.values() for key in several)]
    revoked = {der(key.public) for key in every if key.revoked}

    def judged(key: TrustedKey) -> TrustedKey:
        return replace(key, revoked=der(key.public) in revoked)  # under whatever name

    keys = {name: judged(key) for name, key in keys.items()}
    deuxdoc = {named: tuple(map(judged, several)) for named, several in deuxdoc.items()}
    seals = tuple(map(_seal, entry.get("cachets", [])))
    return TrustedIssuer(str(entry["id"]), str(entry["nom"]), keys, deuxdoc, seals)


def _key(entry: Mapping[str, Any], read: Callable[[Mapping[str, Any]], PublicKey], terms: frozenset[str]) -> TrustedKey:
    """A key and its end. Raises ValueError for what it does not know: a revocation misspelt would pass for none."""
    if unknown := sorted(set(entry) - terms):
        raise ValueError(f"« {unknown[0]} » n'est pas un mot d'une clé ; attendus : {', '.join(sorted(terms))}")
    revoked = entry.get("revoquee", False)
    if not isinstance(revoked, bool):
        raise ValueError("« revoquee » vaut true ou false, sans guillemets")
    until = _day(entry["jusquau"]) if entry.get("jusquau") is not None else None
    return TrustedKey(read(entry), until, revoked)


def _deuxdoc_key(entry: Mapping[str, Any]) -> TrustedKey:
    """The key of 2D-Docs; one that a certificate gives ends with it."""
    pem = str(entry["clePublique"])
    key = _key(entry, lambda _entry: p256_from_pem(pem), _OF_A_CODE)
    if not _is_certificate(pem):
        return key
    end = load_pem_x509_certificate(pem.encode()).not_valid_after_utc.date()
    return replace(key, until=min(end, key.until or end))


def _seal(entry: Any) -> Seal:
    """A PEM certificate, or ``{"autorite": PEM, "sujet": "CN=…,O=…,C=FR"}``."""
    seal = Seal(str(entry["autorite"]), str(entry["sujet"])) if isinstance(entry, dict) else Seal(str(entry))
    if not _is_certificate(seal.certificate):
        raise ValueError("un cachet est un certificat PEM ; ce texte n'en est pas un")
    if isinstance(entry, dict) and not _names(seal.subject):
        raise ValueError("un cachet désigné par son autorité demande le sujet de son certificat (CN=…,O=…,C=FR)")
    return seal


def _is_certificate(pem: str) -> bool:
    try:
        load_pem_x509_certificate(pem.encode())
    except ValueError:
        return False
    return True


def _names(subject: str) -> bool:
    try:
        return bool(x509.Name.from_rfc4514_string(subject).rdns)
    except ValueError:
        return False


def _day(text: Any) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(text), re.ASCII):
            raise ValueError
        return date.fromisoformat(str(text))
    except ValueError:
        raise ValueError(f"« {text} » n'est pas une date ; attendu : AAAA-MM-JJ") from None


def _write_seal(seal: Seal) -> Any:
    return {"autorite": seal.certificate, "sujet": seal.subject} if seal.subject else seal.certificate
