"""What the relevé says."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.deliberation.explain import Explanation
from laureat.documents import releve
from laureat.vocabulary import Decision

Told = Callable[..., Explanation]


def say(bench: Any, told: Explanation) -> dict[str, Any]:
    return releve.content(bench.context, told)


def line(paper: dict[str, Any], unit: str) -> dict[str, Any]:
    return next(row for row in (*paper["unites"], *paper["facultatives"]) if row["unite"] == unit)


def test_each_status_has_its_own_words(bench: Any, told: Told) -> None:
    cells = {"U11": "B11,5@2023", "U7": "DI", "U4": "VA", "U6": "AJ", "U2": "NU"}
    paper = say(bench, told(cells=cells))
    words = {unit: line(paper, unit)["dit"] for unit in ("U11", "U7", "U4", "U6", "U2", "U12")}
    assert words == {
        "U11": "conservée, session 2023",
        "U7": "dispense",
        "U4": "validée par la VAE",
        "U6": "absence justifiée",
        "U2": "annulée pour fraude",
        "U12": "",
    }
    assert line(paper, "U7")["coefficient"] == line(paper, "U7")["points"] == ""
    assert line(paper, "U6")["note"] == "0,00"


def test_an_absence_says_so_and_gives_no_average(bench: Any, told: Told) -> None:
    paper = say(bench, told(cells={"U11": "AB"}))
    assert line(paper, "U11")["dit"] == "absence non justifiée"
    assert paper["decision"] == "diplôme non délivrable"
    assert paper["moyennes"] == []


def test_the_form_of_assessment_follows_the_category(bench: Any, told: Told) -> None:
    pupil = say(bench, told())
    alone = say(bench, told(voie="experience_3_ans"))
    assert line(pupil, "U2")["forme"] == "contrôle en cours de formation"
    assert line(alone, "U2")["forme"] == "ponctuel pratique"
    assert line(alone, "U32")["forme"] == "ponctuel oral et pratique"


def test_bonus_and_projet_show_the_points_they_bring(bench: Any, told: Told) -> None:
    paper = say(bench, told(cells={"UF_LV": "15", "UF_MOB": "9"}, projet="8,5"))
    assert line(paper, "UF LV")["points"] == "+\u202f5,00"
    assert line(paper, "UF MOB")["points"] == "+\u202f0,00"
    (projet,) = paper["annexes"]
    assert projet == {
        "titre": "Projet\u00a0: 2 fois l’écart à 10",
        "nom": "Projet",
        "note": "8,50",
        "dit": "",
        "points": "−\u202f3,00",
    }


@pytest.mark.parametrize(
    ("voie", "mark", "points"),
    [("scolaire_public", "13,50", "+\u202f7,00"), ("scolaire_prive_hors_contrat", "14,00", "+\u202f8,00")],
)
def test_a_projet_computed_from_the_livret_and_the_oral_fills_its_cell(
    bench: Any, told: Told, voie: str, mark: str, points: str
) -> None:
    paper = say(bench, told(voie=voie, declare={"projet_livret": 1300, "projet_oral": 1400}))
    (projet,) = paper["annexes"]
    assert (projet["note"], projet["dit"], projet["points"]) == (mark, "note calculée", points)
    typed = say(bench, told(projet="8,5", declare={"projet_livret": 1300, "projet_oral": 1400}))
    assert (typed["annexes"][0]["note"], typed["annexes"][0]["dit"]) == ("8,50", "")


def test_the_projet_of_an_adult_is_not_shown(bench: Any, told: Told) -> None:
    paper = say(bench, told(projet="14", voie="experience_3_ans"))
    assert paper["annexes"] == []
    assert any("projet" in text for text in paper["avertissements"])


def test_a_better_control_mark_replaces_the_first_and_both_are_shown(bench: Any, told: Told) -> None:
    cells = {"U2": "11", "U31": "11", "U32": "11", "U11": "6", "U51": "8"}
    paper = say(bench, told(mark="9,5", cells=cells, controle={"U11": "14", "U51": "7"}))
    assert line(paper, "U11")["note"] == "14,00"
    assert line(paper, "U11")["dit"] == "contrôle, au lieu de 6"
    assert line(paper, "U51")["note"] == "8,00"
    assert line(paper, "U51")["dit"] == "contrôle 7, sans effet"


@given(
    st.fixed_dictionaries({unit: st.integers(0, 40) for unit in ("U2", "U31", "U11", "U51", "U7")}),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_the_points_shown_divided_by_the_coefficients_shown_are_the_average(
    bench: Any, marks: dict[str, int], projet: int, optional: int
) -> None:
    def typed(half_points: int) -> str:
        return str(half_points / 2).replace(".", ",")

    cells = {unit: typed(mark) for unit, mark in marks.items()} | {"UF_LV": typed(optional)}
    told = bench.told(cells=cells, projet=typed(projet))
    total = say(bench, told)["total"]

    def exact(text: str) -> Fraction:
        return Fraction(text.replace(",", ".").replace("−", "-"))

    assert exact(total["points"]) / exact(total["coefficients"]) == told.outcome.first_average


def test_provisional_is_said_only_where_coefficients_may_change_the_result(bench: Any, told: Told) -> None:
    certain = say(bench, told())
    assert certain["provisoire"] == ""
    assert "quelle que soit la valeur" in certain["certitude"]
    doubtful = told(mark="9", cells={"U2": "11", "U31": "10", "U11": "8", "U51": "7"})
    assert doubtful.outcome.depends_on
    paper = say(bench, doubtful)
    assert paper["provisoire"] == "PROVISOIRE — nombres non confirmés"
    assert ", ".join(doubtful.outcome.depends_on) in paper["certitude"]


def test_nothing_is_said_of_coefficients_where_all_are_confirmed(bench: Any, told: Told) -> None:
    confirmed = replace(bench.context, synthese={**bench.context.synthese, "parametres": []})
    answer = told()
    paper = releve.content(confirmed, answer)
    assert paper["provisoire"] == paper["certitude"] == ""
    assert not paper["non_confirmes"]


@pytest.mark.parametrize(
    ("sex", "word"), [("F", "admise"), ("M", "admis"), ("", "admis(e)"), ("2", "admise"), ("1", "admis")]
)
def test_the_decision_agrees_with_the_candidate(bench: Any, told: Told, sex: str, word: str) -> None:
    answer = told(identite={"nom": "Camara", "prenom": "Dominique", "sexe": sex})
    assert answer.outcome.decision is Decision.ADMIS
    assert say(bench, answer)["decision"] == word


def test_remedies_name_the_court_the_delay_and_the_copies(bench: Any, told: Told) -> None:
    said = " ".join(f"{line['texte']} {line['article']}" for line in say(bench, told(mark="8"))["recours"])
    assert "tribunal administratif de Lyon" in said
    assert "2 mois" in said
    assert "R421-1" in said
    assert "erreur matérielle" in said
    assert "pendant 1 an" in said


def test_the_notice_of_algorithmic_processing_says_what_the_law_wants(bench: Any, told: Told) -> None:
    said = " ".join(f"{line['texte']} {line['article']}" for line in say(bench, told())["algorithme"])
    for due in ("L311-3-1", "finalité", "règles qui définissent ce traitement", "cada.fr", "examens@exemple.fr"):
        assert due in said


def test_the_explanation_is_short_and_each_sentence_has_its_article(bench: Any, told: Told) -> None:
    paper = say(bench, told(cells={"U11": "B11,5@2023", "U4": "VA"}))
    assert 1 <= len(paper["explication"]) <= 4
    assert all(step["article"] for step in (*paper["explication"], *paper["droits"]))


def test_rights_tell_what_is_kept_and_until_when(bench: Any, told: Told) -> None:
    said = " ".join(right["texte"] for right in say(bench, told(mark="8", cells={"U11": "12"}))["droits"])
    assert "jusqu’à la session 2031" in said
    assert "proposition" not in said


def test_the_decision_data_hold_the_marks_and_the_digest_of_the_rules(bench: Any, told: Told) -> None:
    answer = told(cells={"U11": "B11,5@2023"})
    facts = releve.facts(bench.context, answer)
    unit = next(u for u in facts["unites"] if u["unite"] == "U11")
    assert unit["cellule"] == "B11,5@2023"
    assert unit["origine"] == "conservee"
    assert facts["regles"]["empreinte"] == "a3f1" * 16
    assert Fraction(facts["moyenne_exacte"]) == answer.outcome.average


def test_nothing_is_told_of_a_projet_that_nobody_entered(bench: Any, told: Told) -> None:
    texts = [line["texte"] for line in say(bench, told())["explication"]]
    assert not any("demi-point" in text or "rojet," in text for text in texts), texts
