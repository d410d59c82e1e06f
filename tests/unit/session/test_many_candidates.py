"""Everyone at once gives the very decisions and the very bytes of one after the other."""

import random

import polars as pl
import pytest

from laureat.records import decode, encode
from laureat.records.facts import DecisionProposed
from laureat.session import conduct
from laureat.session.bulk import decide_in_columns, frame_of, propose_in_columns
from laureat.session.certification import confirmed_rules
from laureat.session.framework import Refused
from laureat.session.reading import read
from laureat.vocabulary import Motif, UnitStatus, parse_cell

CELLS = ["7", "8", "9", "9,5", "10", "10,5", "12", "14", "16", "18", "20", "AB", "AJ"]


@pytest.fixture
def crowd(conductor):  # type: ignore[no-untyped-def]
    """Forty candidates of all kinds, marks locked, a jury."""
    dice = random.Random(35697)
    conductor.opened()
    for number in range(40):
        candidate = f"c{number:03d}"
        conductor.enrolled(candidate, dice.choice(conductor.framework.famille.voies).code, optional_units=["UF_LV"])
        level = dice.choice(["8", "9", "9,5", "10", "12", "16", "18"])
        for unit in conductor.state.candidates[candidate].presented:
            usual = "10,5" if unit in ("U2", "U31", "U32") and level.startswith("9") else level
            text = dice.choice(CELLS) if dice.random() < 0.05 else usual
            text = {(0, "U51"): "AB", (1, "U51"): "AJ", (1, "U2"): "0", (1, "U31"): "0"}.get((number, unit), text)
            if (number, unit) == (2, "U7"):
                conductor.grant_dispense(candidate=candidate, unit=unit, ground=conductor.text("à préciser"))
            elif (number, unit) == (3, "U51"):
                title = {"ground": conductor.text("diplôme"), "basis": Motif.TITRE}
                conductor.grant_dispense(candidate=candidate, unit=unit, **title)
            elif (number, unit) == (4, "U4"):
                conductor.request_kept_mark(candidate=candidate, unit=unit, mark=1250, session=2024)
            else:
                conductor.enter_mark(candidate=candidate, unit=unit, cell=parse_cell(text))
    conductor.declare_column(candidate="c005", column="epreuve_pratique", value="validee")
    return conductor.closed().with_jury()


def by_one(crowd):  # type: ignore[no-untyped-def]
    return conduct.propose_decisions(
        crowd.state, crowd.act(key="délibérer"), framework=crowd.framework, decide=crowd.decide
    )


def candidates_of(crowd):  # type: ignore[no-untyped-def]
    return [candidate.to_candidate(crowd.framework.famille) for candidate in conduct.to_decide(crowd.state)]


def test_decisions_in_columns_are_those_of_each(crowd) -> None:
    rules = confirmed_rules(crowd.rules, crowd.state.confirmed)
    in_columns = decide_in_columns(rules, conduct.to_decide(crowd.state))
    accepted = conduct.propose_decisions(
        crowd.state, crowd.act(key="délibérer"), framework=crowd.framework, decide=in_columns
    )
    expected = by_one(crowd).facts
    assert [encode(fact) for fact in accepted.facts] == [encode(fact) for fact in expected]
    proposals = [fact for fact in expected if isinstance(fact, DecisionProposed)]
    assert len({fact.decision for fact in proposals}) > 4
    assert any(fact.depends_on for fact in proposals)
    assert any("/" in fact.average for fact in proposals)
    assert {fact.candidate for fact in proposals if fact.reserves} >= {"c002"}


def test_facts_written_in_columns_are_the_same_bytes(crowd) -> None:
    rules = confirmed_rules(crowd.rules, crowd.state.confirmed)
    frame = frame_of(rules, candidates_of(crowd))
    session_alone = read(fact for fact in crowd.facts if not fact.subject)
    proposals = propose_in_columns(session_alone, crowd.act(key="délibérer"), crowd.framework, rules, frame)
    opened, *expected = by_one(crowd).facts
    assert proposals.opened == opened
    assert proposals.rows["payload"].to_list() == [encode(fact).decode() for fact in expected]


def test_a_crowd_is_not_deliberated_before_closure_nor_twice(crowd) -> None:
    rules = confirmed_rules(crowd.rules, crowd.state.confirmed)
    frame = frame_of(rules, candidates_of(crowd))
    with pytest.raises(Refused, match="Aucun candidat"):
        propose_in_columns(crowd.state, crowd.act(), crowd.framework, rules, frame.clear())
    crowd.propose_decisions()
    with pytest.raises(Refused, match="complémentaire"):
        propose_in_columns(crowd.state, crowd.act(), crowd.framework, rules, frame)


def test_whatever_the_texts_hold_the_bytes_are_those_of_each(crowd) -> None:
    rules = confirmed_rules(crowd.rules, crowd.state.confirmed)
    frame = frame_of(rules, candidates_of(crowd))
    hard = "".join(map(chr, (*range(1, 160), 0x2028, 0xFEFF, 0x1F600)))
    named = frame.with_columns(candidate=frame["candidate"] + hard)
    act = crowd.act(key=hard.replace("#", ""))
    payloads = propose_in_columns(crowd.state, act, crowd.framework, rules, named).rows["payload"]
    assert [encode(decode(payload.encode())).decode() for payload in payloads] == payloads.to_list()
    assert decode(payloads[0].encode()).candidate == named["candidate"][0]


def test_whoever_is_not_in_the_columns_is_decided_alone(crowd) -> None:
    everyone = conduct.to_decide(crowd.state)
    rules = confirmed_rules(crowd.rules, crowd.state.confirmed)
    decide = decide_in_columns(rules, everyone[:5])
    last = everyone[-1]
    assert decide(last).decision == crowd.decide(last).decision


def test_what_no_candidate_may_hold_is_held_back_with_the_reason_and_stops_nobody(crowd) -> None:
    rules = confirmed_rules(crowd.rules, crowd.state.confirmed)
    frame = frame_of(rules, candidates_of(crowd))
    optional = [f"{unit.code}.statut" for unit in rules.units if not unit.mandatory]
    is_it, noted = pl.col("candidate") == "c007", pl.lit(int(UnitStatus.NOTE), pl.Int8)
    spoilt = frame.with_columns(pl.when(is_it).then(noted).otherwise(pl.col(name)).alias(name) for name in optional)
    proposals = propose_in_columns(crowd.state, crowd.act(), crowd.framework, rules, spoilt)
    facts = {fact.candidate: fact for fact in (decode(row.encode()) for row in proposals.rows["payload"])}
    assert facts["c007"].decision == "non_decidable"
    assert ["plus de 2 unités facultatives" in reserve for reserve in facts["c007"].reserves] == [True]
    assert {fact.decision for name, fact in facts.items() if name != "c007"}.isdisjoint({"non_decidable"})
