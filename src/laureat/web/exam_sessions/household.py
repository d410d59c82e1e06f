"""The house as its facts say it: read once and judged, prolonged when its log has grown; acts on it.

The tables of accounts, schools, habilitations and sheets are readings of these facts, written in the same transaction.
"""

import functools
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.dispatch import receiver

from laureat.records import UNSAID, Fact, opens
from laureat.session import conduct
from laureat.session import house as house_of
from laureat.session.framework import Accepted
from laureat.session.house import HOUSE as MACHINE
from laureat.session.house import HouseState, read_house
from laureat.session.house.common import by_office
from laureat.web.accounts.house import the_house
from laureat.web.accounts.models import Establishment, Habilitation, User
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions import house, house_rows, reprise
from laureat.web.exam_sessions.house_read import LOG as LOG
from laureat.web.exam_sessions.house_read import look as look
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import Writing, now, transact
from laureat.web.mails.models import Wording, worded
from laureat.web.sealer.public import by_use


@dataclass
class Desk(Writing):
    """What a command on the house is given."""

    state: HouseState

    def take(self, accepted: Accepted) -> Accepted:
        """Note what a command gave, and go on from there."""
        read_house(accepted.facts, self.state)
        self.accepted.append(accepted)
        return accepted


Commands = Callable[[Desk], object]


def fresh_key(what: str) -> str:
    """The idempotency key of an act whose form has none."""
    return f"{what}-{uuid.uuid4().hex}"


def perform(
    author: str, key: str, commands: Commands, *, after: Callable[[Desk, list[Fact]], object] | None = None
) -> Desk:
    """Run commands on the house and store their facts, with what they write beside them: all or none. Raises Refused.

    A base that holds no such facts yet is taken up first. ``after`` is given the facts, in the same transaction.
    """

    def work() -> tuple[Desk, list[Fact]]:
        if look().taken_up is None:
            _take_up()
        desk = Desk(LOG, author, now(), key, look().copied())
        commands(desk)
        facts = desk.write()
        if after is not None:
            after(desk, facts)
        return desk, facts

    desk, facts = transact(LOG, work, alone=True)
    if facts:
        house.vouch_after_commit(LOG, whole=True)
    return desk


def take_up() -> bool:
    """Record once all that the tables of an older base hold; False where it is done already."""

    def work() -> bool:
        if look().taken_up is not None:
            return False
        _take_up()
        return True

    done = transact(LOG, work, alone=True)
    if done:
        house.vouch_after_commit(LOG, whole=True)
    return done


def declare_keys() -> None:
    """Say with which keys the house signs, the first time and whenever one of them is another. By the machine."""

    def commands(desk: Desk) -> None:
        for use, public in by_use(settings.DONNEES).items():
            known = desk.state.keys.get(use, ())
            if known and known[-1] == public:
                continue
            reason = desk.promise("la clé du dossier des données a changé") if known else UNSAID
            desk.take(house_of.introduce_key(desk.state, desk.act(use), use=use, public=public, reason=reason))

    known = look().keys
    if any(known.get(use, ("",))[-1] != public for use, public in by_use(settings.DONNEES).items()):
        perform(MACHINE, fresh_key("cles"), commands)


def describe(author: str = MACHINE) -> None:
    """Record what the house says of itself, where it is no longer what its log says. By the machine, the first time."""
    text = house_rows.house_text(vars(the_house()), map(vars, Wording.objects.all()))
    if text == _text(look().described):
        return

    def commands(desk: Desk) -> None:
        desk.take(house_of.describe_house(desk.state, desk.act(), said=desk.promise(text, PrivateText.Kind.MENTIONS)))

    perform(author, fresh_key("maison"), commands)


@receiver(worded)
def _worded(by: User, **_more: object) -> None:
    """Someone of the office gave other words to the mails of the house."""
    describe(str(by.pseudonym))


def describe_first() -> None:
    """Take up what an older base says of itself; a later change is someone's act."""
    if not look().described:
        describe()


def house_troubles(state: HouseState) -> list[str]:
    """What the house says of itself, and its facts do not."""
    known = state.described
    return [f"La maison : {why}." for why in house_rows.house_defects(_text(known), vars(the_house()))] if known else []


def _take_up() -> None:
    desk = Desk(LOG, MACHINE, now(), "reprise", look().copied())
    reprise.say_all(desk)
    desk.write()


# ------------------------------------------------------------------------------------- what is shown follows from it
def account_troubles(user: User) -> list[str]:
    """Why an account gives no right; empty where its facts say what its row says, or before the reprise."""
    state = look()
    if state.taken_up is None:
        return []
    known = state.accounts.get(str(user.pseudonym))
    text = _text(known.identity) if known else None
    row = {name: getattr(user, name) for name in ("role", "establishment_id", "is_active", "name", "email")}
    held = Authenticator.objects.filter(user=user).values_list("type", "data")
    factors = [(method, house_rows.fingerprint(method, data)) for method, data in held]
    return [*house_rows.account_defects(known, row, text), *house_rows.factor_defects(known, factors)]


def school_troubles(school: Establishment) -> list[str]:
    """What a school or its habilitations say, and the facts do not."""
    state = look()
    if state.taken_up is None:
        return []
    found = list(house_rows.establishment_defects(state, vars(school)))
    for right in school.habilitations.all():
        told = (
            f"habilitation {right.certification} : {why}" for why in house_rows.habilitation_defects(state, vars(right))
        )
        found += told
    return found


def session_troubles(session: ExamSession) -> list[str]:
    """What the sheet of a session says and the facts do not."""
    state = look()
    if state.taken_up is None:
        return []
    certification = session.certification
    bound = state.bound.get(certification.numero)
    reason = _text(bound.reason) if bound else None
    return [
        *(
            f"La fiche {certification.numero} : {why}."
            for why in house_rows.certification_defects(state, vars(certification), reason)
        ),
        *house_troubles(state),
    ]


def ask_aside(by: User, fact: str, reason: str) -> None:
    """Ask that a refused fact of the house be set aside. Raises Refused."""

    def commands(desk: Desk) -> None:
        by_office(desk.state, desk.act())
        desk.take(conduct.ask_setting_aside(desk.state, desk.act(), fact=fact, reason=desk.promise(reason)))

    perform(str(by.pseudonym), fresh_key("ecart"), commands)


def set_aside(by: User, fact: str) -> None:
    """Set aside a refused fact of the house that someone else asked to set aside. Raises Refused."""

    def commands(desk: Desk) -> None:
        by_office(desk.state, desk.act())
        desk.take(conduct.set_aside(desk.state, desk.act(), fact=fact))

    perform(str(by.pseudonym), fresh_key("ecart"), commands)


def proved(rights: Iterable[Habilitation]) -> list[Habilitation]:
    """Those of these habilitations that the facts say; all of them before the reprise."""
    state = look()
    if state.taken_up is None:
        return list(rights)
    return [right for right in rights if not list(house_rows.habilitation_defects(state, vars(right)))]


def _text(commitment: str) -> str | None:
    """The text behind a commitment; None where it was erased, or is no longer the one committed to."""
    try:
        return _opened(commitment) if commitment else None
    except PrivateText.DoesNotExist:
        return None


@functools.lru_cache(maxsize=512)
def _opened(commitment: str) -> str:
    """The same, looked up once: a commitment has one text. Raises PrivateText.DoesNotExist."""
    kept = PrivateText.objects.get(commitment=commitment)
    if not opens(commitment, kept.text, bytes(kept.salt)):
        raise PrivateText.DoesNotExist
    return kept.text


def forget() -> None:
    """Keep no text in memory: one of them is erased."""
    _opened.cache_clear()
