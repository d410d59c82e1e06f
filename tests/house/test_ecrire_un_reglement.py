"""The guide « écrire un règlement » is run: its files make a family that a third party ships, without the house."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

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


Run = Callable[..., subprocess.CompletedProcess[str]]


def laureat(site: Path, work: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own that finds the package of the third party."""
    environment = os.environ | {"PYTHONPATH": str(site), "COLUMNS": "200", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "laureat.cli.main", *arguments]
    return subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, blocks: dict[str, str]) -> Path:
    return installed(tmp_path_factory.mktemp("site"), blocks)


def test_the_family_of_a_third_party_is_known_without_touching_the_house(site: Path, tmp_path: Path) -> None:
    listed = laureat(site, tmp_path, "reglement", "lister")
    assert listed.returncode == 0, listed.stderr
    assert "certificat_brasseur — certificat de brasseur" in listed.stdout
    assert "biere_de_garde" in listed.stdout
    without = laureat(tmp_path, tmp_path, "reglement", "lister")
    assert FAMILLE not in without.stdout


def test_its_speciality_is_deliberated_explained_and_has_a_workbook(
    site: Path, tmp_path: Path, blocks: dict[str, str]
) -> None:
    (tmp_path / "liste.csv").write_text(blocks["liste.csv"], encoding="utf-8")
    run = laureat(site, tmp_path, "deliberer", "liste.csv", "--reglement", "biere_de_garde", "--sortie", "session")
    assert run.returncode == 0, run.stderr
    decided = pl.read_csv(tmp_path / "session" / "decisions.csv", separator=";", infer_schema=False)
    rows = decided.select(pl.col("numero", "decision", "moyenne").fill_null("")).iter_rows()
    assert [";".join(row) for row in rows] == blocks["decisions"].split()
    assert "sans la session" in decided.filter(pl.col("numero") == "6")["avertissements"][0]
    told = laureat(site, tmp_path, "expliquer", "liste.csv", "--reglement", "biere_de_garde", "--candidat", "3")
    assert blocks["explication"].strip() in " ".join(told.stdout.split()), told.stderr
    filled = laureat(site, tmp_path, "modele", "modele.xlsx", "--reglement", "biere_de_garde")
    assert filled.returncode == 0, filled.stderr
    schema = laureat(site, tmp_path, "reglement", "schema", FAMILLE)
    assert '"coefficient"' in schema.stdout
    settings = laureat(site, tmp_path, "emettre", "session", "--modele-infos", "infos.yaml")
    assert 'autorite: "Le grand maître"' in (tmp_path / "infos.yaml").read_text(encoding="utf-8"), settings.stderr
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


@pytest.mark.parametrize("words", FAULTS)
def test_a_fault_is_told_as_the_guide_says(words: str, tmp_path: Path, root: Path, blocks: dict[str, str]) -> None:
    name, fault = FAULTS[words]
    file = f"{FAMILLE}/{name}"
    site = installed(tmp_path, {**blocks, file: _closed(fault(blocks[file]))})
    run = laureat(site, tmp_path, "reglement", "lister")
    guide = (root / GUIDE).read_text(encoding="utf-8")
    (message,) = [told for told in re.findall(r"\| `([^`]+)` \|$", guide, re.MULTILINE) if words in told]
    assert run.returncode == 2, run.stdout
    assert message in " ".join(run.stderr.split())
