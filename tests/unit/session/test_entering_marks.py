"""Marks: entered once, rectified with a reason, locked after closure; the same key twice is one entry."""

import pytest

from laureat.records import Commitment
from laureat.session.framework import Refused, Round
from laureat.session.reading import read
from laureat.vocabulary import Motif, parse_cell

CONTROL = {"U2": "10", "U31": "10", "U32": "10"}


def mark(text: str, unit: str = "U2", candidate: str = "c1") -> dict[str, object]:
    return {"candidate": candidate, "unit": unit, "cell": parse_cell(text)}


def test_a_mark_entered_stands_and_is_not_entered_over(conductor) -> None:
    conductor.opened().enrolled().enter_mark(**mark("12"))
    assert conductor.enter_mark(**mark("12")).facts == ()
    with pytest.raises(Refused, match="avec un motif"):
        conductor.enter_mark(**mark("13"))


def test_the_same_key_twice_gives_no_new_fact(conductor) -> None:
    conductor.opened().enrolled()
    first = conductor.enter_mark(key="clic", **mark("12"))
    second = conductor.enter_mark(key="clic", **mark("12"))
    assert (len(first.facts), second.facts, second.warnings) == (1, (), ())


@pytest.mark.parametrize(
    ("given", "by"),
    [
        (mark("13"), ""),
        (mark("12", "U31"), ""),
        (mark("12", candidate="c2"), ""),
        (mark("12"), "autre"),
        (mark("12"), "zoé"),
    ],
)
def test_a_key_that_comes_back_with_something_else_is_refused(conductor, given: dict[str, object], by: str) -> None:
    conductor.opened().enrolled().enrolled("c2").enter_mark(key="clic", **mark("12"))
    with pytest.raises(Refused, match="clé d'une autre"):
        conductor.enter_mark(key="clic", by=by, **given)


def test_a_key_that_comes_back_for_another_command_is_refused(conductor) -> None:
    conductor.opened().enrolled().marked().close_session(key="clic")
    with pytest.raises(Refused, match="clé d'une autre"):
        conductor.publish_results(key="clic")
    assert conductor.close_session(key="clic").facts == ()


def test_a_retry_of_a_command_of_many_facts_gives_none(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1").enrolled("c2").marked("c2").closed().with_jury()
    first = conductor.propose_decisions(key="clic")
    assert [fact.key for fact in first.facts] == ["clic", "clic#1", "clic#2"]
    assert conductor.propose_decisions(key="clic").facts == ()


def test_a_retry_with_a_reason_committed_anew_is_still_the_same_command(conductor) -> None:
    conductor.opened().enrolled().enter_mark(**mark("12"))
    change = mark("13") | {"before": parse_cell("12")}
    conductor.rectify_mark(key="clic", reason=conductor.text("erreur"), **change)
    assert conductor.rectify_mark(key="clic", reason=conductor.text("erreur "), **change).facts == ()


def test_a_rectified_mark_needs_a_reason_and_the_mark_its_author_saw(conductor) -> None:
    conductor.opened().enrolled().enter_mark(**mark("12"))
    seen = {"before": parse_cell("12")}
    with pytest.raises(Refused, match="motif"):
        conductor.rectify_mark(reason=Commitment(""), **mark("13"), **seen)
    reason = conductor.text("erreur de lecture")
    conductor.rectify_mark(reason=reason, **mark("13"), **seen)
    with pytest.raises(Refused, match="« 13 » et non « 12 »"):
        conductor.rectify_mark(reason=reason, **mark("14"), **seen)
    with pytest.raises(Refused, match="déjà celle-là"):
        conductor.rectify_mark(reason=reason, **mark("13"), before=parse_cell("13"))
    with pytest.raises(Refused, match="pas encore de note"):
        conductor.rectify_mark(reason=reason, **mark("13", "U31"), before=parse_cell(""))


def test_a_mark_may_be_taken_away_with_a_reason_then_entered_again(conductor) -> None:
    conductor.opened().enrolled().enter_mark(**mark("12"))
    conductor.rectify_mark(reason=conductor.text("mauvais élève"), **mark(""), before=parse_cell("12"))
    conductor.enter_mark(**mark("7"))


def test_a_dispense_is_taken_away_before_a_mark_is_entered(conductor) -> None:
    conductor.opened().enrolled().grant_dispense(candidate="c1", unit="U7", ground=conductor.text("certificat"))
    reason = conductor.text("certificat retiré")
    with pytest.raises(Refused, match="s'efface"):
        conductor.rectify_mark(reason=reason, **mark("12", "U7"), before=parse_cell("DI"))
    conductor.rectify_mark(reason=reason, **mark("", "U7"), before=parse_cell("DI"))
    conductor.enter_mark(**mark("12", "U7"))


@pytest.mark.parametrize("code", ["DI", "VA", "NU", "B12@2024", ""])
def test_a_marker_enters_marks_and_absences_only(conductor, code: str) -> None:
    conductor.opened().enrolled()
    with pytest.raises(Refused, match="AB, ou AJ"):
        conductor.enter_mark(**mark(code))


def test_a_mark_belongs_to_a_unit_that_the_candidate_presents(conductor) -> None:
    conductor.opened().enrolled()
    with pytest.raises(Refused, match="ne présente pas"):
        conductor.enter_mark(**mark("12", "UF_LV"))
    with pytest.raises(Refused, match="n'existe pas"):
        conductor.enter_mark(**mark("12", "U99"))


def test_the_projet_is_for_pupils_and_apprentices(conductor) -> None:
    conductor.opened().enrolled("c1").enrolled("c2", "experience_3_ans")
    conductor.enter_mark(**mark("15", "PROJET"))
    famille = conductor.framework.famille
    assert str(conductor.state.candidates["c1"].to_candidate(famille).cell("PROJET")) == "15"
    with pytest.raises(Refused, match="projet"):
        conductor.enter_mark(**mark("15", "PROJET", "c2"))


def test_no_mark_before_the_route(conductor) -> None:
    conductor.opened().register_candidate(candidate="c1", person="p1", identity=conductor.text("Zoé"))
    with pytest.raises(Refused, match="voie"):
        conductor.enter_mark(**mark("12"))


def test_a_partial_reading_is_enough_for_a_mark(conductor) -> None:
    """A door may load the facts of the session and of one candidate, and no more."""
    conductor.opened().enrolled("c1").marked("c1").enrolled("c2")
    partial = read(fact for fact in conductor.facts if fact.subject in ("", "c2"))
    conductor.state = partial
    conductor.enter_mark(**mark("12", candidate="c2"))
    assert set(partial.candidates) == {"c2"}


# ------------------------------------------------------------------------------------------------ control tests
@pytest.fixture
def in_control(conductor):  # type: ignore[no-untyped-def]
    """One candidate sent to the épreuve de contrôle, another admitted."""
    conductor.opened().enrolled("c1").marked("c1", "9", **CONTROL).enrolled("c2").marked("c2")
    conductor.closed().with_jury().proposed().sealed().published().start_round(round=Round.CONTROLE)
    return conductor


@pytest.mark.parametrize(
    ("units", "said"),
    [
        (["U11"], "parmi U51, U52"),
        (["U11", "U12", "U51"], "parmi U11, U12"),
        (["U11", "U51", "U2"], "U2"),
        ([], "parmi U11"),
    ],
)
def test_one_unit_of_each_group_is_chosen(in_control, units: list[str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        in_control.choose_control(candidate="c1", units=units)


def test_the_choice_may_change_until_a_control_mark_is_entered(in_control) -> None:
    in_control.choose_control(candidate="c1", units=["U11", "U51"])
    in_control.choose_control(candidate="c1", units=["U12", "U51"])
    with pytest.raises(Refused, match="n'a pas choisi"):
        in_control.enter_control_mark(**mark("15", "U11"))
    in_control.enter_control_mark(**mark("15", "U12"))
    with pytest.raises(Refused, match="ne change plus"):
        in_control.choose_control(candidate="c1", units=["U11", "U51"])
    with pytest.raises(Refused, match="avec un motif"):
        in_control.enter_control_mark(**mark("16", "U12"))
    change = mark("16", "U12") | {"before": parse_cell("15"), "reason": in_control.text("erreur")}
    with pytest.raises(Refused, match="groupe d'épreuves"):
        in_control.rectify_mark(**change)
    in_control.rectify_mark(control=True, **change)
    assert str(in_control.state.candidates["c1"].cell("U12", control=True)) == "16"
    assert str(in_control.state.candidates["c1"].cell("U12")) == "9"


def test_only_those_sent_to_the_control_tests_choose(in_control) -> None:
    with pytest.raises(Refused, match="n'est pas appelé"):
        in_control.choose_control(candidate="c2", units=["U11", "U51"])
    with pytest.raises(Refused, match="premier groupe"):
        in_control.enter_mark(**mark("15", "PROJET"))


def test_a_dispensed_unit_cannot_be_chosen_and_its_group_may_have_none(conductor) -> None:
    conductor.opened().enrolled("c1")
    for unit in ("U51", "U52"):
        conductor.grant_dispense(candidate="c1", unit=unit, ground=conductor.text("titre détenu"), basis=Motif.TITRE)
    for unit in conductor.state.candidates["c1"].presented:
        if unit not in ("U51", "U52"):
            conductor.enter_mark(**mark(CONTROL.get(unit, "9"), unit))
    conductor.closed().with_jury().proposed().sealed().published().start_round(round=Round.CONTROLE)
    with pytest.raises(Refused, match="U51"):
        conductor.choose_control(candidate="c1", units=["U11", "U51"])
    conductor.choose_control(candidate="c1", units=["U11"])


def test_control_tests_exist_only_in_their_round(conductor) -> None:
    conductor.opened().enrolled()
    with pytest.raises(Refused, match="n'est pas ouverte"):
        conductor.choose_control(candidate="c1", units=["U11", "U51"])


def test_a_block_of_a_private_certifier_is_dispensed_of_on_a_ground(conductor_of, private_rules) -> None:
    conductor = conductor_of(private_rules).opened(blank=False).enrolled()
    block = conductor.state.candidates["c1"].presented[0]
    with pytest.raises(Refused, match=r"attendu : titre .* ou unite"):
        conductor.grant_dispense(candidate="c1", unit=block, ground=conductor.text("vu"), basis=Motif.CERTIFICAT)
    conductor.grant_dispense(candidate="c1", unit=block, ground=conductor.text("titre détenu"), basis=Motif.TITRE)
    assert conductor.facts[-1].basis == "titre"


def test_a_dispense_rectified_into_a_mark_no_longer_stands_on_its_ground(conductor) -> None:
    conductor.opened().enrolled()
    conductor.grant_dispense(candidate="c1", unit="U51", ground=conductor.text("titre détenu"), basis=Motif.TITRE)
    told = conductor.state.candidates["c1"].told
    assert told == {"motif_U51": str(Motif.TITRE)}
    change = {"unit": "U51", "candidate": "c1", "reason": conductor.text("erreur")}
    conductor.rectify_mark(before=parse_cell("DI"), cell=parse_cell(""), **change)
    assert told == {}
    conductor.enter_mark(**mark("12", "U51"))
    assert told == {}
