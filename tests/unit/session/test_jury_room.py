"""The jury: appointed, present, deciding beside the computed results, approving by two persons."""

import pytest

from laureat.jury import Fonction, Presence, Qualite
from laureat.session.conduct import Juror
from laureat.session.framework import LIVRET, Phase, Refused
from laureat.vocabulary import Decision, Mention, parse_cell


@pytest.fixture
def room(conductor):  # type: ignore[no-untyped-def]
    """A deliberation under way: c1 refused with a livret, c2 admitted."""
    conductor.opened().enrolled("c1").marked("c1", "7").enrolled("c2").marked("c2", "12")
    conductor.receive_piece(candidate="c1", piece=LIVRET)
    return conductor.closed().with_jury().proposed()


def test_the_minutes_are_not_sealed_while_the_livret_of_an_ajourne_is_unexamined(room) -> None:
    for give in (lambda: room.approve_pv(by="president"), lambda: room.seal_pv()):
        with pytest.raises(Refused, match="livret non examiné"):
            give()
    room.examine_livret(candidate="c1")
    room.sealed()
    assert room.state.phase is Phase.DELIBEREE


def test_a_livret_matters_to_those_who_are_refused_only(conductor) -> None:
    conductor.opened().enrolled("c2").marked("c2", "12").receive_piece(candidate="c2", piece=LIVRET)
    conductor.closed().with_jury().proposed().sealed()


def test_the_jury_cannot_refuse_by_decision_before_the_livret_is_examined(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1", "9", U2="10", U31="10", U32="10")
    conductor.receive_piece(candidate="c1", piece=LIVRET)
    conductor.closed().with_jury().proposed()
    with pytest.raises(Refused, match="D337-85"):
        conductor.fix_decision(candidate="c1", decision=Decision.AJOURNE, motive=conductor.text("niveau"))
    conductor.examine_livret(candidate="c1")
    with pytest.raises(Refused, match="déjà examiné"):
        conductor.examine_livret(candidate="c1")
    conductor.fix_decision(candidate="c1", decision=Decision.AJOURNE, motive=conductor.text("niveau"))


def test_the_minutes_are_sealed_with_two_approvals_of_two_persons_one_of_whom_presides(room) -> None:
    room.examine_livret(candidate="c1")
    with pytest.raises(Refused, match="0 approbation"):
        room.seal_pv()
    with pytest.raises(Refused, match="qui a siégé"):
        room.approve_pv(by="service")
    room.approve_pv(by="employeur")
    with pytest.raises(Refused, match="déjà approuvé"):
        room.approve_pv(by="employeur")
    with pytest.raises(Refused, match="1 approbation"):
        room.seal_pv()
    room.approve_pv(by="membre")
    with pytest.raises(Refused, match="président"):
        room.seal_pv()
    room.approve_pv(by="president")
    room.seal_pv()
    with pytest.raises(Refused, match="Aucune délibération"):
        room.seal_pv()


def test_an_approval_is_void_once_the_minutes_change(room) -> None:
    room.examine_livret(candidate="c1")
    room.approve_pv(by="president")
    room.approve_pv(by="membre")
    room.fix_decision(candidate="c1", decision=Decision.ADMIS, motive=room.text("livret remarquable"))
    with pytest.raises(Refused, match="0 approbation"):
        room.seal_pv()
    room.sealed()


def test_a_fixed_decision_stands_beside_the_computed_one(room) -> None:
    motive = room.text("livret remarquable")
    room.fix_decision(candidate="c1", decision=Decision.ADMIS, mention=Mention.AB, motive=motive, exception=motive)
    result = room.state.current.result("c1")
    assert (result.decision, result.proposal.decision, result.fixed.motive) == (Decision.ADMIS, "ajourne", motive)
    room.sealed().published()
    assert (room.decision("c1"), room.state.result("c1").certificat()) == ("admis", False)


def test_a_raised_mark_stands_beside_the_entered_one_and_the_decision_is_computed_again(room) -> None:
    with pytest.raises(Refused, match="dépasse 7"):
        room.raise_mark(candidate="c1", unit="U2", cell=parse_cell("7"), motive=room.text("x"))
    with pytest.raises(Refused, match="par une note"):
        room.raise_mark(candidate="c1", unit="U2", cell=parse_cell("AB"), motive=room.text("x"))
    room.raise_mark(candidate="c1", unit="U2", cell=parse_cell("20"), motive=room.text("erreur d'appréciation"))
    candidate = room.state.candidates["c1"]
    assert (str(candidate.entered("U2")), str(candidate.cell("U2"))) == ("7", "20")
    current = room.state.current
    assert (current.computed["c1"].average, current.proposals["c1"].average) == ("7", "9")
    room.raise_mark(candidate="c1", unit="U31", cell=parse_cell("20"), motive=room.text("erreur d'appréciation"))
    assert current.result("c1").decision is Decision.ADMIS


@pytest.mark.parametrize(
    ("decision", "mention", "said"),
    [
        (Decision.EN_COURS, Mention.SANS, "ajourné"),
        (Decision.AJOURNE, Mention.SANS, "livret"),
        (Decision.CONTROLE, Mention.B, "admission"),
    ],
)
def test_the_jury_fixes_lawful_decisions_only(room, decision: Decision, mention: Mention, said: str) -> None:
    with pytest.raises(Refused, match=said):
        room.fix_decision(candidate="c1", decision=decision, mention=mention, motive=room.text("x"))


def test_the_jury_does_not_decide_what_is_already_proposed(room) -> None:
    with pytest.raises(Refused, match="déjà la décision"):
        room.fix_decision(candidate="c2", decision=Decision.ADMIS, mention=Mention.AB, motive=room.text("x"))


def test_an_unjustified_absence_is_beyond_the_jury(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1", "15", U2="AB").closed().with_jury().proposed()
    with pytest.raises(Refused, match="non présentée"):
        conductor.fix_decision(candidate="c1", decision=Decision.ADMIS, motive=conductor.text("x"))
    conductor.sealed().published()
    assert conductor.decision() == "non_delivrable"


def test_an_incomplete_candidate_keeps_the_minutes_open(conductor) -> None:
    conductor.opened().enrolled("c1").closed().with_jury().proposed()
    with pytest.raises(Refused, match="incomplet"):
        conductor.approve_pv(by="president")


def test_a_check_asked_by_the_jury_holds_the_minutes_until_answered(room) -> None:
    room.examine_livret(candidate="c1")
    room.request_check(candidate="c1", unit="U2", motive=room.text("écart avec le livret"))
    with pytest.raises(Refused, match="déjà demandée"):
        room.request_check(candidate="c1", unit="U2", motive=room.text("encore"))
    with pytest.raises(Refused, match="vérification"):
        room.approve_pv(by="president")
    accepted = room.answer_check(candidate="c1", unit="U2", upheld=False, answer=room.text("copie relue"))
    assert "rectifier" in accepted.warnings[0]
    with pytest.raises(Refused, match="Aucune vérification"):
        room.answer_check(candidate="c1", unit="U2", upheld=True, answer=room.text("copie relue"))
    room.sealed()


def test_a_remote_president_is_refused(room) -> None:
    with pytest.raises(Refused, match="D337-93-1"):
        room.record_attendance(juror="j-pres", presence=Presence.DISTANCE)
    room.record_attendance(juror="j-2", presence=Presence.DISTANCE)


def test_every_member_is_recorded_and_someone_presides_in_the_room(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1").closed().with_jury()
    conductor.propose_decisions()
    conductor.record_attendance(juror="j-pres", presence=Presence.ABSENT)
    with pytest.raises(Refused) as refused:
        conductor.approve_pv(by="president")
    assert any("3 membres" in reason for reason in refused.value.reasons)
    assert any("ne siège dans la salle" in reason for reason in refused.value.reasons)
    conductor.attended().sealed()


def test_a_stranger_does_not_attend(room) -> None:
    with pytest.raises(Refused, match="pas membre"):
        room.record_attendance(juror="j-9", presence=Presence.PRESENT)


def test_a_defective_composition_is_refused_whole(conductor) -> None:
    conductor.opened()
    member = Juror("j-1", Fonction.MEMBRE, Qualite.EMPLOYEUR)
    with pytest.raises(Refused) as refused:
        conductor.appoint_jury(
            members=[member, member],
            arrete=conductor.text("arrêté"),
            arrete_date="2026-05-02",
            defects=["Les professionnels sont moins du tiers."],
        )
    assert len(refused.value.reasons) == 3


def test_no_deliberation_without_a_jury_nor_with_marks_open(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1")
    with pytest.raises(Refused, match="jury n'est pas nommé"):
        conductor.propose_decisions()
    conductor.with_jury()
    with pytest.raises(Refused, match="la clore"):
        conductor.propose_decisions()


def test_decisions_are_proposed_once(room) -> None:
    with pytest.raises(Refused, match="déjà proposées"):
        room.propose_decisions()


def test_nothing_is_published_before_a_seal_and_nothing_twice(room) -> None:
    with pytest.raises(Refused, match="scellé"):
        room.publish_results()
    room.examine_livret(candidate="c1")
    room.sealed().published()
    with pytest.raises(Refused, match="scellé"):
        room.publish_results()


def test_no_paper_before_publication(room) -> None:
    room.examine_livret(candidate="c1")
    room.sealed()
    paper = {"candidate": "c2", "paper": "releve", "digest": "ab" * 32}
    with pytest.raises(Refused, match="pas publié"):
        room.issue_paper(**paper)
    room.published().issue_paper(**paper)


def test_the_jury_acts_only_on_candidates_under_deliberation(room) -> None:
    room.examine_livret(candidate="c1")
    room.sealed()
    for give in (
        lambda: room.fix_decision(candidate="c1", decision=Decision.ADMIS, motive=room.text("x")),
        lambda: room.raise_mark(candidate="c1", unit="U2", cell=parse_cell("20"), motive=room.text("x")),
        lambda: room.request_check(candidate="c1", unit="U2", motive=room.text("x")),
    ):
        with pytest.raises(Refused, match="ne délibère pas"):
            give()
