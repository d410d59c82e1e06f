"""A decision after its publication: quashed, suspended, withdrawn; another jury; what is due elsewhere until done."""

from dataclasses import fields, replace
from typing import Any

import pytest

from laureat.cli.auditer import engine_of
from laureat.jury import Fonction, Qualite
from laureat.records import facts as f
from laureat.session import life
from laureat.session.after import FollowUp, Ground, months_after
from laureat.session.conduct import Juror
from laureat.session.conduct.admission import Rules
from laureat.session.framework import Refused
from laureat.session.judged import read_session
from laureat.session.replay import replay_with
from laureat.session.state import SessionState
from support.conducteur import Conductor, text
from support.rejeu import findings, numbered

RENNES = {"authority": "tribunal administratif de Rennes", "number": "2303845", "decided_on": "2026-09-14"}
REASON = {"reason": text("incompétence")}


def published() -> Conductor:
    """Two admitted and one refused, published; papers issued to the first."""
    room = Conductor().opened().enrolled("c1").enrolled("c2").enrolled("c3")
    room.marked("c1", "12").marked("c2", "14").marked("c3", "7")
    for name in sorted(room.framework.to_confirm):
        room.confirm_coefficient(name=name, value=400, text=text("annexe"), text_date="2020-12-09")
    room.closed().with_jury().proposed().sealed().published()
    for paper in ("diplome", "releve", "titre"):
        room.issue_paper(candidate="c1", paper=paper, digest="0" * 64)
    room.day = "2026-10-01"
    return room


@pytest.fixture
def room() -> Conductor:
    return published()


def another_jury(room: Conductor, **said: Any) -> Conductor:
    members = [
        Juror("k-pres", Fonction.PRESIDENT, Qualite.ENSEIGNANT_CHERCHEUR, "nouvelle présidente"),
        Juror("k-2", Fonction.MEMBRE, Qualite.SALARIE, "nouveau membre"),
    ]
    room.appoint_jury(members=members, arrete=text("arrêté n° 40"), arrete_date="2026-09-20", **said)
    return room


def sealed_by(room: Conductor, *accounts: str) -> Conductor:
    for account in accounts:
        room.approve_pv(by=account)
    room.seal_pv()
    return room


def quashed(room: Conductor, *candidates: str, **said: Any) -> Conductor:
    told = {"ground": Ground.JUGEMENT, "notified_on": "2026-09-16", "due": "2026-11-16", **RENNES, **REASON, **said}
    room.withdraw_decisions(candidates=candidates or ("c3",), **told)
    return room


def test_a_quashed_decision_is_withheld_and_says_by_whom(room: Conductor) -> None:
    quashed(room, "c1")
    assert room.state.result("c1") is None
    told = room.state.why_withheld("c1")
    assert "annulé (tribunal administratif de Rennes, n° 2303845, 14/09/2026)" in told
    assert "avant le 16/11/2026" in told
    with pytest.raises(Refused, match="annulé"):
        room.issue_paper(candidate="c1", paper="releve", digest="1" * 64)
    assert room.decision("c2") == "admis"


def test_an_audit_says_which_decisions_stand_no_more(room: Conductor) -> None:
    quashed(room, "c1", "c3")
    [remark] = replay_with(engine_of)(numbered(room.facts)).remarks
    assert remark.startswith("2 décisions annulées (tribunal administratif de Rennes, n° 2303845, 14/09/2026), ")
    assert remark.endswith("à délibérer de nouveau avant le 16/11/2026.")


def test_another_jury_deliberates_again_on_whom_it_concerns_and_both_minutes_are_kept(room: Conductor) -> None:
    quashed(room)
    with pytest.raises(Refused, match="nommer le jury de nouveau"):
        room.propose_decisions()
    another_jury(room).proposed()
    assert list(room.state.current.proposals) == ["c3"]
    sealed_by(room, "nouvelle présidente", "nouveau membre")
    assert room.state.result("c3") is None
    room.published()
    assert room.decision("c3") == "ajourne"
    assert [one.jury.president for one in room.state.deliberations] == ["j-pres", "k-pres"]
    assert findings(room.facts) == []


def test_a_member_of_the_first_jury_sits_again_only_with_a_reason(room: Conductor) -> None:
    quashed(room)
    with pytest.raises(Refused, match="4 membres ont siégé"):
        room.with_jury()
    members = [
        Juror("n-1", Fonction.PRESIDENT, Qualite.IEN, "autre"),
        Juror("n-2", Fonction.MEMBRE, Qualite.EMPLOYEUR, "employeur"),
        Juror("n-3", Fonction.MEMBRE, Qualite.SALARIE),
    ]
    appointment = {"members": members, "arrete": text("arrêté n° 41"), "arrete_date": "2026-09-21"}
    room.appoint_jury(**appointment, returning=("n-3",), why_returning=text("seul professionnel habilité"))
    assert room.state.jury is not None
    assert room.state.jury.returning == ("n-2", "n-3")  # one known by the account, one by the door
    assert findings(room.facts) == []
    last = max(n for n, fact in enumerate(room.facts) if isinstance(fact, f.JuryAppointed))
    hidden = replace(room.facts[last], returning=("n-3",))  # type: ignore[call-arg]
    assert any("a déjà scellé" in str(told) for told in findings([*room.facts[:last], hidden, *room.facts[last + 1 :]]))


def test_no_two_decisions_stand_for_one_candidate(room: Conductor) -> None:
    quashed(room, "c1")
    another_jury(room).proposed()
    restoring = {"authority": "cour administrative d'appel de Nantes", "number": "24NT001", "decided_on": "2026-10-01"}
    with pytest.raises(Refused, match="sceller et publier"):
        room.restore_decisions(candidates=["c1"], **restoring, **REASON)
    sealed_by(room, "nouvelle présidente", "nouveau membre")
    with pytest.raises(Refused, match="deux décisions vaudraient"):
        room.restore_decisions(candidates=["c1"], **restoring, **REASON)
    with pytest.raises(Refused, match="déjà annulée"):
        quashed(room, "c1")
    room.published()
    with pytest.raises(Refused, match="aucune de ses décisions"):
        room.restore_decisions(candidates=["c1"], **restoring, **REASON)


def test_a_judgment_that_falls_restores_the_decision_and_what_it_had_made_due_is_due_no_more(room: Conductor) -> None:
    quashed(room, "c1", ground=Ground.SUSPENSION)
    assert list(life.all_follow_ups(room.state))
    room.restore_decisions(
        candidates=["c1"], authority="Conseil d'État", number="499001", decided_on="2026-09-30", **REASON
    )
    assert room.decision("c1") == "admis"
    assert not list(life.all_follow_ups(room.state))
    with pytest.raises(Refused, match="Aucun candidat"):
        room.propose_decisions()
    assert findings(room.facts) == []


def test_the_judgment_that_ends_a_suspension_strikes_what_is_struck_and_its_clock_is_the_one(room: Conductor) -> None:
    quashed(room, "c1", ground=Ground.SUSPENSION, number="r1", notified_on="", due="")
    done = {"candidate": "c1", "deliberation": 1, "done_on": "2026-10-01", "reference": text("accusé n° 7")}
    for what in (FollowUp.NOTIFICATION, FollowUp.TITRES):
        room.record_follow_up(what=what, **done)
    quashed(room, "c1")
    told = room.state.why_withheld("c1")
    assert "annulé (tribunal administratif de Rennes, n° 2303845" in told
    assert "avant le 16/11/2026" in told
    assert [(one.by.number, one.candidates) for one in life.awaited(room.state)] == [("2303845", ("c1",))]
    assert [one.what for one in life.follow_ups(room.state, "c1") if one.done] == [FollowUp.TITRES]
    assert findings(room.facts) == []
    room.restore_decisions(candidates=["c1"], authority="Conseil d'État", number="1", decided_on="2026-09-30", **REASON)
    assert room.decision("c1") == "admis"


def test_a_judgment_on_what_the_authority_withdrew_keeps_the_most_urgent_delay(room: Conductor) -> None:
    told = {"authority": "rectorat", "number": "r1", "decided_on": "2026-09-10", "notified_on": ""}
    quashed(room, "c1", "c3", **{"ground": Ground.AUTORITE, "due": "2026-10-20", **told})
    quashed(room, "c1", again=False, due="")
    assert "avant le 20/10/2026" in room.state.why_withheld("c1")
    assert [(one.by.number, one.candidates) for one in life.awaited(room.state)] == [("r1", ("c1", "c3"))]
    another_jury(room).proposed()
    assert list(room.state.current.proposals) == ["c1", "c3"]
    sealed_by(room, "nouvelle présidente", "nouveau membre").published()
    assert room.decision("c1") == "admis"
    assert findings(room.facts) == []


@pytest.mark.parametrize(
    ("before", "then"),
    [
        (Ground.JUGEMENT, Ground.JUGEMENT),
        (Ground.JUGEMENT, Ground.SUSPENSION),
        (Ground.AUTORITE, Ground.SUSPENSION),
        (Ground.SUSPENSION, Ground.SUSPENSION),
        (Ground.AUTORITE, Ground.AUTORITE),
    ],
)
def test_what_nothing_adds_to_is_not_struck_twice(room: Conductor, before: Ground, then: Ground) -> None:
    quashed(room, "c1", ground=before)
    with pytest.raises(Refused, match=f"déjà {before.struck}"):
        quashed(room, "c1", ground=then, number="2")


def test_a_correction_made_meanwhile_keeps_the_restored_decision_waiting_for_the_jury(room: Conductor) -> None:
    quashed(room, "c1")
    room.correct(candidate="c1", unit="U11", before=room.cell("12"), cell=room.cell("9"), reason=text("report"))
    room.restore_decisions(candidates=["c1"], authority="Conseil d'État", number="1", decided_on="2026-09-30", **REASON)
    assert "de nouveau" in room.state.why_withheld("c1")


def test_what_was_declared_elsewhere_is_due_until_it_is_done(room: Conductor) -> None:
    quashed(room, "c1", "c3")
    due = {(one.candidate, one.what): one.count for one in life.all_follow_ups(room.state)}
    assert due == {
        ("c1", FollowUp.NOTIFICATION): 1,
        ("c1", FollowUp.TITRES): 1,
        ("c1", FollowUp.PAPIERS): 2,
        ("c1", FollowUp.DECLARATIONS): 1,
        ("c3", FollowUp.NOTIFICATION): 1,
    }
    done = {"candidate": "c1", "deliberation": 1, "done_on": "2026-10-01", "reference": text("accusé n° 7")}
    room.record_follow_up(what=FollowUp.TITRES, **done)
    assert [one.what for one in life.follow_ups(room.state, "c1") if one.done] == [FollowUp.TITRES]
    for what, why in ((FollowUp.TITRES, "déjà fait"), (FollowUp.NOTIFICATION, "à aujourd'hui")):
        with pytest.raises(Refused, match=why):
            room.record_follow_up(what=what, **{**done, "done_on": "2026-10-02"})
    with pytest.raises(Refused, match="Rien de tel"):
        room.record_follow_up(what=FollowUp.PAPIERS, **{**done, "candidate": "c3"})


def test_blocks_that_a_decision_gave_without_the_diploma_were_declared_too() -> None:
    room = Conductor().opened().enrolled("c1").marked("c1", "6", U4="16")
    for name in sorted(room.framework.to_confirm):
        room.confirm_coefficient(name=name, value=400, text=text("annexe"), text_date="2020-12-09")
    room.closed().with_jury().proposed().sealed().published()
    assert room.decision("c1") == "ajourne"
    assert room.state.result("c1").proposal.blocs
    room.day = "2026-10-01"
    quashed(room, "c1")
    assert FollowUp.DECLARATIONS in {one.what for one in life.follow_ups(room.state, "c1")}


def test_a_decision_struck_again_after_it_was_restored_leaves_all_of_it_to_do_again(room: Conductor) -> None:
    quashed(room, "c1")
    done = {"candidate": "c1", "deliberation": 1, "done_on": "2026-10-01", "reference": text("accusé n° 7")}
    room.record_follow_up(what=FollowUp.NOTIFICATION, **done)
    room.restore_decisions(candidates=["c1"], **{**RENNES, "number": "12", "decided_on": "2026-09-30"}, **REASON)
    quashed(room, "c1", number="13", decided_on="2026-10-01", notified_on="", due="")
    assert [one.what for one in life.follow_ups(room.state, "c1") if one.done] == []
    room.record_follow_up(what=FollowUp.NOTIFICATION, **done)


def test_a_corrected_decision_that_changes_leaves_the_same_to_do(room: Conductor) -> None:
    """Clermont-Ferrand 2018: a mark corrected after publication suspends the result until the jury sits."""
    for unit in room.framework.units:
        if room.state.candidates["c1"].entered(unit).mark:
            room.correct(candidate="c1", unit=unit, before=room.cell("12"), cell=room.cell("6"), reason=text("report"))
    assert room.state.result("c1") is None
    assert "suspendu" in room.state.why_withheld("c1")
    room.proposed().sealed().published()
    assert room.decision("c1") == "ajourne"
    assert {one.what for one in life.follow_ups(room.state, "c1")} == set(FollowUp) - {FollowUp.AILLEURS}


def test_an_act_names_its_judgment_its_day_and_whom_it_touches(room: Conductor) -> None:
    for wrong, why in (
        ({"number": " "}, "son numéro"),
        ({"decided_on": "2027-01-01"}, "date à venir"),
        ({"notified_on": "2026-09-01"}, "n'est pas notifiée avant"),
        ({"due": "2026-09-01"}, "délai du jury"),
        ({"due": "2028-09-17"}, "ne passe pas 24 mois"),
        ({"again": False}, "nouvelle délibération"),
        ({"candidates": ["c3", "c3"]}, "qu'une fois"),
        ({"candidates": []}, "de quels candidats"),
        ({"candidates": ["c9"]}, "pas de cette session"),
        ({"establishment": "0750001A"}, "ne va qu'avec"),
        ({"ground": Ground.CENTRE}, "quel centre"),
    ):
        told = {"ground": Ground.JUGEMENT, "candidates": ["c3"], "notified_on": "2026-09-16", "due": "2026-11-16"}
        with pytest.raises(Refused, match=why):
            room.withdraw_decisions(**{**told, **RENNES, **REASON, **wrong})
    assert months_after("2026-12-31", 2) == "2027-02-28"
    published = [fact.at[:10] for fact in room.facts if isinstance(fact, f.ResultPublished)]
    assert {one.published_on for one in room.state.deliberations if one.published} == set(published)


def test_every_field_of_an_act_on_a_decision_altered_alone_is_named_or_is_what_was_typed(room: Conductor) -> None:
    quashed(room, "c1", "c3")
    done = {"candidate": "c1", "deliberation": 1, "done_on": "2026-10-01", "reference": text("accusé n° 7")}
    room.record_follow_up(what=FollowUp.TITRES, **done)
    free = set()
    for number, fact in enumerate(room.facts):
        if isinstance(fact, f.DecisionsWithdrawn | f.FollowUpDone):
            for one in fields(fact):
                value = getattr(fact, one.name)
                other = ("c9",) if isinstance(value, tuple) else not value if isinstance(value, bool) else 9
                other = other if not isinstance(value, str) else "altéré"
                if not findings([*room.facts[:number], replace(fact, **{one.name: other}), *room.facts[number + 1 :]]):
                    free.add(one.name)
    assert free <= {"author", "at", "key", "authority", "number", "reason", "reference"}


def test_a_reading_of_one_candidate_judges_an_act_on_many(room: Conductor) -> None:
    quashed(room, "c1", "c3")
    another_jury(room).proposed()
    of_one = [one for one in numbered(room.facts) if one.subject in ("", "c1", "k-pres")]
    rules = Rules[SessionState](lambda _state, _fact: room.framework)
    seen = read_session(of_one, rules, SessionState(everyone=False))
    assert not seen.anomalies
    assert "annulé" in seen.why_withheld("c1")


@pytest.mark.parametrize("digest", ["", "00", "z" * 64, "AB" * 32])
def test_a_paper_goes_out_with_the_digest_of_its_bytes_and_nothing_else(room: Conductor, digest: str) -> None:
    with pytest.raises(Refused, match="empreinte de ses octets"):
        room.issue_paper(candidate="c1", paper="releve", digest=digest)
