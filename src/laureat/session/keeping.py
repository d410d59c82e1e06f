"""How long the texts of the logs are kept, and from which day: read from the facts that are heeded.

A refused fact moves no term, nor does the date that a fact gives itself: it counts from the first signed head over it,
where that is later (``vouched``). The fact that first committed to a text says how it is kept: one that names it again
changes nothing. Both the acts that erase and the audit come here.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from laureat.records import Fact, VaeFact, encode
from laureat.records import facts as f
from laureat.records.merkle import leaf_hash
from laureat.records.promises import committed
from laureat.records.retention import Kept, Text, kept_by
from laureat.session.house.state import HouseState
from laureat.session.state import LogState, SessionState
from laureat.session.vae import VaeState

Day = Callable[[Fact], str]
"""The day by which a fact was in its log, for whoever does not believe the date that it gives itself."""
HELD = frozenset({"compte ouvert"})
"""Why the name of an account may not go: its owner still signs in."""


def heeded(facts: Iterable[Fact], state: LogState) -> Iterator[Fact]:
    """Those of these facts that their log accepts, as the whole of it was read into ``state``."""
    refused = {leaf for leaf, anomaly in state.anomalies.items() if not anomaly.heeded} | state.set_aside.keys()
    return (fact for fact in facts if not refused or leaf_hash(encode(fact)).hex() not in refused)


def vouched(heads: Sequence[tuple[int, str]], places: Mapping[str, int], today: str) -> Day:
    """The day of the first head over a fact; today where there is none yet.

    ``heads``: the size and the day of each signed head, oldest first; ``places``: numbers of facts, by leaf hash.
    """
    sizes = [size for size, _day in heads]

    def day(fact: Fact) -> str:
        number = places.get(leaf_hash(encode(fact)).hex())
        rank = len(sizes) if number is None else bisect_right(sizes, number)
        return heads[rank][1] if rank < len(sizes) else today

    return day


def counts_from(fact: Fact, day: Day) -> str:
    """The day from which a period runs that an act begins."""
    return max(fact.at[:10], day(fact))


def ended(facts: Iterable[Fact], state: SessionState, day: Day) -> Iterator[str]:
    """The days on which results were published, or the session abandoned: from the last one periods run."""
    for fact in heeded(facts, state):
        published = isinstance(fact, f.ResultPublished) and state.deliberations[fact.deliberation - 1].published
        if published or isinstance(fact, f.SessionAbandoned):
            yield counts_from(fact, day)


ENDS = (f.ResultPublished, f.SessionAbandoned)
"""The facts from which the periods of a session run."""


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


def of_vae(facts: Iterable[Fact], state: VaeState, day: Day) -> Iterator[Text]:
    """The texts of a VAE log: those of an application run from the last act on it, the others from their own."""
    seen: set[str] = set()
    told = list(heeded(facts, state))
    last: dict[str, str] = {}
    for fact in told:
        struck = fact.candidates if isinstance(fact, f.DecisionsWithdrawn | f.DecisionsRestored) else ()
        for one in (*struck, *((fact.subject,) if isinstance(fact, VaeFact | f.FollowUpDone) else ())):
            last[one] = max(last.get(one, ""), counts_from(fact, day))
    for fact in told:
        special = dict(kept_by(fact))
        about = state.applications.get(fact.subject)
        since = last[fact.subject] if about else counts_from(fact, day)
        for commitment in committed(fact):
            kept = Kept.MOTIF
            if isinstance(fact, f.VaeApplicationReceived):
                kept = Kept.IDENTITE_DIPLOME if about and about.notified and about.validated else Kept.IDENTITE
            if commitment not in seen:
                seen.add(commitment)
                yield Text(commitment, special.get(commitment, kept), since)


def of_house(facts: Iterable[Fact], state: HouseState, day: Day) -> Iterator[Text]:
    """The texts of the log of the house: the name of an account runs from the day it was closed, or took another."""
    texts: dict[str, Text] = {}
    names: dict[str, str] = {}  # by account, the commitment of its present name
    owners: dict[str, str] = {}  # by commitment, the account whose name it first was

    def run(account: str, since: str, *, held: bool = False) -> None:
        name = names.get(account)
        if name and owners.get(name) == account:
            texts[name] = Text(name, Kept.COMPTE, since, HELD if held else frozenset())

    for fact in heeded(facts, state):
        since, special = counts_from(fact, day), dict(kept_by(fact))
        if isinstance(fact, f.AccountInvited | f.AccountOpened | f.AccountRenamed) and fact.identity not in texts:
            owners[fact.identity] = fact.account
        texts |= {one: Text(one, special.get(one, Kept.MOTIF), since) for one in committed(fact) if one not in texts}
        match fact:
            case f.AccountInvited():
                names.setdefault(fact.account, fact.identity)
                run(fact.account, since)
            case f.AccountOpened() | f.AccountRenamed():
                run(fact.account, since)
                names[fact.account] = fact.identity
                run(fact.account, since, held=True)
            case f.AccountReopened():
                run(fact.account, since, held=True)
            case f.AccountClosed():
                run(fact.account, since)
    yield from texts.values()


def of_deposits(state: HouseState, day: Day) -> Iterator[Text]:
    """The lines of each deposit for which the site answers, by its name."""
    standing = ((name, known.given) for name, known in state.deposits.items() if not known.withdrawn)
    yield from (Text(name, Kept.DEPOT, counts_from(given, day)) for name, given in standing)
