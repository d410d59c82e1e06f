"""An explanation in parts: the terminal, the pages and the relevé show the same texts."""

import io
import json
import re
from typing import Any

import pytest
from rich.console import Console

from laureat.cli.expliquer import show
from laureat.deliberation.explain import JuryAct, explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.parts import Grid, Line, Part, part, parts
from laureat.reglements import charger
from laureat.vocabulary import Decision

RULES = charger("RNCP35697").at(2026)
MARKS = "U2=11 U31=11 U32=11 U11=9 U12=9 U33=9 U34=9 U4=9 U51=9 U52=9 U6=9 U7=9"


def told(marks: str = MARKS, **given: Any) -> Any:
    """The explanation of one candidate of a public school."""
    grammar = RULES.reglement.famille.cellules
    cells = {code: grammar.parse(text) for code, text in (unit.split("=") for unit in marks.split())}
    candidate = Candidate("0001", RULES.reglement.famille.voie("scolaire_public"), cells)
    return explain(RULES, candidate, **given)


def written(told: Part) -> list[str]:
    """Every text of a part."""
    grid = told.grid or Grid((), (), ())
    cells = [cell for line in (*grid.lines, *grid.totals) for cell in line.cells if cell]
    return [told.title, *grid.headings, *cells, *(t for step in told.told for t in (step.text, step.article) if t)]


def test_who_goes_to_the_orals_is_told_every_part_but_the_lowerings() -> None:
    names = [found.name for found in parts(told())]
    assert names == ["calcul", "raisonnement", "certitude", "oraux", "hausses", "prochaine_session", "droits"]
    assert [found.name for found in parts(told(lowerings=True))][5] == "baisses"


def test_who_is_admitted_for_sure_is_told_neither_orals_nor_a_next_session() -> None:
    names = {found.name for found in parts(told(re.sub(r"=\d+", "=15", MARKS)))}
    assert names == {"calcul", "raisonnement", "certitude", "hausses", "droits"}


def test_a_part_that_has_nothing_to_say_is_not_there() -> None:
    assert part(told(), "baisses") is None
    found = part(told(), "oraux")
    assert found is not None
    assert found.sentences[0].startswith("Le moins à gagner")


def test_the_jury_having_decided_nobody_reads_that_the_result_is_a_proposal() -> None:
    def rights(act: JuryAct) -> str:
        found = part(told(act=act), "droits")
        return " ".join(found.sentences) if found else ""

    assert "proposition" in rights(JuryAct())
    assert "proposition" not in rights(JuryAct(Decision.CONTROLE))


@pytest.mark.parametrize("lowerings", [False, True])
def test_the_terminal_shows_every_text_of_every_part(lowerings: bool) -> None:
    explanation = told(lowerings=lowerings)
    screen = io.StringIO()
    show(explanation, Console(file=screen, width=100, highlight=False))
    shown = re.sub(r"\s+", "", screen.getvalue())
    for found in parts(explanation):
        for text in written(found)[1 if found.name == "calcul" else 0 :]:
            for word in text.split():  # a cell is wrapped over lines, among its neighbours
                assert word in shown, (found.name, text)


def test_the_json_holds_every_sentence_of_every_part() -> None:
    explanation = told(lowerings=True)
    plain = json.dumps(explanation.to_json(), ensure_ascii=False)
    for found in parts(explanation):
        for sentence in found.sentences:
            assert json.dumps(sentence, ensure_ascii=False)[1:-1] in plain, sentence


def test_the_computation_is_redone_from_what_it_shows() -> None:
    found = part(told(), "calcul")
    assert found is not None
    assert found.grid is not None
    products = [line.cells[4] for line in found.grid.lines if line.cells[4]]
    total = found.grid.totals[0]

    def number(text: str) -> float:
        return float(text.replace(",", ".").replace("\u202f", "").replace(" ", ""))

    assert sum(map(number, products)) == number(total.cells[4])
    assert sum(number(line.cells[3]) for line in found.grid.lines if line.cells[3]) == number(total.cells[3])


def test_the_cells_of_a_total_run_over_the_empty_ones_that_follow() -> None:
    grid = Grid(("a", "b", "c"), (False, False, True), (Line(("x", "", "1")),), (Line(("Total", "", "3")),))
    (_, plain, first), (_, total, last) = grid.rows
    assert (first, last) == (False, True)
    assert plain == [("x", False, 1), ("", False, 1), ("1", True, 1)]
    assert total == [("Total", False, 2), ("3", True, 1)]


@pytest.mark.parametrize(
    ("cells", "runs"),
    [
        (("Total", "", "", "3"), [("Total", False, 3), ("3", True, 1)]),
        (("Total", "", "4", "3"), [("Total", False, 2), ("4", True, 1), ("3", True, 1)]),
        (("Total", "1", "", ""), [("Total", False, 1), ("1", False, 3)]),
        (("", "", "2", ""), [("", False, 2), ("2", True, 2)]),
    ],
)
def test_each_cell_of_a_total_runs_to_the_next_that_says_something(
    cells: tuple[str, ...], runs: list[tuple[str, bool, int]]
) -> None:
    grid = Grid(("a", "b", "c", "d"), (False, False, True, True), (), (Line(cells),))
    assert grid.rows == [(Line(cells), runs, True)]
