"""Papers of a certification acquired block by block, with titles as long as the register has them."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import page
import pypdf
import pytest

from laureat.deliberation.explain import Explanation, explain
from laureat.deliberation.outcome import Candidate
from laureat.documents import papers
from laureat.documents.context import Context
from laureat.documents.typeset import Typesetter
from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
from laureat.vocabulary import Cell, UnitStatus

SHEET = "RNCP99999"
TITLE = "TP - Technicien supérieur de maintenance et d'exploitation climatique"
TITLES = ("Étudier, préparer et conduire l'exploitation d'équipements d'énergie", "Maintenir", "Conseiller l'usager")


@pytest.fixture
def context(bench: Any) -> Context:
    """The papers of that certification."""
    blocs = [
        {"code": f"{SHEET}BC{n:02d}", "intitule": title, "competences": [f"Savoir faire n° {n}"], "facultatif": n == 3}
        for n, title in enumerate(TITLES, 1)
    ]
    fiche = {"numero": SHEET, "intitule": TITLE, "niveau": 5, "certificateurs": [], "blocs": blocs}
    synthese = {**bench.context.synthese, "reglement": SHEET, "parametres": []}
    return replace(bench.context, fiche=fiche, synthese=synthese, kind="capitalisation", options={})


def told(context: Context, **cells: Cell) -> Explanation:
    blocs = [Bloc(bloc["code"], bloc["intitule"], bloc["facultatif"]) for bloc in context.fiche["blocs"]]
    rules = reglement_de_la_fiche(SHEET, TITLE, blocs, 2026).at(2026)
    who = {"nom": "Nguyễn", "prenom": "Thị", "sexe": "F", "date_naissance": "14/03/1998"}
    return explain(rules, Candidate("K1", None, cells, identite=who), with_changes=False)


def test_a_releve_by_blocks_has_results_and_neither_form_nor_coefficient(context: Context) -> None:
    answer = told(context, BC01=Cell(UnitStatus.VALIDE, session=2024), BC02=Cell(UnitStatus.NON_VALIDE))
    paper = papers.RELEVE.content(context, answer)
    assert [row["dit"] for row in paper["unites"]] == ["VALIDÉ (2024)", "NON VALIDÉ"]
    assert not paper["avec_formes"]
    assert not paper["avec_coefficients"]
    assert paper["moyenne"] == ""
    assert paper["diplome"] == "Titre professionnel"
    assert [kind.name for kind in papers.due(answer.outcome)] == ["releve", "attestation"]


def test_a_diploma_by_blocks_confers_no_grade_and_cites_no_article_of_the_bac_pro(context: Context) -> None:
    answer = told(context, BC01=Cell(UnitStatus.VALIDE), BC02=Cell(UnitStatus.VALIDE_VAE))
    paper = papers.DIPLOME.content(context, answer)
    assert paper["grade"] == ""
    assert paper["niveau"].startswith("Certification de niveau 5")
    assert "D337" not in str(paper)


def test_they_are_accessible_and_archivable(context: Context) -> None:
    typesetter = Typesetter()
    failed = told(context, BC01=Cell(UnitStatus.NOTE, 1250), BC02=Cell(UnitStatus.ABSENT))
    admitted = told(context, BC01=Cell(UnitStatus.VALIDE), BC02=Cell(UnitStatus.DISPENSE))
    for kind, answer in ((papers.RELEVE, failed), (papers.ATTESTATION, failed), (papers.DIPLOME, admitted)):
        pdf = typesetter.pdf(kind.content(context, answer), date(2026, 7, 6))
        assert page.is_pdf_compliant_bytes(pdf, profile=page.ValidationProfile.PDF_A_3A)
        assert page.is_pdf_compliant_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
        text = " ".join(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
        assert "exploitation climatique" in text
