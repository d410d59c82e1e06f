"""Random candidates of a titre professionnel: the engine and the law told plainly, its columns, any rule removed."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from laureat.deliberation.outcome import Candidate
from support import loi_simple_titre_professionnel
from support.candidats_au_hasard import DrawnTitre, titre_professionnel
from support.face_a_la_loi import Pair, disagreements, engines_differ_without
from support.loi_simple_commun import Unit
from support.tables_simples import TABLES
from support.titre_professionnel import declare, titre

TABLE_OF = {"tp_commercial": TABLES["tp_commercial"], "tp_invente": tuple(Unit(f"CCP{n}") for n in range(1, 5))}


def drawn_at(seed: int, name: str) -> DrawnTitre:
    """A draw, now and then with what a jury has not said yet, or says against itself."""
    rng = Random(-seed)
    drawn = titre_professionnel(seed, TABLE_OF[name])
    if rng.random() < 0.5:
        return drawn
    notes = {code: text if rng.random() < 0.8 else rng.choice(("", "AB", "NV")) for code, text in drawn.notes.items()}
    return replace(drawn, notes=notes, titre=rng.choice((drawn.titre, "", "V", "NV")))


def pairs(name: str, count: int, first: int = 0) -> Iterator[Pair]:
    rules = titre(name).at(2026)
    famille = rules.reglement.famille
    for seed in range(first, first + count):
        drawn = drawn_at(seed, name)
        told = loi_simple_titre_professionnel.plain(
            drawn.notes,
            TABLE_OF[name],
            session_de=drawn.session_de,
            origine=drawn.origine,
            pieces=drawn.pieces,
            titre=drawn.titre,
        )
        cells = {code: famille.cellules.parse(text) for code, text in drawn.notes.items()}
        said = declare(drawn.pieces, drawn.titre, drawn.session_de)
        yield rules, Candidate(str(seed), famille.voie(drawn.origine), cells, declare=said), told


@pytest.mark.parametrize("name", list(TABLE_OF))
def test_the_engine_says_what_the_law_says_of_a_titre_professionnel(name: str) -> None:
    assert disagreements(pairs(name, 2_000)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", list(TABLE_OF))
def test_the_engine_says_what_the_law_says_of_a_hundred_thousand(name: str) -> None:
    assert disagreements(pairs(name, 50_000, first=1_000_000)) == []


def test_the_draw_reaches_every_word() -> None:
    words = {told.decision for _, _, told in pairs("tp_invente", 2_000)}
    decided = {"admis", "partiel", "ajourne", "entretien_final_du"}
    assert words == decided | {"absent", "non_decidable", "a_decider", "refuse"}


def test_both_engines_agree_with_any_rule_removed() -> None:
    people = [someone for _, someone, _ in pairs("tp_invente", 400)]
    assert engines_differ_without(titre("tp_invente").at(2026), people) == []
