"""A house in memory: its acts, their facts stored as bytes and read back."""

from typing import Any

from laureat.records import decode, encode
from laureat.session import house
from laureat.session.conduct.admission import Rules
from laureat.session.framework import Accepted, Act
from laureat.session.house import HouseState, read_house
from support.conducteur import text as said

DAY = "2026-02-01"
RULES = Rules[HouseState](lambda _state, _fact: None)


class Home:
    """A house, its facts, and the state that they give."""

    def __init__(self) -> None:
        self.state, self.facts = HouseState("reglements"), []

    def give(self, which: str, /, by: str = "cheffe", *, at: str = DAY, key: str = "", **given: Any) -> Accepted:
        act = Act(by, f"{at}T08:00:00Z", key or f"h{len(self.facts)}")
        accepted: Accepted = getattr(house, which)(self.state, act, **given)
        stored = [decode(encode(fact)) for fact in accepted.facts]
        self.facts += stored
        read_house(stored, self.state)
        return accepted

    def invite(self, account: str, role: str, by: str = "cheffe", **given: Any) -> None:
        about = {"account": account, "invitation": f"jeton-{account}", "role": role, "identity": said(account)}
        self.give("invite_account", by, expires="2026-02-22", **about, **given)

    def welcome(self, account: str, role: str, establishment: str = "") -> None:
        """Invite someone, who opens the account."""
        self.invite(account, role, establishment=establishment)
        about = {"invitation": f"jeton-{account}", "establishment": establishment, "identity": said(account)}
        self.give("open_account", account, account=account, role=role, **about)


def empty() -> dict[str, int]:
    return dict.fromkeys(("accounts", "establishments", "habilitations", "sheets"), 0)
