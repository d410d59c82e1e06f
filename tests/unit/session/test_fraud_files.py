"""Fraud: nothing is told nor issued before the end, then the jury deliberates again."""

import pytest

from laureat.session.framework import Refused, Round, Sanction
from laureat.vocabulary import Decision, Mention


@pytest.fixture
def two(conductor):  # type: ignore[no-untyped-def]
    """Two candidates with 15 everywhere, marks locked, a jury."""
    conductor.opened().enrolled("c1").marked("c1", "15").enrolled("c2").marked("c2", "15")
    return conductor.closed().with_jury()


def ended(conductor, sanction: Sanction = Sanction.BLAME, annulled: tuple[str, ...] = ("U11",)) -> None:  # type: ignore[no-untyped-def]
    conductor.end_fraud_file(
        candidate="c1", sanction=sanction, annulled=annulled, reason=conductor.text("décision de la commission")
    )


def test_a_candidate_under_a_fraud_file_is_left_out_until_its_end(two) -> None:
    two.open_fraud_file(candidate="c1", reason=two.text("antisèche"))
    two.proposed().sealed().published()
    assert (two.decision("c1"), two.decision("c2")) == ("aucune", "admis")
    assert "procédure" in two.state.why_withheld("c1")
    with pytest.raises(Refused, match="procédure"):
        two.issue_paper(candidate="c1", paper="releve", digest="0" * 64)
    with pytest.raises(Refused, match="Aucun candidat"):
        two.propose_decisions()
    ended(two)
    two.proposed()
    assert list(two.state.current.proposals) == ["c1"]
    two.sealed().published()
    assert two.decision("c1") == "admis"
    assert str(two.state.candidates["c1"].cell("U11")) == "NU"
    assert two.state.result("c1").proposal.average != "15"


def test_a_file_opened_after_publication_withholds_the_result_and_every_paper(two) -> None:
    two.proposed().sealed().published()
    assert two.decision("c1") == "admis"
    two.open_fraud_file(candidate="c1", reason=two.text("signalement"))
    assert two.decision("c1") == "aucune"
    with pytest.raises(Refused, match="procédure"):
        two.issue_paper(candidate="c1", paper="diplome", digest="0" * 64)
    ended(two, Sanction.AUCUNE, ())
    assert two.decision("c1") == "aucune"
    two.proposed().sealed().published()
    assert (two.decision("c1"), two.state.result("c1").proposal.average) == ("admis", "15")


def test_a_file_opened_during_the_deliberation_takes_the_candidate_out_of_the_minutes(two) -> None:
    two.proposed()
    two.approve_pv(by="president")
    two.open_fraud_file(candidate="c1", reason=two.text("antisèche"))
    with pytest.raises(Refused, match="fraude"):
        two.fix_decision(candidate="c1", decision=Decision.AJOURNE, motive=two.text("x"))
    with pytest.raises(Refused, match="0 approbation"):
        two.seal_pv()
    two.sealed().published()
    assert two.state.deliberations[0].withheld == {"c1"}
    assert two.state.last_result("c1") is None


def test_a_file_ended_during_the_deliberation_needs_a_new_proposal_in_it(two) -> None:
    two.proposed().open_fraud_file(candidate="c1", reason=two.text("antisèche"))
    ended(two)
    with pytest.raises(Refused, match="de nouveau"):
        two.approve_pv(by="president")
    two.propose_decisions()
    assert two.state.current.number == 1
    two.sealed().published()
    assert two.state.result("c1").proposal.average != "15"


def test_any_sanction_annuls_a_test_and_no_sanction_annuls_none(two) -> None:
    two.open_fraud_file(candidate="c1", reason=two.text("antisèche"))
    for sanction, units in ((Sanction.BLAME, ()), (Sanction.AUCUNE, ("U11",))):
        with pytest.raises(Refused, match="nullité"):
            ended(two, sanction, units)
    with pytest.raises(Refused, match="U99"):
        ended(two, Sanction.BLAME, ("U99",))


def test_a_file_is_opened_once_and_ended_once(two) -> None:
    with pytest.raises(Refused, match="Aucune procédure"):
        ended(two)
    two.open_fraud_file(candidate="c1", reason=two.text("antisèche"))
    with pytest.raises(Refused, match="déjà ouverte"):
        two.open_fraud_file(candidate="c1", reason=two.text("antisèche"))


def test_a_candidate_deprived_of_mention_keeps_none(two) -> None:
    two.open_fraud_file(candidate="c1", reason=two.text("antisèche"))
    ended(two, Sanction.PRIVATION_MENTION, ("U7",))
    two.proposed()
    assert two.state.current.result("c1").mention is not Mention.SANS
    with pytest.raises(Refused, match="mention"):
        two.approve_pv(by="president")
    with pytest.raises(Refused, match="privation"):
        two.fix_decision(candidate="c1", decision=Decision.ADMIS, mention=Mention.TB, motive=two.text("x"))
    two.fix_decision(candidate="c1", decision=Decision.ADMIS, motive=two.text("sanction"))
    two.sealed().published()
    assert two.state.result("c1").mention is Mention.SANS


def test_a_candidate_cleared_during_the_control_round_joins_it(conductor) -> None:
    control = {"U2": "10", "U31": "10", "U32": "10"}
    for candidate in ("c1", "c2"):
        conductor.opened() if candidate == "c1" else None
        conductor.enrolled(candidate).marked(candidate, "9", **control)
    conductor.closed().with_jury().open_fraud_file(candidate="c1", reason=conductor.text("doute"))
    conductor.proposed().sealed().published().start_round(round=Round.CONTROLE)
    assert [c.id for c in conductor.state.participants()] == ["c2"]
    ended(conductor, Sanction.AUCUNE, ())
    conductor.proposed()
    with pytest.raises(Refused, match="complémentaire"):
        conductor.closed()
    conductor.sealed().published()
    assert [c.id for c in conductor.state.participants()] == ["c1", "c2"]
    assert conductor.state.round is Round.CONTROLE
    conductor.choose_control(candidate="c1", units=["U11", "U51"])


def test_a_candidate_cleared_while_the_control_round_is_decided_may_still_take_the_tests(conductor) -> None:
    conductor.opened()
    for candidate in ("c1", "c2"):
        conductor.enrolled(candidate).marked(candidate, "9", U2="10", U31="10", U32="10")
    conductor.closed().with_jury().open_fraud_file(candidate="c1", reason=conductor.text("doute"))
    conductor.proposed().sealed().published().start_round(round=Round.CONTROLE)
    conductor.choose_control(candidate="c2", units=["U11", "U51"])
    conductor.closed()
    ended(conductor, Sanction.AUCUNE, ())
    conductor.proposed().fix_decision(candidate="c2", decision=Decision.AJOURNE, motive=conductor.text("absent"))
    assert list(conductor.state.current.proposals) == ["c2"]
    conductor.sealed().published()
    conductor.proposed().sealed().published()
    assert (conductor.decision("c1"), conductor.decision("c2")) == ("controle", "ajourne")
    conductor.start_round(round=Round.CONTROLE)
    conductor.choose_control(candidate="c1", units=["U11", "U51"])


def test_a_candidate_under_a_file_does_not_choose_control_tests(conductor) -> None:
    conductor.opened().enrolled("c1").marked("c1", "9", U2="10", U31="10", U32="10")
    conductor.closed().with_jury().proposed().sealed().published().start_round(round=Round.CONTROLE)
    conductor.open_fraud_file(candidate="c1", reason=conductor.text("signalement"))
    with pytest.raises(Refused, match="procédure"):
        conductor.choose_control(candidate="c1", units=["U11", "U51"])


def test_a_candidate_under_a_file_does_not_withdraw(conductor) -> None:
    conductor.opened().enrolled("c1").open_fraud_file(candidate="c1", reason=conductor.text("substitution"))
    with pytest.raises(Refused, match="jusqu'à sa fin"):
        conductor.withdraw_candidate(candidate="c1", reason=conductor.text("démission"))
