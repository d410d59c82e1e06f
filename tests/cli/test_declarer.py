"""``laureat declarer``: the guide keeps its word, who is declared, and what stands in the way, told whole."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from cli.conftest import Run, call
from laureat.register import bundled
from support.declarations import schema, texts

INFOS = "deliberation:\n  date: 05/07/2024\ncpf:\n  client: 12ABC345\n  contrat: MCFCER000123\n"
WHO = "nom;prenom;sexe;date_naissance"
LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessen"
CERTIFIER = "ÉCOLE INVENTÉE SAS"


def said(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def guide(root: Path) -> str:
    return (root / "docs/guides/declarer-au-cpf.md").read_text(encoding="utf-8")


def test_the_way_of_the_guide_is_what_the_guide_says(
    guide: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in re.findall(r"^`([\w.]+)` :\n\n```\w+\n(.*?)```", guide, re.M | re.S):
        Path(name).write_text(content, encoding="utf-8")
    codes = []
    for block in re.findall(r"^```console\n(.*?)```", guide, re.M | re.S):
        command, *lines = block.splitlines()
        ended = call(*command.removeprefix("$ laureat ").split())
        codes.append(ended.exit_code)
        for line in lines:
            assert said(line) in said(ended.output)
    assert codes == [0, 2, 1, 1, 0]
    assert texts(Path("declaration/declaration-001.xml"), "idTechnique") == ["RNCP35697-2024-0001"]
    assert texts(Path("suite/declaration-001.xml"), "idTechnique") == ["RNCP35697-2024-0002", "RNCP35697-2024-0003"]
    assert texts(Path("suite/declaration-001.xml"), "codePaysNaissance") == ["139"]


def test_every_option_of_the_command_is_in_the_guide(guide: str) -> None:
    asked = call("declarer", "--help").output
    assert set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", asked)) - {"--help", "--aide"} <= set(
        re.findall(r"--[a-z]+(?:-[a-z]+)*", guide)
    )


def sheet(folder: Path, numero: str, title: str, certifier: str) -> Path:
    """A register sheet made after the bundled one."""
    seed = bundled("RNCP35697")
    assert seed is not None
    told = seed.to_json()
    whole = {
        **told,
        "numero": numero,
        "intitule": title,
        "abrege": {"code": "TP", "libelle": None} if "MINISTERE" in certifier else None,
        "certificateurs": [{**told["certificateurs"][0], "nom": certifier}],
        "blocs": [
            {**told["blocs"][0], "code": f"{numero}BC0{rank}", "intitule": f"Bloc {rank}", "facultatif": False}
            for rank in (1, 2)
        ],
    }
    path = folder / "fiche.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def by_blocks(folder: Path) -> tuple[str, list[str | Path]]:
    """A private certification: everyone is asked by which access they came."""
    rows = (
        f"numero;voie_acces;BC01;BC02;{WHO}\n"
        "P1;FC;V;V;Roy;Ana;F;14/03/1990\nP2;VAE;V;V;N’Diaye;Moussa;M;01/02/1985\nP3;FC;V;NV;Petit;Jean;M;01/02/1985\n"
    )
    path = sheet(folder, "RNCP90009", "Expert inventé", CERTIFIER)
    return rows, ["--fiche", path, "--session", "2024"]


def titre(folder: Path) -> tuple[str, list[str | Path]]:
    """A titre professionnel, by the route that says its access."""
    rows = (
        f"numero;voie;session_de;titre;CCP1;CCP2;mise_en_situation;dossier_professionnel;ecf;entretien_final;{WHO}\n"
        "P1;apprentissage;titre;oui;;;oui;oui;oui;oui;Roy;Ana;F;14/03/1990\n"
        "P2;vae;titre;oui;;;oui;oui;oui;oui;N’Diaye;Moussa;M;01/02/1985\n"
        "P3;apprentissage;titre;non;V;NV;oui;oui;oui;oui;Petit;Jean;M;01/02/1985\n"
    )
    path = sheet(folder, "RNCP90008", "Commercial", "MINISTERE DU TRAVAIL")
    law = ("--reglement", "tp_commercial", "--lier", "essai, un officier")
    return rows, [*law, "--fiche", path, "--session", "2024"]


@pytest.mark.parametrize(("listed", "first"), [(by_blocks, "CONTINUE_HORS"), (titre, "INITIALE_APPRENTISSAGE")])
def test_whoever_holds_the_certification_is_declared_and_parts_of_it_are_not(
    listed: Callable[[Path], tuple[str, list[str | Path]]], first: str, tmp_path: Path, run: Run, root: Path
) -> None:
    rows, law = listed(tmp_path)
    (tmp_path / "l.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "infos.yaml").write_text(INFOS, encoding="utf-8")
    decided = run("deliberer", tmp_path / "l.csv", *law, "--sortie", tmp_path / "d")
    assert decided.exit_code == 0, decided.output
    asked = run("declarer", tmp_path / "d", "--infos", tmp_path / "infos.yaml", "--sortie", tmp_path / "s", "--json")
    assert asked.exit_code == 0, asked.output
    assert json.loads(asked.output[asked.output.index("{") :])["declares"] == 2
    path = tmp_path / "s" / "declaration-001.xml"
    assert [str(name).split("-")[-1] for name in texts(path, "idTechnique")] == ["P1", "P2"]
    assert texts(path, "mentionValidee") == [None, None]
    access = texts(path, "modaliteAcces")
    assert first in str(access[0])
    assert access[1] == "VAE"
    if (formats := root.parent / "shared" / "formats").is_dir():  # the published schema is kept outside the project
        schema(formats).assertValid(etree.parse(path))


UNITS = ["U2", "U31", "U32", "U11", "U12", "U33", "U34", "U4", "U51", "U52", "U6", "U7"]
HOSTILE = (
    f"H1;{LONG};;Ana;F;14/03/2006;Lyon;France;69383",
    "H2;Roy;;Ana;;14/03/2006;Lyon;France;69383",
    "H3;O’Neill;ONEILL;Seán;M;14/03/2006;L’Haÿ-les-Roses;France;94038",
    "H4;Ould Ahmed;;Sidi;M;;;Mauritanie;99335",
    "H5;Łukasiewicz;;Żaneta;F;14/03/2006;Łódź;Pologne;99100",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deliberated cohort that no form foresaw, and the settings."""
    place = tmp_path_factory.mktemp("hostile")
    heads = "numero;nom;nom_usage;prenom;sexe;date_naissance;lieu_naissance;pays_naissance;code_commune_naissance"
    lines = [";".join((heads, "voie", *UNITS))]
    lines += [";".join((row, "scolaire_public", *["14"] * len(UNITS))) for row in HOSTILE]
    (place / "l.csv").write_text("\n".join(lines), encoding="utf-8")
    (place / "infos.yaml").write_text(INFOS, encoding="utf-8")
    ended = call("deliberer", place / "l.csv", "--reglement", "RNCP35697", "--session", "2024", "--sortie", place / "d")
    assert ended.exit_code == 0, ended.output
    return place


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(hostile: Path, tmp_path: Path, run: Run) -> None:
    ended = run("declarer", hostile / "d", "--infos", hostile / "infos.yaml", "--sortie", tmp_path / "s")
    assert ended.exit_code == 2
    for told in (
        "colonne nom, candidat H1",
        "colonne sexe, candidat H2",
        "colonne date_naissance, candidat H4 : la date de naissance manque ; ce que l'état civil ignore s'écrit 00",
        "colonne code_commune_naissance, candidat H5 : « 99100 » est la France",
    ):
        assert told in ended.output
    assert "H3" not in ended.output
    assert list(tmp_path.iterdir()) == []


def test_those_left_out_come_back_by_the_file_that_lists_them(hostile: Path, tmp_path: Path, run: Run) -> None:
    told = ("declarer", hostile / "d", "--infos", hostile / "infos.yaml", "--sans-les-incomplets", "--sortie")
    assert run(*told, tmp_path / "s").exit_code == 1
    assert texts(tmp_path / "s/declaration-001.xml", "nomNaissance") == ["O’Neill"]
    assert texts(tmp_path / "s/declaration-001.xml", "nomUsage") == [None]
    listed = (tmp_path / "s/non-declares.csv").read_text(encoding="utf-8-sig")
    filled = listed.replace(LONG, "Wolfeschlegelsteinhausenbergerdorff").replace(";Ana;;;14", ";Ana;;F;14")
    filled = filled.replace("Sidi;;M;;", "Sidi;;M;00/00/1990;").replace("99100", "99122")
    assert filled != listed
    (tmp_path / "c.csv").write_text(filled, encoding="utf-8")
    again = run(*told, tmp_path / "t", "--complements", tmp_path / "c.csv", "--json")
    found = json.loads(again.output)
    assert (found["declares"], found["incomplets"], again.exit_code) == (5, 0, 0), again.output
    path = tmp_path / "t/declaration-001.xml"
    assert texts(path, "anneeNaissance")[3] == "1990"
    assert texts(path, "jourNaissance")[3] is None
    assert texts(path, "codePaysNaissance") == ["335", "122"]


def test_what_is_already_there_is_left_as_it_is(hostile: Path, tmp_path: Path, run: Run) -> None:
    ended = run("declarer", hostile / "d", "--infos", hostile / "infos.yaml", "--sortie", tmp_path)
    assert ended.exit_code == 2
    assert "ne s'écrit pas par-dessus une autre" in ended.output


def test_all_that_the_declaration_lacks_of_the_certifier_is_told_together(
    hostile: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "infos.yaml").write_text("cpf:\n  client: 12ABC345\n", encoding="utf-8")
    ended = run("declarer", hostile / "d", "--infos", tmp_path / "infos.yaml", "--sortie", tmp_path / "s")
    assert "la déclaration demande cpf.contrat" in ended.output
    assert "il manque la date d'obtention" in ended.output
    (tmp_path / "infos.yaml").write_text("cpf:\n  client: 12ABC\n", encoding="utf-8")
    ended = run("declarer", hostile / "d", "--infos", tmp_path / "infos.yaml", "--sortie", tmp_path / "s")
    assert "ligne 2, colonne cpf.client : « 12ABC » : huit chiffres ou lettres" in ended.output


def test_a_complement_of_nobody_is_told(hostile: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "c.csv").write_text("numero;sexe\nH2;F\nH9;F\n", encoding="utf-8")
    asked = ("--complements", tmp_path / "c.csv", "--sans-les-incomplets", "--sortie", tmp_path / "s")
    ended = run("declarer", hostile / "d", "--infos", hostile / "infos.yaml", *asked)
    assert ended.exit_code == 2
    assert "c.csv, ligne 3, colonne numero, candidat H9 : aucun candidat du dossier" in ended.output


def test_a_term_is_written_where_the_certifier_gives_one_and_follows_the_award(
    hostile: Path, tmp_path: Path, run: Run
) -> None:
    asked = ("declarer", hostile / "d", "--infos", hostile / "infos.yaml", "--sans-les-incomplets", "--sortie")
    ended = run(*asked, tmp_path / "s", "--fin-validite", "05/07/2024")
    assert ended.exit_code == 2
    assert "--fin-validite (05/07/2024) ne suit pas l'obtention (05/07/2024)" in ended.output
    assert run(*asked, tmp_path / "s", "--fin-validite", "04/07/2029").exit_code == 1
    assert texts(tmp_path / "s/declaration-001.xml", "dateFinValidite") == ["2029-07-04"]
