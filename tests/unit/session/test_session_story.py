"""A session from its opening to a correction after publication, on the real rules."""

import pytest

from laureat.records import Commitment
from laureat.session.framework import Phase, Refused, Round
from laureat.vocabulary import Decision, parse_cell

CONTROL = {"U2": "10", "U31": "10", "U32": "10"}


def sent_to_control(conductor, *others):  # type: ignore[no-untyped-def]
    conductor.opened().enrolled("c1").marked("c1", "9", **CONTROL)
    for candidate in others:
        conductor.enrolled(candidate).marked(candidate, "12")
    return conductor.closed().with_jury().proposed().sealed().published()


def test_an_admitted_candidate_goes_through_the_first_round(conductor) -> None:
    conductor.opened().enrolled().marked()
    assert conductor.state.phase is Phase.SAISIE
    conductor.closed().with_jury().proposed()
    assert conductor.decision() == "aucune"
    conductor.sealed()
    assert (conductor.state.phase, conductor.decision()) == (Phase.DELIBEREE, "aucune")
    conductor.published()
    assert (conductor.state.phase, conductor.decision()) == (Phase.PUBLIEE, "admis")
    result = conductor.state.result("c1")
    assert (str(result.mention), result.proposal.average) == ("AB", "12")


def test_the_control_round_calls_those_sent_there_and_settles_them(conductor) -> None:
    sent_to_control(conductor, "c2")
    assert [conductor.decision(c) for c in ("c1", "c2")] == ["controle", "admis"]
    conductor.start_round(round=Round.CONTROLE)
    assert [candidate.id for candidate in conductor.state.participants()] == ["c1"]
    conductor.choose_control(candidate="c1", units=["U51", "U11"])
    conductor.enter_control_mark(candidate="c1", unit="U11", cell=parse_cell("15"))
    conductor.enter_control_mark(candidate="c1", unit="U51", cell=parse_cell("14"))
    conductor.closed().proposed().sealed().published()
    result = conductor.state.result("c1")
    assert (result.decision, str(result.mention), result.deliberation) == (Decision.ADMIS, "", 2)
    assert conductor.state.result("c2").deliberation == 1


def test_a_candidate_absent_from_the_control_tests_is_left_to_the_jury(conductor) -> None:
    sent_to_control(conductor).start_round(round=Round.CONTROLE)
    conductor.choose_control(candidate="c1", units=["U51", "U11"])
    for unit in ("U11", "U51"):
        conductor.enter_control_mark(candidate="c1", unit=unit, cell=parse_cell("AB"))
    conductor.closed().proposed()
    with pytest.raises(Refused, match="sans décision définitive"):
        conductor.approve_pv(by="president")
    conductor.fix_decision(candidate="c1", decision=Decision.AJOURNE, motive=conductor.text("absent au contrôle"))
    conductor.sealed().published()
    result = conductor.state.result("c1")
    assert (conductor.decision(), result.certificat()) == ("ajourne", True)
    assert result.proposal.decision == "controle"


def test_the_replacement_round_takes_the_authorised_tests(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1", "9", U51="AJ", U2="8", U31="8", U7="AJ")
    conductor.closed().with_jury().proposed().sealed().published()
    assert conductor.decision() == "remplacement"
    with pytest.raises(Refused, match="Aucun candidat"):
        conductor.start_round(round=Round.REMPLACEMENT)
    reason = conductor.text("hospitalisation")
    with pytest.raises(Refused, match="U52"):
        conductor.authorise_replacement(candidate="c1", units=["U51", "U52"], reason=reason)
    with pytest.raises(Refused, match="Pas d'épreuve de remplacement pour : U7"):
        conductor.authorise_replacement(candidate="c1", units=["U51", "U7"], reason=reason)
    conductor.authorise_replacement(candidate="c1", units=["U51"], reason=reason)
    conductor.start_round(round=Round.REMPLACEMENT)
    with pytest.raises(Refused, match="autorisée"):
        conductor.enter_mark(candidate="c1", unit="U52", cell=parse_cell("20"))
    conductor.enter_mark(candidate="c1", unit="U51", cell=parse_cell("10"))
    with pytest.raises(Refused, match="déjà enregistré"):
        conductor.enter_mark(candidate="c1", unit="U51", cell=parse_cell("20"))
    conductor.closed().proposed().sealed().published()
    assert conductor.decision() == "ajourne"


def test_after_the_control_tests_the_jury_admits_or_refuses_and_sends_to_no_other(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1", "9", **CONTROL).closed().with_jury().proposed().sealed().published()
    conductor.start_round(round=Round.CONTROLE)
    conductor.choose_control(candidate="c1", units=["U11", "U51"])
    for unit in ("U11", "U51"):
        conductor.enter_control_mark(candidate="c1", unit=unit, cell=parse_cell("9"))
    conductor.closed().proposed()
    fixed = {"candidate": "c1", "motive": conductor.text("livret")}
    with pytest.raises(Refused, match="qu'une fois"):
        conductor.fix_decision(decision=Decision.CONTROLE, **fixed)
    conductor.fix_decision(decision=Decision.ADMIS, **fixed)
    assert conductor.state.current.result("c1").decision is Decision.ADMIS


def test_a_published_result_changes_only_by_a_traced_correction(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1", "9", **CONTROL).enrolled("c2").marked("c2", "12")
    conductor.closed().with_jury().proposed().sealed().published()
    reason = conductor.text("copie d'un homonyme")
    change = {"candidate": "c1", "unit": "U51", "before": parse_cell("9"), "cell": parse_cell("18")}
    with pytest.raises(Refused, match="close"):
        conductor.rectify_mark(**change, reason=reason)
    with pytest.raises(Refused, match="scellé"):
        conductor.reopen_session(reason=reason)
    with pytest.raises(Refused, match="motif"):
        conductor.correct(**change, reason=Commitment(""))
    with pytest.raises(Refused, match="entre-temps"):
        conductor.correct(**(change | {"before": parse_cell("8")}), reason=reason)
    conductor.correct(**change, reason=reason)
    assert conductor.state.result("c1") is None
    assert "délibérer de nouveau" in conductor.state.why_withheld("c1")
    assert conductor.decision("c2") == "admis"
    conductor.proposed()
    assert set(conductor.state.current.proposals) == {"c1"}
    conductor.sealed()
    assert conductor.decision("c1") == "aucune"
    assert "pas encore publié" in conductor.state.why_withheld("c1")
    conductor.published()
    assert conductor.decision("c1") == "admis"
    assert [d.main for d in conductor.state.deliberations] == [True, False]
    assert [str(f.before) for f in conductor.facts if type(f).__name__ == "CorrectionMade"] == ["9"]


def test_a_round_starts_only_after_publication(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1", "9", **CONTROL).closed().with_jury().proposed().sealed()
    with pytest.raises(Refused, match="ne sont pas publiés"):
        conductor.start_round(round=Round.CONTROLE)
    conductor.published()
    with pytest.raises(Refused, match="commence avec la session"):
        conductor.start_round(round=Round.PREMIER)


def test_reopening_needs_a_reason_and_voids_the_deliberation(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1", "9", **CONTROL).closed().with_jury().proposed()
    conductor.raise_mark(candidate="c1", unit="U51", cell=parse_cell("20"), motive=conductor.text("relevé"))
    with pytest.raises(Refused, match="motif"):
        conductor.reopen_session(reason=Commitment("parce que"))
    accepted = conductor.reopen_session(reason=conductor.text("panne"), establishment="0750001A", unit="U11")
    assert "annulée" in accepted.warnings[0]
    assert conductor.state.current is None
    assert str(conductor.state.candidates["c1"].cell("U51")) == "9"
    with pytest.raises(Refused, match="close"):
        conductor.rectify_mark(
            candidate="c1", unit="U12", before=parse_cell("9"), cell=parse_cell("10"), reason=conductor.text("x")
        )
    conductor.rectify_mark(
        candidate="c1", unit="U11", before=parse_cell("9"), cell=parse_cell("10"), reason=conductor.text("x")
    )
    with pytest.raises(Refused, match="inscriptions sont closes"):
        conductor.enrolled("c9")
    conductor.closed().proposed().sealed().published()
    assert conductor.state.result("c1").deliberation == 2


def test_two_establishments_may_be_reopened_one_after_the_other(conductor) -> None:
    conductor.opened().enrolled("c1").marked().closed()
    conductor.reopen_session(reason=conductor.text("a"), establishment="0750001A")
    conductor.reopen_session(reason=conductor.text("b"), unit="U7")
    assert conductor.state.is_open_to("0750001A", "U2")
    assert conductor.state.is_open_to("0690001B", "U7")
    assert not conductor.state.is_open_to("0690001B", "U2")
    conductor.reopen_session(reason=conductor.text("c"))
    assert conductor.state.is_open_to("0690001B", "U2")
    with pytest.raises(Refused, match="déjà ouverte"):
        conductor.reopen_session(reason=conductor.text("d"))
