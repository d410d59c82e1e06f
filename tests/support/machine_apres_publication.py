"""What a session is put through after a publication, at random: decisions struck, taken again, restored."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from laureat.jury import Presence
from laureat.records import Fact, commit
from laureat.records import facts as f
from laureat.session import conduct
from laureat.session.after import Answer, FollowUp, Ground, Nature
from laureat.session.state import SessionState

CANDIDATES = st.sampled_from(["c1", "c2", "c3"])
PIECE = "activite_3_ans"
REASON = commit("parce que", b"m" * 32)
REFERENCE = {"authority": "tribunal administratif de Rennes", "number": "2303845", "decided_on": "2026-06-01"}


class AfterPublication:
    """The rules and invariants of a published decision, for the machine of a session."""

    give: Callable[..., bool]
    appoint: Callable[..., None]
    attend: Callable[[Presence], None]
    propose: Callable[[], None]
    approve: Callable[[str], None]
    seal: Callable[[], None]
    facts: list[Fact]
    state: SessionState
    frame: Any

    def __init__(self) -> None:
        super().__init__()
        self.struck: set[str] = set()
        """Whose last published decision a judgment or the authority took away, as the acts of this machine say."""
        self.seen: set[int] = set()
        """The deliberations whose publication was looked at."""

    @rule()
    def hold_another_meeting(self) -> None:
        """Another jury decides again on whom a judgment touches."""
        self.appoint(another=True)
        self.attend(Presence.PRESENT)
        self.propose()
        self.approve("autre présidente")
        self.approve("autre membre")
        self.seal()

    @rule(
        touched=st.lists(CANDIDATES, min_size=1, max_size=2, unique=True),
        ground=st.sampled_from(Ground),
        again=st.booleans(),
    )
    def strike(self, touched: list[str], ground: Ground, again: bool) -> None:
        given = {"ground": ground, "candidates": touched, "again": again, **REFERENCE, "reason": REASON}
        if self.give(conduct.withdraw_decisions, **given):
            self.struck |= set(touched)

    @rule(touched=st.lists(CANDIDATES, min_size=1, max_size=2, unique=True))
    def restore(self, touched: list[str]) -> None:
        touched = [one for one in touched if one in self.struck] or touched
        if self.give(conduct.restore_decisions, candidates=touched, **REFERENCE, reason=REASON):
            self.struck -= set(touched)

    @rule(candidate=CANDIDATES, what=st.sampled_from(FollowUp))
    def follow_up(self, candidate: str, what: FollowUp) -> None:
        standing = self.state.candidates.get(candidate)
        deliberation = next(iter(standing.ended), 1) if standing else 1
        given = {"candidate": candidate, "what": what, "deliberation": deliberation, "done_on": "2026-06-01"}
        self.give(conduct.record_follow_up, **given, reference=REASON)

    @rule(candidate=CANDIDATES, accepted=st.booleans())
    def decide_file(self, candidate: str, accepted: bool) -> None:
        given = {"candidate": candidate, "piece": PIECE, "accepted": accepted, "reason": REASON}
        self.give(conduct.decide_incomplete_file, framework=self.frame, **given)

    @rule(candidate=CANDIDATES)
    def bring_piece(self, candidate: str) -> None:
        self.give(conduct.receive_piece, framework=self.frame, candidate=candidate, piece=PIECE)

    @rule(candidate=CANDIDATES, nature=st.sampled_from(Nature))
    def ask(self, candidate: str, nature: Nature) -> None:
        given = {"candidate": candidate, "nature": nature, "received_on": "2026-06-01", "text": REASON}
        self.give(conduct.receive_request, **given)

    @rule(candidate=CANDIDATES, number=st.integers(1, 2), answer=st.sampled_from(Answer), longer=st.booleans())
    def respond(self, candidate: str, number: int, answer: Answer, longer: bool) -> None:
        given = {"candidate": candidate, "request": number}
        if longer:
            self.give(conduct.prolong_request, reason=REASON, **given)
        else:
            self.give(conduct.answer_request, answer=answer, answered_on="2026-06-01", text=REASON, **given)

    @rule()
    def publish(self) -> None:
        if self.give(conduct.publish_results, framework=self.frame):
            for deliberation in self.state.deliberations:
                for candidate in deliberation.proposals if deliberation.number not in self.seen else ():
                    if deliberation.result(candidate) is not None and deliberation.published:
                        self.struck.discard(candidate)
                if deliberation.published:
                    self.seen.add(deliberation.number)

    @invariant()
    def no_two_decisions_stand_for_one_candidate(self) -> None:
        """Told by the facts alone: a decision stands from its publication to the next one, or to what strikes it.

        What is struck already is struck again by a weightier act only: the judgment that follows a suspension.
        """
        standing: dict[str, int] = {}
        struck: dict[str, Ground] = {}
        for fact in self.facts:
            if isinstance(fact, f.ResultPublished):
                deliberation = self.state.deliberations[fact.deliberation - 1]
                for candidate in deliberation.proposals:
                    if deliberation.result(candidate) is not None:
                        standing[candidate] = fact.deliberation
                        struck.pop(candidate, None)
            elif isinstance(fact, f.DecisionsWithdrawn):
                for candidate in fact.candidates:
                    stood = standing.pop(candidate, None) is not None
                    assert stood != (candidate in struck)
                    assert stood or Ground(fact.ground).outlasts(struck[candidate])
                    struck[candidate] = Ground(fact.ground)
            elif isinstance(fact, f.DecisionsRestored):
                for candidate in fact.candidates:
                    assert candidate not in standing
                    del struck[candidate]
                    standing[candidate] = self.state.candidates[candidate].in_force
        for candidate, state in self.state.candidates.items():
            assert standing.get(candidate, 0) == state.in_force
            result = self.state.result(candidate)
            assert result is None or result.deliberation == state.in_force

    @invariant()
    def a_request_is_answered_once_and_changes_no_decision(self) -> None:
        for candidate in self.state.candidates.values():
            for number, asked in enumerate(candidate.requests, 1):
                told = [
                    fact
                    for fact in self.facts
                    if isinstance(fact, f.RequestAnswered | f.RequestProlonged)
                    and (fact.candidate, fact.request) == (candidate.id, number)
                ]
                assert [type(fact) for fact in told].count(f.RequestAnswered) == (asked.answered is not None)
                assert [type(fact) for fact in told].count(f.RequestProlonged) == (asked.prolonged is not None)

    @invariant()
    def whoever_lacks_a_piece_that_was_refused_has_no_first_decision(self) -> None:
        for candidate in self.state.candidates.values():
            if candidate.refused_without:
                assert candidate.in_force == 0 or candidate.to_redeliberate

    @invariant()
    def whose_decision_was_struck_has_no_result(self) -> None:
        assert self.struck == {one.id for one in self.state.candidates.values() if one.struck is not None}
        assert all(self.state.result(candidate) is None for candidate in self.struck)
