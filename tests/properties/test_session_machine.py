"""No sequence of commands, lawful or not, takes a session where the law does not allow."""

import functools
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from laureat.deliberation.reglement import SessionRules
from laureat.jury import Presence
from laureat.records import Fact, decode, encode
from laureat.records import facts as f
from laureat.records.recorded import Recorded
from laureat.reglements import charger, famille
from laureat.session import conduct
from laureat.session.after import Ground
from laureat.session.certification import decider, framework_of
from laureat.session.framework import LIVRET, Act, Phase, Refused, Round, Sanction
from laureat.session.prolonging import copied, may_prolong
from laureat.session.reading import read
from laureat.session.replay import Edition, replay_with
from laureat.session.state import SessionState
from laureat.session.todo import missing_marks, undecided
from laureat.vocabulary import Decision, Mention, Motif, UnitStatus, parse_cell
from support.machine_apres_publication import CANDIDATES, REASON, AfterPublication
from support.machine_de_la_salle import InTheRoom

VOIE = famille("bac_pro").voie
PEOPLE = st.sampled_from(["service", "president", "membre", "autre présidente", "autre membre"])
UNITS = st.sampled_from(["U2", "U31", "U11", "U51", "U7"])
CELLS = st.sampled_from(["0", "7", "9", "10", "16", "20", "AB", "AJ"]).map(parse_cell)


@functools.cache
def _rules() -> SessionRules:
    return charger("RNCP35697").at(2026)


class Session(AfterPublication, InTheRoom, RuleBasedStateMachine):
    """Commands given at random; those refused leave nothing behind."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: list[Fact] = []
        self.state = SessionState()
        self.acts = 0

    def give(self, command: Callable[..., Any], by: str = "service", key: str = "", **given: Any) -> bool:
        """Give a command; store its facts as bytes and read them back. True when it was lawful."""
        self.acts += 1
        act = Act(by, "2026-06-01T08:00:00Z", key or f"k{self.acts}")
        try:
            accepted = command(self.state, act, **given)
        except Refused as refusal:
            return self._check_refusal(refusal)
        stored = [decode(encode(fact)) for fact in accepted.facts]
        self._check_lawful(stored)
        self.facts += stored
        self._read(stored)
        assert command(self.state, act, **given).facts == ()
        return True

    def _read(self, added: list[Fact]) -> None:
        """Read them on top, as a reading kept in mind is prolonged: what it was does not move."""
        if not may_prolong(self.state, added):
            read(added, self.state)
            return
        before, kept = self.state, deepcopy(self.state)
        self.state = read(added, copied(before, {fact.subject for fact in added}))
        assert before == kept

    @staticmethod
    def _check_refusal(refusal: Refused) -> bool:
        assert refusal.reasons
        assert all(refusal.reasons)
        return False

    @property
    def frame(self) -> Any:
        return framework_of(_rules(), self.state.confirmed)

    @property
    def decide(self) -> Any:
        return decider(_rules(), self.state.confirmed)

    def _check_lawful(self, facts: list[Fact]) -> None:
        """What must be true when a fact is about to be appended."""
        for fact in facts:
            match fact:
                case f.MarkEntered() | f.MarkRectified() | f.ControlMarkEntered():
                    assert self.state.phase is Phase.SAISIE
                case f.CorrectionMade():
                    decided = self.state.last_result(fact.candidate) is not None
                    assert decided or self.state.was_left_out(fact.candidate)
                case f.PvSealed():
                    current = self.state.current
                    assert current is not None
                    for candidate, _result in conduct.pv_decisions(self.state, current):
                        standing = self.state.candidates[candidate]
                        assert not undecided(self.state, self.frame, standing)
                        assert not standing.refused_without
                    self._check_seal(fact)
                case f.ResultPublished():
                    assert self.state.deliberations[fact.deliberation - 1].sealed
                    assert self.state.blank or not self.frame.to_confirm.keys() - self.state.confirmed.keys()
                case f.PaperIssued():
                    assert not self.state.candidates[fact.candidate].fraud_open
                    assert fact.candidate not in self.struck
                    assert self.state.result(fact.candidate) is not None
                case f.DecisionProposed():
                    assert not self.state.candidates[fact.candidate].fraud_open

    def _check_seal(self, fact: f.PvSealed) -> None:
        deliberation = self.state.deliberations[fact.deliberation - 1]
        assert len(deliberation.approvers(fact.content)) >= 2
        self.check_who_took_part(deliberation, fact.content)
        for candidate, result in conduct.pv_decisions(self.state, deliberation):
            standing = self.state.candidates[candidate]
            assert not (result.decision is Decision.AJOURNE and standing.livret_awaited)
            assert not standing.checks
            assert not standing.fraud_open
            assert result.decision is not Decision.INCOMPLET
            assert not result.proposal.reserves
            if standing.struck is not None:
                assert self.state.deliberations[standing.struck.deliberation - 1].jury != self.state.jury

    # ------------------------------------------------------------------------------------------------ commands
    @initialize(blank=st.booleans(), played=st.sampled_from(["", "deliberated", "published", "controle", "struck"]))
    def open(self, blank: bool, played: str) -> None:
        """Two candidates, one bound for control tests and one for replacement; the first round is played or not."""
        assert self.give(conduct.open_session, framework=self.frame, log="s", year=2026, blank=blank)
        for candidate in ("c1", "c2"):
            self.enrol(candidate)
        self.give(conduct.enter_mark, framework=self.frame, candidate="c2", unit="U51", cell=parse_cell("AJ"))
        for candidate in ("c1", "c2"):
            self.mark_all(candidate, parse_cell("9"))
        if played:
            self.hold_the_meeting()
            assert self.state.phase is Phase.DELIBEREE
        if played in ("published", "controle", "struck"):
            self.publish()
        if played == "struck":
            self.strike(["c1", "c2"], Ground.JUGEMENT, True)
            assert self.struck
        if played == "controle":
            self.start(Round.CONTROLE)
            assert self.state.round is Round.CONTROLE

    @rule(candidate=CANDIDATES)
    def enrol(self, candidate: str) -> None:
        given = {"candidate": candidate, "framework": self.frame}
        if self.give(conduct.register_candidate, person=f"p-{candidate}", identity=REASON, **given):
            voie = VOIE("experience_3_ans" if candidate == "c3" else "scolaire_public")
            assert self.give(conduct.establish_route, voie=voie, **given)

    @rule(candidate=CANDIDATES, cell=CELLS)
    def mark_all(self, candidate: str, cell: Any) -> None:
        for unit in self.frame.units.values():
            if unit.mandatory:
                mark = parse_cell("10") if unit.professional and cell.mark == 900 else cell
                self.give(conduct.enter_mark, framework=self.frame, candidate=candidate, unit=unit.code, cell=mark)

    @rule(candidate=CANDIDATES, unit=UNITS, cell=CELLS, control=st.booleans(), after=st.booleans())
    def change_mark(self, candidate: str, unit: str, cell: Any, control: bool, after: bool) -> None:
        standing = self.state.candidates.get(candidate)
        before = standing.entered(unit, control=control) if standing else parse_cell("")
        command = conduct.correct if after else conduct.rectify_mark
        self.give(
            command,
            framework=self.frame,
            candidate=candidate,
            unit=unit,
            before=before,
            cell=cell,
            control=control,
            reason=REASON,
        )

    @rule(candidate=CANDIDATES)
    def withdraw(self, candidate: str) -> None:
        self.give(conduct.withdraw_candidate, candidate=candidate, reason=REASON)

    @rule(candidate=CANDIDATES)
    def bring_livret(self, candidate: str) -> None:
        self.give(conduct.receive_piece, framework=self.frame, candidate=candidate, piece=LIVRET)

    @rule(candidate=CANDIDATES)
    def examine(self, candidate: str) -> None:
        self.give(conduct.examine_livret, by="president", candidate=candidate)

    @rule(candidate=CANDIDATES, basis=st.sampled_from([Motif.SANS, Motif.CERTIFICAT, Motif.DEMANDE]))
    def dispense(self, candidate: str, basis: Motif) -> None:
        """Of EPS, without a ground: the decision is then reserved; on request: pupils may not."""
        standing = self.state.candidates.get(candidate)
        if standing is not None and standing.entered("U7").status is not UnitStatus.VIDE:
            self.change_mark(candidate, "U7", parse_cell(""), control=False, after=False)
        given = {"framework": self.frame, "candidate": candidate, "unit": "U7", "ground": REASON}
        pupil = candidate != "c3"
        assert not (self.give(conduct.grant_dispense, basis=basis, **given) and basis is Motif.DEMANDE and pupil)

    @rule(candidate=CANDIDATES, value=st.sampled_from(["certificat", "titre", "jamais"]))
    def settle(self, candidate: str, value: str) -> None:
        self.give(
            conduct.settle_reserve,
            framework=self.frame,
            decide=self.decide,
            candidate=candidate,
            column="motif_U7",
            value=value,
            reason=REASON,
        )

    @rule()
    def confirm(self) -> None:
        for name in sorted(self.frame.to_confirm):
            self.give(
                conduct.confirm_coefficient,
                framework=self.frame,
                name=name,
                value=400,
                text=REASON,
                text_date="2020-12-09",
            )

    @rule(candidate=CANDIDATES, option=st.sampled_from(["", "RMO"]))
    def put_a_route_right(self, candidate: str, option: str) -> None:
        voie = self.frame.famille.voie("scolaire_public")
        given = {"candidate": candidate, "voie": voie, "option": option, "reason": REASON}
        self.give(conduct.correct_route, framework=self.frame, **given)

    @rule(value=st.sampled_from([300, 500]))
    def put_a_number_right(self, value: int) -> None:
        """One person asks, another decides."""
        given = {"framework": self.frame, "name": "coefficient_U2", "value": value}
        text = {"text": REASON, "text_date": "2020-12-09", "reason": REASON}
        self.give(conduct.ask_coefficient_correction, **given, **text)
        decide_by = lambda frame, _concerned: decider(frame.law, {})  # noqa: E731
        self.give(conduct.correct_coefficient, "membre", decide_by=decide_by, **given)

    @rule()
    def close(self) -> None:
        missing = sum(1 for _ in missing_marks(self.state, self.frame))
        self.give(conduct.close_session, framework=self.frame, missing=missing)

    @rule(unit=st.sampled_from(["", "U2"]))
    def reopen(self, unit: str) -> None:
        self.give(conduct.reopen_session, reason=REASON, unit=unit)

    @rule()
    def propose(self) -> None:
        self.give(conduct.propose_decisions, framework=self.frame, decide=self.decide)

    @rule(candidate=CANDIDATES, decision=st.sampled_from(Decision), mention=st.sampled_from(Mention))
    def fix(self, candidate: str, decision: Decision, mention: Mention) -> None:
        self.give(
            conduct.fix_decision,
            by="president",
            framework=self.frame,
            candidate=candidate,
            decision=decision,
            mention=mention,
            motive=REASON,
        )

    @rule(candidate=CANDIDATES, unit=UNITS, cell=CELLS)
    def raise_mark(self, candidate: str, unit: str, cell: Any) -> None:
        self.give(
            conduct.raise_mark,
            by="president",
            framework=self.frame,
            decide=self.decide,
            candidate=candidate,
            unit=unit,
            cell=cell,
            motive=REASON,
        )

    @rule(candidate=CANDIDATES, answered=st.booleans())
    def check(self, candidate: str, answered: bool) -> None:
        given = {"candidate": candidate, "unit": "U2"}
        if answered:
            self.give(conduct.answer_check, upheld=True, answer=REASON, **given)
        else:
            self.give(conduct.request_check, by="president", framework=self.frame, motive=REASON, **given)

    @rule()
    def hold_the_meeting(self) -> None:
        """What a jury does in an afternoon, so that seals are reached."""
        self.appoint()
        self.confirm()
        self.close()
        self.attend(Presence.PRESENT)
        self.propose()
        for candidate in list(self.state.candidates):
            self.decide_file(candidate, accepted=True)
            self.examine(candidate)
            if self.state.round is not Round.PREMIER:
                self.fix(candidate, Decision.AJOURNE, Mention.SANS)
        self.approve("president")
        self.approve("membre")
        self.seal()

    @rule(round=st.sampled_from([Round.CONTROLE, Round.REMPLACEMENT]))
    def start(self, round: Round) -> None:
        self.give(conduct.start_round, framework=self.frame, round=round)

    @rule(candidate=CANDIDATES, cell=CELLS)
    def take_control(self, candidate: str, cell: Any) -> None:
        if self.give(conduct.choose_control, framework=self.frame, candidate=candidate, units=["U11", "U51"]):
            self.give(conduct.enter_control_mark, framework=self.frame, candidate=candidate, unit="U11", cell=cell)

    @rule(candidate=CANDIDATES)
    def authorise(self, candidate: str) -> None:
        self.give(
            conduct.authorise_replacement,
            framework=self.frame,
            candidate=candidate,
            units=["U2", "U31", "U11", "U51"],
            reason=REASON,
        )

    @rule(candidate=CANDIDATES)
    def accuse(self, candidate: str) -> None:
        self.give(conduct.open_fraud_file, candidate=candidate, reason=REASON)

    @rule(candidate=CANDIDATES, sanction=st.sampled_from(Sanction))
    def judge(self, candidate: str, sanction: Sanction) -> None:
        self.give(
            conduct.end_fraud_file,
            framework=self.frame,
            candidate=candidate,
            sanction=sanction,
            annulled=() if sanction is Sanction.AUCUNE else ("U11",),
            reason=REASON,
        )

    @rule(candidate=CANDIDATES)
    def issue(self, candidate: str) -> None:
        self.give(conduct.issue_paper, candidate=candidate, paper="releve", digest="0" * 64)

    # ---------------------------------------------------------------------------------------------- invariants
    @invariant()
    def nothing_is_published_unsealed(self) -> None:
        assert all(d.sealed for d in self.state.deliberations if d.published)

    @invariant()
    def only_the_last_deliberation_may_be_under_way(self) -> None:
        assert all(d.sealed or d.abandoned for d in self.state.deliberations[:-1])

    @invariant()
    def a_reserved_candidate_has_no_decision_fixed_nor_published(self) -> None:
        for deliberation in self.state.deliberations:
            for candidate, proposal in deliberation.proposals.items():
                if proposal.reserves:
                    assert candidate not in deliberation.fixed
                    assert not deliberation.sealed or deliberation.result(candidate) is None

    @invariant()
    def a_candidate_under_a_fraud_file_has_no_result(self) -> None:
        for candidate in self.state.candidates.values():
            if candidate.fraud_open or candidate.to_redeliberate:
                assert self.state.result(candidate.id) is None

    @invariant()
    def an_annulled_test_counts_for_nothing(self) -> None:
        for candidate in self.state.candidates.values():
            assert all(candidate.cell(unit).status is UnitStatus.ANNULE for unit in candidate.annulled)

    def teardown(self) -> None:
        """Reading again what was stored gives the same state, and a replay of it finds nothing to say."""
        again = read(decode(encode(fact)) for fact in self.facts)
        assert again == self.state

        def edition(state: SessionState) -> Edition:
            frame = framework_of(_rules(), state.confirmed)
            return Edition(frame, decider(frame.law, {}), frame.rules, frame.ran, frame.versions)

        replayed = replay_with(edition)(Recorded(n, encode(x), x, "", x.subject) for n, x in enumerate(self.facts))
        assert replayed.findings == ()
        assert bool(replayed.remarks) == bool(self.struck)


TestSession = Session.TestCase
TestSession.settings = settings(
    max_examples=12, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
