"""A lot that cannot die: one bad name, one act awaited, one paper issued again, and all the others come out."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest

from laureat.documents import worker
from laureat.documents.glyphs import Glyphs
from laureat.documents.infos import Infos
from laureat.documents.issue import issue
from laureat.documents.order import Order
from laureat.documents.reissue import Reissue
from laureat.documents.typeset import Typesetter
from laureat.documents.typography import AsTyped
from laureat.exchange.deliberating import Request, deliberate_file
from laureat.jury.members import Jury
from laureat.register import bundled
from laureat.reglements import charger
from laureat.vocabulary import InvalidInput

UNITS = ["U2", "U31", "U32", "U11", "U12", "U33", "U34", "U4", "U51", "U52", "U6", "U7"]
PEOPLE = [("A1", "Martin", "Léo"), ("A2", "Diallo", "Awa"), ("A3", "Camara", "Ève"), ("A4", "Petit", "Zoé")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deliberated session: A3 is dispensed without a ground."""
    path = tmp_path_factory.mktemp("lots")
    with (path / "candidats.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(["numero", "voie", *UNITS, "nom", "prenom", "sexe", "date_naissance", "uai"])
        for numero, nom, prenom in PEOPLE:
            marks = ["13"] * 11 + ["DI" if numero == "A3" else "12"]
            table.writerow([numero, "scolaire_public", *marks, nom, prenom, "F", "14/03/2008", "0690001A"])
    sheet = bundled("RNCP35697")
    rules = charger("RNCP35697").at(2026)
    deliberate_file(Request(path / "candidats.csv", rules, path / "dossier", fiche=sheet.to_json() if sheet else None))
    return path / "dossier"


@pytest.fixture
def order(folder: Path, infos: Infos, jury: Jury, tmp_path: Path) -> Order:
    """All the papers of that session."""
    moment = datetime(2026, 7, 6, 9, tzinfo=UTC)
    return Order(folder, infos, date(2026, 7, 6), tmp_path / "papiers", moment, jury=jury)


def index(target: Path) -> list[dict[str, str]]:
    with (target / "index.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def text_of(path: Path) -> str:
    return " ".join("\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(path).pages).split())


def renamed(monkeypatch: pytest.MonkeyPatch, numero: str, nom: str) -> None:
    """A name of older data, which today's door would have refused."""
    explain = worker.explain

    def with_name(rules: Any, candidate: Any, **more: Any) -> Any:
        told = explain(rules, candidate, **more)
        if candidate.numero != numero:
            return told
        return replace(told, candidate=replace(candidate, identite={**candidate.identite, "nom": nom}))

    def row(candidate: Any, outcome: Any, **more: Any) -> Any:
        who = {**candidate.identite, "nom": nom} if candidate.numero == numero else candidate.identite
        return make(replace(candidate, identite=who), outcome, **more)

    make = worker.seance_rows.row
    monkeypatch.setattr(worker, "explain", with_name)
    monkeypatch.setattr(worker.seance_rows, "row", row)


@pytest.mark.parametrize(
    ("nom", "said"),
    [
        ("李小龍", "« 李 » (U+674E)"),
        ("Mar\u202etin", "U+202E"),
        ("Mar\u200btin", "U+200B"),
        ("Mar\ufffdtin", "U+FFFD"),
        ("Mar\ue000tin", "U+E000"),
        ("عمر", "U+0639"),
    ],
)
def test_a_name_that_cannot_be_printed_is_refused_by_name_and_all_the_others_come_out(
    order: Order, monkeypatch: pytest.MonkeyPatch, nom: str, said: str
) -> None:
    renamed(monkeypatch, "A2", nom)
    summary = issue(order)
    refused = [line for line in index(order.target) if line["etat"] == "refuse"]
    assert {line["numero"] for line in refused} == {"A2"}
    assert all(said in line["motif"] and "liste des candidats" in line["motif"] for line in refused)
    assert {entry.papier for entry in summary.refused} == {"Relevé de notes", "Diplôme"}
    issued = {line["numero"] for line in index(order.target) if line["etat"] == "emis"}
    assert issued == {"A1", "A4", ""}
    minutes = text_of(order.target / "session" / "proces-verbal.pdf")
    assert "A2" in minutes
    assert f"U+{ord(next(c for c in nom if c not in 'Martin')):04X}" in minutes.replace(" ", "")
    assert issue(order).issued == summary.issued, "a resume goes on"


def test_a_name_that_no_sheet_can_hold_is_refused_by_name_and_all_the_others_come_out(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed(monkeypatch, "A2", "A" * 51)
    issue(order)
    refused = [line for line in index(order.target) if line["etat"] == "refuse"]
    assert {line["numero"] for line in refused} == {"A2"}
    assert all("un mot de 51 lettres" in line["motif"] for line in refused)


def test_a_paper_that_typst_refuses_is_told_and_the_others_come_out(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Typesetter.pdf

    def failing(self: Typesetter, paper: Any, *more: Any) -> bytes:
        if paper["genre"] == "diplome" and paper["titulaire"]["numero"] == "A1":
            raise ValueError("police abîmée")
        return made(self, paper, *more)

    monkeypatch.setattr(Typesetter, "pdf", failing)
    summary = issue(order)
    assert [(entry.numero, entry.papier) for entry in summary.refused] == [("A1", "Diplôme")]
    assert "police abîmée" in summary.refused[0].motif
    assert summary.by_paper["Diplôme"] == 2
    assert summary.by_paper["Procès-verbal de délibération"] == 1


def test_a_candidate_whose_decision_awaits_an_act_gets_no_paper_and_the_index_says_which(order: Order) -> None:
    summary = issue(order)
    (entry,) = summary.reserved
    assert (entry.numero, entry.papier, entry.etat) == ("A3", "Tous les papiers", "reserve")
    assert "dispense en U7 sans son motif" in entry.motif
    assert not [path for path in order.target.rglob("*.pdf") if "A3" in path.name]
    assert "A3" not in text_of(order.target / "session" / "resultats-0690001A.pdf")
    assert "réservé" in text_of(order.target / "session" / "proces-verbal.pdf")


@pytest.mark.parametrize(
    ("reissue", "said"), [(Reissue.DUPLICATA, "DUPLICATA"), (Reissue.COPIE, "COPIE CERTIFIÉE CONFORME")]
)
def test_a_paper_issued_again_says_so_and_the_session_s_papers_are_not_made(
    order: Order, reissue: Reissue, said: str
) -> None:
    again = replace(order, reissue=reissue, only=frozenset({"A1"}))
    summary = issue(again)
    assert summary.issued == 2
    paths = sorted(path.name for path in order.target.rglob("*.pdf"))
    assert paths == [f"diplome-{reissue}-A1-martin.pdf", f"releve-{reissue}-A1-martin.pdf"]
    assert all(said in text_of(path) for path in order.target.rglob("*.pdf"))
    data = pypdf.PdfReader(next(order.target.rglob("diplome-*.pdf"))).attachments["decision.json"][0]
    assert f'"reedition": "{reissue}"' in data.decode()


def test_a_number_that_nobody_has_is_told_before_anything_is_made(order: Order) -> None:
    with pytest.raises(InvalidInput, match="A9"):
        issue(replace(order, only=frozenset({"A9", "A1"})))
    assert not order.target.exists()


def test_one_candidate_alone_leaves_the_minutes_of_all_unmade(order: Order) -> None:
    issue(replace(order, only=frozenset({"A1"})))
    assert not (order.target / "session").exists()


@pytest.fixture(scope="module")
def glyphs() -> Glyphs:
    return Typesetter().glyphs


def test_what_french_civil_status_writes_is_printed(glyphs: Glyphs) -> None:
    for name in ("Nguyễn-Šimůnek", "D'Aubigné", "O’Connor", "Þórsdóttir", "Łukasz", "Ægir", "Γιώργος", "Иван"):
        assert glyphs.unprintable(name) == ()


def test_letters_typed_in_two_pieces_are_one(glyphs: Glyphs) -> None:
    assert glyphs.unprintable("E\u0301va") == ()


def test_a_mark_that_no_font_sets_on_its_letter_is_refused_with_it_and_lists_spell_both(glyphs: Glyphs) -> None:
    assert glyphs.prints("R")
    assert glyphs.prints("\u0325")
    paper = {"titulaire": {"nom": AsTyped("MaR\u0325tin")}}
    assert "« R\u0325 » (U+0052 U+0325), que les papiers n'impriment pas" in glyphs.refused(paper)
    assert glyphs.spelled(paper, typed=True)["titulaire"]["nom"] == "Ma[U+0052 U+0325]tin"


def test_prose_of_a_sheet_is_mended_and_never_refuses_a_paper(glyphs: Glyphs) -> None:
    paper = {"portee": "un\ue000point 李", "titulaire": {"nom": AsTyped("Martin")}}
    assert glyphs.refused(paper) == ""
    assert glyphs.spelled(paper)["portee"] == "un point [U+674E]"
