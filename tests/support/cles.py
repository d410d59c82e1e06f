"""An authenticator in memory (ES256), that answers as a browser would: for approval keys without a browser."""

import hashlib
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from laureat.session.approvals import ApprovalKey, Assertion, encoded

ORIGIN = "https://examens.exemple.fr"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One key, at one address."""

    name: str
    origin: str = ORIGIN
    flags: int = PRESENT | VERIFIED
    counter: int = 0
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def credential(self) -> bytes:
        return hashlib.sha256(self.name.encode()).digest()

    @property
    def key(self) -> str:
        return encoded(self.credential)

    @property
    def public(self) -> str:
        from fido2 import cbor

        return encoded(cbor.encode(dict(ES256.from_cryptography_key(self.private.public_key()))))

    def _site(self) -> bytes:
        return hashlib.sha256((urlsplit(self.origin).hostname or "").encode()).digest()

    def made(self, challenge: bytes) -> dict[str, str]:
        """What it answers when it makes its key."""
        held = AttestedCredentialData.create(
            bytes(16), self.credential, ES256.from_cryptography_key(self.private.public_key())
        )
        data = AuthenticatorData.create(self._site(), self.flags | ATTESTED, self.counter, held)
        attestation = AttestationObject.create("none", data, {})
        client = CollectedClientData.create("webauthn.create", challenge, self.origin)
        return {"origin": self.origin, "client_data": encoded(client), "attestation": encoded(attestation)}

    def signed(self, challenge: bytes, *, kind: str = "webauthn.get", cross: bool = False) -> Assertion:
        """What it answers when its holder approves."""
        self.counter += 1 if self.counter else 0
        data = AuthenticatorData.create(self._site(), self.flags, self.counter)
        client = CollectedClientData.create(kind, challenge, self.origin, cross_origin=cross)
        signature = self.private.sign(data + client.hash, ec.ECDSA(SHA256()))
        return Assertion(self.key, self.public, encoded(client), encoded(data), encoded(signature))

    def known(self, account: str, *, confirmed: str = "2026-05-01T08:00:00Z", **more: str) -> ApprovalKey:
        """The same as the house knows it."""
        key = ApprovalKey(account, self.public, self.origin, self.counter, "2026-05-01T07:00:00Z", confirmed)
        return replace(key, **more)  # type: ignore[arg-type]
