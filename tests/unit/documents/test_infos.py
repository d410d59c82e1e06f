"""The settings file: complete in its template, and every mistake told at once."""

from pathlib import Path

import pytest
from PIL import Image

from laureat.documents.infos import FIELDS, read_infos, template
from laureat.documents.typeset import logo_svg
from laureat.reglements import charger
from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
from laureat.vocabulary import InvalidInput


def test_the_template_is_read_back_with_every_example(tmp_path: Path) -> None:
    path = tmp_path / "infos.yaml"
    path.write_text(template(), encoding="utf-8")
    infos = read_infos(path)
    assert infos.values == {setting.key: setting.example for setting in FIELDS if setting.example}
    assert not infos.specimen


@pytest.mark.parametrize("name", ["RNCP35697", "cap_cip", "bts_crsa", "tp_commercial", "capitalisation"])
def test_the_template_of_a_session_names_an_authority_that_its_family_accepts(name: str, tmp_path: Path) -> None:
    blocs = [Bloc("BC01", "Prospecter")]
    own = name == "capitalisation"
    law = reglement_de_la_fiche("RNCP36612", "Vendeur", blocs, 2026) if own else charger(name)
    path = tmp_path / "infos.yaml"
    path.write_text(template(law), encoding="utf-8")
    infos = read_infos(path)
    assert infos["autorite"]
    infos.require_authority_of(law)


def test_a_setting_that_is_not_filled_in_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "infos.yaml"
    path.write_text("academie: Académie de Lyon\nsignataire:\n  nom:\n", encoding="utf-8")
    infos = read_infos(path)
    assert infos.missing(["academie", "signataire.nom", "lieu"]) == ["signataire.nom", "lieu"]


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "infos.yaml"
    path.write_text(
        "acadmie: Lyon\ndeliberation:\n  date: 31/02/2026\nlogo: absent.png\nspecimen: peut-être\n"
        "deuxdoc:\n  autorite: FR000\n",
        encoding="utf-8",
    )
    with pytest.raises(InvalidInput) as caught:
        read_infos(path)
    told = str(caught.value)
    assert "acadmie" in told
    assert "vouliez-vous dire « academie »" in told
    assert "31/02/2026" in told
    assert "logo illisible" in told
    assert "peut-être" in told
    assert "FR000" in told


@pytest.mark.parametrize("content", ["- une\n- liste\n", "a: [\n", "academie:\n  ville: Lyon\n"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "infos.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput):
        read_infos(path)


def test_a_bitmap_logo_reaches_the_templates_as_svg(tmp_path: Path) -> None:
    Image.new("RGB", (40, 20), "navy").save(tmp_path / "logo.png")
    (tmp_path / "infos.yaml").write_text("logo: logo.png\n", encoding="utf-8")
    svg = logo_svg(read_infos(tmp_path / "infos.yaml"))
    assert 'width="40" height="20"' in svg
    assert "data:image/png;base64," in svg


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        ("lieu: Lyon\nacademie: [1, 2]\n", 2, "un texte est attendu (académie ou organisme en tête"),
        ("lieu: Lyon\n\nautorite:\n  nom: Lyon\n", 3, "un texte est attendu (autorité qui délivre) ; reçu un groupe"),
        ("signataire:\n  nom: [Ana]\n", 2, "un texte est attendu (qui signe) ; reçu une liste"),
        ("signataire: Ana Roy\n", 1, "un groupe de réglages est attendu (nom et qualite) ; reçu le texte « Ana Roy »"),
        ("tribunal: []\n", 1, "un groupe de réglages est attendu (nom et adresse) ; reçu une liste"),
        ("deuxdoc:\n  autorites_reconnues:\n  - [FR00]\n", 2, "un texte est attendu"),
    ],
)
def test_a_setting_of_another_type_is_told_with_its_line(tmp_path: Path, content: str, line: int, told: str) -> None:
    path = tmp_path / "infos.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_infos(path)
    [problem] = caught.value.problems
    assert (problem.line, told in problem.message) == (line, True), problem


def test_the_recognised_authorities_may_be_a_list(tmp_path: Path) -> None:
    path = tmp_path / "infos.yaml"
    path.write_text("deuxdoc:\n  autorites_reconnues: [FR01, FR02]\n", encoding="utf-8")
    assert read_infos(path)["deuxdoc.autorites_reconnues"] == "FR01 FR02"


@pytest.mark.parametrize("name", ["cap_cip", "bts_batiment", "RNCP35697"])
def test_the_office_of_the_example_is_that_of_the_family(name: str) -> None:
    law = charger(name)
    told = template(law)
    assert f"bureau du {law.famille.titre}" in told
    assert ("baccalauréat" in told) is (law.famille.code == "bac_pro")
