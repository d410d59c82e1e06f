"""``laureat cohorte``."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from laureat.cli.main import laureat
from laureat.exchange.tables import read_table
from laureat.vocabulary import InvalidInput


def test_a_cohort_is_written_and_told(tmp_path: Path) -> None:
    target = tmp_path / "cohorte.csv"
    result = CliRunner().invoke(
        laureat, ["cohorte", "--reglement", "rncp35697", "--candidats", "40", "--graine", "7", str(target)]
    )
    assert result.exit_code == 0, result.output
    assert "40 candidats fictifs de la session" in result.output
    assert read_table(target).frame.height == 40


def test_an_unknown_extension_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"l'extension « .ods » n'est pas connue"):
        CliRunner().invoke(
            laureat, ["cohorte", "--reglement", "RNCP35697", str(tmp_path / "c.ods")], catch_exceptions=False
        )


@pytest.mark.parametrize("law", [["tp_commercial", "2014"], ["bts_crsa", "2014"], ["cap_electricien", "2026"]])
def test_an_invented_cohort_is_deliberated_by_the_law_it_was_invented_for(tmp_path: Path, law: list[str]) -> None:
    target = tmp_path / "cohorte.csv"
    which = ["--reglement", law[0], "--session", law[1]]
    run = CliRunner().invoke(laureat, ["cohorte", *which, "--candidats", "40", str(target)])
    assert run.exit_code == 0, run.output
    run = CliRunner().invoke(laureat, ["deliberer", str(target), *which, "--sortie", str(tmp_path / "dossier")])
    assert run.exit_code == 0, run.output
