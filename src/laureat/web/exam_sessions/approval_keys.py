"""Approval keys at the door: made by the browser of their holder, confirmed and revoked by the office."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest

from laureat.session import house
from laureat.session.approvals import ApprovalKey, Assertion, creation_options, enrolment_challenge
from laureat.vocabulary.characters import by_fours
from laureat.web.accounts.models import User
from laureat.web.exam_sessions import household
from laureat.web.exam_sessions.household import LOG, Desk, fresh_key, look
from laureat.web.mails.links import asked_at


@dataclass(frozen=True, slots=True)
class Shown:
    """A key, for a page."""

    key: ApprovalKey
    confirmed_by: str

    @property
    def fingerprint(self) -> str:
        """By fours, as it is read aloud."""
        return by_fours(self.key.fingerprint)


def origin_of(request: HttpRequest) -> str:
    """The address of the service, as browsers sign it: ``https://examens.exemple.fr``."""
    told = urlsplit(asked_at(request))
    return f"{told.scheme}://{told.netloc}"


def shown(user: User) -> list[Shown]:
    """Every key that an account ever had, the last first."""
    keys = list(look().keys_of(str(user.pseudonym)).values())
    names = dict(
        User.objects.filter(pseudonym__in=[key.confirmed_by for key in keys if key.confirmed_by]).values_list(
            "pseudonym", "name"
        )
    )
    by = {str(pseudonym): name for pseudonym, name in names.items()}
    return [Shown(key, by.get(key.confirmed_by, "")) for key in reversed(keys)]


def standing(user: User) -> tuple[str, ApprovalKey] | None:
    """The key of an account that serves today, with its identifier."""
    found = look().keys_of(str(user.pseudonym)).items()
    return next(((credential, key) for credential, key in found if key.stands), None)


def assertion_of(form: Mapping[str, str]) -> Assertion | None:
    """What an approval key signed; None where none did."""
    told = [form.get(name, "") for name in ("credential", "client_data", "authenticator_data", "signature")]
    if not any(told):
        return None
    known = look().approval_keys.get(told[0])
    return Assertion(told[0], known.public if known else "", *told[1:])


def waiting() -> list[User]:
    """Whose key waits for a second person."""
    accounts = {key.account for key in look().approval_keys.values() if key.waits}
    return list(User.objects.filter(pseudonym__in=accounts, is_active=True).order_by("name"))


def options(user: User, origin: str) -> str:
    """What the browser of that person is asked, as JSON. Raises Refused where no browser would make a key there."""
    account = str(user.pseudonym)
    held = list(look().keys_of(account))
    asked = enrolment_challenge(LOG, account)
    return json.dumps(creation_options(origin, asked, account, user.name, held))


def enrol(user: User, origin: str, client_data: str, attestation: str, reason: str) -> None:
    """Record the key that the browser of that person made. Raises Refused."""

    def commands(desk: Desk) -> None:
        made = house.enrol_approval_key(
            desk.state,
            desk.act(),
            account=desk.author,
            origin=origin,
            client_data=client_data,
            attestation=attestation,
            reason=desk.promise(reason),
        )
        desk.take(made)

    household.perform(str(user.pseudonym), fresh_key("cle"), commands)


def confirm(by: User, user: User, typed: str) -> None:
    """Confirm the key that waits; ``typed``: how its fingerprint begins, as its holder read it. Raises Refused."""

    def commands(desk: Desk) -> None:
        told = "".join(typed.split()).casefold()
        account = str(user.pseudonym)
        desk.take(house.confirm_approval_key(desk.state, desk.act(), account=account, fingerprint=told))

    household.perform(str(by.pseudonym), fresh_key("cle"), commands)


def revoke(by: User, user: User, fingerprint: str, reason: str) -> None:
    """Revoke a key, with the reason. Raises Refused."""

    def commands(desk: Desk) -> None:
        revoked = house.revoke_approval_key(
            desk.state,
            desk.act(),
            account=str(user.pseudonym),
            fingerprint=fingerprint,
            reason=desk.promise(reason),
        )
        desk.take(revoked)

    household.perform(str(by.pseudonym), fresh_key("cle"), commands)
