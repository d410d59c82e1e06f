"""« Et à la prochaine session ? »: which marks may be kept or carried, and until when."""

from typing import Any

import pytest

from laureat.deliberation.explain import Explanation, explain
from laureat.deliberation.outcome import Candidate
from support.deliberations import candidate, reglement

TRPM = reglement("RNCP35697").at()
FPC = "fpc_etablissement_prive"


def told(one: Candidate) -> Explanation:
    return explain(TRPM, one, with_changes=False)


def ways(one: Candidate, code: str) -> str:
    return next(future.text for future in told(one).next_session if future.unit == code)


def rights(one: Candidate) -> str:
    return "\n".join(step.text for step in told(one).rights)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("10", "à garder, sur demande, jusqu'à la session 2031, ou à représenter"),
        ("9,5", "à représenter"),
        ("B12@2023", "à garder, sur demande, jusqu'à la session 2028, ou à représenter"),
        ("B12@2021", "gardée jusqu'à la session 2026, à représenter"),
        ("B12", "à garder, sur demande (quelle session a donné cette note ?), ou à représenter"),
        ("AJ", "à présenter"),
        ("DI", "dispensée, rien à présenter"),
        ("VA", "validée, rien à présenter"),
    ],
)
def test_in_global_form_a_mark_of_ten_is_kept_five_sessions(cell: str, said: str) -> None:
    assert ways(candidate(TRPM, "7", U11=cell), "U11") == said


@pytest.mark.parametrize(
    ("progressive", "etalement", "said"),
    [
        (False, False, "à représenter"),
        (True, False, "à reporter telle quelle jusqu'à la session 2031, ou à représenter"),
        (False, True, "à reporter telle quelle jusqu'à la session 2031, ou à représenter"),
    ],
)
def test_a_low_mark_is_carried_in_progressive_form_or_when_spread(
    progressive: bool, etalement: bool, said: str
) -> None:
    one = candidate(TRPM, "7", voie=FPC, progressive=progressive, declare={"etalement": etalement})
    assert ways(one, "U11") == said


def test_a_kept_mark_without_its_session_is_a_question() -> None:
    one = candidate(TRPM, "9", U51="B12", U4="9", voie=FPC, progressive=True)
    assert "Quelle session a donné la note conservée en Français ?" in rights(one)
    assert "Français 12 (dire quelle session l'a donnée)" in rights(one)
    assert "Français 12 (jusqu'à" not in rights(one)
    future = next(future for future in told(one).next_session if future.unit == "U51")
    assert (future.until, future.question) == (None, "quelle session a donné cette note ?")


def test_the_marks_of_a_known_session_keep_their_own_date_beside_it() -> None:
    one = candidate(TRPM, "7", U51="B12", U31="12", U32="12")
    assert "12 (jusqu'à la session 2031)" in rights(one)
    assert ways(one, "U31") == "à garder, sur demande, jusqu'à la session 2031, ou à représenter"
    assert ways(one, "U51") == "à garder, sur demande (quelle session a donné cette note ?), ou à représenter"
    assert sum(bool(future.question) for future in told(one).next_session) == 1


@pytest.mark.parametrize("given", [{"progressive": True, "voie": FPC}, {"declare": {"etalement": True}}])
def test_a_low_mark_is_promised_no_date_while_the_average_that_carries_it_has_none(given: dict[str, Any]) -> None:
    one = candidate(TRPM, "9", U51="B12", U31="12", **given)
    assert ways(one, "U11") == "à reporter telle quelle, ou à représenter"
    assert ways(one, "U31").startswith("à garder, sur demande, jusqu'à la session 2031")
    assert "Mathématiques 9 (jusqu'à" not in rights(one)


def test_the_mark_raised_by_the_control_test_is_the_one_kept() -> None:
    one = candidate(TRPM, "9", {"U11": "11"}, U2="10", U31="10", U32="10")
    assert "Mathématiques 11" in rights(one)


REMAINS = {
    "control": (candidate(TRPM, "9", U2="10", U31="10", U32="10"), "Il reste à passer l'épreuve de contrôle, qui"),
    "replacement": (
        candidate(TRPM, "9", U6="AJ", U7="AJ"),
        "Il reste à passer l'épreuve de remplacement en Arts appliqués et cultures artistiques.",
    ),
    "a kept mark that lapses": (
        candidate(TRPM, "12", U2="8", U31="6", U32="8", U51="B12@2021", U4="B12@2022"),
        "Il reste à obtenir : Étude et préparation de la réalisation, Projet de réalisation de produits ou d'un "
        "outillage, Suivi de production et maintenance, et Français.",
    ),
    "refused": (candidate(TRPM, "12", U6="AB"), "Il reste à obtenir : Arts appliqués et cultures artistiques."),
    "progressive": (
        candidate(TRPM, "9", U2="7", U11="12", U12="AJ", U33="12", voie=FPC, progressive=True),
        "Il reste à passer l'épreuve de remplacement en Physique-chimie.",
    ),
    "progressive, low marks": (
        candidate(TRPM, "12", U2="7", U31="6", U32="7", voie=FPC, progressive=True),
        "Il reste à obtenir, ou à garder dans la prochaine moyenne : Étude et préparation de la réalisation,",
    ),
    "progressive, unfinished": (
        candidate(TRPM, "12", U4="", voie=FPC, progressive=True),
        "Il reste à présenter : Langue vivante. Le choix de la forme progressive est définitif.",
    ),
    "global, spread over sessions": (
        candidate(TRPM, "8", U4="", declare={"etalement": True}),
        "Il reste à présenter, aux sessions que l'étalement autorisé permet : Langue vivante.",
    ),
    "global, unfinished": (
        candidate(TRPM, "12", U4=""),
        "Il reste à présenter, à la même session que les autres : Langue vivante.",
    ),
    "VAE": (
        candidate(TRPM, "VA", U4="", voie="experience_3_ans", progressive=True),
        "Il reste à obtenir, par la VAE ou à l'examen : Langue vivante. Les unités validées restent acquises.",
    ),
}


@pytest.mark.parametrize("name", REMAINS)
def test_what_is_left_to_obtain_fits_the_decision(name: str) -> None:
    one, said = REMAINS[name]
    assert said in rights(one)
    assert rights(one).count("Il reste") == 1


def test_an_admitted_candidate_has_nothing_left() -> None:
    one = candidate(TRPM, "10")
    assert "Il reste" not in rights(one)
    assert told(one).next_session == ()


def test_the_average_needed_in_the_units_sat_again_is_said() -> None:
    """Ten in maths kept: 15 of the 260 points; 245 are to find over 24,5 of coefficient, none of them unknown."""
    fictif = reglement("fictif").at(2026)
    text = "\n".join(step.text for step in explain(fictif, candidate(fictif, "9", U11="10,5")).rights)
    assert "il faudra 9,97 sur 20 de moyenne pondérée aux unités à représenter." in text
    assert "(aux coefficients supposés)" in rights(candidate(TRPM, "9", U11="10,5"))


def test_a_cap_keeps_any_mark() -> None:
    rules = reglement("cap_electricien").at(2025)
    futures = explain(rules, candidate(rules, "4"), with_changes=False).next_session
    assert {future.text for future in futures} == {"à garder, sur demande, jusqu'à la session 2030, ou à représenter"}


def test_a_bp_carries_low_marks_in_progressive_form() -> None:
    rules = reglement("bp_invente").at(2026)
    one = candidate(rules, "7", progressive=True)
    futures = explain(rules, one, with_changes=False).next_session
    assert "à reporter telle quelle jusqu'à la session 2031, ou à représenter" in {future.text for future in futures}


@pytest.mark.parametrize("name", ["bp_invente", "RNCP35697", "cap_electricien", "bts_crsa"])
@pytest.mark.parametrize("progressive", [True, False])
@pytest.mark.parametrize("missed", ["", "AB"])
def test_no_average_of_part_of_the_units_is_told(name: str, progressive: bool, missed: str) -> None:
    rules = reglement(name).at(2026)
    last = rules.mandatory[-1].code
    some = explain(rules, candidate(rules, "12", progressive=progressive, **{last: missed}), with_changes=False)
    assert some.outcome.average is None
    assert not any("sur 20" in step.text and "La moyenne" in step.text for step in some.steps)
    every = explain(rules, candidate(rules, "12", progressive=progressive), with_changes=False)
    assert any(step.text.startswith("La moyenne générale est la somme") for step in every.steps)


@pytest.mark.parametrize(
    ("progressive", "rule", "article"), [(True, "BP-FORM-04", "D337-115"), (False, "BP-KEEP-02", "D337-114")]
)
def test_what_is_left_is_told_by_the_article_of_the_form(progressive: bool, rule: str, article: str) -> None:
    rules = reglement("bp_invente").at(2026)
    rights = explain(rules, candidate(rules, "8", progressive=progressive), with_changes=False).rights
    (left,) = (step for step in rights if step.text.startswith("Il reste à obtenir"))
    assert left.rule_id == rule
    assert article in left.article


SANS_NOTE = "fpc_public_habilite_ccf_sans_note"


@pytest.mark.parametrize("progressive", [True, False])
def test_where_a_jury_appreciates_no_average_is_asked_and_no_typed_mark_is_kept(progressive: bool) -> None:
    rules = reglement("bp_invente").at(2026)
    refused = {"appreciation": "ajourne"}
    one = candidate(rules, "", U10="12", U20="B14@2024", voie=SANS_NOTE, progressive=progressive, declare=refused)
    found = explain(rules, one, with_changes=False)
    assert str(found.outcome.decision) == "ajourne"
    said = "\n".join(step.text for step in found.rights)
    assert "moyenne" not in said
    futures = {future.unit: (future.text, future.mark) for future in found.next_session}
    kept = futures.pop("U20")
    assert kept == ("à garder, sur demande, jusqu'à la session 2029, ou à représenter", 1400)
    assert set(futures.values()) == {("à représenter", None)}


def test_what_misses_where_a_jury_appreciates_without_marks_is_its_appreciation() -> None:
    rules = reglement("bp_invente").at(2026)
    one = candidate(rules, "B14@2024", voie=SANS_NOTE, declare={"appreciation": "ajourne"})
    said = [step.text for step in explain(rules, one, with_changes=False).rights]
    assert "Toutes les unités sont acquises ; seule l'appréciation du jury manque encore." in said


@pytest.mark.parametrize("name", ["bts_crsa", "bacpro_photographie"])
def test_before_attestations_a_mark_that_is_kept_is_not_told_as_left_to_obtain(name: str) -> None:
    rules = reglement(name).at(2014)
    kept = rules.mandatory[0].code
    rights = explain(rules, candidate(rules, "8", **{kept: "15"}), with_changes=False).rights
    (left,) = (step.text for step in rights if step.text.startswith("Il reste à obtenir"))
    assert rules.mandatory[0].label not in left
    assert all(unit.label in left for unit in rules.mandatory[1:])
