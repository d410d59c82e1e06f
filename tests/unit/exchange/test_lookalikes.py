"""A heading that nobody reads and that nearly is one of ours is told of; an officer's own columns are left alone."""

from pathlib import Path

import pytest

from laureat.exchange.candidates import read_candidates
from laureat.exchange.cohorte_files import write_cohort
from laureat.exchange.lookalikes import alike_codes, nearest
from laureat.exchange.spec import IDENTITY, Spec
from laureat.reglements import familles
from laureat.vocabulary import InputProblem, InvalidInput
from support.deliberations import reglement

CIP = Spec(reglement("cap_cip").at())
TRPM = Spec(reglement("RNCP35697").at())
HEADINGS = "numero;voie;UP1;UP2;UG1;UG2;UG3"
OWN = (
    "classe division groupe enseignements mail telephone ville adresse observations lieu tuteur entreprise parcours "
    "moyenne blocs certificat certitude reserves avertissements decision mention situation nom_complet note_UP1_ccf "
    "civilite salle total points motif_absence notes statut categorie regime specialite session responsable handicap"
)


def read(folder: Path, headings: str, cells: str, spec: Spec = CIP) -> list[InputProblem]:
    """What is remarked of a list of one candidate. Raises InvalidInput."""
    path, remarks = folder / "liste.csv", list[InputProblem]()
    path.write_text(f"{headings}\n{cells}\n", encoding="utf-8")
    list(read_candidates(path, spec, warnings=remarks))
    return remarks


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("UF1", "vouliez-vous UF ?"),
        ("note UF", "vouliez-vous UF ?"),
        ("dossier_fraud", "vouliez-vous dossier_fraude ?"),
        ("Dossier de fraude", "vouliez-vous dossier_fraude ?"),
        ("fraude", "vouliez-vous dossier_fraude ?"),
        ("etalment", "vouliez-vous etalement ?"),
        ("frome", "vouliez-vous forme ?"),
        ("liste_publiqe", "vouliez-vous liste_publique ?"),
        ("UG4", "et UG1, UG2 et UG3 y sont déjà"),
        ("controle_UG1", "ni d'autre de ce genre"),
        ("contrle_UG1", "ni d'autre de ce genre"),
        ("motif_UG9", "vouliez-vous motif_UG1, motif_UG2 ou motif_UG3 ?"),
        ("motf_UG1", "vouliez-vous motif_UG1 ?"),
    ],
)
def test_a_heading_that_nearly_decides_is_an_error_where_something_stands_under_it(
    tmp_path: Path, heading: str, meant: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(tmp_path, f"{HEADINGS};{heading}", "1;scolaire_public;10;10;9;10;10;14")
    (told,) = refused.value.problems
    assert meant in told.message
    assert (told.line, told.column) == (1, heading)
    assert read(tmp_path, f"{HEADINGS};{heading}", "1;scolaire_public;10;10;9;10;10; ") == []


@pytest.mark.parametrize(("heading", "meant"), [("prenon", "prenom ?"), ("PROJET", "d'un autre diplôme")])
def test_a_heading_that_decides_nothing_is_remarked(tmp_path: Path, heading: str, meant: str) -> None:
    (told,) = read(tmp_path, f"{HEADINGS};{heading}", "1;scolaire_public;10;10;9;10;10;14")
    assert told.message.endswith(meant) or meant in told.message


def test_a_second_group_cell_of_a_unit_without_one_is_an_error() -> None:
    told, decides = TRPM.strange("controle_U31", ())
    assert decides
    assert "vouliez-vous controle_" in told


@pytest.mark.parametrize("name", ["RNCP35697", "cap_electricien", "cap_cip", "bp_invente"])
def test_the_columns_of_an_officer_are_hers(name: str) -> None:
    spec = Spec(reglement(name).at())
    told = {heading: spec.strange(heading, ("numero", "voie", "nom"))[0] for heading in OWN.split()}
    assert {heading: text for heading, text in told.items() if text} == {}


@pytest.mark.parametrize("name", ["RNCP35697", "cap_electricien"])
def test_a_cohort_of_the_house_comes_back_without_remark(tmp_path: Path, name: str) -> None:
    rules = reglement(name).at()
    path, remarks = tmp_path / "c.csv", list[InputProblem]()
    write_cohort(path, rules, 20, 3)
    list(read_candidates(path, Spec(rules), warnings=remarks))
    assert [told for told in remarks if not told.line or told.line == 1] == []


def test_no_column_of_a_family_is_taken_for_that_of_another() -> None:
    """Each is told of as such, never as a slip in one of ours."""
    for famille in familles():
        for colonne in famille.colonnes:
            told, decides = CIP.strange(colonne.nom, ())
            assert not decides or colonne.nom in CIP.names, (colonne.nom, told)


def test_one_slip_in_a_short_word_and_two_in_a_long_one() -> None:
    assert nearest("vioe", ["voie", "forme"]) == ["voie"]
    assert nearest("vie", ["voie"]) == ["voie"]
    assert nearest("nim", ["nom"]) == []
    assert nearest("dosier_fraud", ["dossier_fraude"]) == ["dossier_fraude"]
    assert nearest("controle_u12", ["controle_u11"]) == []  # the figures are no slip
    assert nearest("lieu", ["lien"]) == []


def test_a_code_is_alike_those_of_its_kind() -> None:
    assert alike_codes("ug4", ["ug1", "ug2", "up1"]) == ["ug1", "ug2"]
    assert alike_codes("uf1", ["uf", "ug1"]) == ["uf"]
    assert alike_codes("uf", ["uf1"]) == ["uf1"]
    assert alike_codes("u33a", ["u33"]) == ["u33"]
    assert alike_codes("rncp1bc05", ["rncp37674bc01", "bc01"]) == ["rncp37674bc01"]
    assert alike_codes("classe", ["u11", "bc01"]) == []
    assert set(IDENTITY) == {name for name in IDENTITY if not alike_codes(name, ["u11", "uf"])}
