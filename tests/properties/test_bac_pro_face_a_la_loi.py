"""Random candidates of a bac pro: the engine and the law told plainly, its columns."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from support import loi_simple_bac_pro
from support.candidats_au_hasard import candidate as drawn_at
from support.deliberations import reglement
from support.face_a_la_loi import Pair, candidate, disagreements
from support.tables_simples import TABLES

FIRST_OF_THE_BEST_MARK = 2022
"""Before, the control test was one: its plain telling is compared by cases, not by a draw of two orals."""
NAMES = ("fictif", "bacpro_photographie")


def pairs(name: str, count: int, first: int = 0) -> Iterator[Pair]:
    """Pupils of every session, with orals and a projet."""
    table, known = TABLES[name], reglement(name)
    rules = {session: known.at(session) for session in range(FIRST_OF_THE_BEST_MARK, 2027)}
    pupil, read = known.famille.voie("scolaire_public"), known.famille.cellules.parse
    for seed in range(first, first + count):
        drawn = drawn_at(seed, table, controle=True, projet=True)
        if drawn.notes.get("U7") == "DI" and drawn.notes.get("UF_EPS") == "VA":
            continue  # left open by the digest: R-UNIT-09 speaks of a test taken, not of a unit validated by VAE
        session = max(drawn.session, FIRST_OF_THE_BEST_MARK)
        someone = candidate(rules[session], drawn, seed)
        someone = replace(someone, voie=pupil, cells={**someone.cells, "PROJET": read(drawn.projet)})
        told = loi_simple_bac_pro.plain(
            drawn.notes, drawn.controle, table, projet=drawn.projet, forme=drawn.forme, session=session
        )
        yield rules[session], someone, told


@pytest.mark.parametrize("name", NAMES)
def test_the_engine_says_what_the_law_says_of_a_bac_pro(name: str) -> None:
    assert disagreements(pairs(name, 2_000)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_engine_says_what_the_law_says_of_a_hundred_thousand(name: str) -> None:
    assert disagreements(pairs(name, 50_000, first=1_000_000)) == []
