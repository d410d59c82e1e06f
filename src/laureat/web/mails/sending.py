"""Post mails in the outbox, in the transaction under way; send what is due, try again, give up."""

import contextlib
import secrets
import smtplib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from laureat.records.retention import Beside
from laureat.vocabulary.french import plural, unbroken
from laureat.web.accounts.house import sender, the_house
from laureat.web.accounts.models import Invitation, Role, User
from laureat.web.jobs.kinds import Cancelled, Work, kind
from laureat.web.jobs.running import ask
from laureat.web.mails.links import reset_link, seeded_link
from laureat.web.mails.models import TRIES, Message, State, Wording
from laureat.web.mails.wordings import LINK, SITE, Kind, Words

NOWHERE = gettext_lazy("L'adresse publique du site n'a pas été dite à l'installation.")
MAILS = "courriels"
"""The job that sends those asked together."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said to someone: the fields of the words, by name."""

    to: str
    name: str
    told: dict[str, str] = field(default_factory=dict)
    invitation: Invitation | None = None
    seed: str = ""
    language: str = "fr"
    """Of whoever receives it."""

    @classmethod
    def to_account(cls, account: User, **told: str) -> "Letter":
        """To whoever has an account, in the language they read."""
        return cls(account.email, account.name, told, language=account.language)


def fresh_seed() -> str:
    """What a link is drawn from; alone, it opens nothing."""
    return secrets.token_hex(32)


def post(by: User | None, what: Kind, letters: Sequence[Letter], *, log: str = "") -> list[Message]:
    """Put mails in the outbox, in the transaction under way: one is sent at once, many by a job that can be followed.

    Addresses that receive nothing (``….invalid``) are passed over.
    """
    maison = signed()
    told = [one for one in letters if one.to and not one.to.endswith(".invalid")]
    lot = uuid.uuid4() if len(told) > 1 and by is not None else None
    words = {language: Wording.of(what, language) for language in {one.language for one in told}}
    messages = []
    for one in told:
        said: Words = words[one.language].filled({"nom": one.name, "maison": maison, **one.told})
        messages.append(
            Message(
                kind=what,
                to=one.to,
                name=one.name[:120],
                subject=said.subject[:300],
                body=said.body,
                invitation=one.invitation,
                seed=one.seed,
                log=log,
                lot=lot,
                by=by,
            )
        )
    with transaction.atomic():
        Message.objects.bulk_create(messages, batch_size=1000)
        if lot is not None and by is not None:
            ask(by, MAILS, key=f"courriels {lot}", log=log, arguments={"lot": str(lot)})
        elif messages:
            soon()
    return messages


def signed() -> str:
    """Who writes, at the foot of a mail."""
    house = the_house()
    return house.service or house.authority or house.certifier or house.academy


def preview(what: Kind, letter: Letter) -> Words:
    """What that letter will say, as it leaves; its link, if any, is drawn then."""
    told = {"nom": letter.name, "maison": signed(), SITE: settings.ADDRESS, **letter.told}
    return Wording.of(what, letter.language).filled(told)


def soon() -> None:
    """Have the worker look at what is due, once the transaction is over."""
    from laureat.web.mails.tasks import send

    send.defer()


@kind(MAILS, "Courriels", {Role.EXAMENS}, apart=True)
def send_lot(work: Work) -> list[str]:
    """Send those asked together; what does not leave is tried again later, by itself."""
    lot = Message.objects.filter(lot=uuid.UUID(work.job.arguments["lot"]))
    waiting = lot.filter(state=State.EN_ATTENTE)
    wanted, left = list(waiting.order_by("asked_at").values_list("pk", flat=True)), 0
    try:
        with _way_out() as way:
            for done, pk in enumerate(wanted):
                work.step(done, len(wanted))
                left += _send(pk, way) is State.PARTI
        work.step(len(wanted), len(wanted))
    except Cancelled:
        waiting.update(state=State.ANNULE)
        raise Cancelled(_("Arrêté : %(left)s, les autres sont annulés.") % {"left": _left(left)}) from None
    told = [_left(lot.filter(state=State.PARTI).count()) + "."]
    if late := lot.filter(state=State.EN_ATTENTE).count():
        told.append(plural(late, _("courriel sera tenté"), _("courriels seront tentés")) + _(" de nouveau."))
    if failed := lot.filter(state=State.ECHEC).count():
        told.append(plural(failed, _("courriel"), _("courriels")) + _(" en échec : voir les envois."))
    return told


def _left(count: int) -> str:
    return plural(count, _("courriel parti"), _("courriels partis"))


def send_due() -> int:
    """Send what is due, but for what a job is sending; gives how many left."""
    late = Q(tries=0) | Q(next_at__lte=timezone.now())  # one never tried is due, even where the clock was set back
    due = Message.objects.filter(late, state=State.EN_ATTENTE)
    wanted = list(due.exclude(lot__isnull=False, tries=0).order_by("asked_at").values_list("pk", flat=True)[:1000])
    if not wanted:
        return 0
    with _way_out() as way:
        return sum(_send(pk, way) is State.PARTI for pk in wanted)


def again(message: Message) -> None:
    """Try a mail once more, now."""
    asked = Message.objects.filter(pk=message.pk, state__in=(State.ECHEC, State.EN_ATTENTE))
    with transaction.atomic():
        asked.update(state=State.EN_ATTENTE, tries=1, next_at=timezone.now(), trouble="")
        soon()


def call_off(message: Message) -> None:
    """Not to be sent any more."""
    Message.objects.filter(pk=message.pk, state=State.EN_ATTENTE).update(state=State.ANNULE)


def prune() -> None:
    """Forget the mails that left, failed or were called off long ago."""
    end = timezone.now() - timedelta(days=settings.DAYS_KEPT[Beside.COURRIEL])
    Message.objects.exclude(state=State.EN_ATTENTE).filter(asked_at__lt=end).delete()


def forget(address: str) -> None:
    """Erase what was written to an address."""
    Message.objects.filter(to__iexact=address).delete()


@contextlib.contextmanager
def _way_out() -> Iterator[BaseEmailBackend]:
    """A connection to the mail server, opened at the first mail that leaves."""
    way = get_connection()
    try:
        yield way
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            way.close()


def _send(pk: uuid.UUID, way: BaseEmailBackend) -> State | None:
    """Send a mail that waits, and write what came of it; None where another worker holds it. Killed in between, it may
    leave twice, under the same Message-ID."""
    with transaction.atomic():
        waiting = Message.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=State.EN_ATTENTE)
        message = waiting.select_related("invitation").filter(pk=pk).first()
        if message is None:
            return None
        _try(message, way)
        message.save(update_fields=["state", "tries", "next_at", "sent_at", "trouble"])
        return State(message.state)


def _try(message: Message, way: BaseEmailBackend) -> None:
    message.tries = min(message.tries + 1, TRIES)
    if why := _gone(message):
        message.state, message.trouble = State.ANNULE, why
        return
    try:
        letter = _letter(message, way)
        letter.send()
    except _Lacking as lacking:
        message.trouble = str(lacking)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _text in refused.recipients.values()]
        message.trouble = _("Adresse refusée par le serveur de courriel : %(told)s") % {"told": _plain(refused)}
        if all(500 <= code < 600 for code in codes):
            message.state = State.ECHEC
    except ValueError as error:  # an address that no mail can bear: it fails alone, and for good
        message.trouble = _("Ce courriel ne peut pas être écrit : %(told)s") % {"told": _plain(error)}
        message.state = State.ECHEC
    except (OSError, smtplib.SMTPException) as error:
        message.trouble = _("Le serveur de courriel n'a pas pris ce message : %(told)s") % {"told": _plain(error)}
        with contextlib.suppress(OSError, smtplib.SMTPException):
            way.close()
    else:
        message.state, message.sent_at, message.trouble = State.PARTI, timezone.now(), ""
        return
    message.trouble = message.trouble[:300]
    message.next_at = timezone.now() + timedelta(minutes=2**message.tries)
    if message.tries >= TRIES:
        message.state = State.ECHEC


def _gone(message: Message) -> str:
    """Why the link of a mail opens nothing any more; empty where it does, or where there is none."""
    invited = message.invitation
    if message.kind == Kind.INVITATION and message.seed and (invited is None or invited.accepted):
        return _("L'invitation a été retirée, ou a déjà servi.")
    if message.kind == Kind.OUBLI and _account(message) is None:
        return _("Aucun compte ouvert n'a plus cette adresse.")
    return ""


def _account(message: Message) -> User | None:
    return User.objects.filter(email__iexact=message.to, is_active=True).first()


class _Lacking(Exception):
    """What the settings do not say, without which the mail cannot leave."""


def _letter(message: Message, way: BaseEmailBackend) -> EmailMessage:
    """The mail as it leaves, its link drawn now."""
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") and not settings.DEMONSTRATION:
        raise _Lacking(_("Aucun serveur de courriel n'est relié."))
    told = {}
    if f"{{{LINK}}}" in message.body or f"{{{SITE}}}" in message.body:
        site = site_of()
        if not site:
            raise _Lacking(NOWHERE)
        told[SITE] = site
        if message.seed:
            told[LINK] = seeded_link(site, message.kind, message.seed)
        elif message.kind == Kind.OUBLI and (user := _account(message)) is not None:
            told[LINK] = reset_link(site, user)
    words = Words(message.subject, message.body).filled(told)
    headers = {"Message-ID": f"<{message.pk}@laureat.invalid>", "Auto-Submitted": "auto-generated"}
    subject = unbroken(" ".join(words.subject.split()))  # a name typed on two lines stands on one
    return EmailMessage(subject, unbroken(words.body), sender(), [message.to], connection=way, headers=headers)


def site_of(asked: str = "") -> str:
    """The address of the site as others reach it: that of the settings, else the one under which it is ``asked``; empty
    for one that this machine alone reaches, but in a demonstration."""
    address: str = settings.ADDRESS or asked
    here = urlsplit(address).hostname in ("localhost", "127.0.0.1", "::1")
    return "" if here and not settings.DEMONSTRATION else address


def _plain(error: Exception) -> str:
    return " ".join(str(error).split())
