"""The measures of speed stay alive: on few rows, without the peers that live in environments of their own."""

from pathlib import Path

import pytest
from bench import deliberation, page


@pytest.mark.slow
def test_the_bench_of_the_deliberation_runs_and_its_loop_decides_as_we_do() -> None:
    found = deliberation.run(2_000, (2_000,), repeats=1, with_openfisca=False)
    assert found["boucle"]["differences"] == 0
    told = deliberation.tables(found)
    assert "noyau" in told
    assert "nous × " in told
    assert "copie des mêmes octets" in told
    assert [grown["lignes"] for grown in found["croissance"]] == [2_000]


def test_a_page_keeps_the_sections_that_were_not_measured_again(tmp_path: Path) -> None:
    target = tmp_path / "mesures.md"
    page.write_page({"registre": "## Registre\n\nancien", "titres": "## Titres"}, target)
    page.write_page({"registre": "## Registre\n\nnouveau"}, target)
    text = target.read_text(encoding="utf-8")
    assert "ancien" not in text
    assert "nouveau" in text
    assert "## Titres" in text
    assert text.startswith(page.HEAD)


def test_the_plot_names_its_figures() -> None:
    drawn = page.plot("Coût", [(1e5, 200, 300), (1e6, 150, 400), (1e7, 150, 410)])
    assert drawn.startswith("<svg")
    assert "150 ns" in drawn
    assert page.whole(10_000_000) in drawn
