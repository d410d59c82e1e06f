"""The guide to juries keeps its word: its example, run, says what the guide says it says."""

import datetime as dt
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from laureat.cli.jury import jury as command
from laureat.reglements.jury import vae
from laureat.reglements.jury.parametres import nombres_communs
from laureat.reglements.jurys import ecrits, loi_du_jury


def test_the_example_of_the_guide_says_what_the_guide_says(tmp_path: Path, root: Path) -> None:
    guide = (root / "docs/guides/jury.md").read_text(encoding="utf-8")
    csv, said = (re.findall(rf"```{kind}\n(.*?)```", guide, re.DOTALL)[0] for kind in ("csv", "text"))
    (tmp_path / "jury.csv").write_text(csv, encoding="utf-8")
    result = CliRunner(env={"COLUMNS": "400"}).invoke(
        command, ["verifier", str(tmp_path / "jury.csv"), "--reglement", "RNCP35697"]
    )
    assert result.exit_code == 1
    for line in said.splitlines():
        assert line in result.output


def test_every_option_of_the_guide_exists(root: Path) -> None:
    guide = (root / "docs/guides/jury.md").read_text(encoding="utf-8")
    known = {option for verb in command.commands.values() for parameter in verb.params for option in parameter.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z]+", guide)) <= known


@pytest.mark.parametrize("family", ecrits())
def test_the_reference_names_every_rule_with_its_article_and_every_parameter(family: str, root: Path) -> None:
    reference = (root / "docs/reference/jury.md").read_text(encoding="utf-8")
    loi = loi_du_jury(family)
    for name in loi.hors_champ:
        assert name in reference
    rules = loi.droit(au=dt.date(2026, 6, 1)).rules if loi.titre else ()
    for rule in (*rules, *vae.REGLES):
        assert f"| {rule.id} | {rule.source}" in reference
    for parameter in (*nombres_communs(), *loi.parametres):
        assert f"`{parameter.name}`" in reference
