"""Is this credential authentic, from whom, and in force? The signature first, then the issuer, dates and status.

Nothing is fetched: the keys come from the verifier's own list, the status lists from where they were given. Whatever
cannot be decided is said to be undecidable, never taken for valid.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from laureat.credentials import proof
from laureat.credentials.canonical import NotSigned, TooComplex, Unsupported, check_bounds, parse_json
from laureat.credentials.issuer import MOCK, identity_hash
from laureat.credentials.keys import public_from_multikey
from laureat.credentials.trust import TrustedKey, TrustList
from laureat.credentials.verdict import Attested, Reason, Verdict
from laureat.vocabulary.french import short_date, with_comma

FindList = Callable[[str], bytes | None]
"""From the address of a status list to its content, or None where it was not given."""

FindDocument = Callable[[str], Mapping[str, Any] | None]
"""From a ``did:web`` to the DID document found beside the credential: good for a signature, never for trust."""


CREDENTIAL = "titre numérique (Open Badges 3.0)"


class Refused(Exception):
    """A check that fails, with its own reason."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(detail or reason.label)


@dataclass(frozen=True)
class Verifier:
    """Whom the verifier believes, where status lists are, and what time it is."""

    trust: TrustList
    now: datetime
    find_list: FindList = lambda _address: None
    find_document: FindDocument = lambda _did: None
    born: str = ""
    """A date of birth (JJ/MM/AAAA) that the holder shows, to compare with the signed hash."""

    def verify(self, content: bytes | str) -> Verdict:
        """The verdict on a credential in JSON."""
        document: dict[str, Any] = {}
        try:
            document = parse_json(content)
            check_bounds(document)
            if "VerifiableCredential" not in as_list(document.get("type")):
                raise Refused(Reason.ILLISIBLE, "ce n'est pas un titre vérifiable (Verifiable Credential)")
            self._check_signature(document)
            self._check_issuer(document)
            self._check_dates(document)
            self._check_status(document)
        except (Refused, Unsupported) as error:
            reason, detail = reason_of(error)
            shown = reason.exit_code in range(4, 10)
            attested = read_attested(document) if shown else None
            return Verdict(reason, detail, attested, self._issuer_name(document), CREDENTIAL)
        attested = read_attested(document)
        verdict = Verdict(Reason.AUTHENTIQUE, "", attested, self._issuer_name(document), CREDENTIAL)
        return replace(verdict, notes=tuple(self._notes(document, verdict)))

    def _check_signature(self, document: Mapping[str, Any]) -> None:
        try:
            signature = proof.the_proof(document)
            key = self._key(issuer_of(document), signature["verificationMethod"])
            proof.verify(document, key.public)
        except proof.ProofMissing as error:
            raise Refused(Reason.SANS_PREUVE, str(error)) from None
        except proof.ProofInvalid as error:
            raise Refused(Reason.ALTERE, str(error)) from None
        created = _instant(signature.get("created"))
        if key.revoked or (key.until is not None and (created is None or created.date() > key.until)):
            raise Refused(Reason.CLE_REVOQUEE, signature["verificationMethod"])
        expires = signature.get("expires")
        if expires is not None and (_instant(expires) or self.now) <= self.now:
            raise Refused(Reason.EXPIRE, f"la preuve a expiré ({expires})")

    def _key(self, issuer: str, method: str) -> TrustedKey:
        """The key that must have signed: of the trust list, of the DID itself, or of the DID document given beside."""
        did, _, fragment = method.partition("#")
        if did != issuer:
            raise Refused(Reason.MAUVAISE_CLE, f"la clé est celle de {did}, le titre dit {issuer}")
        trusted = self.trust.issuers.get(issuer)
        if trusted is not None and method in trusted.keys:
            return trusted.keys[method]
        if issuer.startswith("did:key:"):
            multikey = issuer.removeprefix("did:key:")
            if fragment not in ("", multikey):
                raise Refused(Reason.MAUVAISE_CLE, method)
            return TrustedKey(_public(multikey))
        if trusted is not None:
            raise Refused(Reason.MAUVAISE_CLE, f"votre liste ne connaît pas la clé {method}")
        beside = self.find_document(issuer) or {}
        for each in as_list(beside.get("verificationMethod")):
            if isinstance(each, dict) and each.get("id") == method:
                return TrustedKey(_public(str(each.get("publicKeyMultibase", ""))))
        raise Refused(Reason.CLE_INTROUVABLE, method)

    def _check_issuer(self, document: Mapping[str, Any]) -> None:
        issuer = issuer_of(document)
        if issuer not in self.trust.issuers:
            raise Refused(Reason.EMETTEUR_INCONNU, f"{issuer} n'est pas dans votre liste de confiance")

    def _check_dates(self, document: Mapping[str, Any]) -> None:
        for term, reason in (("validFrom", Reason.PAS_ENCORE_VALIDE), ("validUntil", Reason.EXPIRE)):
            text = document.get(term)
            moment = _instant(text)
            if text is not None and moment is None:
                raise Refused(reason, f"{term} illisible : {text}")
            if moment and (moment > self.now if term == "validFrom" else moment <= self.now):
                raise Refused(reason, f"{'à partir du' if term == 'validFrom' else 'depuis le'} {short_date(moment)}")

    def _check_status(self, document: Mapping[str, Any]) -> None:
        """Fail closed: every entry must be read in a list that the same issuer signed and that is still fresh."""
        found: list[Reason] = []
        for entry in as_list(document.get("credentialStatus")):
            if not isinstance(entry, dict) or as_list(entry.get("type")) != ["BitstringStatusListEntry"]:
                raise Refused(Reason.STATUT_ABSENT, "mode de statut inconnu")
            purpose, address = entry.get("statusPurpose"), entry.get("statusListCredential")
            if purpose not in ("revocation", "suspension") or not isinstance(address, str):
                raise Refused(Reason.STATUT_ABSENT, f"objet de statut inconnu : {purpose}")
            if entry.get("statusSize", 1) != 1 or not re.fullmatch(r"\d{1,9}", str(entry.get("statusListIndex", ""))):
                raise Refused(Reason.STATUT_ABSENT, "indice de statut illisible")
            if self._bit(address, purpose, issuer_of(document), int(str(entry["statusListIndex"]))):
                found.append(Reason.REVOQUE if purpose == "revocation" else Reason.SUSPENDU)
        if found:
            raise Refused(min(found, key=lambda reason: reason.exit_code))

    def _bit(self, address: str, purpose: str, issuer: str, index: int) -> bool:
        content = self.find_list(address)
        if content is None:
            raise Refused(Reason.STATUT_ABSENT, f"liste {address}")
        try:
            listed = parse_json(content)
            if issuer_of(listed) != issuer:
                raise Refused(Reason.STATUT_ALTERE, f"la liste est de {issuer_of(listed)}, le titre de {issuer}")
            self._check_signature(listed)
        except (Refused, Unsupported) as error:
            raise Refused(Reason.STATUT_ALTERE, f"liste {address} : {reason_of(error)[1] or error}") from None
        subject = listed.get("credentialSubject")
        if (
            listed.get("id") != address
            or "BitstringStatusListCredential" not in as_list(listed.get("type"))
            or not isinstance(subject, dict)
            or as_list(subject.get("type")) != ["BitstringStatusList"]
            or subject.get("statusPurpose") != purpose
        ):
            raise Refused(Reason.STATUT_ALTERE, f"ce n'est pas la liste {address} ({purpose})")
        start, end = _instant(listed.get("validFrom")), _instant(listed.get("validUntil"))
        if start is None or end is None or not start <= self.now < end:
            raise Refused(Reason.STATUT_PERIME, f"valable du {listed.get('validFrom')} au {listed.get('validUntil')}")
        return _read_bit(subject.get("encodedList"), index)

    def _issuer_name(self, document: Mapping[str, Any]) -> str:
        did = issuer_of(document)
        if did in self.trust.issuers:
            return self.trust.issuers[did].name
        issuer = document.get("issuer")
        said = issuer.get("name") if isinstance(issuer, dict) else None
        return f"se présente comme « {said} » ({did})" if said else did

    def _notes(self, document: Mapping[str, Any], verdict: Verdict) -> list[str]:
        notes = []
        if str(document.get("name", "")).startswith(MOCK):
            notes.append("Essai à blanc : ce titre n'atteste rien.")
        if not as_list(document.get("credentialStatus")):
            notes.append("Ce titre ne porte pas de statut : sa révocation ne peut pas être connue.")
        if self.born and verdict.attested:
            hashes = [each for each in _identities(document) if each.get("hashed") is True]
            proved = any(
                identity_hash(verdict.attested.holder, self.born, str(each.get("salt"))) == each.get("identityHash")
                for each in hashes
            )
            said = "est bien celle" if proved else "N'EST PAS celle"
            notes.append(
                f"La date de naissance présentée ({self.born}) {said} du titulaire."
                if hashes
                else "Ce titre ne permet pas de vérifier une date de naissance."
            )
        return notes


def reason_of(error: Exception) -> tuple[Reason, str]:
    """The reason and the detail of a failed check."""
    if isinstance(error, Refused):
        return error.reason, error.detail
    if isinstance(error, TooComplex):
        return Reason.TROP_COMPLEXE, str(error)
    return (Reason.NON_SIGNE if isinstance(error, NotSigned) else Reason.ILLISIBLE), str(error)


def issuer_of(document: Mapping[str, Any]) -> str:
    """The DID of the issuer, given alone or in a profile."""
    issuer = document.get("issuer")
    return str(issuer.get("id", "")) if isinstance(issuer, dict) else str(issuer or "")


def as_list(value: Any) -> list[Any]:
    """A JSON-LD value as a list: absent is empty, alone is one."""
    return [] if value is None else value if isinstance(value, list) else [value]


def read_attested(document: Mapping[str, Any]) -> Attested:
    """What an Open Badges credential says, in words; whatever is missing is left empty."""
    subject = _object(document.get("credentialSubject"))
    achievement = _object(subject.get("achievement"))
    names = [each for each in _identities(document) if each.get("hashed") is False]
    narrative = str(subject.get("narrative", ""))
    mention = re.search(r", mention (.+)\.$", narrative)
    labels = {
        each.get("id"): str(each.get("name", ""))
        for each in map(_object, as_list(achievement.get("resultDescription")))
    }
    marks = tuple(
        (labels.get(each.get("resultDescription"), ""), with_comma(str(each.get("value", ""))))
        for each in map(_object, as_list(subject.get("result")))
    )
    blocs = {
        str(each.get("targetCode")): str(each.get("targetName", ""))
        for each in reversed(list(map(_object, as_list(achievement.get("alignment")))))
        if re.search(r"BC\d+$", str(each.get("targetCode", "")))
    }
    start = _instant(document.get("validFrom"))
    return Attested(
        title=str(document.get("name") or achievement.get("name") or ""),
        holder=", ".join(str(each.get("identityHash", "")) for each in names),
        session=str(subject.get("term", "")).removeprefix("session "),
        mention=mention[1] if mention else "",
        narrative=narrative,
        blocs=tuple(f"{each} – {name}" for each, name in sorted(blocs.items())),
        marks=marks,
        issued=short_date(start) if start else "",
        identifier=str(document.get("id", "")),
    )


def _identities(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [_object(each) for each in as_list(_object(document.get("credentialSubject")).get("identifier"))]


def _object(value: Any) -> Mapping[str, Any]:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, dict) else {}


def _public(multikey: str) -> Ed25519PublicKey:
    try:
        return public_from_multikey(multikey)
    except ValueError as error:
        raise Refused(Reason.CLE_INTROUVABLE, str(error)) from None


def _read_bit(encoded: Any, index: int) -> bool:
    from openbadgeslib.ob3.status import decode_encoded_list
    from openbadgeslib.ob3.verifier import OB3VerificationError

    try:
        bits: bytes = decode_encoded_list(encoded)
    except (ValueError, OB3VerificationError):
        raise Refused(Reason.STATUT_ABSENT, "la liste de statuts est illisible") from None
    if index >= len(bits) * 8:
        raise Refused(Reason.STATUT_ABSENT, "l'indice de statut est hors de la liste")
    return bool(bits[index // 8] & (0x80 >> index % 8))


def _instant(text: Any) -> datetime | None:
    """An XML Schema dateTime with its zone, or None."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
