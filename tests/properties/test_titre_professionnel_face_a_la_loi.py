"""Random candidates of a titre professionnel: the engine and the law told plainly, its columns, any rule removed."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from laureat.deliberation.outcome import Candidate
from support import loi_simple_titre_professionnel
from support.candidats_au_hasard import DrawnTitre, titre_professionnel
from support.face_a_la_loi import Pair, disagreements, engines_differ_without, rules_unseen
from support.loi_simple_commun import Table, Unit
from support.tables_simples import TABLES
from support.titre_professionnel import declare, titre

TABLE_OF = {
    "tp_commercial": TABLES["tp_commercial"],
    "tp_invente": tuple(Unit(f"CCP{n}") for n in range(1, 5)),
    "tp_avec_ccs": (*(Unit(f"CCP{n}") for n in (1, 2)), *(Unit(f"CCS{n}", optional=True) for n in (1, 2))),
}


def drawn_at(seed: int, name: str) -> DrawnTitre:
    """A draw, now and then with what a jury has not said yet, or says against itself."""
    rng = Random(-seed)
    table = TABLE_OF[name]
    drawn = titre_professionnel(seed, tuple(unit for unit in table if not unit.optional))
    drawn = replace(drawn, notes=_some_long_ago(rng, drawn.notes))
    if any(unit.optional for unit in table) and rng.random() < 0.6:
        return _of_complements(rng, drawn, table)
    if rng.random() < 0.5:
        return drawn
    notes = {code: text if rng.random() < 0.8 else rng.choice(("", "AB", "NV")) for code, text in drawn.notes.items()}
    return replace(drawn, notes=notes, titre=rng.choice((drawn.titre, "", "V", "NV")))


def _some_long_ago(rng: Random, notes: dict[str, str]) -> dict[str, str]:
    """A CCP held for years is asked about, and stays held until someone says otherwise."""
    return {code: rng.choice((text, "V@2010", "V@2020")) if "@" in text else text for code, text in notes.items()}


def _of_complements(rng: Random, drawn: DrawnTitre, table: Table) -> DrawnTitre:
    """A session of CCS, now and then one that judges what is not its own."""
    words = ("V", "V", "NV", "AB", "AJ", "", "V@2025", "VA", "DI")
    ccs = {unit.code: rng.choice(words) for unit in table if unit.optional}
    held = {code: text for code, text in drawn.notes.items() if "@" in text or text in ("VA", "DI")}
    if rng.random() < 0.1:
        return replace(drawn, notes=drawn.notes | ccs, session_de=rng.choice(("titre", "ccp", "ccs")))
    titre = rng.choice(("", "", "", "NV", "V"))
    return replace(drawn, notes=held | ccs, session_de="ccs", titre=titre)


def pairs(name: str, count: int, first: int = 0) -> Iterator[Pair]:
    rules = titre(name).at(2026)
    famille = rules.reglement.famille
    for seed in range(first, first + count):
        drawn, absent = drawn_at(seed, name), Random(seed + 1).random() < 0.05
        told = loi_simple_titre_professionnel.plain(
            drawn.notes,
            TABLE_OF[name],
            session_de=drawn.session_de,
            origine=drawn.origine,
            pieces=drawn.pieces,
            titre=drawn.titre,
            absent=absent,
        )
        cells = {code: famille.cellules.parse(text) for code, text in drawn.notes.items()}
        said = declare(drawn.pieces, drawn.titre, drawn.session_de) | {"absent": absent}
        yield rules, Candidate(str(seed), famille.voie(drawn.origine), cells, declare=said), told


@pytest.mark.parametrize("name", list(TABLE_OF))
def test_the_engine_says_what_the_law_says_of_a_titre_professionnel(name: str) -> None:
    assert disagreements(pairs(name, 2_000)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", list(TABLE_OF))
def test_the_engine_says_what_the_law_says_of_a_hundred_thousand(name: str) -> None:
    assert disagreements(pairs(name, 50_000, first=1_000_000)) == []


@pytest.mark.parametrize("name", ["tp_invente", "tp_avec_ccs"])
def test_the_draw_reaches_every_word(name: str) -> None:
    words = {told.decision for _, _, told in pairs(name, 2_000)}
    decided = {"admis", "partiel", "ajourne", "entretien_final_du"}
    assert words == decided | {"absent", "non_decidable", "a_decider", "refuse"}


def test_both_engines_agree_with_any_rule_removed() -> None:
    people = [someone for _, someone, _ in pairs("tp_invente", 400)]
    assert engines_differ_without(titre("tp_invente").at(2026), people) == []


def test_the_law_told_plainly_sees_every_rule_that_decides() -> None:
    """Two remarks aside, and the sentence by which a title refused is told: another word stands for it."""
    assert rules_unseen(pairs("tp_avec_ccs", 1_500)) <= {"AVIS", "TP-FAIL-02", "TP-DIPLOMA-02"}
