"""Accounts: invited, opened, put right, closed; their second factors."""

from laureat.records import UNSAID, Commitment
from laureat.records import facts as f
from laureat.records.retention import Kept
from laureat.session.conduct.common import command
from laureat.session.conduct.days import check_day
from laureat.session.framework import Accepted, Act, Refused, require
from laureat.session.house.common import (
    by_office,
    by_office_or_first,
    known_account,
    known_establishment,
    on_someone_else,
)
from laureat.session.house.state import CANDIDATE, HOUSE, ROLES, SCHOOL, HouseState

METHODS = ("totp", "recovery_codes", "webauthn")
"""The second factors that are known."""


def _check_rights(state: HouseState, role: str, establishment: str) -> None:
    """Refuse a role that is none, a school that is unknown; what an older base held is taken up as it was."""
    if state.taken_up is None:
        return
    if role not in ROLES:
        raise Refused(f"« {role} » n'est pas un rôle ; attendu : {', '.join(ROLES)}.")
    if role == SCHOOL and not establishment:
        raise Refused("Un compte d'établissement dit lequel : indiquer l'établissement.")
    if establishment:
        known_establishment(state, establishment)


@command(f.AccountInvited)
def invite_account(
    state: HouseState,
    act: Act,
    *,
    account: str,
    invitation: str,
    role: str,
    establishment: str = "",
    identity: Commitment,
    expires: str,
) -> Accepted:
    """Invite someone to open an account; ``invitation`` is the digest of the token."""
    by_office_or_first(state, act, role)
    _check_rights(state, role, establishment)
    if account in state.accounts:
        raise Refused("Le compte de cette personne est déjà ouvert.")
    if invitation in state.invitations:
        raise Refused("Cette invitation est déjà partie.")
    fact = f.AccountInvited(
        **act.on(state.log),
        account=account,
        invitation=invitation,
        role=role,
        establishment=establishment,
        identity=require(identity, "le nom et l'adresse de la personne"),
        expires=check_day(expires),
    )
    return Accepted((fact,))


@command(f.InvitationWithdrawn)
def withdraw_invitation(state: HouseState, act: Act, *, invitation: str, reason: Commitment) -> Accepted:
    """Take back an invitation that has not served."""
    by_office(state, act)
    waiting = state.invitations.get(invitation)
    if waiting is None:
        raise Refused("Cette invitation n'attend plus : elle a servi, ou elle est déjà retirée.")
    fact = f.InvitationWithdrawn(
        **act.on(state.log), account=waiting.account, invitation=invitation, reason=require(reason)
    )
    return Accepted((fact,))


@command(f.AccountOpened)
def open_account(
    state: HouseState,
    act: Act,
    *,
    account: str,
    role: str,
    establishment: str = "",
    identity: Commitment,
    invitation: str = "",
) -> Accepted:
    """Open an account: the invited person does, as the invitation says; or the machine, for the first of the office."""
    if account in state.accounts:
        raise Refused("Ce compte est déjà ouvert.")
    if invitation or act.author != HOUSE:
        waiting = state.invitations.get(invitation)
        if waiting is None or act.author != account or waiting.account != account:
            raise Refused("Aucune invitation n'ouvre ce compte.")
        if act.day > waiting.expires:
            raise Refused("Cette invitation a expiré : en demander une autre.")
        if (role, establishment, identity) != (waiting.role, waiting.establishment, waiting.identity):
            raise Refused("Ce n'est pas le compte que l'invitation promet.")
    else:
        by_office_or_first(state, act, role)
    _check_rights(state, role, establishment)
    fact = f.AccountOpened(
        **act.on(state.log),
        account=account,
        invitation=invitation,
        role=role,
        establishment=establishment,
        identity=require(identity, "le nom et l'adresse de la personne"),
    )
    return Accepted((fact,))


@command(f.AccountChanged)
def change_account(
    state: HouseState, act: Act, *, account: str, role: str, establishment: str = "", reason: Commitment
) -> Accepted:
    """Put right the role of an account, or its school, with the reason."""
    by_office(state, act)
    on_someone_else(act, account)
    known = known_account(state, account)
    _check_rights(state, role, establishment)
    if (known.role == CANDIDATE) != (role == CANDIDATE):
        raise Refused("Un compte de candidat est celui d'un dossier : inviter la personne pour un autre rôle.")
    if (known.role, known.establishment) == (role, establishment):
        raise Refused("Ce compte a déjà ce rôle et cet établissement : il n'y a rien à changer.")
    fact = f.AccountChanged(
        **act.on(state.log), account=account, role=role, establishment=establishment, reason=require(reason)
    )
    return Accepted((fact,))


@command(f.AccountRenamed)
def rename_account(state: HouseState, act: Act, *, account: str, identity: Commitment, reason: Commitment) -> Accepted:
    """Put right the name or the address of an account, with the reason: by the office, or by whoever holds it."""
    if act.author != account:
        by_office(state, act)
    known_account(state, account)
    identity = require(identity, "le nom et l'adresse de la personne")
    return Accepted(
        (f.AccountRenamed(**act.on(state.log), account=account, identity=identity, reason=require(reason)),)
    )


@command(f.AccountClosed)
def close_account(state: HouseState, act: Act, *, account: str, reason: Commitment) -> Accepted:
    """Close the account of someone who leaves, with the reason."""
    by_office(state, act)
    on_someone_else(act, account)
    known_account(state, account)
    return Accepted((f.AccountClosed(**act.on(state.log), account=account, reason=require(reason)),))


@command(f.AccountReopened)
def reopen_account(state: HouseState, act: Act, *, account: str, reason: Commitment) -> Accepted:
    """Open a closed account again, with the reason."""
    by_office(state, act)
    on_someone_else(act, account)
    if known_account(state, account, is_open=False).is_open:
        raise Refused("Ce compte est déjà ouvert.")
    return Accepted((f.AccountReopened(**act.on(state.log), account=account, reason=require(reason)),))


@command(f.TextErased)
def erase_account(state: HouseState, act: Act, *, commitment: Commitment, retention: str) -> Accepted:
    """Record that a text of the house is erased: a name that no open account has, or a reason past its term.

    The acts stay, under the pseudonym of the account. The term is read by who asks, and by the audit (``keeping``).
    """
    by_office(state, act)
    require(commitment, "ce qui s'efface")
    account = state.names.get(commitment)
    if (account is not None) != (retention == Kept.COMPTE):
        raise Refused("Ce n'est pas le nom d'un compte : un motif reste tant que l'acte peut être contesté.")
    known = state.accounts.get(account or "")
    if known is not None and known.is_open and known.identity == commitment:
        raise Refused("Ce compte est ouvert : le fermer d'abord.")
    return Accepted((f.TextErased(**act.on(state.log), commitment=commitment, retention=retention),))


# ---------------------------------------------------------------------------------------------------- second factors
@command(f.FactorEnrolled)
def enrol_factor(state: HouseState, act: Act, *, account: str, method: str, fingerprint: str) -> Accepted:
    """Record the second factor that the owner of an account set up."""
    if act.author != account and not (act.author == HOUSE and state.taken_up is None):
        raise Refused("Une double authentification se met en place par la personne elle-même.")
    known = known_account(state, account, is_open=state.taken_up is not None)
    if method not in METHODS:
        raise Refused(f"« {method} » n'est pas une double authentification connue.")
    if (method, fingerprint) in known.factors:
        raise Refused("Cette double authentification est déjà en place.")
    return Accepted((f.FactorEnrolled(**act.on(state.log), account=account, method=method, fingerprint=fingerprint),))


@command(f.FactorRemovalAsked)
def ask_factor_removal(state: HouseState, act: Act, *, account: str, reason: Commitment) -> Accepted:
    """Ask that the second factor of a member of the staff be taken away: a second person does it."""
    by_office(state, act)
    on_someone_else(act, account)
    if not known_account(state, account).factors:
        raise Refused("Ce compte n'a pas de double authentification.")
    fact = f.FactorRemovalAsked(**act.on(state.log), account=account, reason=require(reason))
    return Accepted((fact,), ("Une autre personne du service doit le confirmer.",))


@command(f.FactorRemoved)
def remove_factor(
    state: HouseState, act: Act, *, account: str, method: str = "", reason: Commitment = UNSAID
) -> Accepted:
    """Take a second factor away: its owner, one of them; the office, all, after another person asked for staff."""
    known = known_account(state, account)
    if not any(method in ("", held) for held, _ in known.factors):
        raise Refused("Ce compte n'a pas cette double authentification.")
    asked_by = ""
    if act.author != account:
        by_office(state, act)
        asked = state.removals.get(account)
        if asked is None and known.role == CANDIDATE:
            require(reason)
        elif asked is None:
            raise Refused("Personne ne l'a demandé : le demander d'abord, avec un motif ; une autre personne confirme.")
        elif asked.author == act.author:
            raise Refused("Vous l'avez déjà demandé : une autre personne du service le confirme.")
        else:
            asked_by = asked.author
    fact = f.FactorRemoved(**act.on(state.log), account=account, method=method, reason=reason, asked_by=asked_by)
    return Accepted((fact,))
