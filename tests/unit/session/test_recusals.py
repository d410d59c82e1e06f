"""A member of the jury linked to a candidate stands aside: the decision counts without that member."""

import pytest

from laureat.jury import Fonction, Presence, Qualite
from laureat.session.conduct import Juror, pv_content, pv_obstacles
from laureat.session.framework import LIVRET, Refused
from laureat.vocabulary import Decision, parse_cell
from support.conducteur import Conductor, text
from support.titre_professionnel import titre


@pytest.fixture
def room() -> Conductor:
    """Two candidates admitted, a deliberation under way, four members present, three of whom have accounts."""
    room = Conductor().opened().enrolled("c1").marked("c1", "12").enrolled("c2").marked("c2", "12")
    room = room.closed().with_jury().proposed()
    room.files_decided()
    return room


def aside(room: Conductor, juror: str = "j-2", *, by: str = "service", recused: bool = True, of: str = "c1"):  # type: ignore[no-untyped-def]
    return room.record_recusal(by=by, candidate=of, juror=juror, recused=recused, reason=text("c'est son neveu"))


def test_it_is_told_by_the_member_or_by_the_office_and_taken_back_the_same_way(room: Conductor) -> None:
    aside(room, by="membre")
    with pytest.raises(Refused, match="déjà déporté"):
        aside(room)
    aside(room, by="service", recused=False)
    assert room.state.candidates["c1"].recused == {}
    with pytest.raises(Refused, match="ne s'est pas déporté"):
        aside(room, recused=False)


def test_nobody_puts_another_member_aside_nor_a_stranger(room: Conductor) -> None:
    with pytest.raises(Refused, match="que pour lui-même"):
        aside(room, by="president")
    with pytest.raises(Refused, match="n'est pas membre"):
        aside(room, "j-9")
    with pytest.raises(Refused, match="n'est pas inscrit"):
        aside(room, of="c9")


def test_whoever_stands_aside_makes_no_act_on_that_candidate_and_on_no_other_is_stopped(room: Conductor) -> None:
    aside(room)
    acts = (
        lambda one: room.fix_decision(
            by="membre", candidate=one, decision=Decision.AJOURNE, motive=text("x"), exception=text("un texte")
        ),
        lambda one: room.raise_mark(by="membre", candidate=one, unit="U2", cell=parse_cell("13"), motive=text("x")),
        lambda one: room.request_check(by="membre", candidate=one, unit="U2", motive=text("x")),
    )
    for act in acts:
        with pytest.raises(Refused, match="Vous vous êtes déporté"):
            act("c1")
        act("c2")


def test_a_mark_harmonised_for_the_jury_is_not_by_whoever_stands_aside(room: Conductor) -> None:
    aside(room)
    room.reopen_session(reason=text("une note"))
    given = {"unit": "U2", "before": parse_cell("12"), "cell": parse_cell("13"), "reason": text("x")}
    with pytest.raises(Refused, match="Vous vous êtes déporté"):
        room.rectify_mark(by="membre", candidate="c1", **given)
    room.rectify_mark(by="membre", candidate="c2", **given)


def test_it_voids_the_approvals_and_changes_what_the_minutes_say(room: Conductor) -> None:
    before = pv_content(room.state, room.state.current, room.framework.certificate_due)
    room.approve_pv(by="president")
    room.approve_pv(by="employeur")
    aside(room)
    assert pv_content(room.state, room.state.current, room.framework.certificate_due) != before
    with pytest.raises(Refused, match="0 approbation sur 2"):
        room.seal_pv()


def test_the_decision_is_approved_by_two_who_took_part_in_it(room: Conductor) -> None:
    aside(room)
    room.approve_pv(by="president")
    room.approve_pv(by="membre")
    with pytest.raises(Refused, match="1 décision : qui s'est déporté ne l'approuve pas"):
        room.seal_pv()
    room.approve_pv(by="employeur")
    room.seal_pv()


def test_two_members_at_least_are_left_to_deliberate(room: Conductor) -> None:
    for juror in ("j-pres", "j-2"):
        aside(room, juror)
    assert not [one for one in pv_obstacles(room.state, room.framework) if "se déportent" in one]
    room.record_attendance(juror="j-4", presence=Presence.ABSENT)
    with pytest.raises(Refused, match=r"1 candidat a moins de 2 membres.*collégialité"):
        room.approve_pv(by="employeur")
    room.record_attendance(juror="j-4", presence=Presence.DISTANCE)
    assert not pv_obstacles(room.state, room.framework)


def test_when_nobody_is_left_to_preside_for_a_candidate_it_is_told(room: Conductor) -> None:
    assert "préside" not in " ".join(aside(room).warnings)
    assert any("Plus personne ne préside pour ce candidat" in one for one in aside(room, "j-pres").warnings)
    assert not aside(room, "j-pres", recused=False).warnings


def test_the_text_cited_for_the_floor_is_that_of_the_family() -> None:
    room = Conductor(titre("tp_invente").at(2026))
    assert "§ 3.1" in room.framework.cites("deport")


def test_a_decision_fixed_by_whoever_stood_aside_since_is_fixed_by_another(room: Conductor) -> None:
    given = {"candidate": "c1", "decision": Decision.AJOURNE, "motive": text("x"), "exception": text("un texte")}
    room.fix_decision(by="membre", **given)
    told = aside(room).warnings
    assert any("un autre membre revoit" in one for one in told)
    with pytest.raises(Refused, match="un membre qui s'est déporté"):
        room.approve_pv(by="president")
    room.fix_decision(by="employeur", **given)
    room.approve_pv(by="president")
    room.approve_pv(by="employeur")
    room.seal_pv()


def test_after_the_seal_nothing_of_it_changes(room: Conductor) -> None:
    room.sealed()
    with pytest.raises(Refused, match="scellé"):
        aside(room)


def adjunct(edition: int) -> Conductor:
    """A jury with an adjunct examiner, who has an account; the president and the adjunct are in the room."""
    room = Conductor().opened(edition=edition).enrolled("c1").marked("c1", "7")
    room.receive_piece(candidate="c1", piece=LIVRET)
    members = [
        Juror("j-1", Fonction.PRESIDENT, Qualite.ENSEIGNANT_CHERCHEUR, "president"),
        Juror("j-2", Fonction.MEMBRE, Qualite.SALARIE, "membre"),
        Juror("j-3", Fonction.EXAMINATEUR_ADJOINT, Qualite.ENSEIGNANT_PUBLIC, "adjointe"),
    ]
    room.closed().appoint_jury(members=members, arrete=text("arrêté"), arrete_date="2026-05-02")
    for juror, presence in (("j-1", Presence.PRESENT), ("j-2", Presence.ABSENT), ("j-3", Presence.PRESENT)):
        room.record_attendance(juror=juror, presence=presence)
    room.propose_decisions()
    return room


def test_an_adjunct_examiner_neither_acts_nor_makes_the_floor_nor_approves() -> None:
    room = adjunct(7)
    with pytest.raises(Refused, match="Seul un membre du jury"):
        room.examine_livret(by="adjointe", candidate="c1")
    room.examine_livret(candidate="c1")
    room.files_decided()
    with pytest.raises(Refused, match="1 membre du jury siège"):
        room.approve_pv(by="president")
    room.record_attendance(juror="j-2", presence=Presence.DISTANCE)
    with pytest.raises(Refused, match="qui a siégé"):
        room.approve_pv(by="adjointe")


def test_a_session_of_an_older_edition_is_not_condemned_for_it() -> None:
    room = adjunct(6)
    room.examine_livret(by="adjointe", candidate="c1")
    room.files_decided()
    room.approve_pv(by="president")
    room.approve_pv(by="adjointe")
    room.seal_pv()
