"""Which papers are due, what each needs, what the others than the relevé say."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from laureat.deliberation.explain import Explanation
from laureat.deliberation.outcome import Candidate
from laureat.documents import attestation, certificat, deposit, diplome, papers, seance, seance_lists, seance_rows
from laureat.documents.infos import Infos
from laureat.vocabulary import Decision
from support.deposits import content_of, written

Told = Callable[..., Explanation]


def names(bench: Any, told: Explanation) -> list[str]:
    return [kind.name for kind in papers.due(bench.context, told)]


def test_each_candidate_gets_the_papers_that_are_due(bench: Any, told: Told) -> None:
    assert names(bench, told()) == ["releve", "diplome"]
    assert names(bench, told(mark="9")) == ["releve", "certificat"]
    assert names(bench, told(mark="9", cells={"U11": "12"})) == ["releve", "attestation", "certificat"]
    assert names(bench, told(mark="5")) == ["releve"]
    assert names(bench, told(cells={"U11": "AB"})) == ["releve", "attestation"]


def test_what_is_missing_is_named(bench: Any, told: Told) -> None:
    unsigned = replace(bench.context, infos=Infos({"academie": "Lyon", "autorite": "Le recteur", "lieu": "Lyon"}))
    nobody = told(identite={"nom": "Martin", "prenom": "Léo"})
    found = papers.missing(papers.DIPLOME, unsigned, nobody.candidate)
    assert found[0].startswith("signataire.nom (")
    assert found[-1] == "date de naissance"
    assert papers.missing(papers.RELEVE, bench.context, nobody.candidate) == []


@pytest.mark.parametrize(("here", "lacks"), [("nom", "prénom"), ("prenom", "nom")])
def test_whoever_has_one_name_at_the_civil_status_has_every_paper_once_that_is_said(
    bench: Any, told: Told, here: str, lacks: str
) -> None:
    alone = {here: "Sukarno", "date_naissance": "14/03/2008"}
    for kind in papers.KINDS:
        (wanted,) = papers.missing(kind, bench.context, told(identite=alone).candidate)
        assert wanted.startswith(f"{lacks} (si l'état civil n'en donne pas, le dire")
        assert papers.missing(kind, bench.context, told(identite=alone | {"nom_seul": "oui"}).candidate) == []
    paper = told(identite=alone | {"nom_seul": "oui"})
    assert [
        line for line in papers.RELEVE.content(bench.context, paper)["identite"] if line[0] in ("Nom", "Prénom")
    ] == [["Nom" if here == "nom" else "Prénom", "Sukarno"]]
    attested = papers.RELEVE.facts(bench.context, paper)
    assert attested["candidat"].keys() == {"numero", here, "date_naissance"}
    line = deposit.line("A" * 16, "releve", "Relevé de notes", attested, specimen=False)
    lines = [written(0)[0], line, deposit.footer([deposit.leaf(line)])]
    assert deposit.read_deposit("codes.jsonl", content_of(lines)).lines == (line,)
    nobody = papers.missing(papers.RELEVE, bench.context, told(identite={"nom_seul": "oui"}).candidate)
    assert nobody == ["nom", "prénom"]


def test_the_diploma_says_title_option_mention_session_and_its_arrete(bench: Any, told: Told) -> None:
    answer = told(mark="14", option="RSP", cells={"UF_MOB": "13"})
    paper = diplome.content(bench.context, answer)
    assert paper["nomme"] == "Baccalauréat professionnel"
    assert paper["specialite"] == "Technicien en réalisation de produits mécaniques"
    assert paper["option"] == "réalisation et suivi de productions"
    assert paper["mention"] == "mention bien"
    assert paper["session"] == "Session 2026"
    assert any("l’arrêté du 9 décembre 2020" in text for text in paper["visas"])
    assert paper["facultatives"] == "Mobilité"
    assert "grade universitaire de bachelier" in paper["grade"]


def test_the_diploma_and_the_attestation_carry_no_mark(bench: Any, told: Told) -> None:
    admitted, failed = told(mark="13,5"), told(mark="9", cells={"U11": "13,5"})
    shown = [
        diplome.content(bench.context, admitted),
        diplome.facts(bench.context, admitted),
        attestation.content(bench.context, failed),
        attestation.facts(bench.context, failed),
    ]
    assert not any("13,5" in str(paper) or "13.5" in str(paper) for paper in shown)


def test_the_attestation_gives_competences_levels_and_origin_from_the_sheet(bench: Any, told: Told) -> None:
    answer = told(mark="9", cells={"U4": "VA", "U7": "15", "U12": "DI"})
    blocs = {b["code"]: b for b in attestation.content(bench.context, answer)["blocs"]}
    assert list(blocs) == ["RNCP35697BC08", "RNCP35697BC12"]
    language, sport = blocs.values()
    assert language["niveau"] == "Niveau B1+ du CECRL"
    assert language["langue"] == "anglais"
    assert language["origine"] == "Validation des acquis de l’expérience"
    assert "S’exprimer oralement en continu" in language["competences"]
    assert sport["niveau"].startswith("Niveau 4 du référentiel")
    assert len(sport["competences"]) == 5


def test_the_certificate_cites_its_article(bench: Any, told: Told) -> None:
    answer = told(mark="9")
    paper = certificat.content(bench.context, "certificat", answer)
    assert "D337-87" in " ".join(paper["visas"])
    assert "présentée" in paper["phrase"]


# --- the session ----------------------------------------------------------------------------------------------------


@pytest.fixture
def rows(told: Told) -> list[seance_rows.Row]:
    """An admitted, a homonym, a failed one, a doubtful one, and one whose file is under instruction."""
    doubtful = told("0004", mark="9", cells={"U2": "11", "U31": "10", "U11": "8", "U51": "7"})
    answers = [told("0001"), told("0002", mark="14"), told("0003", mark="8,5"), doubtful, told("0005")]
    return [seance_rows.row(a.candidate, a.outcome, withheld=a.candidate.numero == "0005") for a in answers]


def test_the_minutes_prove_who_sat(bench: Any, rows: list[seance_rows.Row]) -> None:
    jury = seance.proces_verbal(bench.context, rows)["jury"]
    assert [member["nom"] for member in jury][:2] == ["Nadia Haddad-Lévêque", "Jean Petit"]
    remote = next(member for member in jury if member["nom"] == "Léa Moreau")
    assert (remote["presence"], "distance" in remote) == ("à distance", False)
    assert {member["college"] for member in jury} == {"enseignant", "employeur", "salarié"}
    assert all(member["secteur"] and member["qualite"] for member in jury)


def test_the_minutes_name_rules_counts_and_hypotheses(bench: Any, rows: list[seance_rows.Row]) -> None:
    paper = seance.proces_verbal(bench.context, rows)
    assert ["Empreinte de ce qui décide\u00a0: règles et nombres (SHA-256)", "a3f1" * 16] in paper["regles_detail"]
    assert ["Édition", "2026-11"] in paper["regles_detail"]
    assert ["Admis", "2"] in paper["effectifs"]
    assert ["Résultats réservés", "1"] in paper["effectifs"]
    assert [line[1:3] for line in paper["hypotheses"]] == [["4", "3 à 6"], ["6", "4 à 8"], ["2", "1 à 4"]]
    assert paper["provisoire"].startswith("PROVISOIRE")
    assert "1 résultat dépend" in paper["certitude"].replace("\u00a0", " ")


def test_the_minutes_withhold_what_a_fraud_file_blocks(bench: Any, rows: list[seance_rows.Row]) -> None:
    lines = {line["numero"]: line for line in seance.proces_verbal(bench.context, rows)["lignes"]}
    assert "fraude" in lines["0005"]["decision"]
    assert lines["0005"]["moyenne"] == ""
    data = {d["numero"]: d for d in seance.proces_verbal_facts(bench.context, rows)["decisions"]}
    assert data["0005"] == {"numero": "0005", "decision": "reserve"}


def test_the_display_list_shows_those_admitted_and_neither_mark_nor_mention(
    bench: Any, rows: list[seance_rows.Row]
) -> None:
    paper = seance_lists.resultats(bench.context, rows)
    assert [line[0] for line in paper["lignes"]] == ["0001", "0002"]
    shown = str({key: value for key, value in paper.items() if key != "note"})
    assert "mention" not in shown
    assert "12,5" not in shown
    assert paper["provisoire"] == ""


def test_an_admission_that_may_change_is_displayed_as_provisional(bench: Any, rows: list[seance_rows.Row]) -> None:
    doubtful = replace(rows[0], certitude="depend_de:U31")
    paper = seance_lists.resultats(bench.context, [doubtful, rows[1]])
    assert paper["provisoire"]
    assert [line[4] for line in paper["lignes"]] == ["résultat provisoire", ""]


def test_homonyms_are_told_apart_by_their_number(bench: Any, rows: list[seance_rows.Row]) -> None:
    lines = seance_lists.emargement(bench.context, list(reversed(rows)))["lignes"]
    assert [line[0] for line in lines] == ["0001", "0002", "0003", "0004", "0005"]
    assert len({tuple(line) for line in lines}) == 5


def test_papers_of_the_session_say_what_they_lack(bench: Any) -> None:
    assert papers.missing_for_session("proces_verbal", bench.context) == []
    without = replace(bench.context, jury=())
    assert papers.missing_for_session("proces_verbal", without) == ["le jury (--jury)"]
    assert papers.missing_for_session("resultats", without) == []


def test_a_decision_has_words_for_every_case() -> None:
    assert all(decision.label for decision in Decision)


def test_the_minutes_carry_two_digests_and_tell_homonyms_apart(bench: Any, rows: list[seance_rows.Row]) -> None:
    paper = seance.proces_verbal(bench.context, rows)
    digests = [value for label, value in paper["regles_detail"] if label.startswith("Empreinte de ce qui")]
    assert digests == ["a3f1" * 16, "5d2e" * 16]
    assert all(line["naissance"] == "14/03/2008" and line["prenom"] for line in paper["lignes"])


def test_a_displayed_list_shows_a_birth_date_to_homonyms_only(bench: Any, rows: list[seance_rows.Row]) -> None:
    other = replace(rows[1], nom="Petit", numero="0009")
    lines = seance_lists.resultats(bench.context, [*rows[:2], other])["lignes"]
    assert {line[0]: line[3] for line in lines} == {"0001": "14/03/2008", "0002": "14/03/2008", "0009": ""}


def test_women_of_the_jury_are_named_as_such(bench: Any, rows: list[seance_rows.Row]) -> None:
    paper = seance.proces_verbal(bench.context, rows)
    jury = {member["nom"]: (member["fonction"], member["qualite"], member["presence"]) for member in paper["jury"]}
    assert jury["Nadia Haddad-Lévêque"] == ("présidente", "enseignante-chercheuse", "en salle")
    assert jury["Šárka Novák"] == ("membre", "salariée", "absente")
    assert jury["Amadou Diallo"] == ("membre", "employeur", "en salle")
    assert paper["signature_president"]["autorite"] == "La présidente du jury"
    other = replace(bench.context, infos=Infos({**bench.context.infos.values, "president.nom": "Jean Petit"}))
    assert seance.proces_verbal(other, rows)["signature_president"]["autorite"] == "Le président du jury"


def test_section_europeenne_is_printed_only_from_a_recorded_decision(bench: Any, told: Told) -> None:
    with_it, without = told(declare={"section_europeenne": True}), told(cells={"U4": "18"})
    for kind in (papers.DIPLOME, papers.RELEVE):
        (shown,) = kind.content(bench.context, with_it)["indications"]
        assert shown.startswith("section européenne")
        assert "(lu en partie)" in shown
        assert kind.content(bench.context, without)["indications"] == []


def test_the_releve_says_on_its_first_page_when_the_jury_deliberated(bench: Any, told: Told) -> None:
    assert papers.RELEVE.content(bench.context, told())["delibere"] == "Délibération du 3\u00a0juillet\u00a02026"
    assert "deliberation.date" in papers.RELEVE.settings


def test_who_opposes_the_public_list_is_not_displayed(bench: Any, rows: list[seance_rows.Row]) -> None:
    opposed = [replace(rows[0], listed=False), *rows[1:]]
    assert [line[0] for line in seance_lists.resultats(bench.context, opposed)["lignes"]] == ["0002"]
    assert [row.numero for row in seance_rows.on_public_list(opposed)] == ["0002"]
    for said, listed in (("non", False), ("oui", True), ("", True), ("peut-être", False)):
        candidate = Candidate("1", None, {}, {}, autres={"Liste publique": said})
        assert seance_rows.row(candidate, None).listed is listed


def test_the_minutes_cite_the_text_of_an_exception_and_why_members_sit_again(
    bench: Any, rows: list[seance_rows.Row]
) -> None:
    context = replace(bench.context, returning="seul professionnel habilité de l'académie")
    paper = seance.proces_verbal(context, [replace(rows[0], exception="CE D334-33"), *rows[1:]])
    assert "par exception (CE D334-33)" in paper["lignes"][0]["decision"].replace("\u00a0", " ")
    assert any(label == "Membres ayant déjà siégé" and "habilité" in str(value) for label, value in paper["identite"])
