"""What is told of certifications by blocks, against brute force: giving what it says is left gives the certification."""

import functools
import itertools
import re
from dataclasses import replace

from laureat.deliberation.candidate import decide
from laureat.deliberation.explain import Explanation, explain
from laureat.deliberation.next_session import Way
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.vocabulary import MARK_MAX, Cell, Decision, InvalidInput, UnitStatus
from properties import test_capitalisation_face_a_la_loi as certifiers
from properties import test_titre_professionnel_face_a_la_loi as titres

VALIDATED, TOP = Cell(UnitStatus.VALIDE), Cell(UnitStatus.NOTE, MARK_MAX)
CODE = re.compile(r"BC\d\d")


@functools.cache
def explained() -> list[tuple[SessionRules, Candidate, Explanation]]:
    """Those who have not the certification yet, under rules that ``certifiers`` decide too."""
    return [
        (law, one, explain(law, one, with_changes=False))
        for law, one, told in certifiers.pairs(20, 7)
        if told.decision != "admis"
    ]


def test_who_gets_what_is_left_is_admitted_and_nothing_of_it_is_too_much() -> None:
    for rules, one, told in explained():
        averaged = rules.numbers.par_moyenne == 1
        left = [step.text for step in told.rights if step.text.startswith("Il reste")]
        some = next((match for text in left if (match := re.search(r"(\d+) blocs? parmi : (.*)", text))), None)
        chosen = sorted(CODE.findall(some[2])) if some else []
        size = int(some[1]) if some else 0
        due = {code for text in left for code in CODE.findall(text)} - {*chosen}
        raised = any("moyenne" in step.text for step in told.rights)

        def admitted(
            codes: set[str],
            but: str = "",
            *,
            rules: SessionRules = rules,
            one: Candidate = one,
            averaged: bool = averaged,
            raised: bool = raised,
        ) -> bool:
            cells = {**one.cells, **dict.fromkeys(codes, TOP if averaged else VALIDATED)}
            for unit in rules.mandatory if raised else ():
                if one.cell(unit.code).status is UnitStatus.NOTE and unit.code != but:
                    cells[unit.code] = TOP
            return decide(rules, replace(one, cells=cells)).decision is Decision.ADMIS

        assert left or raised
        assert all(admitted(due | {*codes}) for codes in itertools.combinations(chosen, size)), (one, left)
        assert not any(admitted(due - {code} | {*chosen[:size]}, code) for code in due), (one, left)
        if size:
            assert not any(admitted(due | {*codes}) for codes in itertools.combinations(chosen, size - 1)), (one, left)


def later(one: Candidate, told: Explanation) -> tuple[dict[str, Cell], set[str]]:
    """The cells of who does nothing more at the next session, and the blocks told to be sat there, or chosen."""
    cells, sat = {unit.unit.code: Cell(UnitStatus.VIDE) for unit in told.outcome.units}, set()
    for future in told.next_session:
        if Way.TENIR in future.ways:
            cells[future.unit] = Cell(UnitStatus.VALIDE, session=future.given_in)
        elif {Way.DISPENSEE, Way.VALIDEE, Way.COMPTER} & {*future.ways}:
            cells[future.unit] = one.cell(future.unit)
        if {Way.REPRESENTER, Way.PRESENTER, Way.CHOISIR} & {*future.ways}:
            sat.add(future.unit)
    return cells, sat


def test_who_sits_what_is_told_at_the_next_session_is_admitted_there() -> None:
    for rules, one, told in explained():
        cells, sat = later(one, told)
        top = TOP if rules.numbers.par_moyenne == 1 else VALIDATED
        there = rules.reglement.at(certifiers.SESSION + 1)

        def admitted(
            codes: set[str], *, there: SessionRules = there, one: Candidate = one, cells: dict = cells, top: Cell = top
        ) -> bool:
            given = {**cells, **dict.fromkeys(codes, top)}
            return decide(there, replace(one, cells=given)).decision is Decision.ADMIS

        assert admitted(sat), (one, told.next_session)
        if rules.numbers.par_moyenne == 0:
            alone = {future.unit for future in told.next_session if not {Way.TENIR, Way.CHOISIR} & {*future.ways}}
            assert not any(admitted(sat - {code}) for code in sat & alone), (one, told.next_session)


ALL = dict.fromkeys(("mise_en_situation", "dossier_professionnel", "ecf", "entretien_final"), True) | {"absent": False}


def test_who_sits_the_ccp_told_has_them_all_and_the_title_waits_for_the_jury() -> None:
    for rules, one, _ in titres.pairs("tp_invente", 50):
        try:
            told = explain(rules, one, with_changes=False)
        except InvalidInput:
            continue  # a jury that says two things
        if not told.next_session:
            settled = (Decision.ADMIS, Decision.A_DECIDER, Decision.NON_DECIDABLE)
            assert told.outcome.decision in settled, told.outcome
            continue
        cells, sat = later(one, told)

        def at(
            codes: set[str],
            session: str,
            said: str,
            *,
            rules: SessionRules = rules,
            one: Candidate = one,
            cells: dict = cells,
        ) -> Decision:
            declared = {**one.declare, **ALL, "session_de": session, "titre": said}
            given = {**cells, **dict.fromkeys(codes, VALIDATED)}
            return decide(rules, replace(one, cells=given, declare=declared)).decision

        assert at(sat, "ccp", "") is Decision.ENTRETIEN_FINAL_DU
        assert not any(at(sat - {code}, "ccp", "") is Decision.ENTRETIEN_FINAL_DU for code in sat)
        assert at(sat, "titre", "oui") is Decision.ADMIS
