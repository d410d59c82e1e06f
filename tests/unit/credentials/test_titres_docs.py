"""The guide and the reference of the credentials keep their word."""

import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from laureat.cli.attester import attester
from laureat.cli.verifier import verifier
from laureat.credentials.canonical import MAX_VISITS
from laureat.credentials.status import HEADINGS, SIZE
from laureat.credentials.strict_json import MAX_BYTES, MAX_DEPTH, MAX_OBJECTS, MAX_VALUES
from laureat.credentials.trust import read_trust
from laureat.credentials.verdict import Reason
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.reglements import charger
from laureat.vocabulary import InvalidInput

COMMANDS = {"attester": attester, "verifier": verifier}


def read(root: Path, page: str) -> str:
    return (root / "docs" / page).read_text(encoding="utf-8")


def test_every_command_of_the_guide_ends_as_it_says(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = charger("RNCP35697").at(2026)
    units = [unit.code for unit in rules.units if unit.mandatory]
    rows = [
        ["numero", "voie", "nom", "prenom", "date_naissance", *units],
        ["2600000001", "scolaire_public", "NGUYỄN", "Chloé", "05/03/2008", *["15"] * 12],
        ["2600000002", "scolaire_public", "D'ÉTÉ", "Šimon", "15/03/2008", *["12"] * 12],
    ]
    (tmp_path / "candidats.csv").write_text("\n".join(map(";".join, rows)), encoding="utf-8")
    deliberate_file(Request(tmp_path / "candidats.csv", rules, tmp_path / "session"))
    monkeypatch.chdir(tmp_path)
    runner = CliRunner(env={"LAUREAT_CONFIANCE": None, "XDG_CONFIG_HOME": os.devnull})
    blocks = re.findall(r"^```sh\n(.*?)^```", read(root, "guides/titres.md"), re.MULTILINE | re.DOTALL)
    typed = [line for block in blocks for line in block.splitlines() if line]
    assert len(typed) == 13
    for each in typed:
        line, _, comment = each.partition("#")
        expected = re.search(r"code (\d+)", comment)
        _, verb, *arguments = shlex.split(line)
        done = runner.invoke(COMMANDS[verb], arguments)
        assert done.exit_code == (int(expected[1]) if expected else 0), f"{each}\n{done.output}"


def test_every_option_of_the_pages_exists(root: Path) -> None:
    known = {
        option
        for command in COMMANDS.values()
        for parameter in command.params
        for option in parameter.opts
        if option[0] == "-"
    }
    pages = ("guides/titres.md", "reference/titres.md", "decisions/titres-cles.md")
    told = {option for page in pages for option in re.findall(r"(?<![\w-])--[a-z0-9][a-z0-9-]*", read(root, page))}
    assert told <= known
    reference = set(re.findall(r"(?<![\w-])--[a-z0-9][a-z0-9-]*", read(root, "reference/titres.md")))
    assert known - reference == set()


def test_the_reference_gives_every_verdict_with_its_exit_code(root: Path) -> None:
    rows = dict(re.findall(r"^\| (\d+) \| `(\w+)`", read(root, "reference/titres.md"), re.MULTILINE)[::-1])
    told = re.findall(r"^\| (\d+) \| `(\w+)`", read(root, "reference/titres.md"), re.MULTILINE)
    assert rows
    assert {name: int(code) for code, name in told} == {reason.identifier: reason.exit_code for reason in Reason}


def test_the_reference_shows_a_trust_list_of_the_right_shape(root: Path, tmp_path: Path) -> None:
    (shown,) = re.findall(r"^```json\n(.*?)^```", read(root, "reference/titres.md"), re.MULTILINE | re.DOTALL)
    (tmp_path / "confiance.json").write_text(shown, encoding="utf-8")
    with pytest.raises(InvalidInput, match="clé Ed25519"):  # its keys are only sketched
        read_trust(tmp_path / "confiance.json")


def test_the_figures_of_the_pages_are_those_of_the_code(root: Path) -> None:
    said = read(root, "decisions/titres-bibliotheques.md")
    objects, values, visits = (f"{count:,}".replace(",", " ") for count in (MAX_OBJECTS, MAX_VALUES, MAX_VISITS))
    bounds = f"{MAX_BYTES // 1024} Kio, {MAX_DEPTH} niveaux, {objects} objets, {values} valeurs"
    assert bounds in said
    assert f"{visits} énoncés" in said
    reference = read(root, "reference/titres.md")
    assert f"{SIZE:,}".replace(",", " ") in reference
    assert ";".join(HEADINGS) in reference
