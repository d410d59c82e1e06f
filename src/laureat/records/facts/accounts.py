"""Facts of the house about accounts: who may come in, as what, by which second factor.

Names and addresses stand in them as commitments; an account is named by its pseudonym, as the author of a fact is.
"""

from dataclasses import dataclass

from laureat.records.commitments import UNSAID, Commitment
from laureat.records.facts.base import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFact(Fact):
    """A fact about one account."""

    ABOUT = "account"
    account: str
    """The pseudonym of the account; a candidate's is that of the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountInvited(AccountFact):
    """Someone was invited to open an account."""

    invitation: str
    """The digest of the token that opens it."""
    role: str
    establishment: str
    """The school that the account serves; empty for none."""
    identity: Commitment
    """The name and the address."""
    expires: str
    """The last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn(AccountFact):
    """An invitation was taken back before it served."""

    invitation: str
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened(AccountFact):
    """An account was opened: by the invited person, or the first one by whoever holds the machine."""

    invitation: str
    """The digest of the token that opened it; empty without one."""
    role: str
    establishment: str
    identity: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChanged(AccountFact):
    """The role of an account, or its school, was put right."""

    role: str
    establishment: str
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRenamed(AccountFact):
    """The name or the address of an account was put right."""

    identity: Commitment
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed(AccountFact):
    """Nobody comes in by this account any more."""

    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReopened(AccountFact):
    """A closed account was opened again."""

    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorEnrolled(AccountFact):
    """The owner of an account set up a second factor, or a passkey."""

    method: str
    """``totp``, ``recovery_codes``, ``webauthn``."""
    fingerprint: str
    """SHA-256 of what recognises it, in hexadecimal: the secret itself is random."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalKeyEnrolled(AccountFact):
    """The holder of an account made a key kept for approvals: it serves once a second person has confirmed it."""

    credential: str
    """The identifier of the credential; it and the next ones, in base64url."""
    public: str
    """The public key (COSE)."""
    counter: int
    """That of the authenticator; 0 where it has none."""
    origin: str
    """The only address at which it signs."""
    client_data: str
    attestation: str
    """What the authenticator answered (WebAuthn), from which the rest follows."""
    reason: Commitment = UNSAID
    """Why it is to replace the one that stands, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalKeyConfirmed(AccountFact):
    """A second person confirmed that a key is that account's: the one that stood until then counts no more."""

    fingerprint: str
    """SHA-256 of the public key, in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalKeyRevoked(AccountFact):
    """A key approves nothing more: by its holder, or by the office. What it approved stands."""

    fingerprint: str
    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRemovalAsked(AccountFact):
    """Someone of the office asks to take the second factor of a colleague away: another person is to do it."""

    reason: Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRemoved(AccountFact):
    """A second factor was taken away, by its owner or by the office; all of them where ``method`` is empty."""

    method: str
    reason: Commitment = UNSAID
    """Said by the office."""
    asked_by: str = ""
    """Who asked, where two persons were needed, the author being the second one."""
