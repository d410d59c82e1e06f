"""Random candidates of a bac pro: the engine and the law told plainly, its columns."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from support import loi_simple_bac_pro
from support.candidats_au_hasard import SESSIONS
from support.candidats_au_hasard import candidate as drawn_at
from support.deliberations import reglement
from support.face_a_la_loi import Pair, candidate, disagreements, rules_unseen
from support.tables_simples import TABLES

NAMES = ("fictif", "bacpro_photographie")
PUPIL, APPRENTICE, CONTINUING = "pupil", "apprentice", "continuing training"
ROUTES = {
    "scolaire_public": ("A", PUPIL),
    "scolaire_prive_sous_contrat": ("A", PUPIL),
    "apprenti_cfa_habilite_ou_de_droit": ("A", APPRENTICE),
    "fpc_etablissement_public": ("A", CONTINUING),
    "scolaire_prive_hors_contrat": ("B", PUPIL),
    "apprenti_cfa_non_habilite": ("B", APPRENTICE),
    "fpc_etablissement_prive": ("B", CONTINUING),
    "enseignement_a_distance": ("B", ""),
    "experience_3_ans": ("B", ""),
    "fpc_public_habilite_ccf_integral": ("C", CONTINUING),
}
"""The category of each route and who comes by it, as the digest tells them (CE D337-74 to D337-77)."""


def pairs(name: str, count: int, first: int = 0) -> Iterator[Pair]:
    """Pupils of every session, with orals and a projet."""
    table, known = TABLES[name], reglement(name)
    rules = {session: known.at(session) for session in SESSIONS}
    pupil, read = known.famille.voie("scolaire_public"), known.famille.cellules.parse
    for seed in range(first, first + count):
        drawn = drawn_at(seed, table, controle=True, projet=True)
        session = drawn.session
        someone = candidate(rules[session], drawn, seed)
        someone = replace(someone, voie=pupil, cells={**someone.cells, "PROJET": read(drawn.projet)})
        told = loi_simple_bac_pro.plain(
            drawn.notes, drawn.controle, table, projet=drawn.projet, forme=drawn.forme, session=session
        )
        yield rules[session], someone, told


def pairs_of_every_route(name: str, count: int, first: int = 0) -> Iterator[Pair]:
    """Candidates of every route, with a projet marked whole or by its parts, spread examinations, practical tests."""
    table, known = TABLES[name], reglement(name)
    rules = {session: known.at(session) for session in SESSIONS}
    for seed in range(first, first + count):
        rng, drawn = Random(-seed), drawn_at(seed, table, controle=True, projet=True)
        session = drawn.session
        famille = rules[session].reglement.famille
        route = rng.choice([voie.code for voie in famille.voies])
        categorie, who = ROUTES[route]
        projet = drawn.projet if rng.random() < 0.3 else ""
        livret, oral = (_hundredths(rng) if rng.random() < 0.7 else "" for _ in range(2))
        spread, practical = rng.random() < 0.2, rng.choice(("", "", "", "validee", "non_validee"))
        someone = candidate(rules[session], drawn, seed)
        words = {"projet_livret": livret, "projet_oral": oral, "epreuve_pratique": practical}
        told = {**words, "etalement": "oui" if spread else "non"}
        someone = replace(
            someone,
            voie=famille.voie(route),
            cells={**someone.cells, "PROJET": famille.cellules.parse(projet)},
            declare=famille.declared({key: said for key, said in told.items() if said}),
        )
        plain = loi_simple_bac_pro.plain(
            *(drawn.notes, drawn.controle, table),
            projet=projet,
            livret=livret,
            oral=oral,
            epreuve_pratique=practical,
            scolaire_ou_apprenti=who in (PUPIL, APPRENTICE),
            categorie=categorie,
            forme=drawn.forme,
            etalement=spread,
            session=session,
            formation_continue=who == CONTINUING,
        )
        yield rules[session], someone, plain


def _hundredths(rng: Random) -> str:
    """Points to the hundredth, often on a quarter, where the mean of two falls on a half point or just beside."""
    found = rng.choice((rng.randint(0, 80) * 25, rng.randint(0, 2000), 1000, 999, 1001))
    return f"{found // 100},{found % 100:02d}"


@pytest.mark.parametrize("name", NAMES)
def test_the_engine_says_what_the_law_says_of_every_route_and_of_a_projet_told_by_its_parts(name: str) -> None:
    assert disagreements(pairs_of_every_route(name, 2_000)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_engine_says_what_the_law_says_of_a_hundred_thousand_of_every_route(name: str) -> None:
    assert disagreements(pairs_of_every_route(name, 50_000, first=2_000_000)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_engine_says_what_the_law_says_of_a_bac_pro(name: str) -> None:
    assert disagreements(pairs(name, 2_000)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_engine_says_what_the_law_says_of_a_hundred_thousand(name: str) -> None:
    assert disagreements(pairs(name, 50_000, first=1_000_000)) == []


REMARKS = {"R-FORM-02", "R-KEEP-01", "R-KEEP-04", "R-PFMP-01", "R-PFMP-02", "R-ROUTE-02", "R-ROUTE-03", "R-ROUTE-05"}
GROUNDS = {"R-DISP-01", "R-DISP-02", "R-DISP-03", "R-EURO-01", "R-STRUCT-08"}
"""What reserves a decision or remarks upon it, and decides none."""
SENTENCES = {"R-DISP-04"}
"""It says what a cell means; another rule says what counts."""


def test_the_law_told_plainly_sees_every_rule_that_decides() -> None:
    assert rules_unseen(pairs_of_every_route("fictif", 1_500)) <= REMARKS | GROUNDS | SENTENCES
