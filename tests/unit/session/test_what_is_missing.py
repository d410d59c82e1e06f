"""The dashboard's values: what is missing, for whom, by when."""

from laureat.session.framework import LIVRET, Round
from laureat.session.milestones import Milestone
from laureat.session.todo import Matter, Missing, awaited_by_jury, everything_missing, missing_marks
from laureat.vocabulary import parse_cell


def matters(conductor) -> list[Matter]:  # type: ignore[no-untyped-def]
    return [missing.matter for missing in everything_missing(conductor.state, conductor.framework)]


def test_nothing_is_missing_before_the_opening(conductor) -> None:
    assert matters(conductor) == []


def test_a_missing_mark_says_its_unit_candidate_establishment_and_day(conductor) -> None:
    conductor.opened().enrolled("c1").set_deadline(milestone=Milestone.NOTES, day="2026-06-10")
    missing = list(missing_marks(conductor.state, conductor.framework))
    assert missing[0] == Missing(Matter.NOTE, "U2", "c1", "0750001A", "2026-06-10")
    assert len(missing) == 12
    assert missing[0].is_late("2026-06-11")
    assert not missing[0].is_late("2026-06-10")
    assert not Missing(Matter.JURY, "").is_late("2030-01-01")


def test_a_dispensed_unit_is_not_missing(conductor) -> None:
    conductor.opened().enrolled("c1").grant_dispense(candidate="c1", unit="U7", ground=conductor.text("certificat"))
    assert "U7" not in {m.what for m in missing_marks(conductor.state, conductor.framework)}


def test_what_is_missing_follows_the_session(conductor) -> None:
    conductor.opened()
    assert matters(conductor) == [Matter.JURY]
    conductor.register_candidate(candidate="c1", person="p1", identity=conductor.text("Zoé"))
    assert matters(conductor) == [Matter.JURY, Matter.VOIE]
    conductor.establish_route(candidate="c1", voie="experience_3_ans")
    assert matters(conductor) == [Matter.JURY, Matter.PIECE, *[Matter.NOTE] * 12]
    conductor.receive_piece(candidate="c1", piece="activite_3_ans")
    conductor.receive_piece(candidate="c1", piece=LIVRET)
    conductor.marked("c1", "9", U2="10", U31="10", U32="10").closed().with_jury()
    assert matters(conductor) == [Matter.LIVRET]
    conductor.examine_livret(candidate="c1")
    conductor.proposed().request_check(candidate="c1", unit="U2", motive=conductor.text("doute"))
    assert matters(conductor) == [Matter.VERIFICATION]
    conductor.answer_check(candidate="c1", unit="U2", upheld=True, answer=conductor.text("exacte"))
    conductor.sealed().published().start_round(round=Round.CONTROLE)
    assert matters(conductor) == [Matter.CHOIX_CONTROLE]
    conductor.choose_control(candidate="c1", units=["U11", "U51"])
    assert matters(conductor) == [Matter.NOTE_CONTROLE] * 2
    conductor.enter_control_mark(candidate="c1", unit="U11", cell=parse_cell("20"))
    conductor.enter_control_mark(candidate="c1", unit="U51", cell=parse_cell("20"))
    conductor.closed().proposed().sealed().published()
    assert matters(conductor) == []


def test_fraud_files_corrections_and_replacements_wait_for_someone(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1").enrolled("c2").marked("c2", "9", U51="AJ").closed().with_jury()
    conductor.proposed().sealed().published()
    assert matters(conductor) == [Matter.AUTORISATION]
    conductor.open_fraud_file(candidate="c1", reason=conductor.text("signalement"))
    conductor.correct(
        candidate="c2",
        unit="U2",
        before=parse_cell("9"),
        cell=parse_cell("10"),
        reason=conductor.text("erreur de report"),
    )
    assert [(m.matter, m.candidate) for m in awaited_by_jury(conductor.state)] == [
        (Matter.FRAUDE, "c1"),
        (Matter.DELIBERATION, "c2"),
        (Matter.AUTORISATION, "c2"),
    ]


def test_a_replacement_test_is_missing_until_it_is_marked(conductor) -> None:
    conductor.opened().enrolled("c2").marked("c2", "9", U51="AJ").closed().with_jury()
    conductor.proposed().sealed().published()
    conductor.authorise_replacement(candidate="c2", units=["U51"], reason=conductor.text("hospitalisation"))
    conductor.start_round(round=Round.REMPLACEMENT)
    assert [m.what for m in missing_marks(conductor.state, conductor.framework)] == ["U51"]
    conductor.enter_mark(candidate="c2", unit="U51", cell=parse_cell("AB"))
    assert matters(conductor) == []
