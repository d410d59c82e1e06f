"""The keys kept for approvals: made by their holder, confirmed by a second person, revoked with a reason."""

from laureat.records import UNSAID, Commitment
from laureat.records import facts as f
from laureat.session.approvals import enrolment_challenge, read_enrolment
from laureat.session.conduct.common import command
from laureat.session.framework import Accepted, Act, Refused, require
from laureat.session.house.common import by_office, known_account, on_someone_else
from laureat.session.house.state import JURY, OFFICE, HouseState

READ_ALOUD = 8
"""So many characters of a fingerprint are compared, at least, by whoever confirms it."""


@command(f.ApprovalKeyEnrolled)
def enrol_approval_key(
    state: HouseState,
    act: Act,
    *,
    account: str,
    origin: str,
    client_data: str,
    attestation: str,
    reason: Commitment = UNSAID,
) -> Accepted:
    """Record the approval key that the holder of an account made; with a reason where another one stands.

    The one that stands serves until the new one is confirmed.
    """
    if act.author != account:
        raise Refused("Une clé d'approbation s'inscrit par la personne elle-même.")
    known = known_account(state, account)
    if known.role not in (JURY, OFFICE):
        raise Refused("Une clé d'approbation est celle d'un membre de jury.")
    if any(key.stands for key in state.keys_of(account).values()):
        require(reason, "pourquoi remplacer votre clé d'approbation")
    made = read_enrolment(origin, enrolment_challenge(state.log, account), client_data, attestation)
    held = {key.public for key in state.approval_keys.values()}
    if made.credential in state.approval_keys or made.public in held:
        raise Refused("Cette clé a déjà été inscrite : chacun a la sienne, et une clé révoquée ne revient pas.")
    fact = f.ApprovalKeyEnrolled(
        **act.on(state.log),
        account=account,
        credential=made.credential,
        public=made.public,
        counter=made.counter,
        origin=origin,
        client_data=client_data,
        attestation=attestation,
        reason=reason,
    )
    return Accepted((fact,), ("Une personne du service des examens doit la confirmer avant qu'elle serve.",))


@command(f.ApprovalKeyConfirmed)
def confirm_approval_key(state: HouseState, act: Act, *, account: str, fingerprint: str) -> Accepted:
    """Confirm that the key that waits is that person's: by the office, never by its holder.

    ``fingerprint``: its first characters at least, as the holder reads them aloud.
    """
    by_office(state, act)
    if act.author == account:
        raise Refused("C'est votre clé : une autre personne du service la confirme.")
    known_account(state, account)
    waiting = next((key for key in state.keys_of(account).values() if key.waits), None)
    if waiting is None:
        raise Refused("Aucune clé de cette personne n'attend d'être confirmée.")
    if len(fingerprint) < READ_ALOUD or not waiting.fingerprint.startswith(fingerprint):
        raise Refused(
            f"Ce n'est pas l'empreinte de la clé qui attend : demandez-en les {READ_ALOUD} premiers caractères à la "
            "personne, sur sa page « Ma clé d'approbation »."
        )
    return Accepted((f.ApprovalKeyConfirmed(**act.on(state.log), account=account, fingerprint=waiting.fingerprint),))


@command(f.ApprovalKeyRevoked)
def revoke_approval_key(state: HouseState, act: Act, *, account: str, fingerprint: str, reason: Commitment) -> Accepted:
    """Revoke a key, that stands or waits: by its holder, or by the office. What it approved stands."""
    if act.author != account:
        by_office(state, act)
        on_someone_else(act, account)
    if not any(key.fingerprint == fingerprint and not key.ended_at for key in state.keys_of(account).values()):
        raise Refused("Cette clé n'est pas de celles qui servent : elle est déjà révoquée, ou remplacée.")
    fact = f.ApprovalKeyRevoked(
        **act.on(state.log),
        account=account,
        fingerprint=fingerprint,
        reason=require(reason, "pourquoi révoquer cette clé"),
    )
    return Accepted((fact,))
