"""Random candidates of a CAP and of a BP: the engine and the law told plainly, and the engine's two readings."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from laureat.deliberation import cohort
from laureat.deliberation.famille import Colonne, Genre, Voie
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.vocabulary import InvalidInput, Motif
from support import loi_simple_bp, loi_simple_cap
from support.candidats_au_hasard import Drawn
from support.candidats_au_hasard import candidate as drawn_at
from support.deliberations import SEEDS, frame_of, in_columns, one_by_one, reglement
from support.face_a_la_loi import Pair, candidate, disagreements, engines_differ_without
from support.loi_simple_commun import Plain
from support.tables_simples import PSE_UNITS, TABLES

CAP, BP = ("cap_electricien", "cap_cip", "cap_proelec"), ("bp_invente",)
few = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), database=None)


def rules_at(name: str, session: int) -> SessionRules:
    """The rules of a session; the CAP PROELEC has none after 2019."""
    return reglement(name).at(min(session, reglement(name).last_session or session))


def told(name: str, drawn: Drawn, rules: SessionRules, appreciation: str, voie: Voie) -> Plain:
    about = {"forme": drawn.forme, "session": rules.session}
    about["formation_continue"] = "formation_continue" in voie.traits
    if name in BP:
        return loi_simple_bp.plain(drawn.notes, TABLES[name], appreciation=appreciation, **about)
    most = rules.parameters["facultatives_max"].known
    return loi_simple_cap.plain(drawn.notes, TABLES[name], unite_pse=PSE_UNITS.get(name), max_optional=most, **about)


def pairs(name: str, count: int, first: int = 0) -> Iterator[Pair]:
    """Candidates of every route; some of category C, in a BP, are told admitted or not by the jury alone."""
    known = {session: rules_at(name, session) for session in range(2021, 2027)}
    routes = [voie for voie in reglement(name).famille.voies if "sans_note" not in voie.traits]
    for seed in range(first, first + count):
        drawn = drawn_at(seed, TABLES[name])
        rules, voie = known[drawn.session], routes[seed % len(routes)]
        words = ("", "", "admis", "ajourne") if name in BP and voie.categorie == "C" else ("",)
        appreciation = words[seed // len(routes) % len(words)]
        someone = replace(
            candidate(rules, drawn, seed), voie=voie, declare={"appreciation": appreciation} if name in BP else {}
        )
        yield rules, someone, told(name, drawn, rules, appreciation, voie)


@pytest.mark.parametrize("name", [*CAP, *BP])
def test_the_engine_says_what_the_law_says(name: str) -> None:
    assert disagreements(pairs(name, 2_000)) == []


def columns_differ_from_the_law(name: str, count: int, first: int) -> list[str]:
    """Where the columns and the law told plainly differ: decision, mention, average, units, certainty, refusals."""
    found, by_rules = [], {}
    for rules, someone, plain in pairs(name, count, first):
        by_rules.setdefault(rules.session, (rules, []))[1].append((someone, plain))
    for rules, group in by_rules.values():
        refused = [one for one in group if one[1].decision == "refuse"]
        decided = [one for one in group if one[1].decision != "refuse"]
        problems = cohort.refusals(rules, frame_of(rules, [someone for someone, _ in refused]))
        found += [one[0].numero for line, one in enumerate(refused, 2) if line not in {p.line for p in problems}]
        people = [someone for someone, _ in decided]
        found += [str(problem) for problem in cohort.refusals(rules, frame_of(rules, people))]
        blocs = {unit.code: unit.bloc for unit in rules.units}
        for (someone, plain), row in zip(decided, in_columns(rules, people), strict=True):
            mean = "" if plain.average is None else f"{int(plain.average * 100) / 100:.2f}"
            expected = (plain.decision, plain.mention, mean, " ".join(blocs[code] for code in plain.units))
            seen = (row["decision"], row["mention"], row["moyenne"], row["blocs"])
            if seen != expected or (row["certitude"] == "certain") is not plain.certain:
                found.append(f"{someone.numero} : {row} / {plain}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "count"),
    [("cap_electricien", 40_000), ("cap_cip", 40_000), ("cap_proelec", 20_000), ("bp_invente", 100_000)],
)
def test_a_hundred_thousand_candidates_of_each_family_and_not_one_disagreement(name: str, count: int) -> None:
    assert columns_differ_from_the_law(name, count, first=1_000_000) == []


def test_the_certainty_of_a_cap_is_that_of_every_share_of_the_pse() -> None:
    assert [found for name in CAP for found in columns_differ_from_the_law(name, 1_500, first=0)] == []
    unsure = [row for row in in_columns(*_decided("cap_cip", 1_500)) if row["certitude"] != "certain"]
    assert len(unsure) > 15
    assert {row["certitude"] for row in unsure} == {"depend_de:pse_share"}


def _decided(name: str, count: int) -> tuple[SessionRules, list[Candidate]]:
    """Candidates of today whom nothing refuses."""
    rules = rules_at(name, 2026)
    return rules, [someone for _, someone, plain in pairs(name, count) if plain.decision != "refuse"]


def said(random: Random, colonne: Colonne) -> Any:
    """What a list may say in a column, at random."""
    if colonne.genre is Genre.DRAPEAU:
        return random.random() < 0.5
    if colonne.genre is Genre.CHOIX:
        return random.choice(("", *colonne.valeurs))
    return random.choice((-1, -1, 0, 6, 12, 14, 17, 18, 20, 23, 24, 60, 240, 400, 420, 800))


def anyone(rules: SessionRules, seed: int) -> Candidate:
    """A candidate of any route, whose list says anything, on any ground."""
    random = Random(seed)
    famille = rules.reglement.famille
    drawn = drawn_at(seed, TABLES[rules.reglement.id])
    base = candidate(rules, drawn, seed)
    grounds = list(Motif)
    return replace(
        base,
        voie=random.choice(famille.voies),
        cells={code: replace(cell, motif=random.choice(grounds)) for code, cell in base.cells.items()},
        declare={colonne.nom: said(random, colonne) for colonne in famille.colonnes if random.random() < 0.7},
    )


def _accepted(rules: SessionRules, people: list[Candidate]) -> list[Candidate]:
    kept = []
    for someone in people:
        try:
            one_by_one(rules, [someone])
        except InvalidInput:
            continue
        kept.append(someone)
    return kept


@pytest.mark.parametrize("name", [*CAP, *BP])
@few
@given(seed=SEEDS)
def test_one_candidate_and_the_cohort_agree_whatever_a_list_says(name: str, seed: int) -> None:
    rules = rules_at(name, 2023 + seed % 4)
    people = [anyone(rules, seed * 80 + rank) for rank in range(80)]
    accepted = _accepted(rules, people)
    assert in_columns(rules, accepted) == one_by_one(rules, accepted)
    refused = {p.line for p in cohort.refusals(rules, frame_of(rules, people))}
    kept = {someone.numero for someone in accepted}
    assert refused == {line for line, someone in enumerate(people, 2) if someone.numero not in kept}


@pytest.mark.parametrize("name", ["cap_electricien", "bp_invente"])
def test_both_engines_agree_with_any_rule_removed(name: str) -> None:
    rules = rules_at(name, 2026)
    assert engines_differ_without(rules, [anyone(rules, seed) for seed in range(300)]) == []
