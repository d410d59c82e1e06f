"""What is told of certifications by blocks, against brute force: who gets what is left gets the certification."""

import functools
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

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


def after(
    rules: SessionRules,
    one: Candidate,
    cells: Mapping[str, Cell],
    given: Iterable[str],
    declare: Mapping[str, Any] | None = None,
) -> Decision:
    """The decision once these blocks are given, with the best mark where marks compensate each other."""
    averaged = getattr(rules.numbers, "par_moyenne", 0) == 1
    there = {**cells, **dict.fromkeys(given, TOP if averaged else VALIDATED)}
    return decide(rules, replace(one, cells=there, declare=declare or one.declare)).decision


def test_who_gets_what_is_left_is_admitted_and_nothing_of_it_is_too_much() -> None:
    for rules, one, told in explained():
        left = [step.text for step in told.rights if step.text.startswith("Il reste")]
        some = next((match for text in left if (match := re.search(r"(\d+) blocs? parmi : (.*)", text))), None)
        chosen = sorted(CODE.findall(some[2])) if some else []
        size = int(some[1]) if some else 0
        due = {code for text in left for code in CODE.findall(text)} - {*chosen}
        averaged = any("moyenne" in step.text for step in told.rights)
        marked = {u.code for u in rules.mandatory if averaged and one.cell(u.code).status is UnitStatus.NOTE}

        assert left or averaged
        for codes in itertools.combinations(chosen, size):
            assert after(rules, one, one.cells, due | marked | {*codes}) is Decision.ADMIS, (one, left)
        for code in due:
            others = (due | marked) - {code} | {*chosen[:size]}
            assert after(rules, one, one.cells, others) is not Decision.ADMIS, (one, left)
        for codes in itertools.combinations(chosen, max(0, size - 1)) if size else ():
            assert after(rules, one, one.cells, due | {*codes}) is not Decision.ADMIS, (one, left)


def later(one: Candidate, told: Explanation) -> tuple[dict[str, Cell], set[str]]:
    """The cells of who does nothing more at the next session, and the blocks told to be sat there, or chosen."""
    cells, sat = {unit.unit.code: Cell(UnitStatus.VIDE) for unit in told.outcome.units}, set()
    for future in told.next_session:
        if Way.TENIR in future.ways:
            cells[future.unit] = Cell(UnitStatus.VALIDE, session=future.given_in or 0)
        elif {Way.DISPENSEE, Way.VALIDEE, Way.COMPTER} & {*future.ways}:
            cells[future.unit] = one.cell(future.unit)
        if {Way.REPRESENTER, Way.PRESENTER, Way.CHOISIR} & {*future.ways}:
            sat.add(future.unit)
    return cells, sat


def test_who_sits_what_is_told_at_the_next_session_is_admitted_there() -> None:
    for rules, one, told in explained():
        cells, sat = later(one, told)
        there = rules.reglement.at(certifiers.SESSION + 1)
        assert after(there, one, cells, sat) is Decision.ADMIS, (one, told.next_session)
        if rules.numbers.par_moyenne == 0:
            free = {future.unit for future in told.next_session if {Way.TENIR, Way.CHOISIR} & {*future.ways}}
            for code in sat - free:
                assert after(there, one, cells, sat - {code}) is not Decision.ADMIS, (one, told.next_session)


ALL = dict.fromkeys(("mise_en_situation", "dossier_professionnel", "ecf", "entretien_final"), True) | {"absent": False}


def test_who_sits_the_ccp_told_has_them_all_and_the_title_waits_for_the_jury() -> None:
    for rules, one, _ in titres.pairs("tp_invente", 30):
        try:
            told = explain(rules, one, with_changes=False)
        except InvalidInput:
            continue  # a jury that says two things
        if not told.next_session:
            assert told.outcome.decision in (Decision.ADMIS, Decision.A_DECIDER, Decision.NON_DECIDABLE), told.outcome
            continue
        cells, sat = later(one, told)
        of_ccp = {**one.declare, **ALL, "session_de": "ccp", "titre": ""}
        of_the_title = {**of_ccp, "session_de": "titre", "titre": "oui"}
        assert after(rules, one, cells, sat, of_ccp) is Decision.ENTRETIEN_FINAL_DU
        for code in sat:
            assert after(rules, one, cells, sat - {code}, of_ccp) is not Decision.ENTRETIEN_FINAL_DU
        assert after(rules, one, cells, sat, of_the_title) is Decision.ADMIS
