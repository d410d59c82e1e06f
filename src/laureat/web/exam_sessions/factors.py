"""Second factors: each is a fact; one that is lost is taken away by the office, two persons for the staff.

The library sets a second factor up and takes it away by itself: its rows are followed where they are written, in the
same transaction, so that none is there without its fact.
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from laureat.records import Fact
from laureat.session import house
from laureat.session.framework import Refused
from laureat.web.accounts import trace
from laureat.web.accounts.models import FactorReset, Happening, User
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import house_rows, household
from laureat.web.exam_sessions.household import Desk, fresh_key
from laureat.web.mails.sending import Letter, post
from laureat.web.mails.wordings import Kind

LIFE = timedelta(days=2)
"""How long a request waits for the person who confirms it."""


def reset(request: SignedIn, account: User, reason: str) -> bool:
    """Take the second factors of an account away, or ask for it; True once it is done. Raises Refused."""
    by, pseudonym = request.user, str(account.pseudonym)
    if not Authenticator.objects.filter(user=account).exists():
        raise Refused(_("Ce compte n'a pas de double authentification."))
    done: list[bool] = []

    def commands(desk: Desk) -> None:
        FactorReset.objects.filter(account=account, at__lt=timezone.now() - LIFE).delete()
        asked = FactorReset.objects.filter(account=account).first()
        why = desk.promise(reason)
        if account.is_staff and asked is None:
            desk.take(house.ask_factor_removal(desk.state, desk.act(), account=pseudonym, reason=why))
            FactorReset.objects.create(account=account, asked_by=by)
            done.append(False)
            return
        desk.take(house.remove_factor(desk.state, desk.act(), account=pseudonym, reason=why))
        FactorReset.objects.filter(account=account).delete()
        done.append(True)

    def delete(_desk: Desk, _facts: list[Fact]) -> None:
        if done[-1]:
            Authenticator.objects.filter(user=account).delete()

    household.perform(str(by.pseudonym), fresh_key("facteur"), commands, after=delete)
    if not done[-1]:
        trace.note(request, Happening.DROITS, subject=str(account.pk), what="double authentification : retrait demandé")
        return False
    trace.note(request, Happening.DROITS, subject=str(account.pk), what="double authentification retirée")
    post(by, Kind.FACTEUR, [Letter.to_account(account)])
    return True


@receiver(post_save, sender=Authenticator)
def enrolled(instance: Authenticator, created: bool, **_more: object) -> None:
    """The owner of an account set up a second factor."""
    state = household.look()
    if not created or state.taken_up is None:
        return
    account, method = str(instance.user.pseudonym), str(instance.type)
    mark = house_rows.fingerprint(method, instance.data)

    def commands(desk: Desk) -> None:
        desk.take(house.enrol_factor(desk.state, desk.act(), account=account, method=method, fingerprint=mark))

    household.perform(account, fresh_key("facteur"), commands)


@receiver(post_delete, sender=Authenticator)
def removed(instance: Authenticator, **_more: object) -> None:
    """The owner of an account took a second factor away; what the office takes away is recorded already."""
    account, method = str(instance.user.pseudonym), str(instance.type)
    known = household.look().accounts.get(account)
    if known is None or (method, house_rows.fingerprint(method, instance.data)) not in known.factors:
        return

    def commands(desk: Desk) -> None:
        desk.take(house.remove_factor(desk.state, desk.act(), account=account, method=method))

    household.perform(account, fresh_key("facteur"), commands)
