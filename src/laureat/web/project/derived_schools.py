"""Who gave the word of a school on its marks: an account that the house had opened for that school, then."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from laureat.records import Fact
from laureat.records import facts as f
from laureat.records.audit import AuditFinding, Trouble

SCHOOL = "etablissement"
"""The role of whoever answers for a school (``laureat.web.accounts.models.Role``)."""
Word = f.MarksConfirmed | f.MarksContested


@dataclass(frozen=True)
class Account:
    """What the house says of an account from a moment on; closed: nobody comes in by it."""

    at: datetime
    role: str
    establishment: str
    closed: bool = False


def lives(house: Iterable[Fact]) -> dict[str, list[Account]]:
    """By account, what it was from when on. ``house``: the facts that the log of the house accepts."""
    found: dict[str, list[Account]] = defaultdict(list)
    for fact in house:
        at = datetime.fromisoformat(fact.at)
        if isinstance(fact, f.EstablishmentRenumbered):
            for own in found.values():
                if own[-1].establishment == fact.establishment:
                    own.append(replace(own[-1], at=at, establishment=fact.uai))
        elif isinstance(fact, f.AccountOpened | f.AccountChanged):
            own = found[fact.account]
            own.append(Account(at, fact.role, fact.establishment, bool(own) and own[-1].closed))
        elif isinstance(fact, f.AccountClosed | f.AccountReopened) and fact.account in found:
            own = found[fact.account]
            own.append(replace(own[-1], at=at, closed=isinstance(fact, f.AccountClosed)))
    return found


def compare(house: Iterable[Fact], words: Iterable[Word]) -> Iterator[AuditFinding]:
    """The words that no account of the school gave. ``house``: the facts that the log of the house accepts."""
    known = lives(house)
    for word in words:
        at = datetime.fromisoformat(word.at)
        last = next((one for one in reversed(known.get(word.author, ())) if one.at <= at), None)
        if last is None or last.closed or (last.role, last.establishment) != (SCHOOL, word.establishment):
            told = (
                f"établissement {word.establishment} : le compte {word.author}, qui répond de ses notes le {word.at}, "
                "n'était pas un compte ouvert de cet établissement."
            )
            yield AuditFinding(Trouble.CONDUITE, None, type(word).__name__, told)
