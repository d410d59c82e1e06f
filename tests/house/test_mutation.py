"""The mutants stay alive: their list is drawn the same each time, holds rules, and outlives changes elsewhere."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from mutation import forked, mutants, page, reach, runner

MODULE = "src/laureat/reglements/regles.py"
SOURCE = '''"""Loi."""


@calcul("R-1")
def admis(moyenne: int | None, seuil: int) -> bool:
    """La moyenne suffit."""
    return moyenne >= seuil and seuil > 0


def autre(note: int, *, plus: int = 2 * 3) -> int:
    if note > LIMITE:
        raise ValueError(
            f"note {note + 1}"
        )
    return note + 1


LIMITE = 20 + 1
'''
TESTS = ("t/test_a.py::test_1", "t/test_a.py::test_2", "t/test_b.py::test_3", "t/test_b.py::test_4")


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
    applied = list(islice((held for one in rules for held in mutants.located([one], root)[0]), 3))
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
    assert {one.occurrence for one in every if one.operator == "core/ReplaceBinaryOperator_Mul_Div"} == {1}


def test_a_list_outlives_changes_elsewhere_and_names_those_whose_code_is_gone(tree: Path) -> None:
    drawn = mutants.draw("reglements", tree, number=30)
    before = {one.key: mutants.mutated(SOURCE, one) for one in drawn}
    above = "def encore(x: int) -> bool:\n    return x + 1 >= 2 and x > 3\n\n\n"
    (tree / MODULE).write_text(above + SOURCE, encoding="utf-8")
    held, gone = mutants.located(drawn, tree)
    assert not gone
    assert [one.occurrence for one in held] != [one.occurrence for one in drawn]
    assert [one.around for one in held] == [one.around for one in drawn]
    assert {one.key: mutants.mutated(above + SOURCE, one) for one in held} == {
        key: above + text for key, text in before.items()
    }
    (tree / MODULE).write_text(SOURCE.replace(">= seuil", "> seuil"), encoding="utf-8")
    held, gone = mutants.located(drawn, tree)
    assert {one.code for one in gone} == {"return moyenne >= seuil and seuil > 0"}
    assert {one.key for one in held} | {one.key for one in gone} == set(before)


def test_results_are_kept_as_they_come_and_a_line_cut_short_is_none(tmp_path: Path) -> None:
    runner.keep("jury", runner.Result("a", "s", runner.KILLED, 1.0, "t"), tmp_path)
    runner.keep("jury", runner.Result("b", "s", runner.SURVIVED, 1.0, ""), tmp_path)
    with (tmp_path / "jury.jsonl").open("a", encoding="utf-8") as kept:
        kept.write('{"key": "c", "sour')
    assert {key: one.outcome for key, one in runner.results("jury", tmp_path).items()} == {
        "a": runner.KILLED,
        "b": runner.SURVIVED,
    }
    again = runner.Result("b", "s", runner.KILLED, 1.0, "t")
    runner.keep("jury", again, tmp_path)
    runner.tidy("jury", runner.results("jury", tmp_path).values(), tmp_path)
    assert [json.loads(line)["outcome"] for line in (tmp_path / "jury.jsonl").read_text().splitlines()] == [
        runner.KILLED,
        runner.KILLED,
    ]


def witness(**lines: int) -> reach.Witness:
    """Tests 1 and 2 pass by set 0, test 3 by set 1; set 2 is what the import runs."""
    seconds = dict(zip(TESTS, (2.0, 1.0, 0.5, 0.1), strict=True))
    numbered = {line.removeprefix("l"): where for line, where in lines.items()}
    return reach.Witness("reglements", "", seconds, (), [[0, 1], [2], [-1]], {MODULE: numbered})


def test_a_mutant_is_judged_by_who_passes_by_its_line_quickest_first_then_by_the_rest_of_their_files() -> None:
    chosen = witness(l7=0, l11=1).choose(SOURCE, MODULE, 7)
    assert chosen == reach.Chosen((TESTS[1], TESTS[0]), ())
    assert witness(l7=0, l11=1).choose(SOURCE, MODULE, 11) == reach.Chosen((TESTS[2],), (TESTS[3],))


def test_a_line_that_no_test_reaches_is_said_and_a_test_that_fails_without_a_mutant_judges_nothing() -> None:
    assert witness(l7=0).choose(SOURCE, MODULE, 11) is None
    broken = replace(witness(l7=0), left_out=(TESTS[1],))
    assert broken.choose(SOURCE, MODULE, 7) == reach.Chosen((TESTS[0],), ())


@pytest.mark.parametrize("line", [4, 5, 18])
def test_what_the_import_runs_is_judged_by_every_test_of_the_package(line: int) -> None:
    known = witness(l4=2, l5=2, l11=1, l18=2)
    assert known.choose(SOURCE, MODULE, line) == reach.Chosen((TESTS[3], TESTS[2], TESTS[1], TESTS[0]), ())


@pytest.mark.parametrize(
    ("line", "lines", "at_import"),
    [(4, [4, 5], True), (7, [7], False), (11, [11], False), (13, [12, 13, 14], False), (18, [18], True)],
)
def test_a_statement_is_the_innermost_without_its_body(line: int, lines: list[int], at_import: bool) -> None:
    around, imported = reach.statement(SOURCE, line)
    assert (list(around), imported) == (lines, at_import)


def test_a_child_that_would_not_see_the_mutant_is_not_made(tmp_path: Path) -> None:
    import laureat  # noqa: F401

    with pytest.raises(RuntimeError, match="before the child"):
        forked.run(tmp_path, lambda: (0, forked.Watch(), None), 1.0)


def test_the_page_says_how_many_were_run_and_why_a_survivor_survives(tree: Path) -> None:
    drawn = mutants.draw("reglements", tree, number=5)
    outcomes = (runner.KILLED, runner.TIMEOUT, runner.SURVIVED, runner.UNSEEN)
    found = {
        one.key: runner.Result(one.key, "s", outcome, 1.0, "") for one, outcome in zip(drawn, outcomes, strict=False)
    }
    told = page.Told("reglements", drawn, found, None)
    text = page.page([told], {drawn[2].key: "même résultat"}, date(2026, 1, 2), "Python")
    assert "**4 mutants lancés sur les 5 de la liste**" in text
    assert "| 4 | 1 | 1 | 1 | 1 | 50,0 % |" in text
    assert "| même résultat |" in text
    assert f"| {runner.UNSEEN} |" in text
    assert "relu à la main\n" in page.page([told], {}, date(2026, 1, 2), "Python", "relu à la main\n")
    assert page.NO_REASON in page.page([told], {}, date(2026, 1, 2), "Python")


def test_a_key_does_not_hang_on_the_line(tree: Path) -> None:
    one = mutants.draw("reglements", tree, number=1)[0]
    assert replace(one, line=one.line + 7).key == one.key
