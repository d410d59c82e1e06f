"""A notification of VAE follows a sitting whose minutes are approved; a log begun before that keeps its own edition."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from laureat.jury import Fonction, Qualite
from laureat.records import decode, encode
from laureat.records import facts as f
from laureat.records.recorded import unnumbered
from laureat.session import vae, vae_after
from laureat.session.after import FollowUp, Ground
from laureat.session.carried import Validation
from laureat.session.conduct import Juror, upgrade_conduct
from laureat.session.conduct.admission import Reader, Rules
from laureat.session.framework import CONDUCT, Accepted, Act, Refused
from laureat.session.judged import VAE
from laureat.session.replay import replay_with
from laureat.session.vae import VaeState, read_vae
from laureat.session.vae_minutes import approve_minutes, notify_result
from laureat.session.vae_sittings import hold_sitting

DAY = "2026-06-01"
SEATS = (
    Juror("v-1", Fonction.PRESIDENT, Qualite.ENSEIGNANT_PUBLIC, "présidente"),
    Juror("v-2", Fonction.MEMBRE, Qualite.SALARIE, "membre"),
    Juror("v-3", Fonction.MEMBRE, Qualite.SALARIE, "autre"),
    Juror("v-4", Fonction.MEMBRE, Qualite.EMPLOYEUR),
)


class Room:
    """A VAE log, conducted by its last edition unless told otherwise."""

    def __init__(self, conductor: Any, *, edition: bool = True) -> None:
        self.conductor, self.state = conductor, VaeState("vae")
        self.facts: list[f.Fact] = []
        if edition:
            self.give(upgrade_conduct)

    def give(self, command: Callable[..., Accepted], by: str = "service", **given: Any) -> Accepted:
        if command not in (upgrade_conduct, approve_minutes, vae.issue_vae_paper, *vae_after.COMMANDS):
            given.setdefault("framework", self.conductor.framework)
        accepted = command(self.state, Act(by, f"{DAY}T08:00:00Z", f"v{len(self.facts)}"), **given)
        stored = [decode(encode(fact)) for fact in accepted.facts]
        self.facts += stored
        read_vae(stored, self.state)
        return accepted

    def decided(self, application: str = "a1", seats: tuple[Juror, ...] = SEATS, person: str = "") -> "Room":
        """An application all of whose units the president decided."""
        said = self.conductor.text
        about = {"application": application}
        if self.state.jury is None:
            self.give(vae.appoint_vae_jury, members=seats, arrete=said("arrêté"), arrete_date=DAY)
        self.give(
            vae.receive_application, **about, person=person or f"p-{application}", identity=said("Zoé"), units=("U2",)
        )
        self.give(vae.decide_recevability, **about, admissible=True, reason=said("durée"))
        self.give(vae.receive_livret, **about)
        self.give(vae.decide_unit, "présidente", **about, unit="U2", validated=True, motive=said("entretien"))
        return self

    def sat(self, *present: str, president: str = "v-1", applications: tuple[str, ...] = ("a1",)) -> "Room":
        about = {"held_on": DAY, "present": present, "applications": applications}
        self.give(hold_sitting, president=president, **about)
        return self

    def approved(self, *accounts: str, sitting: int = 1) -> "Room":
        for account in accounts:
            self.give(approve_minutes, account, sitting=sitting)
        return self

    def notified(self, application: str, person: str) -> "Room":
        """An application of that person, from its receipt to the notification."""
        self.decided(application, person=person).sat("v-1", "v-2", applications=(application,))
        self.approved("présidente", "membre", sitting=len(self.state.sittings))
        self.give(notify_result, application=application)
        return self

    def judged(self, application: str, *, fell: bool = False, day: str = DAY) -> "Room":
        """The decision on it is quashed by a court, or what quashed it ``fell``."""
        said = {"authority": "TA de Rennes", "number": "1", "decided_on": day, "candidates": (application,)}
        ground = {} if fell else {"ground": Ground.JUGEMENT}
        command = vae_after.restore_vae_decisions if fell else vae_after.withdraw_vae_decisions
        self.give(command, **said, **ground, reason=self.conductor.text("vice de forme"))
        return self

    def refused(self) -> list[str]:
        """The kinds of facts that a reading of the log refuses, whole or only what is of ``a1``."""
        told = []
        for everyone in (True, False):
            state = VaeState("vae", everyone=everyone)
            reader = Reader(VAE, Rules(lambda _state, _fact: self.conductor.framework), state)
            for fact in self.facts:
                if everyone or fact.subject in ("", "a1"):
                    reader.take(unnumbered(fact))
            told += [anomaly.kind for anomaly in state.anomalies.values()]
        return told


def test_no_decision_is_notified_before_two_who_sat_whoever_presided_among_them_approved_its_minutes(
    conductor: Any,
) -> None:
    room = Room(conductor).decided()
    with pytest.raises(Refused, match="Aucune séance du jury ne porte ces décisions"):
        room.give(notify_result, application="a1")
    room.sat("v-1", "v-2", "v-3")
    with pytest.raises(Refused, match=r"porte 0 approbation sur 2.*qui a présidé"):
        room.give(notify_result, application="a1")
    room.approved("membre", "autre")
    with pytest.raises(Refused, match="attend l'approbation de qui a présidé"):
        room.give(notify_result, application="a1")
    room.approved("présidente").give(notify_result, application="a1")
    assert room.state.applications["a1"].notified
    assert room.refused() == []


def test_a_notification_forged_without_sitting_or_approval_is_refused_by_every_reading(conductor: Any) -> None:
    forged = f.VaeResultNotified(**Act("faux", f"{DAY}T09:00:00Z", "faux").on("vae"), application="a1")
    for room in (Room(conductor).decided(), Room(conductor).decided().sat("v-1", "v-2")):
        room.facts.append(forged)
        assert room.refused() == ["VaeResultNotified"] * 2


def test_approvals_of_other_minutes_do_not_count(conductor: Any) -> None:
    """Another sitting's approvals say nothing of this one."""
    room = Room(conductor).decided().decided("a2").sat("v-1", "v-2").sat("v-1", "v-3", applications=("a2",))
    room.approved("présidente", "membre").give(notify_result, application="a1")
    with pytest.raises(Refused, match="porte 0 approbation"):
        room.give(notify_result, application="a2")
    room.approved("présidente", "autre", sitting=2).give(notify_result, application="a2")
    assert room.refused() == []


def test_a_sitting_whose_minutes_nobody_could_approve_is_refused_at_once(conductor: Any) -> None:
    room = Room(conductor).decided()
    with pytest.raises(Refused, match="inviter celles qui n'en ont pas"):
        room.sat("v-1", "v-4")  # one account only
    room.sat("v-1", "v-2", "v-4")
    alone = (Juror("w-1", Fonction.PRESIDENT, Qualite.ENSEIGNANT_PUBLIC), *SEATS[1:3])
    other = Room(conductor)
    other.give(vae.appoint_vae_jury, members=alone, arrete=conductor.text("arrêté"), arrete_date=DAY)
    with pytest.raises(Refused, match="dont qui a présidé"):
        other.sat("w-1", "v-2", "v-3", president="w-1")


def test_a_log_begun_without_an_edition_is_of_the_first_and_an_upgrade_judges_only_what_follows(conductor: Any) -> None:
    room = Room(conductor, edition=False).decided()
    room.give(notify_result, application="a1")
    assert room.state.conduct == 1
    room.give(upgrade_conduct)
    assert room.state.conduct == CONDUCT
    with pytest.raises(Refused, match="dernière est la"):
        room.give(upgrade_conduct)
    room.decided("a2")
    with pytest.raises(Refused, match="Aucune séance"):
        room.give(notify_result, application="a2")
    assert room.refused() == []


def test_minutes_of_an_older_edition_that_nobody_can_approve_hold_back_no_notification(conductor: Any) -> None:
    """Whoever presided has no account: no approval could ever come, and no other sitting settles what this one did."""
    chair = Juror("w-1", Fonction.PRESIDENT, Qualite.ENSEIGNANT_PUBLIC)
    other = Juror("v-1", Fonction.MEMBRE, Qualite.ENSEIGNANT_PUBLIC, "présidente")
    room = Room(conductor, edition=False).decided(seats=(chair, other, *SEATS[1:])).sat("w-1", "v-1", president="w-1")
    room.give(upgrade_conduct)
    room.give(notify_result, application="a1")
    assert room.refused() == []


def test_no_two_decisions_of_vae_stand_on_one_unit_of_a_person(conductor: Any) -> None:
    room = Room(conductor).notified("a1", "zoé").judged("a1").decided("a2", person="zoé")
    assert room.state.struck == {"a1"}
    with pytest.raises(Refused, match=r"porte aussi sur U2 : deux décisions.*Le mener d'abord à son terme"):
        room.judged("a1", fell=True)
    room.sat("v-1", "v-2", applications=("a2",)).approved("présidente", "membre", sitting=2)
    room.give(notify_result, application="a2")
    with pytest.raises(Refused, match=r"s'est prononcé aussi sur U2.*Retirer d'abord l'autre"):
        room.judged("a1", fell=True)
    room.judged("a2").judged("a1", fell=True)
    with pytest.raises(Refused, match="s'est prononcé aussi sur U2"):
        room.judged("a2", fell=True)
    assert [unit for unit, _leaf in vae.validations(room.state, "zoé")] == ["U2"]
    assert room.state.struck == {"a2"}
    assert room.refused() == []


def test_a_decision_may_stand_again_beside_a_later_application_that_was_refused(conductor: Any) -> None:
    room = Room(conductor).notified("a1", "zoé").judged("a1")
    said = {"person": "zoé", "identity": conductor.text("Zoé"), "units": ("U2",)}
    room.give(vae.receive_application, application="a2", **said)
    with pytest.raises(Refused, match="Le mener d'abord à son terme"):
        room.judged("a1", fell=True)
    room.give(vae.decide_recevability, application="a2", admissible=False, reason=conductor.text("durée"))
    room.judged("a1", fell=True)
    assert room.state.struck == set()
    assert room.refused() == []


def test_a_decision_does_not_stand_again_over_one_by_which_the_jury_then_refused_the_same_unit(conductor: Any) -> None:
    room = Room(conductor).notified("a1", "zoé").judged("a1").decided("a2", person="zoé")
    about = {"application": "a2", "unit": "U2", "validated": False, "motive": conductor.text("entretien")}
    room.give(vae.decide_unit, "présidente", **about)
    room.sat("v-1", "v-2", applications=("a2",)).approved("présidente", "membre", sitting=2)
    room.give(notify_result, application="a2")
    with pytest.raises(Refused, match=r"s'est prononcé aussi sur U2.*Retirer d'abord l'autre"):
        room.judged("a1", fell=True)


def test_the_same_application_twice_is_one_where_some_of_its_units_were_validated_before(conductor: Any) -> None:
    room = Room(conductor).notified("a1", "zoé")
    about = {"framework": conductor.framework, "application": "a2", "person": "zoé", "identity": conductor.text("Zoé")}
    act = Act("service", f"{DAY}T08:00:00Z", "double clic")
    for units in (("U2", "U51"), ()):
        state = deepcopy(room.state)
        (fact,) = vae.receive_application(state, act, **about, units=units).facts
        assert "U2" not in fact.units
        read_vae([fact], state)
        assert vae.receive_application(state, act, **about, units=units).facts == ()
    with pytest.raises(Refused, match="clé d'une autre"):
        vae.receive_application(state, act, **about, units=("U31",))


def test_what_follows_elsewhere_from_a_struck_decision_of_vae_is_due_until_it_is_done(conductor: Any) -> None:
    room = Room(conductor).notified("a1", "zoé")
    for paper in ("diplome", "titre", "jeton"):
        room.give(vae.issue_vae_paper, candidate="a1", paper=paper, digest="0" * 64)
    done = {"candidate": "a1", "done_on": DAY, "reference": conductor.text("accusé n° 7")}

    def waiting() -> dict[FollowUp, int]:
        return {one.what: one.count for one in vae_after.vae_follow_ups(room.state, "a1") if one.done is None}

    with pytest.raises(Refused, match="Rien de tel"):
        room.give(vae_after.record_vae_follow_up, what=FollowUp.TITRES, **done)
    room.judged("a1")
    every = {FollowUp.NOTIFICATION: 1, FollowUp.TITRES: 2, FollowUp.PAPIERS: 1, FollowUp.DECLARATIONS: 1}
    every |= {FollowUp.AILLEURS: 1}
    assert waiting() == every
    assert {one.deliberation for one in vae_after.vae_follow_ups(room.state, "a1")} == {1}, "that of its sitting"
    room.give(vae_after.record_vae_follow_up, what=FollowUp.TITRES, **done)
    assert FollowUp.TITRES not in waiting()
    for changed, why in (({}, "déjà fait"), ({"what": FollowUp.PAPIERS, "done_on": "2026-05-31"}, "à aujourd'hui")):
        with pytest.raises(Refused, match=why):
            room.give(vae_after.record_vae_follow_up, **{"what": FollowUp.TITRES, **done, **changed})
    with pytest.raises(Refused, match="n'existe pas"):
        room.give(vae_after.record_vae_follow_up, what=FollowUp.PAPIERS, **{**done, "candidate": "a9"})
    room.judged("a1", fell=True)
    assert waiting() == {}
    room.judged("a1")
    assert waiting() == every, "struck again, all of it is due again"
    assert room.refused() == []


def test_no_judgment_on_a_decision_of_vae_precedes_it(conductor: Any) -> None:
    room = Room(conductor).notified("a1", "zoé")
    with pytest.raises(Refused, match="précède la séance du jury"):
        room.judged("a1", day="2026-05-31")
    older = Room(conductor, edition=False).decided()
    older.give(notify_result, application="a1")
    older.give(upgrade_conduct)
    with pytest.raises(Refused, match="précède la notification de la décision"):
        older.judged("a1", day="2026-05-31")


def test_the_order_of_a_vae_jury_is_of_a_day_that_a_text_may_bear(conductor: Any) -> None:
    given = {"members": SEATS, "arrete": conductor.text("arrêté")}
    for day in ("0001-01-01", "9999-12-31"):
        with pytest.raises(Refused, match=r"vérifier|à venir|plus tard"):
            Room(conductor).give(vae.appoint_vae_jury, **given, arrete_date=day)
    Room(conductor, edition=False).give(vae.appoint_vae_jury, **given, arrete_date="0001-01-01")


def test_the_log_of_a_vae_whose_jury_alone_is_named_is_read_as_one(conductor: Any) -> None:
    room = Room(conductor)
    room.give(vae.appoint_vae_jury, members=SEATS, arrete=conductor.text("arrêté"), arrete_date=DAY)
    law = conductor.framework.law.reglement
    assert (
        replay_with(lambda _state: pytest.fail("ce n'est pas une session"), lambda *_: law)(
            map(unnumbered, room.facts)
        ).findings
        == ()
    )


def test_two_acts_within_one_second_have_no_order() -> None:
    turns = [("2026-03-02T09:00:04Z", True), ("2026-03-02T09:00:05Z", False)]
    told = Validation("RNCP35697", "p", "U2", turns, held=False)
    assert [told.stood(f"2026-03-02T09:00:0{second}Z") for second in (3, 4, 5, 6)] == [False, True, True, False]
