"""What a person signs to approve a procès-verbal, with a passkey kept for that: the challenge, and how it is checked.

Pure: ``fido2`` verifies what is in the facts, as it did when they were recorded. Bytes stand in facts as base64url
without padding (WebAuthn level 3, §5.8.1). The commands, the readings, the audit and the sealer all come here.
"""

import hashlib
import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from laureat.records import facts as f
from laureat.session.framework import Act, Refused
from laureat.vocabulary import base64url

if TYPE_CHECKING:  # loaded where it serves: the command line starts without it
    from fido2.server import Fido2Server

APPROVAL = "laureat.approbation.1"
ENROLMENT = "laureat.cle-approbation.1"
"""The domains of the challenges: what is signed for one thing says nothing of another."""
LONGEST = 8192
"""Characters of a field: far more than an authenticator gives."""
MALFORMED: tuple[type[Exception], ...] = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    NotImplementedError,
)
MALFORMED += (struct.error, RecursionError, OverflowError)
"""What ``fido2`` raises for what is no answer of an authenticator."""
REASONS = {
    "Incorrect type in CollectedClientData.": "elle ne vient pas de l'acte demandé",
    "Invalid origin in CollectedClientData.": "elle vient d'une autre adresse que celle de la clé",
    "Wrong challenge in response.": "elle porte sur autre chose que ce procès-verbal tel qu'il est : rechargez la page",
    "Wrong RP ID hash in response.": "elle est faite pour un autre site",
    "User Present flag not set.": "personne n'a touché la clé",
    "User verification required, but user verified flag not set.": "la clé n'a pas vérifié son titulaire (code ou "
    "empreinte)",
    "Invalid signature.": "elle n'est pas de cette clé",
    "Unknown credential ID.": "elle n'est pas de cette clé",
}
"""In French, what ``fido2`` has against an answer."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """What an authenticator answers when its holder approves, with the public key that verifies it."""

    credential: str
    """Its identifier."""
    public: str
    """COSE key (RFC 9052)."""
    client_data: str
    authenticator_data: str
    signature: str

    @classmethod
    def of(cls, fact: f.PvApproved) -> "Assertion | None":
        """That of an approval; None for one without a key."""
        told = (fact.credential, fact.public, fact.client_data, fact.authenticator_data, fact.signature)
        return cls(*told) if any(told) else None


@dataclass(frozen=True, slots=True)
class ApprovalKey:
    """A key kept for approvals, as the facts of the house say it."""

    account: str
    public: str
    origin: str
    """The only address at which it signs: ``https://examens.exemple.fr``."""
    counter: int
    """That of the authenticator when it was enrolled; 0 where it has none."""
    enrolled_at: str
    confirmed_at: str = ""
    """Empty while no second person has confirmed it."""
    confirmed_by: str = ""
    ended_at: str = ""
    """Since when it counts no more: revoked, replaced, or its account closed. Empty while it does."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public key, in hexadecimal."""
        return fingerprint(self.public)

    @property
    def waits(self) -> bool:
        """A second person has still to confirm it."""
        return not self.confirmed_at and not self.ended_at

    @property
    def stands(self) -> bool:
        """It serves today."""
        return bool(self.confirmed_at) and not self.ended_at


NOT_YOURS = "Cette clé est celle d'une autre personne : approuvez avec la vôtre."
Keys = Callable[[str], ApprovalKey | None]
"""From the identifier of a credential to the key that the house knows under it."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What an authenticator says of the key that it just made."""

    credential: str
    public: str
    counter: int


def challenge(log: str, deliberation: int, round: str, juror: str, content: str) -> bytes:
    """What is signed to approve: this procès-verbal, as it stands (``content``: its hash), by the holder of a seat."""
    return _hash(APPROVAL, log, str(deliberation), round, juror, content)


def enrolment_challenge(log: str, account: str) -> bytes:
    """What a new key answers: it is made for approvals, by that account of that house."""
    return _hash(ENROLMENT, log, account)


def _hash(*parts: str) -> bytes:
    return hashlib.sha256("\n".join(parts).encode()).digest()


def fingerprint(public: str) -> str:
    """SHA-256 of a public key as it stands in facts, in hexadecimal; empty for none, or for what is no key."""
    try:
        return hashlib.sha256(decoded(public)).hexdigest() if public else ""
    except ValueError:
        return ""


def read_enrolment(origin: str, asked: bytes, client_data: str, attestation: str) -> Enrolled:
    """The key that an authenticator made in answer to this challenge. Raises Refused, saying what is wrong.

    No attestation is asked: who made the authenticator proves nothing of who holds it, a second person does.
    """
    from fido2.webauthn import AttestationObject, AuthenticatorAttestationResponse, RegistrationResponse

    refused = "La clé n'a pas pu être enregistrée"
    try:
        made = AttestationObject(decoded(attestation))
        told = AuthenticatorAttestationResponse(client_data=_client_data(client_data), attestation_object=made)
        credential = made.auth_data.credential_data
        if credential is None:
            raise Refused(f"{refused} : la réponse n'en contient aucune.")
        answer = RegistrationResponse(raw_id=credential.credential_id, response=told)
        data = _server(origin).register_complete(_state(asked), answer)
        public = _cose(credential.public_key)
    except MALFORMED as error:
        raise Refused(f"{refused} : {_reason(error)}.") from None
    return Enrolled(encoded(credential.credential_id), encoded(public), data.counter)


def check(assertion: Assertion, asked: bytes, known: ApprovalKey | None, *, counter: int = 0) -> int:
    """Verify what was signed in answer to this challenge; gives the counter of the authenticator. Raises Refused.

    ``known``: the key of the house; without it, the address is the one that was signed. ``counter``: the last one
    known of that key, which a copy of the key would not know.
    """
    from fido2 import cbor
    from fido2.cose import CoseKey
    from fido2.webauthn import (
        AttestedCredentialData,
        AuthenticationResponse,
        AuthenticatorAssertionResponse,
        AuthenticatorData,
    )

    refused = "La signature de l'approbation n'est pas acceptée"
    try:
        client = _client_data(assertion.client_data)
        data = AuthenticatorData(decoded(assertion.authenticator_data))
        credential = decoded(assertion.credential)
        given = AuthenticatorAssertionResponse(
            client_data=client, authenticator_data=data, signature=decoded(assertion.signature)
        )
        answer = AuthenticationResponse(raw_id=credential, response=given)
        public: Any = cbor.decode(decoded(assertion.public))
        held = AttestedCredentialData.create(bytes(16), credential, CoseKey.parse(public))
        server = _server(known.origin if known else client.origin)
        server.authenticate_complete(_state(asked), [held], answer)
    except MALFORMED as error:
        raise Refused(f"{refused} : {_reason(error)}.") from None
    last = max(counter, known.counter if known else 0)
    if (data.counter or last) and data.counter <= last:
        raise Refused(f"{refused} : le compteur de la clé recule ; elle a peut-être été copiée. Faites-la révoquer.")
    return data.counter


def signed(
    asked: bytes,
    act: Act,
    assertion: Assertion,
    keys: Keys | None,
    made: Iterable[f.PvApproved],
    counters: Mapping[str, int],
) -> dict[str, str]:
    """What an approval says of the key that signed it, verified: the fields of its fact. Raises Refused.

    ``made``: the approvals of the log, where nobody else signed with it; ``counters``: the last one of each key.
    """
    if any(fact.public == assertion.public and fact.author != act.author for fact in made):
        raise Refused(NOT_YOURS)
    known = keys(assertion.credential) if keys else None
    if keys and (reason := why_not(known, act.author, assertion, act.at)):
        raise Refused(reason)
    check(assertion, asked, known, counter=counters.get(assertion.credential, 0))
    return asdict(assertion)


def counter_of(fact: f.PvApproved) -> int:
    """The counter that the authenticator signed (WebAuthn, §6.1: after the hash of the site and the flags)."""
    return int.from_bytes(decoded(fact.authenticator_data)[33:37], "big")


def why_not(known: ApprovalKey | None, account: str, assertion: Assertion, at: str) -> str:
    """Why a key does not approve for an account at that time, in French; empty where it does."""
    if known is None or known.public != assertion.public:
        return "Cette clé n'est pas inscrite dans la maison : inscrivez-la (Mon compte), puis faites-la confirmer."
    if known.account != account:
        return NOT_YOURS
    if known.enrolled_at > at:
        return "Cette clé a été inscrite après cette approbation."
    if not known.confirmed_at or known.confirmed_at > at:
        return "Cette clé n'était pas confirmée : une personne du service des examens la confirme avant qu'elle serve."
    if known.ended_at and known.ended_at < at:
        return "Cette clé est révoquée ou remplacée : inscrivez-en une autre, et faites-la confirmer."
    return ""


def creation_options(origin: str, asked: bytes, account: str, name: str, own: list[str]) -> dict[str, Any]:
    """What a browser is asked, as JSON, to make a key; never one of those that the account has already."""
    from fido2.webauthn import (
        PublicKeyCredentialDescriptor,
        PublicKeyCredentialType,
        PublicKeyCredentialUserEntity,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    kind = PublicKeyCredentialType.PUBLIC_KEY
    options, _ = _server(origin).register_begin(
        PublicKeyCredentialUserEntity(id=account.encode(), name=name, display_name=name),
        [PublicKeyCredentialDescriptor(type=kind, id=decoded(one)) for one in own],
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.REQUIRED,
        challenge=asked,
    )
    return dict(options.public_key)


def request_options(credential: str, known: ApprovalKey, asked: bytes) -> dict[str, Any]:
    """What a browser is asked, as JSON, to sign with that key."""
    from fido2.webauthn import PublicKeyCredentialDescriptor, PublicKeyCredentialType, UserVerificationRequirement

    allowed = PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=decoded(credential))
    options, _ = _server(known.origin).authenticate_begin(
        [allowed], user_verification=UserVerificationRequirement.REQUIRED, challenge=asked
    )
    return dict(options.public_key)


def _server(origin: str) -> "Fido2Server":
    """The one that verifies, at one address alone."""
    from fido2.rpid import verify_rp_id
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    host = urlsplit(origin).hostname or ""
    if not verify_rp_id(host, origin):
        raise Refused(
            f"Une clé d'approbation demande une adresse en https (ou http://localhost) ; « {origin} » n'en est pas une."
        )
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name="Lauréat"), verify_origin=lambda told: told == origin)


def _state(asked: bytes) -> dict[str, object]:
    from fido2.webauthn import UserVerificationRequirement

    return {"challenge": encoded(asked), "user_verification": UserVerificationRequirement.REQUIRED}


def _client_data(text: str) -> Any:
    from fido2.webauthn import CollectedClientData

    told = CollectedClientData(decoded(text))
    if told.cross_origin:
        raise ValueError("Invalid origin in CollectedClientData.")
    return told


def _cose(key: Any) -> bytes:
    from fido2 import cbor

    return cbor.encode(dict(key))


def _reason(error: BaseException) -> str:
    message = str(error).replace("User Verified flag", "user verified flag")
    return REASONS.get(message, "ce n'est pas la réponse d'une clé")


def encoded(value: bytes) -> str:
    """Bytes as they stand in facts."""
    return base64url.encoded(value)


def decoded(text: str) -> bytes:
    """The bytes of a field. Raises ValueError for what ``encoded`` would not have written."""
    if len(text) > LONGEST or not text.isascii():
        raise ValueError("trop long, ou mal écrit")
    value = base64url.decoded(text)
    if encoded(value) != text:
        raise ValueError("mal écrit")
    return value
