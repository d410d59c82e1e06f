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
from laureat.documents.infos import Infos
from laureat.documents.typeset import Typesetter
from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
from laureat.vocabulary import Cell, UnitStatus

SHEET = "RNCP99999"
TITLE = "Technicien supérieur de maintenance et d'exploitation climatique"
TITLES = ("Étudier, préparer et conduire l'exploitation d'équipements d'énergie", "Maintenir", "Conseiller l'usager")


BLOCS = [
    {"code": f"{SHEET}BC{n:02d}", "intitule": title, "competences": [f"Savoir faire n° {n}"], "facultatif": n == 3}
    for n, title in enumerate(TITLES, 1)
]


@pytest.fixture
def context(bench: Any) -> Context:
    """The papers of that certification."""
    fiche = {
        "numero": SHEET,
        "intitule": TITLE,
        "niveau": 5,
        "certificateurs": [{"nom": "CCI FRANCE"}, {"nom": "CCI FRANCE"}],
        "codes_nsf": [{"code": "227r", "libelle": "Énergie"}],
        "dates": {"decision": "2022-07-01"},
        "blocs": BLOCS,
    }
    synthese = {**bench.context.synthese, "reglement": SHEET, "parametres": []}
    blocs = [Bloc(bloc["code"], bloc["intitule"], bool(bloc["facultatif"])) for bloc in BLOCS]
    rules = reglement_de_la_fiche(SHEET, TITLE, blocs, 2026).at(2026)
    founding = "Arrêté du 16 février 2006"
    return replace(bench.context, fiche=fiche, synthese=synthese, rules=rules, founding=founding)


def told(context: Context, **cells: Cell) -> Explanation:
    who = {"nom": "Nguyễn", "prenom": "Thị", "sexe": "F", "date_naissance": "14/03/1998"}
    return explain(context.rules, Candidate("K1", None, cells, identite=who), with_changes=False)


def test_a_releve_by_blocks_has_results_and_neither_form_nor_coefficient(context: Context) -> None:
    answer = told(context, BC01=Cell(UnitStatus.VALIDE, session=2024), BC02=Cell(UnitStatus.NON_VALIDE))
    paper = papers.RELEVE.content(context, answer)
    assert [row["dit"] for row in paper["unites"]] == ["validé à la session 2024", "évalué, non validé"]
    assert not paper["avec_formes"]
    assert not paper["avec_coefficients"]
    assert paper["moyennes"] == []
    assert paper["titre"] == "Relevé de décisions"
    assert [kind.name for kind in papers.due(context, answer)] == ["releve", "attestation"]


def test_an_attestation_says_which_session_gave_a_block_and_until_when(context: Context) -> None:
    rules = context.rules
    years = replace(rules.parameters["duree_validite"], value=3)
    context = replace(context, rules=rules.with_parameters(rules.parameters.replaced([years])))
    answer = told(context, BC01=Cell(UnitStatus.VALIDE, session=2024), BC02=Cell(UnitStatus.NON_VALIDE))
    [bloc] = papers.ATTESTATION.content(context, answer)["blocs"]
    assert bloc["origine"].replace("\u00a0", " ") == "Acquis à la session 2024, valable jusqu’à la session 2027"
    [fact] = papers.ATTESTATION.facts(context, answer)["blocs"]
    assert (fact["session"], fact["valable_jusqu_a"]) == (2024, 2027)


def test_a_parchment_carries_what_france_competences_asks_of_certifiers(context: Context) -> None:
    answer = told(context, BC01=Cell(UnitStatus.VALIDE), BC02=Cell(UnitStatus.VALIDE_VAE))
    paper = papers.DIPLOME.content(context, answer)
    said = " ".join((*paper["visas"], *paper["niveau"])).replace("\u00a0", " ")
    assert paper["titre"] == "Parchemin"
    assert paper["specialite"] == TITLE.replace("'", "’")
    assert "décision du directeur général de France compétences du 1er juillet 2022" in said
    assert "fiche RNCP99999" in said
    assert "2006" not in said
    assert "Niveau 5 du cadre national" in said
    assert "niveau 5 du cadre européen" in said
    assert "227r" in said
    assert paper["certificateur"] == "CCI FRANCE"


def test_a_private_certifier_knows_neither_academie_nor_grade_nor_article_of_a_state_diploma(context: Context) -> None:
    admitted = told(context, BC01=Cell(UnitStatus.VALIDE), BC02=Cell(UnitStatus.VALIDE))
    failed = told(context, BC01=Cell(UnitStatus.VALIDE), BC02=Cell(UnitStatus.NON_VALIDE))
    assert context.infos["academie"]
    for kind, answer in ((papers.RELEVE, failed), (papers.ATTESTATION, failed), (papers.DIPLOME, admitted)):
        said = str(kind.content(context, answer))
        assert "D337" not in said
        assert "Académie" not in said
        assert "tribunal" not in said
        assert "unité" not in said.casefold()
    assert papers.DIPLOME.content(context, admitted)["grade"] == ""
    poorer = replace(context, infos=Infos({k: v for k, v in context.infos.values.items() if k != "academie"}))
    assert papers.missing(papers.DIPLOME, poorer, admitted.candidate) == []


def test_without_a_date_of_registration_the_sheet_is_cited_alone(context: Context) -> None:
    answer = told(context, BC01=Cell(UnitStatus.VALIDE), BC02=Cell(UnitStatus.VALIDE))
    undated = replace(context, fiche={**context.fiche, "dates": {}})
    assert papers.DIPLOME.content(undated, answer)["visas"][0].startswith("Vu la fiche\u00a0RNCP99999 du répertoire")


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
