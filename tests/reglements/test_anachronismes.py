"""No session is decided by a text dated after it, nor cites one: rules, numbers, conduct, papers, juries, sentences."""

import datetime as dt
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from laureat import reglements
from laureat.deliberation.candidate import decide
from laureat.deliberation.explain import explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.candidates import read_candidates
from laureat.exchange.modele import template
from laureat.exchange.spec import Spec
from laureat.reglements import charger, famille
from laureat.reglements.chargement import MAISON
from laureat.reglements.communs.textes import citer
from laureat.reglements.specialites import bibliotheque
from laureat.vocabulary import Citation, InvalidInput, VoieAcces, parse_cell
from laureat.vocabulary.citations import Reading
from support.deliberations import reglement
from support.fictifs import candidate_of

NOW = 2026
INVENTED = ("bp_invente", "cap_a_options", "bp_a_options")
SPECIALITIES = {**bibliotheque(), **{name: reglement(name) for name in INVENTED}}
SESSIONS = [
    pytest.param(name, session, id=f"{name} {session}")
    for name, one in SPECIALITIES.items()
    for session in range(one.first_session, (one.last_session or NOW) + 1)
]
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre")
DATED = re.compile(r"(?:\b\w+ )?\b((?:19|20)\d\d)\b(?!-?\d)")
DECREE = re.compile(r"n° ((?:19|20)\d\d)-\d+")
HIGH_SUMMER = ("août", "septembre", "octobre", "novembre", "décembre")
"""A text of these months comes after the session of its year."""
NO_TEXT = re.compile(r"RNCP\d+|\d{2}/\d{2}/\d{4}|état du \S+|fin 2014|session 20\d\d|@20\d\d")
"""Years that date no text: a sheet, the state that was read, a session, an example."""


def sessions_named(text: str) -> Iterator[int]:
    """The first session after each date of a text that a string names."""
    for found in DATED.finditer(NO_TEXT.sub("", text)):
        late = any(month in found[0] for month in HIGH_SUMMER)
        yield int(found[1]) + late


def citations(value: Any, seen: set[int]) -> Iterator[Citation]:
    """Every citation that a value holds, near or far."""
    if id(value) in seen or isinstance(value, str | int | type(None)):
        return
    seen.add(id(value))
    if isinstance(value, Citation):
        yield value
        return
    parts: Any = ()
    if is_dataclass(value) and not isinstance(value, type):
        parts = [getattr(value, field.name) for field in fields(value)]
    elif hasattr(value, "values"):
        parts = value.values()
    elif isinstance(value, tuple | list | frozenset):
        parts = value
    for part in parts:
        yield from citations(part, seen)


def in_force(rules: SessionRules) -> Iterator[Citation]:
    """The citations of the rules, the numbers, the conduct, the papers and the juries of a session."""
    droit = rules.reglement.famille
    for rule in (*rules.ruleset.rules, *rules.findings, *rules.rights):
        yield rule.citation
    yield from (parameter.citation for parameter in rules.parameters.values())
    yield from citations((droit.conduite, droit.papiers), set())
    for route in (None, VoieAcces.VAE):
        law = (
            droit.jury.droit(route, dt.date(rules.session, 6, 30), certification="RNCP1") if droit.jury.titre else None
        )
        if law is not None:
            yield from (rule.citation for rule in law.rules)
            yield from (parameter.citation for parameter in law.parameters.values())


@pytest.mark.parametrize(("name", "session"), SESSIONS)
def test_no_session_applies_or_cites_a_text_of_a_later_day(name: str, session: int) -> None:
    rules = SPECIALITIES[name].at(session)
    late = {str(one) for one in in_force(rules) if any(first > session for first in sessions_named(one.article))}
    assert late == set()


def test_a_text_governs_from_the_first_session_after_it_one_of_the_spring_from_the_next_at_the_latest() -> None:
    spring = re.compile(r"(?:avril|mai|juin|juillet|août|décret) ?(?:19|20)|n° 20|LEGI")
    dated = [
        (one, max(named), bool(spring.search(one.article)) or not re.search(r"[a-zû] \d{4}", one.article))
        for one in _all_citations()
        if one.since and (named := list(sessions_named(one.article)))
    ]
    assert len(dated) > 25
    wrong = {str(one) for one, first, may_wait in dated if one.since not in (first, first + may_wait)}
    assert wrong == set()


def _all_citations() -> Iterator[Citation]:
    """Every text that a module of the law names, and those that it replaced."""
    for found in pkgutil.walk_packages(reglements.__path__, "laureat.reglements."):
        for value in vars(importlib.import_module(found.name)).values():
            cited = value if isinstance(value, Citation) else None
            while cited is not None:
                yield cited
                cited = cited.before


def said(rules: SessionRules, count: int) -> Iterator[str]:
    """What is said of candidates of every sort, and what the workbook of the session asks."""
    for seed in range(count):
        try:
            told = explain(rules, candidate_of(rules, Random(seed)), with_changes=False)
        except InvalidInput as refused:
            yield str(refused)
            continue
        yield from (f"{step.text} {step.article}" for step in (*told.steps, *told.certainty, *told.rights))
        yield from (str(future.to_json()) for future in told.next_session)
    for sheet in template(rules, Spec(rules)).worksheets:
        yield from (str(value) for row in sheet.iter_rows(values_only=True) for value in row if value)


EARLY = [p for p in SESSIONS if p.values[1] in (SPECIALITIES[p.values[0]].first_session, 2014, 2019, 2021, 2023)]


@pytest.mark.parametrize(("name", "session"), EARLY)
def test_no_sentence_names_a_text_of_a_later_day(name: str, session: int) -> None:
    rules = SPECIALITIES[name].at(session)
    texts = re.compile(r"arrêté|décret|loi|code|art\.", re.IGNORECASE)
    late = {t for t in said(rules, 60) if texts.search(t) and any(first > session for first in sessions_named(t))}
    assert late == set()


def test_the_dates_of_texts_are_read_in_citations() -> None:
    assert list(sessions_named("Décret n° 2024-122 du 19 février 2024")) == [2024]
    assert list(sessions_named("Arrêté du 25 novembre 2021")) == [2022]
    assert list(sessions_named("Code de l'éducation, art. D337-78 (lu, rédaction de fin 2014)")) == []


@pytest.mark.parametrize("code", MAISON)
def test_a_text_dated_in_its_own_words_says_from_which_session_it_governs(code: str) -> None:
    """A citation that names a date after the first session of the family says its own session, never before it."""
    droit = famille(code)
    held = citations((droit.conduite, droit.papiers, *droit.regles.rules, *droit.constats, *droit.droits), set())
    for one in held:
        for first in sessions_named(one.article):
            assert first <= 2012 or (one.since is not None and one.since >= first), str(one)


# --- the projet before its text -------------------------------------------------------------------------------------


def test_the_projet_does_not_count_before_its_text() -> None:
    rules = charger("bacpro_photographie").at(2014)
    ten = {unit.code: parse_cell("10") for unit in rules.mandatory}
    candidate = Candidate("1", rules.reglement.famille.voie("scolaire_public"), ten)
    assert decide(rules, candidate).average_text == "10.00"
    with pytest.raises(InvalidInput, match=r"« PROJET » n'existe pas à la session 2014.*depuis la session 2021"):
        decide(rules, replace(candidate, cells=ten | {"PROJET": parse_cell("9")}))
    with pytest.raises(InvalidInput, match="« projet_oral » n'existe pas à la session 2014"):
        decide(rules, replace(candidate, declare={"projet_oral": 1200}))
    after = charger("bacpro_photographie").at(2021)
    counted = replace(candidate, cells=ten | {"PROJET": parse_cell("9")})
    assert decide(after, counted).average_text == "9.93"


def test_a_list_that_fills_the_projet_before_its_text_is_refused_with_its_line(tmp_path: Path) -> None:
    rules = charger("bacpro_photographie").at(2014)
    codes = [unit.code for unit in rules.mandatory]
    path = tmp_path / "liste.csv"
    rows = [f"{n};scolaire_public;{';'.join('10' for _ in codes)};{projet}" for n, projet in ((1, ""), (2, "12"))]
    path.write_text("\n".join([f"numero;voie;{';'.join(codes)};PROJET", *rows]), encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        list(read_candidates(path, Spec(rules)))
    (problem,) = refused.value.problems
    assert (problem.line, problem.column) == (3, "PROJET")
    assert "n'existe pas à la session 2014" in problem.message
    assert "PROJET" not in {cell for sheet in template(rules, Spec(rules)) for row in sheet.values for cell in row}


def test_a_control_test_before_its_text_is_refused() -> None:
    rules = charger("bts_crsa").at(2021)
    assert rules.control_units == ()
    assert "controle" not in rules.reglement.famille.conduite.tours
    cells = {unit.code: parse_cell("9") for unit in rules.mandatory}
    someone = Candidate("1", rules.reglement.famille.voies[0], cells, controle={"U1": parse_cell("12")})
    with pytest.raises(InvalidInput, match="l'épreuve de contrôle n'existe pas à la session 2021"):
        decide(rules, someone)


def test_the_family_over_all_its_sessions_comes_back() -> None:
    early = charger("bacpro_photographie").at(2014)
    assert early.reglement.at(2026).reglement.famille is famille("bac_pro")


# --- identifiers are those that were read ---------------------------------------------------------------------------


def test_every_identifier_stands_in_the_law_at_hand(root: Path) -> None:
    source = root.parent / "shared" / "regulation"
    if not source.is_dir():
        pytest.skip("le condensé de la loi (../shared/regulation) n'est pas sur cette machine")
    read = "".join(p.read_text(encoding="utf-8") for p in source.rglob("*") if p.suffix in (".md", ".json"))
    for code in MAISON:
        droit = famille(code)
        own = (droit.regles.rules, droit.constats, droit.droits, droit.conduite, droit.papiers, droit.digeste)
        for one in citations((*own, droit.parametres), set()):
            assert one.identifier == "" or one.identifier in read, str(one)


@pytest.mark.parametrize(
    ("article", "identifier"),
    [
        ("Code de l'éducation, art. D337-16", "LEGIARTI000006526779"),
        ("CE D643-31", "LEGIARTI000041444642"),
        ("Code de l'éducation, art. D337-78 et D337-80", "LEGITEXT000006071191"),
        ("Décret n° 2020-726 (notice)", "JORFTEXT000041996366"),
        ("Arrêté du 20 octobre 2020, art. 4", "JORFTEXT000042452287"),
        ("Arrêté du 27 juin 2024 (MENE2417889A)", "JORFARTI000049871153"),
        ("Arrêté du 9 février 2012 (MENE1204036A), annexe II b", "MENE1204036A"),
        ("Arrêté du 25 novembre 2021", ""),
    ],
)
def test_a_text_has_its_identifier_wherever_it_is_cited(article: str, identifier: str) -> None:
    assert citer(article, Reading.LU).identifier == identifier
