"""``laureat texte``: two persons read a number once, and every later deliberation follows."""

from pathlib import Path

import pytest

from cli.conftest import Run
from laureat.deliberation.candidate import decide
from laureat.exchange.readings import read_readings, with_readings
from laureat.reglements import charger
from laureat.vocabulary import InvalidInput
from support.deliberations import candidate

ARTICLE = ("--article", "Arrêté du 9 décembre 2020, annexe IV", "--du", "09/12/2020")
LISTE = (
    "numero;voie;U2;U31;U32;U11;U12;U33;U34;U4;U51;U52;U6;U7\n1;scolaire_public;7,5;12;10;10;10;10;10;10;10;10;10;10\n"
)


def flat(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


def both(run: Run, folder: Path, number: str, value: str) -> None:
    where = ("--textes", folder)
    read = run("texte", "proposer", "RNCP35697", number, value, *ARTICLE, "--par", "Jeanne Morel", *where)
    assert read.exit_code == 0, read.output
    again = run("texte", "confirmer", "RNCP35697", number, value, "--par", "Paul Diallo", *where)
    assert again.exit_code == 0, again.output


def test_a_number_read_by_two_persons_makes_every_later_deliberation_certain(run: Run, tmp_path: Path) -> None:
    listed, texts = tmp_path / "liste.csv", tmp_path / "textes"
    texts.mkdir()
    listed.write_text(LISTE, encoding="utf-8")
    asked = ("expliquer", listed, "--candidat", "1", "--reglement", "RNCP35697", "--textes", texts, "--json")
    assert "depend_de:U2,U31" in run(*asked).output
    where = ("--textes", texts)
    run("texte", "proposer", "RNCP35697", "U2", "4", *ARTICLE, "--par", "Jeanne Morel", *where)
    assert "depend_de:U2,U31" in run(*asked).output  # one person is not enough
    assert "à confirmer" in flat(run("texte", "lister", "RNCP35697", *where).output)
    run("texte", "confirmer", "RNCP35697", "U2", "4", "--par", "Paul Diallo", *where)
    both(run, texts, "coefficient_U31", "6")
    both(run, texts, "U32", "2")
    assert '"certain"' in run(*asked).output
    listing = flat(run("texte", "lister", "RNCP35697", *where).output)
    assert "confirmé par" in listing
    assert "à lire" not in listing
    decided = run("deliberer", listed, "--reglement", "RNCP35697", "--textes", texts, "--sortie", tmp_path / "s")
    assert decided.exit_code == 0, decided.output
    numbers = (tmp_path / "s" / "parametres.json").read_text(encoding="utf-8")
    assert "Arrêté du 9 décembre 2020, annexe IV, texte du 09/12/2020, lu par Jeanne Morel et confirmé par" in numbers
    assert run("rejouer", tmp_path / "s").exit_code == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("proposer", "RNCP35697", "U2", "7", *ARTICLE, "--par", "A"), "entre 3 et 6"),
        (("proposer", "RNCP35697", "U2", "quatre", *ARTICLE, "--par", "A"), "quatre"),
        (("proposer", "RNCP35697", "U11", "1", *ARTICLE, "--par", "A"), "à confirmer : U2, U31, U32"),
        (("proposer", "RNCP35697", "U2", "4", "--article", "x", "--du", "01/01/2099", "--par", "A"), "n'existe pas"),
        (("proposer", "RNCP35697", "U2", "4", "--article", "x", "--du", "01/01/0020", "--par", "A"), "trop ancien"),
        (("proposer", "RNCP35697", "U2", "4", *ARTICLE, "--par", " "), "--par : à dire"),
        (("proposer", "RNCP35697", "U31", "5", *ARTICLE, "--par", "Paul Diallo"), "attend une seconde lecture"),
        (("confirmer", "RNCP35697", "U31", "6", "--par", "MOREL Jeanne"), "une autre personne"),
        (("confirmer", "RNCP35697", "U31", "5", "--par", "Paul Diallo"), "n'est pas la valeur de la première lecture"),
        (("confirmer", "RNCP35697", "U2", "4", "--par", "Paul Diallo"), "personne ne l'a encore lu"),
    ],
)
def test_what_could_not_be_a_reading_is_refused_and_changes_nothing(
    run: Run, tmp_path: Path, typed: tuple[str, ...], said: str
) -> None:
    read = run("texte", "proposer", "RNCP35697", "U31", "6", *ARTICLE, "--par", "Jeanne Morel", "--textes", tmp_path)
    assert read.exit_code == 0
    before = (tmp_path / "RNCP35697.yaml").read_bytes()
    refused = run("texte", *typed, "--textes", tmp_path)
    assert refused.exit_code == 2, refused.output
    assert said in flat(refused.output)
    assert (tmp_path / "RNCP35697.yaml").read_bytes() == before


def test_a_text_later_than_the_session_does_not_govern_it(run: Run, tmp_path: Path) -> None:
    both(run, tmp_path, "U2", "6")
    rules = charger("RNCP35697").at(2026)
    one = candidate(rules, "10", U2="7,5", U31="12")
    assert str(decide(with_readings(rules, tmp_path), one).decision) == "ajourne"
    path = tmp_path / "RNCP35697.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2020-12-09", "2027-01-02"), encoding="utf-8")
    assert with_readings(rules, tmp_path) is rules


def test_a_file_where_one_person_confirmed_herself_is_refused(run: Run, tmp_path: Path) -> None:
    both(run, tmp_path, "U2", "5")
    path = tmp_path / "RNCP35697.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Paul Diallo", "jeanne MOREL"), encoding="utf-8")
    with pytest.raises(InvalidInput, match="la même personne"):
        read_readings(tmp_path, "RNCP35697")


def test_a_confirmed_number_holds_until_a_second_person_reads_the_new_one(run: Run, tmp_path: Path) -> None:
    def held() -> str:
        return with_readings(charger("RNCP35697").at(2026), tmp_path).parameters["coefficient_U31"].text

    both(run, tmp_path, "U31", "6")
    assert held() == "6"
    where = ("--textes", tmp_path)
    anew = run("texte", "proposer", "RNCP35697", "U31", "5", *ARTICLE, "--par", "Paul Diallo", *where)
    assert anew.exit_code == 0, anew.output
    assert "Jusque-là, 6, lu par Jeanne Morel et confirmé par Paul Diallo, reste la valeur prise." in flat(anew.output)
    assert held() == "6"
    listed = flat(run("texte", "lister", "RNCP35697", *where).output)
    assert "nouvelle lecture" in listed
    assert run("texte", "confirmer", "RNCP35697", "U31", "5", "--par", "Paul Diallo", *where).exit_code == 2
    taken = run("texte", "proposer", "RNCP35697", "U31", "4", *ARTICLE, "--par", "Ana Roy", *where)
    assert "Paul Diallo a déjà lu ce nombre (5)" in flat(taken.output)
    assert held() == "6"
    assert run("texte", "confirmer", "RNCP35697", "U31", "5", "--par", "Jeanne Morel", *where).exit_code == 0
    assert held() == "5"
    assert read_readings(tmp_path, "RNCP35697")["coefficient_U31"].nouvelle is None


def test_a_folder_of_numbers_that_is_not_there_is_refused_and_the_first_reading_makes_it(
    run: Run, tmp_path: Path
) -> None:
    missing, file = tmp_path / "absent", tmp_path / "liste.csv"
    file.write_text(LISTE, encoding="utf-8")
    read = ("texte", "proposer", "RNCP35697", "U31", "6", *ARTICLE, "--par", "Jeanne Morel", "--textes")
    decide_it = ("expliquer", file, "--candidat", "1", "--reglement", "RNCP35697", "--textes")
    for asked in (("texte", "lister", "RNCP35697", "--textes"), decide_it):
        refused = run(*asked, missing)
        assert refused.exit_code == 2, refused.output
        assert "n'existe pas" in flat(refused.output)
    for asked in (("texte", "lister", "RNCP35697", "--textes"), decide_it, read):
        refused = run(*asked, file)
        assert refused.exit_code == 2, refused.output
        assert "est un fichier" in flat(refused.output)
    assert run(*read, missing).exit_code == 0
    assert run("texte", "lister", "RNCP35697", "--textes", missing).exit_code == 0
