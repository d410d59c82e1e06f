"""A text read in a former state, and the sources of coefficients, are told at every door; a jury of a data file."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from laureat.cli.main import laureat
from laureat.deliberation.explain import explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.parts import part
from laureat.documents.context import Context
from laureat.documents.infos import Infos
from laureat.exchange.dossier import read_dossier
from laureat.jury import demonstration_jury
from laureat.reglements.specialites import bibliotheque
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.citations import Reading

OLD = sorted(law.id for law in bibliotheque().values() if law.founding.reading is Reading.LU_2014)
SAID = "n'a été lu que dans son état de fin 2014"


def run(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "120", "NO_COLOR": "1"}).invoke(laureat, [str(part) for part in arguments])


@pytest.mark.parametrize("name", OLD)
def test_a_text_read_in_2014_is_said_of_later_sessions_and_of_them_alone(name: str) -> None:
    law = bibliotheque()[name]
    assert law.at(max(2014, law.first_session)).reglement.avis == () or law.first_session > 2014
    later = law.at(law.last_session or 2026)
    (told,) = later.reglement.avis
    assert SAID in told
    unit = later.mandatory[0]
    parse, typed = law.famille.cellules.parse, "V" if law.famille.par_blocs else "12"
    cells = {one.code: parse(typed) for one in later.mandatory}
    explanation = explain(later, Candidate("1", law.famille.voies[0], cells), with_changes=False)
    assert any(SAID in step.text for step in explanation.steps)
    calcul = part(explanation, "calcul")
    if calcul is not None and law.famille.note_des_unites:
        coefficient = later.coefficient(unit)
        assert coefficient is not None
        assert str(coefficient.citation) in {step.article for step in calcul.told}


def test_a_later_session_says_so_on_the_console_in_the_folder_and_on_papers(tmp_path: Path) -> None:
    which = ("--reglement", "bts_crsa", "--session", 2026)
    assert run("cohorte", tmp_path / "c.csv", *which, "--candidats", 3).exit_code == 0
    told = run("deliberer", tmp_path / "c.csv", *which, "--sortie", tmp_path / "d")
    assert SAID in " ".join(told.output.split())
    assert SAID in (tmp_path / "d" / "decisions.csv").read_text(encoding="utf-8")
    read = read_dossier(tmp_path / "d")
    context = Context({}, read.synthese, Infos({}), date(2026, 7, 6), read.rules)
    assert any(SAID in line for line in context.head("diplome", "Diplôme")["droit"])
    assert run("rejouer", tmp_path / "d").exit_code == 0


def test_numbers_given_for_a_session_stand_on_the_releve_and_the_minutes(tmp_path: Path) -> None:
    given = tmp_path / "n.yaml"
    given.write_text('U31: {valeur: "5", article: "arrêté du 9 décembre 2020, annexe IV", lu_le: "2026-03-14"}\n')
    run("cohorte", tmp_path / "c.csv", "--reglement", "RNCP35697", "--candidats", 3)
    command = ("deliberer", tmp_path / "c.csv", "--reglement", "RNCP35697", "--parametres", given)
    assert run(*command, "--sortie", tmp_path / "d").exit_code == 0
    read = read_dossier(tmp_path / "d")
    context = Context({}, read.synthese, Infos({}), date(2026, 7, 6), read.rules)
    for kind, due in (("releve", True), ("proces_verbal", True), ("diplome", False)):
        lines = [line for line in context.head(kind, "Titre")["droit"] if "= 5, arrêté du 9 décembre 2020" in line]
        assert bool(lines) is due
        assert all("(lu, état du 14/03/2026)" in line for line in lines)
        assert ("avis" in context.facts(kind)) is due


def test_the_list_of_the_library_shows_until_which_session_a_text_holds() -> None:
    told = " ".join(run("reglement", "lister").output.split())
    for name in OLD:
        law = bibliotheque()[name]
        assert law.sessions.startswith(f"{law.first_session} – {law.last_session or 2014}")
    assert "2015 – 2019" in told


def test_a_jury_is_held_to_the_law_of_a_data_file(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "src/laureat/reglements/bts/specialites/bts_crsa.yaml"
    law = tmp_path / "nb.yaml"
    law.write_bytes(source.read_bytes())
    jury = tmp_path / "j.csv"
    jury.write_text("nom;prenom;qualite;fonction\nA;Ana;enseignant_public;president\n", encoding="utf-8")
    by_file, by_family = (run("jury", "verifier", jury, "--reglement", name, "--json") for name in (law, "bts"))
    assert by_file.output == by_family.output
    assert by_file.exit_code == 1
    law.write_text("famille: capitalisation\n", encoding="utf-8")
    with pytest.raises(InvalidInput):
        raise run("jury", "verifier", jury, "--reglement", law).exception or AssertionError("accepted")


def test_a_jury_is_read_in_the_sheet_of_the_workbook_that_is_named(tmp_path: Path) -> None:
    book = Workbook()
    for title in ("Session juin", "Session septembre"):
        sheet = book.create_sheet(title)
        sheet.append(["nom", "prenom", "sexe", "qualite", "fonction"])
        for m in demonstration_jury().members:
            sheet.append([m.nom, m.prenom, m.sexe, m.qualite.value, m.fonction.value])
    del book["Sheet"]
    path = tmp_path / "jury.xlsx"
    book.save(path)
    assert "--feuille" in str(run("jury", "verifier", path).exception)
    told = run("jury", "verifier", path, "--feuille", "Session juin", "--arrete", "arrêté", "--json")
    assert told.exit_code == 0, told.output
    assert run("jury", "proposer", path, "--feuille", "Session juin", "--taille", 9).exit_code in (0, 1)
