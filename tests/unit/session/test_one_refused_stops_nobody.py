"""A candidate whose file a rule refuses is held back, with the reason and what to do; everyone else is decided."""

import pytest

from laureat.deliberation.candidate import evaluate
from laureat.records import encode
from laureat.records.facts import DecisionProposed
from laureat.records.recorded import recorded
from laureat.reglements import charger, construire
from laureat.session import conduct
from laureat.session.bulk import decide_in_columns, decisions, frame_of
from laureat.session.certification import confirmed_rules
from laureat.session.framework import Refused
from laureat.session.replay import Edition, replay_with
from laureat.vocabulary import Cell, Decision, InvalidInput, UnitStatus
from support.certificateurs import donnees
from support.tables_simples import CERTIFIERS


def bts(conductor_of):  # type: ignore[no-untyped-def]
    """Three candidates of a BTS; the second one keeps a mark under the threshold, then sits in the global form."""
    conductor = conductor_of(charger("bts_crsa").at(2026)).opened(blank=False)
    for candidate in ("c1", "c2", "c3"):
        conductor.enrolled(candidate)
    return conductor


def refused_by_a_rule(conductor, candidate: str = "c2", unit: str = "U1") -> None:  # type: ignore[no-untyped-def]
    """As a fact recorded under an older conduct would: what it accepted is not judged again when it is read."""
    from laureat.records.facts import KeptMarkRequested

    act = conductor.act()
    conductor.store((KeptMarkRequested(**act.on(conductor.state.log), candidate=candidate, unit=unit, cell="B8@2025"),))


@pytest.fixture
def three(conductor_of):  # type: ignore[no-untyped-def]
    """Marks locked, the jury there; c2 holds what no candidate may hold."""
    conductor = bts(conductor_of)
    refused_by_a_rule(conductor)
    for candidate in ("c1", "c2", "c3"):
        for unit in conductor.state.candidates[candidate].presented:
            if conductor.state.candidates[candidate].entered(unit).status is UnitStatus.VIDE:
                conductor.enter_mark(candidate=candidate, unit=unit, cell=conductor.cell("12"))
    return conductor.closed().with_jury().attended()


def test_the_one_refused_is_held_back_with_the_reason_and_the_others_are_proposed(three) -> None:
    told = three.propose_decisions()
    proposals = {fact.candidate: fact for fact in told.facts if isinstance(fact, DecisionProposed)}
    assert {name: fact.decision for name, fact in proposals.items()} == {
        "c1": "admis",
        "c2": "non_decidable",
        "c3": "admis",
    }
    [reason] = proposals["c2"].reserves
    assert "note conservée inférieure à 10 en U1" in reason
    assert "écrire la nouvelle note" in reason
    assert "1 candidat est réservé" in told.warnings[0]
    known = three.framework.reserves[reason]
    assert (known.column, known.refused) == ("U1", True)
    assert not three.framework.settled_by_a_word(known.column)


def test_everyone_at_once_holds_back_the_same_ones(three) -> None:
    rules = confirmed_rules(three.rules, three.state.confirmed)
    everyone = conduct.to_decide(three.state)
    in_columns, alone = decide_in_columns(rules, everyone), three.decide
    for candidate in everyone:
        assert in_columns(candidate).decision == alone(candidate).decision
        assert in_columns(candidate).reserves == alone(candidate).reserves
    frame = frame_of(rules, [candidate.to_candidate(three.framework.famille) for candidate in everyone])
    assert decisions(rules, frame)["candidate"].to_list() == ["c1", "c2", "c3"]
    only = decisions(rules, frame.filter(frame["candidate"] == "c2"))
    assert only["decision"].to_list() == ["non_decidable"]


def test_the_minutes_leave_the_refused_out_and_a_correction_brings_the_jury_back(three) -> None:
    three.propose_decisions()
    with pytest.raises(Refused, match="réservée"):
        three.fix_decision(candidate="c2", decision=Decision.ADMIS, motive=three.text("x"))
    three.sealed().published()
    assert (three.decision("c1"), three.decision("c2")) == ("admis", "aucune")
    assert "réservée" in three.state.why_withheld("c2")
    given = {"candidate": "c2", "unit": "U1", "reason": three.text("note de 2025 à représenter")}
    three.correct(**given, before=Cell(UnitStatus.BENEFICE, 800, session=2025), cell=three.cell("13"))
    three.propose_decisions()
    three.attended().sealed().published()
    assert three.decision("c2") == "admis"


def test_a_raise_or_an_answer_that_a_rule_refuses_is_a_reserve_and_no_incident(three) -> None:
    three.propose_decisions()
    told = three.raise_mark(candidate="c2", unit="U2", cell=three.cell("14"), motive=three.text("x"))
    [_, again] = told.facts
    assert again.decision == "non_decidable"


def test_an_audit_finds_nothing_of_the_others_in_a_deliberation_that_held_someone_back(three) -> None:
    three.propose_decisions()
    here = three.framework
    edition = Edition(here, three.decide, here.rules, here.ran, here.versions)
    held = [recorded(number, encode(fact)) for number, fact in enumerate(three.facts)]
    replayed = replay_with(lambda state: edition)(held)
    assert replayed.decisions == 3
    assert all("c2" in finding.message for finding in replayed.findings)


def test_the_refusal_names_the_candidate_and_tells_the_message_alone(three) -> None:
    standing = three.state.candidates["c2"]
    with pytest.raises(InvalidInput) as refused:
        evaluate(three.rules, standing.to_candidate(three.framework.famille))
    [problem] = refused.value.problems
    assert str(problem) == f"candidat c2 : {problem.message}"


def test_a_word_that_a_rule_refuses_is_withdrawn_by_the_act_that_settles_reserves(conductor_of) -> None:
    """A titre said granted beside a refused CCP: the jury takes its word back while it deliberates."""
    conductor = conductor_of(charger("tp_commercial").at(2026)).opened(blank=False).enrolled("c1", "formation")
    for piece in ("mise_en_situation", "dossier_professionnel", "ecf", "entretien_final"):
        conductor.declare_column(candidate="c1", column=piece, value="oui")
    conductor.declare_column(candidate="c1", column="session_de", value="ccp")
    conductor.declare_column(candidate="c1", column="titre", value="oui")
    for unit in ("CCP1", "CCP2"):
        conductor.enter_mark(candidate="c1", unit=unit, cell=conductor.cell("V"))
    conductor.closed().with_jury().proposed()
    assert any("session de CCP" in reason for reason in conductor.state.reserves("c1"))
    told = conductor.settle_reserve(
        by="president", candidate="c1", column="titre", value="", reason=conductor.text("erreur")
    )
    assert not told.facts[-1].reserves
    assert told.facts[-1].decision != "non_decidable"


def test_the_coefficients_that_a_certifier_supposes_do_not_keep_from_proposing(conductor_of, conductor) -> None:
    """What depends on them waits for the seal; those of a State diploma are read before anything is proposed."""
    told = donnees("moyenne", *CERTIFIERS["certificateur_moyenne"])
    told["regle"]["lecture"] = "memoire"
    private = conductor_of(construire("capitalisation", told).at(2026)).opened(blank=False)
    assert any(name.startswith("coefficient_") for name in private.framework.to_confirm)
    private.enrolled("c1").marked("c1", "15").closed().with_jury().proposed()
    assert private.state.current.proposals["c1"].decision == "admis"
    conductor.opened(blank=False).enrolled().marked().closed().with_jury()
    with pytest.raises(Refused, match="Nombres non confirmés"):
        conductor.proposed()
