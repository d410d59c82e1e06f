"""The reprise of a base: what its tables held before the house had facts, said once as facts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db.models import TextField
from django.db.models.functions import Cast

from laureat.session import house
from laureat.session.framework import Accepted, Act
from laureat.vocabulary import InvalidInput
from laureat.web.accounts.models import Establishment, Habilitation, Invitation, User
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import house_rows
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.rules import law_of

if TYPE_CHECKING:
    from laureat.web.exam_sessions.household import Desk

IDENTITE = PrivateText.Kind.IDENTITE


def edition_of(certification: Certification) -> str:
    """The edition of the règlement of a sheet; empty where it is not here."""
    try:
        return law_of(certification, 0).edition
    except InvalidInput:
        return ""


def say_all(desk: "Desk") -> None:
    """Say everything, the reprise itself last. A file that an account opened without being its person's is closed."""
    Identity.objects.exclude(account=None).exclude(person=Cast("account__pseudonym", TextField())).update(account=None)
    for accepted in (*_sheets(desk), *_schools(desk), *_people(desk)):
        assert accepted.facts
    state = desk.state
    counts = {
        "accounts": len(state.accounts),
        "establishments": len(state.establishments),
        "habilitations": len(state.habilitations),
        "sheets": len(state.sheets),
    }
    desk.take(house.take_up(state, desk.act(), **counts))


def _sheets(desk: "Desk") -> Iterator[Accepted]:
    for one in Certification.objects.order_by("numero"):
        act, sheet = desk.act(f"f{one.numero}"), house_rows.sheet_hash(one.sheet)
        about = {"certification": one.numero, "reglement": one.reglement, "edition": edition_of(one), "sheet": sheet}
        about["data"] = house_rows.data_hash(one.data)
        yield desk.take(house.bring_sheet(desk.state, act, **about))


def _schools(desk: "Desk") -> Iterator[Accepted]:
    for one in Establishment.objects.order_by("uai"):
        about = {"establishment": one.uai, "name": one.name, "nature": one.nature, "town": one.town}
        yield desk.take(house.add_establishment(desk.state, desk.act(f"e{one.uai}"), **about))
    for right in Habilitation.objects.order_by("pk"):
        yield desk.take(
            house.record_habilitation(
                desk.state,
                desk.act(f"h{right.pk}"),
                establishment=right.establishment_id,
                habilitation=str(right.pk),
                certification=right.certification,
                scope=right.scope,
                since=right.starts.isoformat(),
                until=right.ends.isoformat() if right.ends else "",
                by_right=right.by_right,
            )
        )


def _people(desk: "Desk") -> Iterator[Accepted]:
    for user in User.objects.order_by("pk").iterator():
        account = str(user.pseudonym)
        identity = desk.promise(house_rows.account_text(user.name, user.email), IDENTITE, account)
        rights = {"role": user.role, "establishment": user.establishment_id or ""}
        act = desk.act(f"c{account}")
        yield desk.take(house.open_account(desk.state, act, account=account, identity=identity, **rights))
        if not user.is_active:
            reason = desk.promise("compte déjà fermé à la reprise")
            act = desk.act(f"x{account}")
            yield desk.take(house.close_account(desk.state, act, account=account, reason=reason))
    for factor in Authenticator.objects.select_related("user").order_by("pk"):
        account, mark = str(factor.user.pseudonym), house_rows.fingerprint(factor.type, factor.data)
        act = desk.act(f"d{factor.pk}")
        about = {"account": account, "method": factor.type, "fingerprint": mark}
        yield desk.take(house.enrol_factor(desk.state, act, **about))
    for invitation in Invitation.objects.filter(accepted=None).exclude(invited_by=None).select_related("establishment"):
        if str(invitation.person) not in desk.state.accounts:
            yield desk.take(invited(desk, invitation, desk.act(f"i{invitation.pk}")))


def invited(desk: "Desk", invitation: Invitation, act: Act) -> Accepted:
    """The fact of an invitation, as its row says it."""
    account = str(invitation.person)
    identity = desk.promise(house_rows.account_text(invitation.name, invitation.email), IDENTITE, account)
    return house.invite_account(
        desk.state,
        act,
        account=account,
        invitation=invitation.token_digest,
        role=invitation.role,
        establishment=invitation.establishment_id or "",
        identity=identity,
        expires=invitation.expires.date().isoformat(),
    )
