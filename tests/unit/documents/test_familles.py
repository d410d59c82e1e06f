"""Each family has its own papers and its own words, and says how surely each article was read."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import page
import pytest

from laureat.deliberation.explain import Explanation, JuryAct, explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.papiers import DES_PAPIERS, Papiers
from laureat.documents import papers, seance, seance_lists, seance_rows
from laureat.documents.context import Context
from laureat.documents.infos import template
from laureat.documents.typeset import Typesetter
from laureat.register import bundled
from laureat.register.model import CodeLibelle
from laureat.reglements import charger, construire
from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
from laureat.reglements.droit_applicable import tenus_ensemble
from laureat.reglements.specialites import bibliotheque
from laureat.vocabulary import Cell, Decision, UnitStatus, parse_cell
from support.mots_des_familles import EVERY, STATE, speaking, words_of

ISSUED = date(2026, 7, 6)
WHO = {"nom": "Nguyễn", "prenom": "Thị", "sexe": "F", "date_naissance": "14/03/1998", "lieu_naissance": "L'Haÿ"}
TITLES = {
    "cap": "CAP - Électricien",
    "bts": "BTS - Bâtiment",
    "bp": "BP - Peintre",
    "bac_pro": "BAC PRO - Photographie",
}
TP = "TP - Commercial"
CCP = [{"code": f"BC0{n}", "intitule": f"Prospecter, acte {n}", "competences": [f"Savoir {n}"]} for n in (1, 2)]


def with_words(bench: Any, code: str) -> Context:
    """The papers of a family: those of blocks on a sheet of blocks, the others on the bac pro's law."""
    if code in ("capitalisation", "titre_professionnel"):
        title = TP if code == "titre_professionnel" else "Assistant en ressources humaines"
        blocs = [Bloc(bloc["code"], bloc["intitule"]) for bloc in CCP]
        rules = reglement_de_la_fiche("RNCP36612", title, blocs, 2026).at(2026)
        fiche = {
            "numero": "RNCP36612",
            "intitule": title,
            "niveau": 5,
            "blocs": CCP,
            "certificateurs": [{"nom": "CCI FRANCE"}],
            "codes_nsf": [{"code": "315t"}],
            "dates": {"decision": "2022-07-01"},
        }
        founding = "Arrêté du 16 février 2006"
    else:
        rules, founding = bench.rules, bench.context.founding
        fiche = {**bench.context.fiche, "intitule": TITLES[code]}
    spoken = speaking(rules, code)
    synthese = {**bench.context.synthese, "reglement": fiche["numero"]}
    return replace(bench.context, rules=spoken, fiche=fiche, synthese=synthese, founding=founding)


def told_of(bench: Any, context: Context, kind: papers.Kind) -> Explanation:
    """A candidate to whom that paper is due."""
    if context.rules.reglement.famille.par_blocs:
        states = {"diplome": "VALIDE", "releve": "NON_VALIDE", "attestation": "NON_VALIDE"}[kind.name]
        cells = {"BC01": Cell(UnitStatus.VALIDE), "BC02": Cell(UnitStatus[states])}
        decision = {"diplome": Decision.ADMIS}.get(kind.name)
        if "partiel" in str(context.papiers.papiers["attestation"].decisions).casefold() and decision is None:
            decision = Decision.PARTIEL
        act = JuryAct(decision) if decision else None
        return explain(context.rules, Candidate("K1", None, cells, identite=WHO), with_changes=False, act=act)
    own = replace(bench, rules=context.rules)
    if kind.name in ("diplome", "mobilite", "releve"):
        told: Explanation = own.told(
            "K1", mark="13", cells={"UF_MOB": "12,5"}, identite=WHO, declare={"section_europeenne": True}
        )
        return told
    failed: Explanation = own.told("K1", mark="9", cells={"U11": "12", "U4": "VA", "U7": "AJ"}, identite=WHO)
    return failed


def every_paper(bench: Any, code: str) -> dict[str, dict[str, Any]]:
    """What each paper of a family says, those of the session too."""
    context = with_words(bench, code)
    kinds = [kind for kind in papers.KINDS if kind.name in context.papiers.papiers]
    told = {kind: told_of(bench, context, kind) for kind in kinds}
    for kind, answer in told.items():
        assert kind in papers.due(context, answer), (code, kind.name)
    rows = [seance_rows.row(answer.candidate, answer.outcome) for answer in told.values()]
    context = replace(context, absents="Šárka Novák")
    return {kind.name: kind.content(context, answer) for kind, answer in told.items()} | {
        "proces_verbal": seance.proces_verbal(context, rows),
        "emargement": seance_lists.emargement(context, rows),
        "resultats": seance_lists.resultats(context, rows),
    }


@pytest.mark.parametrize("code", EVERY)
def test_every_paper_of_every_family_is_archivable_and_accessible(bench: Any, code: str) -> None:
    typesetter = Typesetter()
    for name, content in every_paper(bench, code).items():
        pdf = typesetter.pdf(content, ISSUED)
        for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
            assert page.validate_pdf_bytes(pdf, profile=profile).is_compliant, (code, name)


def test_a_family_that_delivers_no_paper_has_those_of_the_session_all_the_same(bench: Any) -> None:
    """What a third party leaves out is neutral: no list or minutes speaks of a relevé, or of a diploma, it has not."""
    spoken = speaking(bench.rules, "cap")
    famille = replace(spoken.reglement.famille, papiers=Papiers(mots={"autorite_majuscule": "Le grand maître"}))
    bare = replace(spoken, reglement=replace(spoken.reglement, famille=famille))
    context, told = replace(with_words(bench, "cap"), rules=bare), bench.told("K1", mark="13", identite=WHO)
    rows = [seance_rows.row(told.candidate, told.outcome)]
    assert papers.due(context, told) == []
    assert seance_lists.resultats(context, rows)["note"].endswith("ne vaut pas notification.")
    assert seance.proces_verbal(context, rows)["regles_detail"][-1][0] == "Texte fondateur"
    settings = template(bare.reglement)
    assert 'autorite: "Le grand maître"' in settings
    assert "Académie" not in settings


@pytest.mark.parametrize("code", EVERY)
def test_no_paper_names_a_field_that_nothing_fills(code: str) -> None:
    words = words_of(code)
    for alinea in words.alineas:
        assert alinea.champs <= DES_PAPIERS | words.champs | words.mots.keys()
        assert not re.search(r"art(?:icle)?s?\.? [LRD]\d|\b[LRD]\d{3,}-", alinea.texte), "an article is a citation"


@pytest.mark.parametrize(
    ("effect", "said"),
    [(None, ""), ("2022-07-01", ""), ("2022-09-01", ", avec effet au 1er septembre 2022")],
)
def test_a_decision_of_registration_says_its_effect_where_that_is_another_day(
    bench: Any, effect: str | None, said: str
) -> None:
    context = with_words(bench, "capitalisation")
    dates = {"decision": "2022-07-01", "effet": effect}
    told = replace(context, fiche={**context.fiche, "dates": dates}).plain(context.papiers.papiers["diplome"].visas)
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in told if "portant enregistrement" in line] == [
        "Vu la décision du directeur général de France compétences du 1er juillet 2022 portant enregistrement au "
        f"répertoire national des certifications professionnelles, fiche RNCP36612{said} ;"
    ]


@pytest.mark.parametrize("code", STATE)
def test_an_article_that_was_not_read_in_force_says_so_on_every_paper(bench: Any, code: str) -> None:
    citations = {a.citation for a in words_of(code).alineas if a.citation and str(a.citation) != a.citation.article}
    assert citations
    shown = str(every_paper(bench, code)).replace("’", "'").casefold()
    for citation in citations:
        if citation.article.casefold() in shown:
            after = shown.split(citation.article.casefold())[1:]
            label = f" ({citation.reading.label.casefold()}"
            assert all(text.startswith((label, " à ", " et ", "-", ",")) or text[0].isdigit() for text in after), (
                citation
            )


@pytest.mark.parametrize(
    ("code", "titles"),
    [
        ("bac_pro", {"Relevé de notes", "Diplôme", "Attestation MobilitéPro"}),
        ("cap", {"Relevé de notes", "Diplôme", "Attestation MobilitéPro"}),
        ("bp", {"Relevé de notes", "Diplôme", "Attestation MobilitéPro"}),
        ("bts", {"Relevé de notes", "Diplôme"}),
        ("titre_professionnel", {"Relevé de décisions", "Parchemin"}),
        ("capitalisation", {"Relevé de décisions", "Parchemin"}),
    ],
)
def test_an_admitted_candidate_receives_what_the_family_delivers(bench: Any, code: str, titles: set[str]) -> None:
    context = with_words(bench, code)
    answer = told_of(bench, context, papers.DIPLOME)
    assert {kind.title(context) for kind in papers.due(context, answer)} == titles


def test_mobilite_needs_the_diploma_and_ten_at_the_optional_unit(bench: Any) -> None:
    def due(**given: Any) -> list[str]:
        return [kind.name for kind in papers.due(bench.context, bench.told(**given))]

    assert "mobilite" in due(cells={"UF_MOB": "10"})
    assert "mobilite" not in due(cells={"UF_MOB": "9,5"})
    assert "mobilite" not in due(mark="9", cells={"UF_MOB": "15"})
    assert "mobilite" not in due(cells={"UF_LV": "15"})


def test_a_certificate_of_studies_exists_where_the_family_has_one(bench: Any) -> None:
    failed: Callable[[str], list[str]] = lambda code: [  # noqa: E731
        kind.name
        for kind in papers.due(with_words(bench, code), told_of(bench, with_words(bench, code), papers.ATTESTATION))
    ]
    assert "certificat" in failed("bac_pro")
    assert not any("certificat" in failed(code) for code in ("cap", "bts", "bp"))


def test_a_titre_professionnel_speaks_of_ccp_and_of_a_livret_and_every_member_signs(bench: Any) -> None:
    said = every_paper(bench, "titre_professionnel")
    assert said["attestation"]["titre"] == "Livret de certification"
    assert said["attestation"]["tete_bloc"] == said["proces_verbal"]["tete_blocs"] == "CCP"
    assert said["proces_verbal"]["signature_president"]["autorite"] == "Les membres du jury"
    assert said["proces_verbal"]["signature_president"]["nom"] == ""
    assert said["diplome"]["nomme"] == "Titre professionnel"


@pytest.mark.parametrize("name", ["seuil_admission", "seuil_bloc", "seuil_bonus", "seuil_certificat", "seuil_mobilite",
    "poids_projet", "pivot_projet", "duree_conservation", "consultation_des_copies", "delai_de_recours",
    "silence_vaut_refus", "delai_de_la_cada"])  # fmt: skip
def test_a_number_of_the_law_that_changes_changes_on_every_paper(bench: Any, name: str) -> None:
    parameter = bench.rules.parameters[name]
    other = bench.rules.parameters.with_values({name: parameter.value + 100 if parameter.value >= 100 else 7})
    moved = replace(bench.rules, parameters=other)
    words = moved.reglement.famille.papiers
    for alinea in (a for a in words.alineas if name in a.champs):
        before, after = (
            replace(bench.context, rules=rules).said([alinea], se_presenter="présentée", **FILLED)
            for rules in (bench.rules, moved)
        )
        assert before != after


FILLED = dict.fromkeys(DES_PAPIERS - {"article", "se_presenter"}, "dit")


@pytest.mark.parametrize("nom", [nom for nom in bibliotheque() if nom != "tp_commercial"])
def test_the_papers_of_every_speciality_of_the_house_follow_from_its_own_law(bench: Any, nom: str) -> None:
    rules = charger(nom).at(charger(nom).default_session or charger(nom).last_session or 2014)
    context = replace(
        bench.context,
        rules=rules,
        fiche={"numero": nom.upper(), "intitule": rules.reglement.title, "niveau": 4},
        synthese={**bench.context.synthese, "reglement": nom, "session": rules.session},
        founding=str(rules.reglement.founding),
    )
    voie = next(v for v in rules.reglement.famille.voies if "apprenti" in v.code or "scolaire" in v.code)
    typesetter, shown = Typesetter(), set()
    for mark in ("13", "9", "4"):
        cells = {unit.code: parse_cell(mark) for unit in rules.mandatory}
        option = next(iter(rules.reglement.options), "")
        answer = explain(rules, Candidate("K1", voie, cells, option=option, identite=WHO), with_changes=False)
        for kind in papers.due(context, answer):
            assert papers.missing(kind, context, answer.candidate) == []
            pdf = typesetter.pdf(kind.content(context, answer), ISSUED)
            assert page.is_pdf_compliant_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
            shown.add(kind.name)
    assert {"releve", "diplome"} <= shown


def test_a_law_imposed_on_a_sheet_of_another_family_names_both_and_leaves_it_its_name(bench: Any) -> None:
    fiche = replace(bundled("RNCP35697"), numero="RNCP94003", intitule="BTS - Bâtiment", abrege=CodeLibelle("BTS", ""))
    law = tenus_ensemble(charger("cap_electricien"), fiche, impose="essai, C. Roy")
    [notice] = law.avis
    assert "« BTS - Bâtiment », qui relève du droit « brevet de technicien supérieur »" in notice
    assert "celui appliqué est « certificat d'aptitude professionnelle » (règlement cap_electricien)" in notice
    again = construire("cap", law.data)  # as a folder gives it back
    context = replace(bench.context, rules=again.at(2026), fiche=fiche.to_json())
    assert (context.diploma, context.speciality) == ("", "BTS - Bâtiment")
    own = tenus_ensemble(charger("cap_electricien"), replace(fiche, abrege=CodeLibelle("CAP", "")), impose="essai, R.")
    assert replace(context, rules=own.at(2026)).diploma == "Certificat d'aptitude professionnelle"
