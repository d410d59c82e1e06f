"""What the SI-CPF answers: reports with no, one or many elements; what is no report is refused in its place."""

from pathlib import Path

import pytest

from laureat.exchange.cpf_rapport import UNKNOWN, advice, read_reports
from laureat.vocabulary import InvalidInput

HEAD = (
    '<rapport xmlns:ns2="urn:cdc:cpf:pc5:rapport:schema"><nomFichier>d.xml</nomFichier><idFlux>f</idFlux>'
    "<idTraitement>1</idTraitement>"
)
KO = "<passage><idTechnique>{}</idTechnique><messageErreur>{}</messageErreur></passage>"


def report(folder: Path, ok: str = "", ko: str = "", name: str = "r.xml") -> Path:
    """A report; of what it accepts and refuses, identifiers between spaces."""
    refused = "".join(KO.format(one, f"refus de {one}") for one in ko.split())
    accepted = "".join(f"<idTechnique>{one}</idTechnique>" for one in ok.split())
    parts = f"<PassagesKO>{refused}</PassagesKO>" * bool(ko) + f"<PassagesOK>{accepted}</PassagesOK>" * bool(ok)
    path = folder / name
    path.write_text(f"{HEAD}{parts}</rapport>", encoding="utf-8")
    return path


@pytest.mark.parametrize(("ok", "ko"), [("", ""), ("1", ""), ("", "1"), ("1 2 3", "4 5")])
def test_a_report_is_read_whatever_it_holds(ok: str, ko: str, tmp_path: Path) -> None:
    found = read_reports([report(tmp_path, ok, ko)])
    assert found.accepted == set(ok.split())
    assert found.refused == {one: f"refus de {one}" for one in ko.split()}


def test_what_was_accepted_once_is_accepted_whatever_the_order(tmp_path: Path) -> None:
    first, second = report(tmp_path, "1", "2 3"), report(tmp_path, "2", "1", "s.xml")
    for order in ([first, second], [second, first]):
        found = read_reports(order)
        assert found.accepted == {"1", "2"}
        assert list(found.refused) == ["3"]


def test_a_passage_both_accepted_and_refused_by_one_report_is_refused(tmp_path: Path) -> None:
    assert read_reports([report(tmp_path, "1 2", "1")]).accepted == {"2"}


def test_a_root_in_a_namespace_is_a_report_too(tmp_path: Path) -> None:
    path = report(tmp_path, "1")
    text = path.read_text(encoding="utf-8").replace("<rapport", "<ns2:rapport").replace("</rapport", "</ns2:rapport")
    path.write_text(text, encoding="utf-8")
    assert read_reports([path]).accepted == {"1"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "il est vide, ou abîmé"),
        (f"{HEAD}<PassagesOK>", "r.xml, ligne 1"),
        ("<flux/>", "un compte rendu (« rapport ») est attendu ; reçu « flux »"),
        (f"{HEAD}<PassagesOK><idTechnique/></PassagesOK></rapport>", "n'a pas d'identifiant"),
        (f"{HEAD}\n<PassagesKO><passage/></PassagesKO></rapport>", "ligne 2 : ce passage n'a pas d'identifiant"),
        (f"{HEAD}<PassagesKO><passage><a:b:c/></passage></PassagesKO></rapport>", "r.xml, ligne 1"),
        ('<!DOCTYPE r [<!ENTITY a "b">]><rapport>&a;</rapport>', "DOCTYPE"),
        ('<!DOCTYPE r SYSTEM "file:///etc/passwd"><rapport/>', "DOCTYPE"),
        ("<rapport>&absente;</rapport>", "r.xml : rien n'y est lisible"),
        ("<rapport>\x01</rapport>", "XML mal formé"),
    ],
)
def test_what_is_no_report_is_refused_in_its_place(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "r.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        read_reports([path, path])
    assert said in str(refused.value)
    assert len(refused.value.problems) == 2


def test_a_report_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("laureat.exchange.cpf_rapport.LARGEST", 10)
    with pytest.raises(InvalidInput, match="10 au plus"):
        read_reports([report(tmp_path, "1")])


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Aucun titulaire ne correspond aux critères obligatoires", "nom de naissance (et non d'usage)"),
        ("Aucun titulaire ne correspond aux critères enrichis du jour et du mois de naissance", "le jour et le mois"),
        ("Aucun titulaire ne correspond aux critères de réconciliation", "code de la commune"),
        ("Plusieurs titulaires ont été identifiés", "plusieurs personnes"),
        ("Autre chose", UNKNOWN),
    ],
)
def test_each_known_refusal_has_its_advice(message: str, told: str) -> None:
    assert told in advice(message)
