"""Accounts: each act of the office, or of the invited person, is a fact of the house and the row that reads it."""

import uuid
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from laureat.records import UNSAID, Commitment
from laureat.records.retention import Kept, Text
from laureat.session import house, keeping
from laureat.session.framework import Refused
from laureat.session.house import HOUSE
from laureat.session.house.state import OFFICE
from laureat.vocabulary import french
from laureat.web.accounts.models import Establishment, Invitation, Role, User
from laureat.web.candidates.models import PrivateText
from laureat.web.candidates.overdue import overdue_of
from laureat.web.exam_sessions import covered, house_rows, household, ledger, reprise
from laureat.web.exam_sessions.household import Desk, fresh_key
from laureat.web.exam_sessions.told import ERASED
from laureat.web.mails.links import token_of
from laureat.web.mails.sending import Letter, forget, fresh_seed, post
from laureat.web.mails.wordings import Kind


def role_in_french(role: str) -> str:
    """A role in the words of records, whatever the language of the page."""
    with translation.override("fr"):
        return str(Role(role).label)


def invite(
    by: User,
    *,
    email: str,
    name: str,
    role: str,
    establishment: Establishment | None = None,
    person: str | uuid.UUID | None = None,
) -> tuple[Invitation, str]:
    """Invite someone; gives the invitation and its token, shown once. ``person``: a candidate's. Raises Refused."""
    told = {"email": email, "name": name, "role": role, "establishment": establishment, "person": person}
    return _invited(by, told, "")


def invite_by_mail(by: User, **told: Any) -> Invitation:
    """Invite someone by a mail in the outbox, in one act. See ``invite``."""
    seed = fresh_seed()
    with transaction.atomic():
        invitation, _token = _invited(by, told, token_of(seed))
        post(by, Kind.INVITATION, [letter_of(invitation, seed)])
    return invitation


def letter_of(invitation: Invitation, seed: str) -> Letter:
    """What the mail of an invitation says."""
    day = french.short_date(timezone.localtime(invitation.expires).date())
    with translation.override("fr"):  # what is sent is French, whatever the language of who sends it
        about = {"role": str(invitation.get_role_display()), "date": day}
    return Letter(invitation.email, invitation.name, about, invitation, seed)


def check_rights(email: str, role: str, establishment: Establishment | None) -> None:
    """Refuse to promise two accounts to one address: the first to open would close the door on the other."""
    waiting = Invitation.objects.filter(email__iexact=email, accepted=None, expires__gt=timezone.now())
    other = waiting.exclude(role=role, establishment=establishment).first()
    if other is not None:
        about = {"email": email, "role": other.get_role_display()}
        raise Refused(
            _(
                "Une invitation attend déjà à l'adresse %(email)s, pour d'autres droits (%(role)s), et une adresse "
                "n'ouvre qu'un compte : retirez d'abord celle-là (Comptes)."
            )
            % about
        )


def _invited(by: User, told: dict[str, Any], token: str) -> tuple[Invitation, str]:
    drawn: list[tuple[Invitation, str]] = []
    person = told.pop("person", None) or uuid.uuid4()

    def commands(desk: Desk) -> None:
        check_rights(told["email"], told["role"], told.get("establishment"))
        drawn.append(Invitation.draw(token=token, invited_by=by, person=person, **told))
        desk.take(reprise.invited(desk, drawn[-1][0], desk.act()))

    household.perform(str(by.pseudonym), fresh_key("inviter"), commands)
    return drawn[-1]


def withdraw(by: User, invitation: Invitation, reason: str) -> None:
    """Take back an invitation that has not served. Raises Refused."""

    def commands(desk: Desk) -> None:
        digest = invitation.token_digest
        desk.take(house.withdraw_invitation(desk.state, desk.act(), invitation=digest, reason=desk.promise(reason)))
        invitation.delete()

    household.perform(str(by.pseudonym), fresh_key("retirer"), commands)


def renew(by: User, invitation: Invitation, *, mailed: bool) -> tuple[Invitation, str]:
    """Invite the same person again, for as long as the first time: the former link opens nothing any more.

    Gives the invitation, and its token to hand over; empty where it is ``mailed``. Raises Refused.
    """
    told: dict[str, Any] = {name: getattr(invitation, name) for name in ("email", "name", "role", "establishment")}
    told["person"] = invitation.person
    with transaction.atomic():
        withdraw(by, invitation, _("invitation renouvelée"))
        return (invite_by_mail(by, **told), "") if mailed else invite(by, **told)


def open_account(invitation: Invitation, password: str) -> User:
    """Make the account that an invitation promises, its address taken as verified. Raises Refused."""
    account, made = str(invitation.person), list[User]()

    def commands(desk: Desk) -> None:
        waiting = desk.state.invitations.get(invitation.token_digest)
        opened = house.open_account(
            desk.state,
            desk.act(),
            account=account,
            role=invitation.role,
            establishment=invitation.establishment_id or "",
            identity=waiting.identity if waiting else UNSAID,
            invitation=invitation.token_digest,
        )
        if desk.take(opened).facts:
            made.append(_row(invitation.email, invitation.name, invitation.role, password, account, invitation))
            invitation.accepted = timezone.now()
            invitation.save(update_fields=["accepted"])

    household.perform(account, fresh_key("ouvrir"), commands)
    return made[-1]


def open_first(email: str, name: str, password: str | None = None) -> User:
    """Make the first account of the office, as whoever holds the machine. Raises Refused where there is one."""
    account, made = str(uuid.uuid4()), list[User]()

    def commands(desk: Desk) -> None:
        identity = _identity(desk, account, name, email)
        desk.take(house.open_account(desk.state, desk.act(), account=account, role=OFFICE, identity=identity))
        made.append(_row(email, name, OFFICE, password, account))

    household.perform(HOUSE, fresh_key("premier"), commands)
    return made[-1]


def _row(
    email: str, name: str, role: str, password: str | None, account: str, invitation: Invitation | None = None
) -> User:
    """The row of an account, its address verified."""
    school = invitation.establishment if invitation else None
    user = User.objects.make(email, name, role, password, establishment=school, pseudonym=uuid.UUID(account))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _identity(desk: Desk, account: str, name: str, email: str) -> Commitment:
    text = house_rows.account_text(name, User.objects.normalize_email(email).lower())
    return desk.promise(text, PrivateText.Kind.IDENTITE, account)


def change(by: User, user: User, *, role: str, establishment: Establishment | None, reason: str) -> None:
    """Put right the role of an account, or its school. Raises Refused."""

    def commands(desk: Desk) -> None:
        school = establishment.uai if establishment else ""
        told = {"account": str(user.pseudonym), "role": role, "establishment": school}
        desk.take(house.change_account(desk.state, desk.act(), **told, reason=desk.promise(reason)))
        user.role, user.establishment = role, establishment
        user.save(update_fields=["role", "establishment"])

    household.perform(str(by.pseudonym), fresh_key("role"), commands)


def rename(by: User, user: User, *, name: str, email: str, reason: str) -> None:
    """Put right the name or the address of an account. Raises Refused."""

    def commands(desk: Desk) -> None:
        account = str(user.pseudonym)
        identity, why = _identity(desk, account, name, email), desk.promise(reason)
        desk.take(house.rename_account(desk.state, desk.act(), account=account, identity=identity, reason=why))
        _write_name(user, name, User.objects.normalize_email(email).lower())

    try:
        household.perform(str(by.pseudonym), fresh_key("nom"), commands)
    except IntegrityError:
        raise Refused(_("Un compte existe déjà pour cette adresse.")) from None


def rename_self(user: User, name: str) -> None:
    """Put right the name of one's own account. Raises Refused."""
    if name != user.name:
        rename(user, user, name=name, email=user.email, reason=_("changé par son titulaire"))


def _write_name(user: User, name: str, email: str) -> None:
    user.name, user.email = name, email
    user.save(update_fields=["name", "email"])
    EmailAddress.objects.filter(user=user).update(email=email)


def close(by: User, user: User, reason: str) -> None:
    """Close the account of someone who leaves, at once. Raises Refused."""
    _open_or_close(by, user, reason, is_open=False)


def reopen(by: User, user: User, reason: str) -> None:
    """Open a closed account again. Raises Refused."""
    _open_or_close(by, user, reason, is_open=True)


def _open_or_close(by: User, user: User, reason: str, *, is_open: bool) -> None:
    command = house.reopen_account if is_open else house.close_account

    def commands(desk: Desk) -> None:
        account = str(user.pseudonym)
        desk.take(command(desk.state, desk.act(), account=account, reason=desk.promise(reason)))
        user.is_active = is_open
        user.save(update_fields=["is_active"])

    household.perform(str(by.pseudonym), fresh_key("ouverture"), commands)


def erase(by: User, user: User) -> None:
    """Erase the name and the address of a closed account; its acts stay under its pseudonym. Raises Refused."""

    def commands(desk: Desk) -> None:
        account = str(user.pseudonym)
        known = desk.state.accounts.get(account)
        if known is None or not known.identity:
            raise Refused(_("Ce compte n'a plus de nom à effacer."))
        _erase(desk, [Text(one, Kept.COMPTE, "") for one, whose in desk.state.names.items() if whose == account])

    household.perform(str(by.pseudonym), fresh_key("effacer"), commands)


def erase_due(by: User, today: date, key: str = "") -> int:
    """Erase the names of the house and the reasons whose period is over; gives how many went. Raises Refused."""
    gone: list[Text] = []

    def commands(desk: Desk) -> None:
        gone.extend(due(today))
        _erase(desk, gone)

    household.perform(str(by.pseudonym), key or fresh_key("effacer"), commands)
    return len(gone)


def due(today: date) -> list[Text]:
    """The names of the house and the reasons whose period is over."""
    return overdue_of(
        household.LOG,
        keeping.of_house(ledger.facts(household.LOG), household.look(), covered.dated(household.LOG)),
        today,
    )


def _erase(desk: Desk, over: list[Text]) -> None:
    """Erase these texts, and what else names those whose name goes: rows of accounts, invitations, mails."""
    names = dict(desk.state.names)
    for text in over:
        act = desk.act(text.commitment[:16])
        desk.take(
            house.erase_account(desk.state, act, commitment=Commitment(text.commitment), retention=text.kept.value)
        )
    accounts = {names[text.commitment] for text in over if text.commitment in names} - set(desk.state.names.values())
    for invitation in Invitation.objects.filter(person__in=accounts):
        forget(invitation.email)
        invitation.delete()
    for user in User.objects.filter(pseudonym__in=accounts, is_active=False):
        forget(user.email)
        _write_name(user, ERASED, f"{user.pseudonym}@efface.invalid")
    PrivateText.objects.filter(commitment__in=[text.commitment for text in over]).delete()
    household.forget()
