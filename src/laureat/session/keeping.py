"""How long the texts of the logs are kept, and from which day: read from the facts that are heeded.

A refused fact moves no term, and the fact that first committed to a text says how it is kept: one that names it again
changes nothing. Both the acts that erase and the audit come here.
"""

from collections.abc import Iterable, Iterator

from laureat.records import Fact, encode
from laureat.records import facts as f
from laureat.records.merkle import leaf_hash
from laureat.records.promises import committed
from laureat.records.retention import Kept, Text, kept_by
from laureat.session.house.state import HouseState
from laureat.session.state import LogState
from laureat.session.vae import VaeState

HELD = frozenset({"compte ouvert"})
"""Why the name of an account may not go: its owner still signs in."""


def heeded(facts: Iterable[Fact], state: LogState) -> Iterator[Fact]:
    """Those of these facts that their log accepts, as the whole of it was read into ``state``."""
    refused = {leaf for leaf, anomaly in state.anomalies.items() if not anomaly.heeded} | state.set_aside.keys()
    return (fact for fact in facts if not refused or leaf_hash(encode(fact)).hex() not in refused)


class Periods:
    """How each text is kept whose kind depends on the fact that holds it."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._first: dict[str, Kept | None] = {}
        for fact in facts:
            self.meet(fact)

    def meet(self, fact: Fact) -> None:
        """Given every fact, in the order of the log."""
        special = dict(kept_by(fact))
        for commitment in committed(fact):
            self._first.setdefault(commitment, special.get(commitment))

    def of(self, commitment: str) -> Kept | None:
        """The kind that its first fact says; None where it says none."""
        return self._first.get(commitment)


def of_vae(facts: Iterable[Fact], state: VaeState) -> Iterator[Text]:
    """The texts of a VAE log: those of an application run from the last act on it, the others from their own."""
    seen: set[str] = set()
    for fact in heeded(facts, state):
        special = dict(kept_by(fact))
        about = state.applications.get(fact.subject)
        since = about.last if about else fact.at[:10]
        for commitment in committed(fact):
            kept = Kept.MOTIF
            if isinstance(fact, f.VaeApplicationReceived):
                kept = Kept.IDENTITE_DIPLOME if about and about.notified and about.validated else Kept.IDENTITE
            if commitment not in seen:
                seen.add(commitment)
                yield Text(commitment, special.get(commitment, kept), since)


def of_house(facts: Iterable[Fact], state: HouseState) -> Iterator[Text]:
    """The texts of the log of the house: the name of an account runs from the day it was closed, or took another."""
    texts: dict[str, Text] = {}
    names: dict[str, str] = {}  # by account, the commitment of its present name
    owners: dict[str, str] = {}  # by commitment, the account whose name it first was

    def run(account: str, since: str, *, held: bool = False) -> None:
        name = names.get(account)
        if name and owners.get(name) == account:
            texts[name] = Text(name, Kept.COMPTE, since, HELD if held else frozenset())

    for fact in heeded(facts, state):
        day, special = fact.at[:10], dict(kept_by(fact))
        if isinstance(fact, f.AccountInvited | f.AccountOpened | f.AccountRenamed) and fact.identity not in texts:
            owners[fact.identity] = fact.account
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
