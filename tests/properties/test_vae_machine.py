"""No sequence of commands on a VAE, lawful or not, leaves two decisions on a unit of a person, nor a paper of none."""

import functools
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from laureat.jury import Fonction, Qualite
from laureat.records import Fact, commit, decode, encode
from laureat.records import facts as f
from laureat.records.recorded import unnumbered
from laureat.reglements import charger
from laureat.session import conduct, vae, vae_after
from laureat.session.after import FollowUp, Ground
from laureat.session.certification import framework_of
from laureat.session.conduct import Juror
from laureat.session.conduct.admission import Reader, Rules
from laureat.session.framework import Act, Framework, Refused
from laureat.session.judged import VAE
from laureat.session.vae import VaeState, read_vae, validations
from laureat.session.vae_minutes import approve_minutes, notify_result
from laureat.session.vae_sittings import hold_sitting

DAY = "2026-06-01"
REASON = commit("parce que", b"m" * 32)
REFERENCE = {"authority": "tribunal administratif de Rennes", "number": "2303845", "decided_on": DAY, "reason": REASON}
APPLICATIONS = st.sampled_from(["a1", "a2", "a3", "a4"])
UNITS = ("U2", "U31", "U51")
SEATS = (
    Juror("v-1", Fonction.PRESIDENT, Qualite.ENSEIGNANT_PUBLIC, "présidente"),
    Juror("v-2", Fonction.MEMBRE, Qualite.SALARIE, "membre"),
)


@functools.cache
def _frame() -> Framework:
    return framework_of(charger("RNCP35697").at(2026), {})


def _person(application: str) -> str:
    """Three of the applications are one person's."""
    return "noé" if application == "a4" else "zoé"


class Experience(RuleBasedStateMachine):
    """Commands given at random; those refused leave nothing behind."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.facts, self.acts = VaeState("vae"), list[Fact](), 0

    def give(self, command: Callable[..., Any], by: str = "service", **given: Any) -> bool:
        """Give a command; store its facts as bytes and read them back. True when it was lawful."""
        self.acts += 1
        act = Act(by, f"{DAY}T08:00:00Z", f"k{self.acts}")
        try:
            accepted = command(self.state, act, **given)
        except Refused as refusal:
            return self._check_refusal(refusal)
        stored = [decode(encode(fact)) for fact in accepted.facts]
        for fact in stored:
            if isinstance(fact, f.PaperIssued):
                assert fact.candidate not in self._struck()
        self.facts += stored
        read_vae(stored, self.state)
        assert command(self.state, act, **given).facts == ()
        return True

    @staticmethod
    def _check_refusal(refusal: Refused) -> bool:
        assert refusal.reasons
        assert all(refusal.reasons)
        return False

    def _struck(self) -> set[str]:
        """The applications whose decisions stand no more, as the facts alone say."""
        struck: set[str] = set()
        for fact in self.facts:
            if isinstance(fact, f.DecisionsWithdrawn):
                struck |= set(fact.candidates)
            elif isinstance(fact, f.DecisionsRestored):
                struck -= set(fact.candidates)
        return struck

    # ------------------------------------------------------------------------------------------------ commands
    @initialize(notified=st.lists(st.sampled_from(["a1", "a4"]), unique=True))
    def begin(self, notified: list[str]) -> None:
        """A jury; some decisions are notified already."""
        assert self.give(conduct.upgrade_conduct)
        given = {"members": SEATS, "arrete": REASON, "arrete_date": DAY}
        assert self.give(vae.appoint_vae_jury, framework=_frame(), **given)
        for application in notified:
            self.go_through(application, ["U2", "U31"], True)
            assert self.state.applications[application].stands

    @rule(application=APPLICATIONS, units=st.lists(st.sampled_from(UNITS), min_size=1, unique=True))
    def receive(self, application: str, units: list[str]) -> None:
        given = {"application": application, "person": _person(application), "identity": REASON, "units": units}
        self.give(vae.receive_application, framework=_frame(), **given)

    @rule(application=APPLICATIONS, admissible=st.booleans())
    def decide_recevability(self, application: str, admissible: bool) -> None:
        given = {"application": application, "admissible": admissible, "reason": REASON}
        self.give(vae.decide_recevability, framework=_frame(), **given)

    @rule(application=APPLICATIONS)
    def bring_livret(self, application: str) -> None:
        self.give(vae.receive_livret, framework=_frame(), application=application)

    @rule(application=APPLICATIONS, unit=st.sampled_from(UNITS), validated=st.booleans())
    def decide(self, application: str, unit: str, validated: bool) -> None:
        given = {"application": application, "unit": unit, "validated": validated, "motive": REASON}
        self.give(vae.decide_unit, "présidente", framework=_frame(), **given)

    @rule(application=APPLICATIONS)
    def sit(self, application: str) -> None:
        given = {"held_on": DAY, "president": "v-1", "present": ("v-1", "v-2"), "applications": (application,)}
        self.give(hold_sitting, framework=_frame(), **given)

    @rule(by=st.sampled_from(["présidente", "membre", "service"]))
    def approve(self, by: str) -> None:
        self.give(approve_minutes, by, sitting=len(self.state.sittings))

    @rule(application=APPLICATIONS)
    def notify(self, application: str) -> None:
        self.give(notify_result, framework=_frame(), application=application)

    @rule(application=APPLICATIONS, units=st.lists(st.sampled_from(UNITS), min_size=1, unique=True), yes=st.booleans())
    def go_through(self, application: str, units: list[str], yes: bool) -> None:
        """All that an application goes through, so that notifications are reached."""
        self.receive(application, units)
        self.decide_recevability(application, True)
        self.bring_livret(application)
        for unit in units:
            self.decide(application, unit, yes)
        self.sit(application)
        for by in ("présidente", "membre"):
            self.approve(by)
        self.notify(application)

    @rule(touched=st.lists(APPLICATIONS, min_size=1, max_size=2, unique=True), ground=st.sampled_from(Ground))
    def strike(self, touched: list[str], ground: Ground) -> None:
        lawful = self.give(vae_after.withdraw_vae_decisions, ground=ground, candidates=touched, **REFERENCE)
        assert not (lawful and ground is Ground.CENTRE)

    @rule(touched=st.lists(APPLICATIONS, min_size=1, max_size=2, unique=True))
    def restore(self, touched: list[str]) -> None:
        touched = [one for one in touched if one in self._struck()] or touched
        self.give(vae_after.restore_vae_decisions, candidates=touched, **REFERENCE)

    @rule(application=APPLICATIONS, paper=st.sampled_from(["diplome", "attestation", "titre"]))
    def issue(self, application: str, paper: str) -> None:
        self.give(vae.issue_vae_paper, candidate=application, paper=paper, digest="0" * 64)

    @rule(application=APPLICATIONS, what=st.sampled_from(FollowUp))
    def follow_up(self, application: str, what: FollowUp) -> None:
        given = {"candidate": application, "what": what, "done_on": DAY, "reference": REASON}
        if self.give(vae_after.record_vae_follow_up, **given):
            assert application in self._struck()

    # ---------------------------------------------------------------------------------------------- invariants
    @invariant()
    def no_two_decisions_stand_on_one_unit_of_a_person(self) -> None:
        for person in ("zoé", "noé"):
            held = Counter(unit for unit, _leaf in validations(self.state, person))
            assert set(held.values()) <= {1}

    @invariant()
    def what_is_struck_gives_nothing_and_is_followed_until_it_stands_again(self) -> None:
        struck = self._struck()
        assert struck == self.state.struck
        for name, standing in self.state.applications.items():
            assert (standing.struck is not None) == (name in struck)
            dues = list(vae_after.vae_follow_ups(self.state, name))
            assert bool(dues) == (name in struck)
            assert not standing.stands or (standing.notified and not standing.undecided)

    def teardown(self) -> None:
        """Reading again what was stored gives the same state, and the judged reading refuses nothing of it."""
        again = read_vae((decode(encode(fact)) for fact in self.facts), VaeState("vae"))
        assert again == self.state
        state = VaeState("vae")
        reader = Reader(VAE, Rules(lambda _state, _fact: _frame()), state)
        for fact in self.facts:
            reader.take(unnumbered(fact))
        assert state.anomalies == {}


TestExperience = Experience.TestCase
TestExperience.settings = settings(
    max_examples=20, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
