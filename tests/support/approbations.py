"""A deliberation to approve, where a key is required."""

from dataclasses import replace
from typing import Any

from laureat.cli.auditer import engine_of
from laureat.records import Fact, encode
from laureat.records.recorded import recorded
from laureat.session.approvals import Assertion
from laureat.session.conduct.pv import pv_challenge, pv_content
from laureat.session.replay import replay_with
from support.cles import Authenticator
from support.conducteur import Conductor


class Room:
    """A deliberation to approve, where a key is required, and the keys of the house."""

    def __init__(self, *, required: bool = True) -> None:
        self.story = Conductor()
        self.story.open_session(log="trpm-2026", year=2026, blank=True, keys_required=required)
        self.story.register_establishment(establishment="0750001A", nature="lycee")
        self.story.enrolled().marked().closed().with_jury().proposed()
        self.own = {account: Authenticator(account) for account in ("president", "membre", "employeur")}
        self.house = {one.key: one.known(account) for account, one in self.own.items()}

    @property
    def content(self) -> str:
        state = self.story.state
        assert state.current is not None
        return pv_content(state, state.current, self.story.framework.certificate_due)

    def challenge(self, account: str) -> bytes:
        state = self.story.state
        assert state.current is not None
        return pv_challenge(state, state.current, account, self.content)

    def approve(self, account: str, assertion: Assertion | None = None, *, keys: Any = "house") -> None:
        assertion = assertion or self.own[account].signed(self.challenge(account))
        known = self.house.get if keys == "house" else keys
        self.story.approve_pv(by=account, assertion=assertion, keys=known)

    def knows(self, account: str, **changes: str) -> None:
        key = self.own[account].key
        self.house[key] = replace(self.house[key], **changes)

    def audit(self, facts: list[Fact], *, keys: Any = "house") -> list[str]:
        known = self.house.get if keys == "house" else keys
        entries = (recorded(number, encode(fact), {}) for number, fact in enumerate(facts))
        return [finding.message for finding in replay_with(engine_of, keys=known)(entries).findings]
