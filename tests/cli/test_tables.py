"""Tables of the command, piped: no word is cut, whatever the verb; a terminal keeps its width."""

import io

import pytest
from rich.table import Table

from cli.conftest import Run
from laureat.cli.spoken import Console

WORDS = ["Incompréhensibilités", "anticonstitutionnellement", "RNCP35697BC15-2026-11-hypothese"]


def shown(**given: int | bool) -> str:
    table = Table(title="Table", **given)  # type: ignore[arg-type]
    for word in (*WORDS, "Situations"):
        table.add_column(word, overflow="fold")
    table.add_row(*WORDS, "une phrase assez longue pour passer à la ligne " * 4)
    target = io.StringIO()
    Console(file=target).print(table)
    return target.getvalue()


@pytest.mark.parametrize("given", [{}, {"expand": True}, {"width": 76}], ids=["libre", "étendue", "fixe"])
def test_no_table_cuts_a_word_where_no_terminal_sets_a_width(
    given: dict[str, int | bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    told = shown(**given)
    assert all(told.count(word) == 2 for word in WORDS)
    assert max(map(len, told.splitlines())) < 140  # and a phrase still passes to the next line
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, shown(**{**given, "width": 60}).splitlines())) <= 60


def test_the_verbs_that_list_cut_no_word(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    told = run("grille", "lister", "RNCP35697").output
    for word in ("Situations", "bareme_par_question", "réalisation", "maintenance", "hypothese"):
        assert word in told
