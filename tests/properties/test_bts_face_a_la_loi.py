"""Random candidates of a BTS: the engine and the law told plainly, its columns, with any rule removed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from laureat.reglements import charger
from support import loi_simple_bts
from support.candidats_au_hasard import candidate as drawn_at
from support.face_a_la_loi import Pair, candidate, disagreements, engines_differ_without
from support.tables_simples import TABLES

FIRST_ORALS = 2022
NAMES = ("bts_crsa", "bts_batiment")


def pairs(name: str, count: int, first: int = 0) -> Iterator[Pair]:
    table, known = TABLES[name], charger(name)
    rules = {session: known.at(session) for session in range(2021, 2027)}
    for seed in range(first, first + count):
        drawn = drawn_at(seed, table, controle=True)
        if drawn.session < FIRST_ORALS:
            drawn = replace(drawn, controle={})
        about = {"forme": drawn.forme, "session": drawn.session}
        someone = candidate(rules[drawn.session], drawn, seed)
        trained = "formation_continue" in someone.voie.traits
        told = loi_simple_bts.plain(drawn.notes, drawn.controle, table, formation_continue=trained, **about)
        yield rules[drawn.session], someone, told


@pytest.mark.parametrize("name", NAMES)
def test_the_engine_says_what_the_law_says_of_a_bts(name: str) -> None:
    assert disagreements(pairs(name, 2_000)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_engine_says_what_the_law_says_of_a_hundred_thousand(name: str) -> None:
    assert disagreements(pairs(name, 50_000, first=1_000_000)) == []


def test_both_engines_agree_with_any_rule_of_the_bts_removed() -> None:
    drawn = list(pairs("bts_crsa", 400))
    rules = charger("bts_crsa").at(2026)
    assert engines_differ_without(rules, [someone for _, someone, _ in drawn]) == []
