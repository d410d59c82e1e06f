"""The mutants stay alive: their list is drawn the same each time, holds rules, and is refused once sources move."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from mutation import mutants, page, runner

MODULE = "src/laureat/reglements/regles.py"
SOURCE = '''"""Loi."""


@calcul("R-1")
def admis(moyenne: int | None, seuil: int) -> bool:
    """La moyenne suffit."""
    return moyenne >= seuil and seuil > 0


def autre(note: int) -> int:
    return note + 1
'''


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A package of one module, one function of which is a rule."""
    path = tmp_path / MODULE
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def listed() -> list[mutants.Mutant]:
    """The committed list."""
    return mutants.read_list()


def test_the_list_holds_three_hundred_different_mutants_of_each_package(listed: list[mutants.Mutant]) -> None:
    assert Counter(one.package for one in listed) == dict.fromkeys(mutants.PACKAGES, mutants.NUMBER)
    assert len({one.key for one in listed}) == len(listed)
    assert all(one.module.startswith(f"src/laureat/{one.package}/") for one in listed)


def test_the_list_holds_changes_inside_decorated_rules_that_apply_to_the_sources(
    root: Path, listed: list[mutants.Mutant]
) -> None:
    rules = [one for one in listed if one.rule]
    assert {one.package for one in rules} == {"reglements"}
    assert len(rules) > 50
    applied = list(islice((one for one in rules if not mutants.stale([one], root)), 3))
    for one in applied:
        text = (root / one.module).read_text(encoding="utf-8")
        assert mutants.mutated(text, one) != text
    assert applied, "aucune règle de la liste n'est encore dans les sources : python -m mutation --tirer"


def test_a_draw_is_the_same_each_time_and_depends_on_the_seed(tree: Path) -> None:
    drawn = mutants.draw("reglements", tree, number=10)
    assert drawn == mutants.draw("reglements", tree, number=10)
    assert drawn == mutants.draw("reglements", tree, number=20)[:10]
    assert drawn != mutants.draw("reglements", tree, seed="autre", number=10)


def test_rules_are_told_from_other_functions_and_annotations_are_left_alone(tree: Path) -> None:
    every = list(mutants.mutants("reglements", tree))
    assert {one.definition for one in every if one.rule} == {"admis"}
    assert {one.definition for one in every if not one.rule} >= {"autre"}
    assert not [one for one in every if "BitOr_" in one.operator]


def test_a_list_outlives_lines_that_move_and_is_refused_once_its_code_is_gone(tree: Path) -> None:
    drawn = mutants.draw("reglements", tree, number=30)
    (tree / MODULE).write_text("# une ligne\n" + SOURCE, encoding="utf-8")
    mutants.require_fresh(drawn, tree)
    (tree / MODULE).write_text(SOURCE.replace(">= seuil", "> seuil"), encoding="utf-8")
    with pytest.raises(mutants.StaleList, match=r"ne correspond plus aux sources.*python -m mutation --tirer"):
        mutants.require_fresh(drawn, tree)


def test_results_are_kept_as_they_come_and_a_line_cut_short_is_none(tmp_path: Path) -> None:
    runner.keep("jury", runner.Result("a", "s", runner.KILLED, 1.0, "t"), tmp_path)
    runner.keep("jury", runner.Result("b", "s", runner.SURVIVED, 1.0, ""), tmp_path)
    with (tmp_path / "jury.jsonl").open("a", encoding="utf-8") as kept:
        kept.write('{"key": "c", "sour')
    assert {key: one.outcome for key, one in runner.results("jury", tmp_path).items()} == {
        "a": runner.KILLED,
        "b": runner.SURVIVED,
    }


def test_the_page_says_how_many_were_run_and_why_a_survivor_survives(tree: Path) -> None:
    drawn = mutants.draw("reglements", tree, number=4)
    outcomes = (runner.KILLED, runner.TIMEOUT, runner.SURVIVED)
    found = {
        one.key: runner.Result(one.key, "s", outcome, 1.0, "") for one, outcome in zip(drawn, outcomes, strict=False)
    }
    told = page.Told("reglements", drawn, found, None)
    text = page.page([told], {drawn[2].key: "même résultat"}, date(2026, 1, 2), "Python")
    assert "**3 mutants lancés sur les 4 de la liste**" in text
    assert "| 3 | 1 | 1 | 1 | 67 % |" in text
    assert "| même résultat |" in text
    assert page.NO_REASON in page.page([told], {}, date(2026, 1, 2), "Python")


def test_a_key_does_not_hang_on_the_line(tree: Path) -> None:
    one = mutants.draw("reglements", tree, number=1)[0]
    assert replace(one, line=one.line + 7).key == one.key
