"""Rules in order, and the parameters that they read: a toy law of two cakes."""

import pytest

from laureat.rules import (
    Parameter,
    Parameters,
    ParameterStatus,
    Ruleset,
    Value,
    Weight,
    calcul,
    cas,
    constat,
    et,
    maximum,
    minimum,
    non,
    ou,
    si,
    somme,
)
from laureat.rules.parameter import TRIAL
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

CITATION = Citation("Livre des gâteaux, art. 1", Reading.LU)


@calcul("G-1", CITATION, neutral=0)
def sucre(parts):
    """Le sucre est la somme des parts."""
    return somme(parts)


@cas("verdict", "bon", "G-2", CITATION)
def assez_sucre(sucre, p):
    """Un gâteau assez sucré est bon."""
    return sucre >= p.seuil


@cas("verdict", "passable", "G-3", CITATION, since=2020)
def un_peu_sucre(sucre):
    """Depuis 2020, un gâteau un peu sucré est passable."""
    return sucre > 0


@constat("G-4", CITATION, "la part {unite} est négative", Weight.REFUSAL)
def part_negative(parts):
    """Une part n'est pas négative."""
    return {str(i): part < 0 for i, part in enumerate(parts)}


@calcul("G-5", CITATION, neutral=False)
def reste(sucre):
    """Un gâteau peu sucré se mange encore.

    Phrase (sucre) : Il reste {sucre} parts.

    Phrase : Il ne reste rien.
    """
    return sucre >= 0


@calcul("G-6", CITATION, neutral=False)
def reste_le_soir(sucre):
    """Le soir aussi.

    Phrases : celles de reste.
    """
    return sucre >= 0


LAW = Ruleset((sucre, assez_sucre, un_peu_sucre), {"verdict": "fade"})


def numbers(seuil: int) -> Parameters:
    return Parameters([Parameter("seuil", seuil, "grammes", ParameterStatus.VERIFIE, CITATION)])


def verdict(parts: list[int], law: Ruleset = LAW, seuil: int = 10) -> str:
    return law.evaluate({"parts": parts, "p": numbers(seuil).values_only})["verdict"]


def test_the_first_case_that_holds_is_the_issue() -> None:
    assert [verdict([n]) for n in (0, 5, 10)] == ["fade", "passable", "bon"]


def test_a_session_has_the_rules_of_its_time() -> None:
    assert [verdict([5], LAW.at(session)) for session in (2019, 2020)] == ["fade", "passable"]


def test_what_is_given_wins_over_the_rule() -> None:
    assert LAW.evaluate({"parts": [5], "sucre": 50, "p": numbers(10).values_only})["verdict"] == "bon"


def test_a_rule_removed_leaves_its_neutral_value() -> None:
    assert verdict([50], LAW.without("G-1")) == "fade"
    assert verdict([50], LAW.without("G-2")) == "passable"


def test_a_neutral_value_may_name_another() -> None:
    law = Ruleset((sucre, assez_sucre), {"verdict": Value("sucre")})
    assert verdict([3], law) == 3
    assert verdict([30], law) == "bon"


def test_asking_fewer_cases_never_changes_the_issue() -> None:
    for parts in ([0], [5], [10], [20, 1]):
        given = {"parts": parts, "p": numbers(10).values_only}
        whole, short = LAW.evaluate(given), LAW.evaluate(given, every_case=False)
        assert whole["verdict"] == short["verdict"]
        assert set(short) <= set(whole)
        assert LAW.applied(whole) == LAW.applied(short)


def test_the_rules_applied_are_the_computations_and_the_case_that_held() -> None:
    values = LAW.evaluate({"parts": [5], "p": numbers(10).values_only})
    assert [rule.id for rule in LAW.applied(values)] == ["G-1", "G-3"]


def test_what_depends_on_a_value_is_known_near_and_far() -> None:
    assert LAW.depending_on(["parts"]) == {"sucre", "verdict"}
    assert LAW.depending_on(["p"]) == {"verdict"}


def test_the_digest_changes_with_the_rules() -> None:
    assert LAW.digest == Ruleset(LAW.rules, LAW.defaults).digest
    assert len({LAW.digest, LAW.at(2019).digest, LAW.without("G-2").digest}) == 3


def test_a_rule_without_a_text_is_refused() -> None:
    with pytest.raises(ValueError, match="docstring"):

        @calcul("G-9", CITATION, neutral=0)
        def muette(parts):
            return parts


def test_a_finding_answers_unit_by_unit() -> None:
    assert part_negative.apply({"parts": [1, -1]}) == {"0": False, "1": True}
    assert part_negative.text == "Une part n'est pas négative."
    assert part_negative.reads == ("parts",)


def test_the_few_words_are_ordinary_python_on_one_candidate() -> None:
    assert (et([]), ou([]), somme([])) == (True, False, 0)
    assert (et([True, False]), ou([True, False]), non(True), non(False)) == (False, True, False, True)
    assert (maximum(2, 3), minimum(2, 3), si(True, 1, 2), si(False, 1, 2)) == (3, 2, 1, 2)
    with pytest.raises(TypeError, match="condition"):
        si(1, 2, 3)


def test_only_a_hypothesis_has_bounds_and_they_leave_a_doubt_that_holds_its_value() -> None:
    with pytest.raises(ValueError, match="bornes"):
        Parameter("x", 1, "nombre", ParameterStatus.VERIFIE, CITATION, bounds=(0, 2))
    with pytest.raises(ValueError, match="sort de ses bornes 0 et 2"):
        Parameter("x", 3, "nombre", ParameterStatus.HYPOTHESE, CITATION, bounds=(0, 2))
    with pytest.raises(ValueError, match="laissent un doute"):
        Parameter("x", 1, "nombre", ParameterStatus.HYPOTHESE, CITATION, bounds=(1, 1))
    assert Parameter("x", 1, "nombre", ParameterStatus.HYPOTHESE, CITATION, bounds=(0, 2)).box == (0, 2)
    assert Parameter("x", 1, "nombre", ParameterStatus.VERIFIE, CITATION).box == (1, 1)


def test_a_hypothesis_without_bounds_may_be_anything_that_its_unit_allows() -> None:
    units = ("centièmes de point", "centièmes de coefficient", "sens", "nombre")
    boxes = [Parameter("x", 1, unit, ParameterStatus.HYPOTHESE, CITATION).box for unit in units]
    assert boxes == [(0, 2000), (1, 100_000), (0, 1), (0, 1000)]


def test_only_a_hypothesis_may_have_no_value_and_rules_then_do_not_see_it() -> None:
    with pytest.raises(ValueError, match="absente"):
        Parameter("x", None, "nombre", ParameterStatus.DEDUIT, CITATION)
    asked = Parameters([Parameter("x", None, "nombre", ParameterStatus.HYPOTHESE, CITATION)])
    assert asked.unknown == (asked["x"],)
    assert "x" not in asked.values_only
    assert (asked["x"].text, asked["x"].box) == ("", (0, 1000))
    with pytest.raises(ValueError, match="n'est pas connu"):
        _ = asked["x"].known


def test_dated_values_hold_for_their_sessions() -> None:
    old = Parameter("x", 1, "nombre", ParameterStatus.VERIFIE, CITATION, until=2021)
    new = Parameter("x", 2, "nombre", ParameterStatus.VERIFIE, CITATION, since=2022)
    assert [Parameters.at(session, [old, new])["x"].value for session in (2020, 2021, 2022)] == [1, 1, 2]
    with pytest.raises(ValueError, match="deux valeurs"):
        Parameters([old, new])


def test_a_replaced_value_keeps_its_status_and_widens_its_bounds() -> None:
    unsure = Parameters([Parameter("x", 4, "nombre", ParameterStatus.HYPOTHESE, CITATION, bounds=(3, 6))])
    changed = unsure.with_values({"x": 9})["x"]
    assert (changed.value, changed.bounds, changed.status) == (9, (3, 9), ParameterStatus.HYPOTHESE)
    assert unsure.hypotheses == (unsure["x"],)
    with pytest.raises(ValueError, match="inconnu"):
        unsure.replaced([Parameter("y", 1, "nombre", ParameterStatus.VERIFIE, CITATION)])


def test_a_value_tried_without_a_text_owes_nothing_to_the_text_that_was_read() -> None:
    read = Parameter("x", 10, "nombre", ParameterStatus.VERIFIE, CITATION)
    tried = read.tried(8)
    assert (tried.value, tried.bounds, tried.box) == (8, (8, 10), (8, 10))
    assert (tried.status, tried.on_trial, tried.citation) == (ParameterStatus.HYPOTHESE, True, TRIAL)
    assert read.tried(10) is read  # the text says as much
    assert not read.on_trial
    unsure = Parameter("x", 4, "nombre", ParameterStatus.HYPOTHESE, CITATION, bounds=(3, 6)).tried(9)
    assert (unsure.value, unsure.bounds, unsure.citation) == (9, (3, 9), CITATION)


def test_an_unknown_number_is_named() -> None:
    with pytest.raises(AttributeError, match="seuil_de_cuisson"):
        _ = numbers(10).values_only.seuil_de_cuisson
    assert numbers(10).values_only["seuil"] == 10


def test_hundredths_are_shown_as_decimals_and_counts_whole() -> None:
    assert Parameter("x", 250, "centièmes de coefficient", ParameterStatus.VERIFIE, CITATION).text == "2,5"
    assert Parameter("x", 5, "années", ParameterStatus.VERIFIE, CITATION).text == "5"


def test_a_rule_tells_the_sentences_of_another_and_a_name_that_is_none_is_refused() -> None:
    assert reste_le_soir.sentences == reste.sentences
    assert (reste_le_soir.text, reste_le_soir.told({"sucre": 0})) == ("Le soir aussi.", "Il ne reste rien.")
    with pytest.raises(ValueError, match="aucune règle de ce module ne se nomme rest"):

        @calcul("G-7", CITATION, neutral=False)
        def reste_la_nuit(sucre):
            """La nuit aussi.

            Phrases : celles de rest.
            """
