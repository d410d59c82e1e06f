"""The guide « écrire un règlement » is run: its files make a family that a third party ships, without the house."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

GUIDE = Path("docs/guides/ecrire-un-reglement.md")
BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FAMILLE = "certificat_brasseur"


@pytest.fixture(scope="module")
def blocks(root: Path) -> dict[str, str]:
    """The files of the guide, by their path."""
    return dict(BLOCK.findall((root / GUIDE).read_text(encoding="utf-8")))


def installed(folder: Path, blocks: dict[str, str]) -> Path:
    """The package of the guide as an installer leaves it: its files, and its entry point beside them."""
    for name, text in blocks.items():
        if name.startswith(f"{FAMILLE}/"):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    told = folder / "certificat_brasseur-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: certificat-brasseur\nVersion: 1.0\n")
    entry = re.search(r'entry-points\."(.*?)"\]\n(.*?)\n\n', blocks["pyproject.toml"], re.DOTALL)
    assert entry is not None
    (told / "entry_points.txt").write_text(f"[{entry[1]}]\n{entry[2].replace(chr(34), '')}\n")
    return folder


COMMANDS = """
import io, json, os, sys
from contextlib import redirect_stderr, redirect_stdout
import laureat.cli.main, laureat.cli.reglement, laureat.reglements

def ended(arguments):
    out, err, code = io.StringIO(), io.StringIO(), 0
    sys.argv = ["laureat", *arguments]
    with redirect_stdout(out), redirect_stderr(err):
        try:
            laureat.cli.main.main()
        except SystemExit as left:
            code = left.code or 0
    return code, out.getvalue(), err.getvalue()

for site, work, commands in json.load(sys.stdin):
    sys.stdout.flush()
    if os.fork():
        os.wait()
        continue
    os.chdir(work)
    sys.path.insert(0, site)
    print(json.dumps([ended(one) for one in commands]))
    sys.stdout.flush()
    os._exit(0)
"""
"""Each house of the orders, with the package of its third party, in a process of its own, where the libraries and the
sources of Lauréat are loaded and nothing was read yet: there, its commands, in order."""
Order = tuple[Path, Path, Sequence[Sequence[str]]]


class Ended(NamedTuple):
    """What a command left."""

    code: int
    out: str
    err: str


def laureat(*orders: Order) -> list[list[Ended]]:
    """What each order gives: the package of a third party, the folder in which it is asked, the commands."""
    environment = os.environ | {"COLUMNS": "200", "NO_COLOR": "1"}
    asked = json.dumps([(str(site), str(work), commands) for site, work, commands in orders])
    program = [sys.executable, "-c", COMMANDS]
    told = subprocess.run(program, input=asked, env=environment, capture_output=True, text=True, check=True).stdout
    return [[Ended(*one) for one in json.loads(line)] for line in told.splitlines()]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, blocks: dict[str, str]) -> Path:
    return installed(tmp_path_factory.mktemp("site"), blocks)


LIST = ("reglement", "lister")


def test_the_family_of_a_third_party_is_known_without_touching_the_house(site: Path, tmp_path: Path) -> None:
    [[listed], [without]] = laureat((site, tmp_path, [LIST]), (tmp_path, tmp_path, [LIST]))
    assert listed.code == 0, listed.err
    assert "certificat_brasseur — certificat de brasseur" in listed.out
    assert "biere_de_garde" in listed.out
    assert FAMILLE not in without.out


def test_its_speciality_is_deliberated_explained_and_has_a_workbook(
    site: Path, tmp_path: Path, blocks: dict[str, str]
) -> None:
    (tmp_path / "liste.csv").write_text(blocks["liste.csv"], encoding="utf-8")
    of_it = ("--reglement", "biere_de_garde")
    commands = (
        ("deliberer", "liste.csv", *of_it, "--sortie", "session"),
        ("expliquer", "liste.csv", *of_it, "--candidat", "3"),
        ("modele", "modele.xlsx", *of_it),
        ("reglement", "schema", FAMILLE),
        ("emettre", "session", "--modele-infos", "infos.yaml"),
    )
    [[run, told, filled, schema, settings]] = laureat((site, tmp_path, commands))
    assert run.code == 0, run.err
    decided = pl.read_csv(tmp_path / "session" / "decisions.csv", separator=";", infer_schema=False)
    rows = decided.select(pl.col("numero", "decision", "moyenne").fill_null("")).iter_rows()
    assert [";".join(row) for row in rows] == blocks["decisions"].split()
    assert "sans la session" in decided.filter(pl.col("numero") == "6")["avertissements"][0]
    assert blocks["explication"].strip() in " ".join(told.out.split()), told.err
    assert filled.code == 0, filled.err
    assert '"coefficient"' in schema.out
    assert 'autorite: "Le grand maître"' in (tmp_path / "infos.yaml").read_text(encoding="utf-8"), settings.err
    assert "Académie" not in (tmp_path / "infos.yaml").read_text(encoding="utf-8")


def _edit(old: str, new: str) -> Callable[[str], str]:
    def edited(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edited


def _without(start: str) -> Callable[[str], str]:
    """The file less the entry that begins so, up to the next one."""

    def edited(text: str) -> str:
        found = re.search(rf"^{start}.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert found is not None
        return text.replace(found[0], "")

    return edited


FAULTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "il manque VOIES": ("voies.py", _edit("VOIES = (", "ROUTES = (")),
    "CONSTATS est attendu du type tuple": ("regles.py", _edit("CONSTATS = (", "CONSTATS = list((")),
    "lit le nombre « seuil_bloc »": ("parametres.yaml", _without("seuil_bloc:")),
    "écrit « {moyene} »": ("regles.py", _edit("générale, {moyenne},", "générale, {moyene},")),
    "il manque la ligne CB-BLOC-01": ("digeste.yaml", _without("CB-BLOC-01")),
    "CB-VOIE-01 : aucune règle ne la porte": ("digeste.yaml", _edit(', code: ["voies:VOIES"]', "")),
    "CB-DISP-01 demande un motif": (
        "conduite.py",
        _edit("motifs={DISPENSE: {Motif.TITRE: NOTES, Motif.UNITE: NOTES}}", ""),
    ),
    "confiance « vu »": ("digeste.yaml", _edit('art. 2", confiance: lu', 'art. 2", confiance: vu')),
    "clé inconnue": ("specialites/biere_de_garde.yaml", _edit("coefficient: {valeur: 5", "coeficient: {valeur: 5")),
}
"""What a word of each message of the guide stands for: the file, and the fault put into it."""


def _closed(text: str) -> str:
    """A list where a tuple was: close the parenthesis that was opened."""
    return re.sub(r"(CONSTATS = list\(\(.*?^\))", r"\1)", text, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory, blocks: dict[str, str]) -> dict[str, Ended]:
    """What the command says of each fault."""
    folders = [tmp_path_factory.mktemp("faute") for _words in FAULTS]
    for folder, (name, fault) in zip(folders, FAULTS.values(), strict=True):
        file = f"{FAMILLE}/{name}"
        installed(folder, {**blocks, file: _closed(fault(blocks[file]))})
    told = laureat(*((folder, folder, [LIST]) for folder in folders))
    return {words: run for words, [run] in zip(FAULTS, told, strict=True)}


@pytest.mark.parametrize("words", FAULTS)
def test_a_fault_is_told_as_the_guide_says(words: str, faulty: dict[str, Ended], root: Path) -> None:
    run = faulty[words]
    guide = (root / GUIDE).read_text(encoding="utf-8")
    (message,) = [told for told in re.findall(r"\| `([^`]+)` \|$", guide, re.MULTILINE) if words in told]
    assert run.code == 2, run.out
    assert message in " ".join(run.err.split())
