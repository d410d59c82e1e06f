"""What a result owes to the numbers that nobody could read: where each tips it, and which tip it together."""

from fractions import Fraction

from laureat.deliberation.candidate import decide
from laureat.deliberation.explain import explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.tipping import Tipping, exact
from laureat.reglements import construire
from laureat.reglements.capitalisation.chargeur import Bloc, reglement_de_la_fiche
from laureat.reglements.specialites import bibliotheque
from laureat.rules import ParameterStatus
from laureat.vocabulary.citations import Reading
from support.deliberations import candidate, reglement

TRPM = reglement("RNCP35697").at()


def tippings(one: Candidate) -> tuple[Tipping, ...]:
    return explain(TRPM, one, with_changes=False).tippings


def decision(one: Candidate, **coefficients: int) -> str:
    values = {f"coefficient_{code}": value for code, value in coefficients.items()}
    return str(decide(TRPM.with_parameters(TRPM.parameters.with_values(values)), one).decision)


def test_the_value_is_exact_and_says_its_average() -> None:
    one = candidate(TRPM, "10", U2="7,5", U31="12")  # 12 points up with U31; 2,5 a point of coefficient down with U2
    told = [tipping.text for tipping in tippings(one)]
    assert told[0] == "Si le coefficient de U2 dépasse 4,8, la moyenne générale passe sous 10 points : ajourné."
    assert (decision(one, U2=480), decision(one, U2=481)) == ("admis", "ajourne")


def test_the_professional_average_is_named_where_it_is_the_one() -> None:
    one = candidate(TRPM, "9", U2="9,5", U31="10,5", U32="10")  # 3 up with U31, 2 down with U2
    (tipping,) = tippings(one)
    assert tipping.average == "moyenne_professionnelle"
    assert tipping.text == (
        "Si le coefficient de U31 vaut 4 et le coefficient de U2 dépasse 4, la moyenne professionnelle passe sous "
        "10 points : ajourné."
    )
    assert (decision(one, U31=400), decision(one, U31=400, U2=401)) == ("controle", "ajourne")


def test_a_refused_candidate_may_be_admitted_from_a_value_on() -> None:
    one = candidate(TRPM, "10", U2="9", U31="10,5", U32="10")  # 3 up with U31, 4 down with U2
    told = [tipping.text for tipping in tippings(one)]
    assert told == [
        "Si le coefficient de U2 vaut au plus 3, la moyenne générale atteint 10 points : admis.",
        "Si le coefficient de U31 vaut au moins 8, la moyenne générale atteint 10 points : admis.",
    ]
    assert (decision(one, U2=301), decision(one, U2=300)) == ("ajourne", "admis")


def test_a_third_coefficient_that_only_helps_two_others_is_said_to_help_them() -> None:
    told = explain(TRPM, candidate(TRPM, "10", U2="9", U31="10,5", U32="9,5"), with_changes=False)
    assert [[number.name for number in tipping.numbers] for tipping in told.tippings] == [["U31", "U2"]]
    assert told.certainty[-1].text == "Sans effet à lui seul, mais pas avec d'autres : coefficient de U32."


UNREAD = {"valeur": "4", "lecture": "memoire", "article": "de mémoire"}


def test_where_one_number_tips_alone_no_pair_is_told_and_none_has_two_values() -> None:
    """A BTS whose coefficients nobody read: without bounds, any of them can carry the average."""
    donnees = {**reglement("bts_crsa").data}
    donnees["unites"] = [{**unite, "coefficient": UNREAD} for unite in donnees["unites"]]
    rules = construire("bts", donnees).at(2024)
    for marks in ({"U1": "9", "U4": "11"}, {"U1": "8", "U2": "12", "U4": "9"}, {"U1": "12", "U62": "9,5"}):
        told = explain(rules, candidate(rules, "10", **marks), with_changes=False).tippings
        assert told
        assert {len(tipping.numbers) for tipping in told} == {1}
        things = [(t.numbers[0].name, t.average, t.threshold, t.decision) for t in told]
        assert len(things) == len(set(things))


def test_a_pair_is_told_once_for_each_threshold_and_each_result() -> None:
    for toutes in ("9", "10", "12"):
        for mark in ("7,5", "8", "9", "12", "13"):
            told = tippings(candidate(TRPM, toutes, U2=mark, U31="12", U32="7"))
            pairs = [tipping for tipping in told if len(tipping.numbers) > 1]
            assert not pairs or pairs == list(told)
            assert len({(t.average, t.threshold, t.decision, t.mention) for t in pairs}) == len(pairs)


def test_another_number_of_the_law_says_which_average_it_moves_and_that_it_is_supposed() -> None:
    rules = reglement("cap_electricien").at(2025)
    one = candidate(rules, "14", UP1="9,5", UP2="10,5", UP3="10,5")
    told = explain(rules, one, with_changes=False)
    assert told.certainty[-1].text.endswith("» vaut au moins 1, la moyenne professionnelle atteint 10 points : admis.")
    assert told.certainty[-1].article.endswith("lecture à confirmer (hypothèse)")
    (down,) = explain(rules, candidate(rules, "14", UP1="11,5", UP2="8", UP3="9"), with_changes=False).tippings
    assert down.text.endswith("» vaut au moins 0,34, la moyenne professionnelle passe sous 10 points : ajourné.")


def test_a_number_that_is_supposed_is_never_said_to_be_deduced() -> None:
    for law in bibliotheque().values():
        for number in law.history:
            if number.status is ParameterStatus.HYPOTHESE and number.bounds:
                assert number.citation.reading in (Reading.HYPOTHESE, Reading.MEMOIRE), number.name


def test_two_that_tip_only_together_are_told_as_a_pair() -> None:
    one = candidate(TRPM, "10", U2="8", U31="12")
    (pair,) = tippings(one)
    assert [number.name for number in pair.numbers] == ["U31", "U2"]
    assert pair.text == (
        "Si le coefficient de U31 vaut 4 et le coefficient de U2 dépasse 4, la moyenne générale passe sous 10 points : "
        "ajourné."
    )
    assert {decision(one, U2=value) for value in range(300, 601, 10)} == {"admis"}
    assert (decision(one, U31=400, U2=400), decision(one, U31=400, U2=401)) == ("admis", "ajourne")


def test_no_unit_has_two_values_for_one_threshold() -> None:
    for toutes in ("8", "9", "10", "12"):
        for mark in ("6", "7,5", "9", "9,5", "11", "13"):
            told = tippings(candidate(TRPM, toutes, U2=mark, U31="12", U32="7"))
            things = [(*[n.name for n in t.numbers], t.average, t.threshold) for t in told]
            assert len(things) == len(set(things))


def test_a_value_that_no_decimal_says_is_a_fraction() -> None:
    assert exact(Fraction(480)) == "4,8"
    assert exact(Fraction(1400, 3)) == "14/3 (environ 4,667)"
    assert exact(Fraction(100)) == "1"


def test_where_only_three_coefficients_tip_it_together_the_one_that_moves_least_is_the_last() -> None:
    """Five points over 260, two at most to lose in each: U31 goes from 6 to 7 of its 4, U2 or U32 1 of their 3."""
    one = candidate(TRPM, "10", U2="9", U31="9", U32="9", U51="16", U7="12", PROJET="")
    (tipping,) = tippings(one)
    assert [(number.name, number.text) for number in tipping.numbers] == [("U2", "6"), ("U32", "4"), ("U31", "7")]
    assert (decision(one, U2=600, U32=400, U31=700), decision(one, U2=600, U32=400, U31=701)) == ("admis", "ajourne")


def test_a_threshold_that_nobody_confirmed_tips_too() -> None:
    blocs = [Bloc("RNCP37674BC01", "Produire"), Bloc("RNCP37674BC02", "Contrôler")]
    rules = reglement_de_la_fiche("RNCP37674", "Titre d'essai", blocs, 2026).at()
    one = candidate(rules, BC01="9,5", BC02="12")
    told = explain(rules, one)
    assert told.outcome.depends_on == ("seuil_bloc",)
    down, up = told.tippings
    assert (down.numbers[0].text, str(down.decision), down.rising) == ("9,5", "admis", False)
    assert (up.numbers[0].text, str(up.decision), up.rising) == ("12,01", "ajourne", True)
    assert "« note à partir de laquelle un bloc noté est validé » vaut au plus 9,5" in down.text


def test_blocks_that_change_one_after_the_other_are_told_once() -> None:
    blocs = [Bloc(f"RNCP37674BC0{rank}", f"Bloc {rank}") for rank in range(1, 6)]
    rules = reglement_de_la_fiche("RNCP37674", "Titre d'essai", blocs, 2026).at()
    told = explain(rules, candidate(rules, BC01="12", BC02="13", BC03="14", BC04="9", BC05="NV"), with_changes=False)
    assert [(t.numbers[0].text, t.rising, t.blocks_only, t.until) for t in told.tippings] == [
        ("9", False, True, None),
        ("12,01", True, True, None),
    ]
    assert all(tipping.text.endswith(" : les blocs attestés changent.") for tipping in told.tippings)


def test_a_certain_result_tips_nowhere() -> None:
    assert tippings(candidate(TRPM, "10")) == ()


def test_each_other_result_is_told_with_its_range() -> None:
    """9,5 in U32, 9 in U31, 12 in U2: the general average fails first, then the professional one."""
    one = candidate(TRPM, "10", U2="12", U31="9", U32="9,5", U7="9", PROJET="")
    assert [tipping.text for tipping in tippings(one)] == [
        "Si le coefficient de U2 est inférieur à 4, sans descendre sous 3,5, la moyenne générale passe sous "
        "10 points : épreuve de contrôle.",
        "Si le coefficient de U2 est inférieur à 3,5, la moyenne professionnelle passe sous 10 points : ajourné.",
        "Si le coefficient de U31 dépasse 6, sans dépasser 7, la moyenne générale passe sous 10 points : "
        "épreuve de contrôle.",
        "Si le coefficient de U31 dépasse 7, la moyenne professionnelle passe sous 10 points : ajourné.",
        "Si le coefficient de U32 dépasse 2, la moyenne générale passe sous 10 points : épreuve de contrôle.",
    ]
    expected = {400: "admis", 399: "controle", 350: "controle", 349: "ajourne", 300: "ajourne"}
    assert {value: decision(one, U2=value) for value in expected} == expected
    expected = {600: "admis", 601: "controle", 700: "controle", 701: "ajourne", 800: "ajourne"}
    assert {value: decision(one, U31=value) for value in expected} == expected


def test_a_certificate_that_hangs_on_coefficients_is_not_said_to_be_certain() -> None:
    one = candidate(TRPM, "10", U31="0", PROJET="")
    told = explain(TRPM, one, with_changes=False)
    assert (told.outcome.certificat, str(told.outcome.decision)) == (False, "ajourne")
    assert told.outcome.depends_on
    assert all(tipping.blocks_only and tipping.certificate for tipping in told.tippings)
    assert told.tippings[0].text.endswith("atteint 8 points : le certificat de fin d'études est dû.")
    assert told.to_json()["bascules"][0]["certificat"] == "oui"
