"""How long the texts of the VAE and of the house are kept, and from which day: read from their facts.

Those of a session run from its results (``laureat.web.exam_sessions.erasure``). Both the act that erases and the audit
come here.
"""

from collections.abc import Iterable, Iterator

from laureat.records import Fact, VaeFact
from laureat.records import facts as f
from laureat.records.promises import committed
from laureat.records.retention import Kept, Text, kept_by
from laureat.session.house.state import HouseState
from laureat.session.vae import VaeState

HELD = frozenset({"compte ouvert"})
"""Why the name of an account may not go: its owner still signs in."""


def of_vae(facts: Iterable[Fact], state: VaeState) -> Iterator[Text]:
    """The texts of a VAE log: those of an application run from the last act on it, the others from their own."""
    for fact in facts:
        special = dict(kept_by(fact))
        about = state.applications.get(fact.subject) if isinstance(fact, VaeFact) else None
        since = about.last if about else fact.at[:10]
        for commitment in committed(fact):
            kept = Kept.MOTIF
            if isinstance(fact, f.VaeApplicationReceived):
                kept = Kept.IDENTITE_DIPLOME if about and about.notified and about.validated else Kept.IDENTITE
            yield Text(commitment, special.get(commitment, kept), since)


def of_house(facts: Iterable[Fact]) -> Iterator[Text]:
    """The texts of the log of the house: the name of an account runs from the day it was closed, or took another."""
    texts: dict[str, Text] = {}
    names: dict[str, str] = {}  # by account, the commitment of its present name

    def run(account: str, since: str, *, held: bool = False) -> None:
        if name := names.get(account):
            texts[name] = Text(name, Kept.COMPTE, since, HELD if held else frozenset())

    for fact in facts:
        day, special = fact.at[:10], dict(kept_by(fact))
        texts |= {one: Text(one, special.get(one, Kept.MOTIF), day) for one in committed(fact) if one not in texts}
        match fact:
            case f.AccountInvited():
                names.setdefault(fact.account, fact.identity)
                run(fact.account, day)
            case f.AccountOpened() | f.AccountRenamed():
                run(fact.account, day)
                names[fact.account] = fact.identity
                run(fact.account, day, held=True)
            case f.AccountReopened():
                run(fact.account, day, held=True)
            case f.AccountClosed():
                run(fact.account, day)
    yield from texts.values()


def of_deposits(state: HouseState) -> Iterator[Text]:
    """The lines of each deposit for which the site answers, by its name."""
    yield from (Text(name, Kept.DEPOT, known.since) for name, known in state.deposits.items() if not known.withdrawn)
