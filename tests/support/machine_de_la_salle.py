"""What the room of a session is put through at random: a jury appointed, present, standing aside, approving."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from laureat.jury import Fonction, Presence, Qualite
from laureat.records import UNSAID
from laureat.session import conduct
from laureat.session.conduct import Juror
from laureat.session.state import DeliberationState, SessionState
from support.machine_apres_publication import CANDIDATES, REASON

ACCOUNTS = {"j1": "president", "j2": "membre", "j3": "employeur"}
ACCOUNTS |= {"j4": "autre présidente", "j5": "autre membre", "j6": "autre employeur"}
PEOPLE = st.sampled_from(["service", *ACCOUNTS.values()])


class InTheRoom:
    """The rules of the jury, for the machine of a session."""

    give: Callable[..., bool]
    state: SessionState
    frame: Any

    @rule(another=st.booleans(), why=st.sampled_from([UNSAID, REASON]))
    def appoint(self, another: bool = False, why: Any = UNSAID) -> None:
        president, member, third = ("j4", "j5", "j6") if another else ("j1", "j2", "j3")
        members = [
            Juror(president, Fonction.PRESIDENT, Qualite.ENSEIGNANT_CHERCHEUR, ACCOUNTS[president]),
            Juror(member, Fonction.MEMBRE, Qualite.SALARIE, ACCOUNTS[member]),
            Juror(third, Fonction.MEMBRE, Qualite.EMPLOYEUR, ACCOUNTS[third]),
        ]
        given = {"members": members, "arrete": REASON, "arrete_date": "2026-05-02", "why_returning": why}
        self.give(conduct.appoint_jury, framework=self.frame, **given)

    @rule(presence=st.sampled_from(Presence))
    def attend(self, presence: Presence) -> None:
        president, member, third = self.state.jury.jurors if self.state.jury else ("j1", "j2", "j3")
        self.give(conduct.record_attendance, framework=self.frame, juror=member, presence=presence)
        for juror in (president, third):
            self.give(conduct.record_attendance, framework=self.frame, juror=juror, presence=Presence.PRESENT)

    @rule(candidate=CANDIDATES, juror=st.sampled_from(sorted(ACCOUNTS)), recused=st.booleans(), by=PEOPLE)
    def stand_aside(self, candidate: str, juror: str, recused: bool, by: str) -> None:
        given = {"candidate": candidate, "juror": juror, "recused": recused, "reason": REASON}
        if self.give(conduct.record_recusal, by=by, **given):
            assert by in ("service", ACCOUNTS[juror]) or by not in self._seated()

    @rule(by=PEOPLE)
    def approve(self, by: str) -> None:
        self.give(conduct.approve_pv, by=by, framework=self.frame)

    @rule()
    def seal(self) -> None:
        self.give(conduct.seal_pv, framework=self.frame)

    def _seated(self) -> set[str]:
        return {ACCOUNTS[one] for one in self.state.jury.jurors} if self.state.jury else set()

    def check_who_took_part(self, deliberation: DeliberationState, content: str) -> None:
        """At a seal, of each: two who did not stand aside sat, and approved; none who did fixed the decision."""
        assert self.state.jury is not None
        sat = {
            juror
            for juror in self.state.jury.jurors
            if self.state.attendance[deliberation.number, juror].presence != Presence.ABSENT
        }
        for candidate, result in conduct.pv_decisions(self.state, deliberation):
            aside = self.state.candidates[candidate].recused.keys()
            assert len(sat - aside) >= 2
            assert len(deliberation.approvers(content) - {ACCOUNTS[one] for one in aside}) >= 2
            assert result.fixed is None or result.fixed.author not in {ACCOUNTS[one] for one in aside}
