"""Random rules of certifiers and random candidates: the engine, its columns, and the same rules told plainly."""

import functools
from collections.abc import Iterator
from random import Random

import pytest

from laureat.deliberation.reglement import SessionRules
from laureat.reglements import construire
from support import loi_simple_capitalisation
from support.candidats_au_hasard import blocks, certifier_rule
from support.certificateurs import FAMILLE, donnees
from support.face_a_la_loi import Pair, candidate, disagreements, engines_differ_without, rules_unseen
from support.loi_simple_commun import Table, Unit

TABLES: tuple[Table, ...] = (
    tuple(Unit(f"BC0{n}") for n in range(1, 5)),
    (Unit("BC01"), Unit("BC02"), Unit("BC03"), Unit("BC04", optional=True)),
)
SESSION = 2026


def rule_of(seed: int, table: Table) -> dict | None:
    """A certifier's rule; now and then with a span of years for a block held."""
    rule = certifier_rule(seed, table)
    if rule is not None and Random(-seed).random() < 0.5:
        rule["duree_validite"] = Random(seed + 1).choice(("1", "2", "3", "5"))
    return rule


@functools.cache
def rules_of(seed: int, rank: int) -> SessionRules:
    table = TABLES[rank]
    return construire(FAMILLE, donnees(f"certificateur_{seed}", table, rule_of(seed, table))).at(SESSION)


def pairs(rules: int, each: int, first: int = 0) -> Iterator[Pair]:
    """``rules`` rules of certifiers, and so many candidates for each."""
    for seed in range(first, first + rules):
        rank = seed % len(TABLES)
        table, rule = TABLES[rank], rule_of(seed, TABLES[rank])
        decided_by = rules_of(seed, rank)
        for turn in range(each):
            number = seed * each + turn
            drawn = blocks(number, table, rule)
            told = loi_simple_capitalisation.plain(drawn.notes, table, regle=rule, session=SESSION)
            yield decided_by, candidate(decided_by, drawn, number), told


def test_the_engine_says_what_the_rules_of_certifiers_say() -> None:
    assert disagreements(pairs(40, 50)) == []


@pytest.mark.slow
def test_the_engine_says_what_the_rules_of_certifiers_say_of_a_hundred_thousand() -> None:
    assert disagreements(pairs(200, 500, first=10_000)) == []


def test_the_draw_reaches_every_decision_under_every_kind_of_rule() -> None:
    seen = {(rules.numbers.par_moyenne, told.decision) for rules, _, told in pairs(40, 50)}
    assert seen == {(kind, word) for kind in (0, 1) for word in ("admis", "ajourne", "en_cours")}


@pytest.mark.parametrize("kind", ["blocs", "moyenne"])
def test_both_engines_agree_with_any_rule_removed(kind: str) -> None:
    seed = next(n for n in range(100) if (rule_of(n, TABLES[n % 2]) or {"kind": ""})["kind"] == kind)
    people = [someone for _, someone, _ in pairs(1, 300, first=seed)]
    assert engines_differ_without(rules_of(seed, seed % 2), people) == []


def test_the_law_told_plainly_sees_every_rule_that_decides() -> None:
    """But the sentence of a decision that stands without it."""
    assert rules_unseen(pairs(40, 40)) <= {"CAPI-06"}
