"""The mode of each category, derived from the sentences of a block in whatever order and words they come."""

import pytest

from laureat.register import ModeEvaluation, Modes
from laureat.register.modes import derive

CCF = ModeEvaluation("ccf")
UNKNOWN = ModeEvaluation("non_precise")


def ponctuel(*natures: str, duree: str | None = None) -> ModeEvaluation:
    return ModeEvaluation("ponctuel", natures, duree)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Scolaires (établissements publics ou privés sous contrat), Apprentis (CFA ou sections d’apprentissage"
            " habilités), Formation professionnelle continue dans les établissements publics habilités : CCF 2"
            " situations d’évaluation\nFormation professionnelle continue (établissements publics habilités à pratiquer"
            " l’intégralité du CCF) : CCF\nScolaires (établissements privés hors contrat), Apprentis (CFA non"
            " habilités), Formation professionnelle continue (établissement privé), Au titre de leur expérience"
            " professionnelle, Enseignement à distance : Ponctuel écrit 4h",
            Modes(CCF, ponctuel("écrit", duree="4h"), CCF),
        ),
        (
            "Formation professionnelle continue (établissements publics habilités à pratiquer intégralement le CCF) :"
            " CCF",
            Modes(None, None, CCF),
        ),
        (
            "Enseignement à distance. Candidats justifiant de trois années d'activité professionnelle : ponctuel oral"
            " (20 min). VOIE SCOLAIRE DANS UN ÉTABLISSEMENT PUBLIC OU PRIVÉ SOUS CONTRAT : CONTRÔLE EN COURS DE"
            " FORMATION",
            Modes(CCF, ponctuel("oral", duree="20 min"), None),
        ),
        (
            "CCF : voie scolaire dans un établissement public ou privé sous contrat ; CFA habilité."
            " Épreuve ponctuelle pratique et orale : voie scolaire hors contrat, CFA non habilité",
            Modes(CCF, ponctuel("pratique", "oral"), None),
        ),
        (
            "Voie scolaire (établissement privé hors contrat ou sous contrat), à distance au CNED : ponctuel écrit",
            Modes(ponctuel("écrit"), ponctuel("écrit"), None),
        ),
        (
            "Voie scolaire dans un établissement public, CFA habilité ou non habilité : ponctuel écrit",
            Modes(ponctuel("écrit"), ponctuel("écrit"), None),
        ),
    ],
)
def test_the_sentences_are_understood(text: str, expected: Modes) -> None:
    assert derive(text) == (expected, ())


@pytest.mark.parametrize(
    "words",
    [
        "habilités à pratiquer le CCF",
        "habilité à pratiquer le contrôle en cours de formation",
        "habilités à pratiquer le CCF pour ce BTS",
        "habilités à pratiquer l'intégralité du CCF pour ce diplôme",
        "habilités au CCF intégral pour cette spécialité",
        "habilités pour le contrôle en cours de formation (CCF)",
    ],
)
def test_public_continuing_training_entitled_to_the_ccf_is_category_c(words: str) -> None:
    text = (
        "Scolaires (établissements publics ou privés sous contrat), Formation professionnelle continue (établissements"
        " publics habilités). Ponctuelle orale\n"
        f"Formation professionnelle continue (établissements publics {words}). CCF\n"
        "Apprentis (CFA non habilités), Formation professionnelle continue (établissements non habilités)."
        " Ponctuelle écrite"
    )
    assert derive(text) == (Modes(ponctuel("oral"), ponctuel("écrit"), CCF), ())


A = "Voie scolaire dans un établissement public ou privé sous contrat, CFA habilité : CCF"
B = "Voie scolaire hors contrat, enseignement à distance : Ponctuel pratique"
C = "formation professionnelle continue dans un établissement public habilité au CCF intégral"


@pytest.mark.parametrize(
    "text",
    [
        f"Catégorie A : {A}\nCatégorie B : {B}\nCatégorie C : {C} : CCF",
        f"Catégorie C : {C} : CCF\nCATÉGORIE A - {A}\nCatégorie B. {B}",
        f"{A} (catégorie A)\n{B} (catégorie B)\n{C} (catégorie C) : CCF",
        f"{A}\n{B}\nCatégorie C : {C}.",
        f"{A}\n{B}\n{C}",
    ],
)
def test_the_label_of_a_category_belongs_to_no_sentence_and_the_whole_ccf_needs_no_mode(text: str) -> None:
    assert derive(text) == (Modes(CCF, ponctuel("pratique"), CCF), ())


def test_a_word_that_is_not_understood_leaves_its_categories_open_and_is_given_back() -> None:
    modes, strange = derive(
        "Voie scolaire dans un établissement public ou privé sous contrat : grand oral avec dossier."
        " Enseignement à distance : ponctuel oral"
    )
    assert modes == Modes(UNKNOWN, ponctuel("oral"), None)
    assert strange == ("Voie scolaire dans un établissement public ou privé sous contrat : grand oral avec dossier",)


def test_two_modes_for_the_same_category_are_no_mode() -> None:
    modes, strange = derive(
        "Voie scolaire dans un établissement public : CCF. CFA habilité : ponctuel écrit."
        " Enseignement à distance : ponctuel oral"
    )
    assert modes == Modes(UNKNOWN, ponctuel("oral"), None)
    assert strange == ("CFA habilité : ponctuel écrit",)


def test_populations_without_a_mode_are_given_back() -> None:
    modes, strange = derive("Voie scolaire sous contrat : CCF. CFA non habilité, enseignement à distance.")
    assert modes == Modes(CCF, UNKNOWN, None)
    assert strange == ("CFA non habilité, enseignement à distance",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mise en situation professionnelle devant un jury.",
        "Le jury du titre est habilité par le ministère. Entretien technique : 30 min",
        "Étude de cas, soutenance orale.",
    ],
)
def test_a_text_without_categories_is_not_for_these_rules(text: str) -> None:
    assert derive(text) == (None, ())
