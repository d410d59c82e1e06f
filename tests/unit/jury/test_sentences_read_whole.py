"""Every word of a sentence is read, or the sentence is quoted: no negation, exclusion or alternative slips by."""

import datetime as dt
from collections.abc import Callable

import pytest

from laureat.jury import Jury, examine
from laureat.jury.law import Requirement, Ruling
from laureat.jury.members import Fonction, Member, Qualite
from laureat.register import bundled
from laureat.reglements.capitalisation import jury as capitalisation
from laureat.reglements.jury import TexteDeFiche, lire_composition
from laureat.rules import ParameterValues
from laureat.vocabulary import VoieAcces

PROS = (
    Member("A", Qualite.EMPLOYEUR, Fonction.PRESIDENT),
    Member("B", Qualite.SALARIE),
    Member("C", Qualite.EMPLOYEUR),
)
TEACHERS = (
    Member("A", Qualite.ENSEIGNANT_PUBLIC, Fonction.PRESIDENT),
    Member("B", Qualite.ENSEIGNANT_PUBLIC),
    Member("C", Qualite.EMPLOYEUR),
)
PAIR = (Member("A", Qualite.EMPLOYEUR, Fonction.PRESIDENT), Member("B", Qualite.SALARIE))


def _verdicts(text: str, members: tuple[Member, ...]) -> dict[str, Ruling]:
    law = capitalisation.droit(VoieAcces.FC, dt.date(2026, 6, 1), TexteDeFiche("RNCP0", text))
    found = examine(Jury(members), law).verdicts
    return {v.regle.removeprefix("FICHE-"): v.verdict for v in found if v.regle.startswith("FICHE-")}


@pytest.mark.parametrize(
    ("text", "pros", "teachers"),
    [
        ("Le jury ne comprend pas d'enseignant.", Ruling.TIENT, Ruling.MANQUE),
        ("Deux professionnels sans formateur.", Ruling.TIENT, Ruling.MANQUE),
        ("Trois professionnels, à l'exclusion de tout formateur.", Ruling.TIENT, Ruling.MANQUE),
        ("Deux professionnels ; aucun formateur", Ruling.TIENT, Ruling.MANQUE),
        ("Le jury ne comporte aucun enseignant", Ruling.TIENT, Ruling.MANQUE),
    ],
)
def test_a_simple_exclusion_is_a_maximum_of_none(text: str, pros: Ruling, teachers: Ruling) -> None:
    assert _verdicts(text, PROS)["MAX-ENS"] is pros
    assert _verdicts(text, TEACHERS)["MAX-ENS"] is teachers


UNREAD = (
    "Trois professionnels à l'exclusion de tout salarié de l'organisme.",
    "Le jury n'est pas présidé par un enseignant.",
    "un président non formateur et deux professionnels",
    "Jury composé de 2 professionnels et 1 formateur, ou, à défaut, de 3 professionnels.",
    "Deux professionnels et un formateur. À défaut, trois professionnels.",
    "Deux professionnels (ou un professionnel et un enseignant).",
    "Jury composé d'au moins deux femmes et deux hommes.",
    "Deux professionnels ou un enseignant",
    "Un professionnel ou un enseignant et un salarié",
    "Un professionnel pour deux formateurs",
    "Au plus un tiers de formateurs.",
    "Au moins autant d'employeurs que de salariés",
    "Sont exclus : les formateurs ; les salariés",
    "Ne sont pas admis\n- les formateurs\n- les salariés",
    "Les formateurs sont bannis du jury",
    "Le jury est présidé par le maire.",
    "Le président n'est pas formateur.",
    "Deux professionnels. Toutefois, un seul suffit.",
    "Deux formateurs de remplacement",
    "Jury paritaire.",
    "Moins de deux formateurs",
    "Trois membres de la commission.",
    "Trois membres appartenant à l'organisme certificateur.",
    "Deux membres du jury sont des professionnels.",
    "Deux membres du jury au plus sont issus de l'organisme.",
    "Au moins deux des membres du jury sont extérieurs à l'organisme.",
    "Trois membres, dont deux sont des professionnels.",
    "Un président (professionnel extérieur) et deux membres (un employeur, un salarié).",
    "Outre le président, le jury comprend quatre membres.",
    "Le jury comprend à parts égales des enseignants, des employeurs et des salariés.",
    "Au moins un ou deux professionnels.",
    "Deux professionnels dont le tuteur.",
    "Deux professionnels et le tuteur.",
    "Deux professionnels et un formateur extérieurs à l'organisme.",
    "Autant de formateurs que de professionnels au moins.",
    "3/4 professionnels",
    "3 membres + le président",
    "Professionnels : 3",
    "Au moins un tiers des membres du jury, arrondi à l'unité inférieure, sont des professionnels.",
    "Un président, ou à défaut un vice-président, et deux professionnels.",
    "Le jury comprend au moins deux professionnels, sauf impossibilité dûment constatée.",
    "La présidence est assurée alternativement par un employeur et un salarié.",
)


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_not_read_whole_is_quoted_and_nothing_firm_comes_of_it(text: str) -> None:
    for members in (PROS, TEACHERS, PAIR):
        verdicts = _verdicts(text, members)
        assert Ruling.MANQUE not in verdicts.values()
        assert any(name.startswith("A-LIRE") for name in verdicts)


def test_a_presidency_told_between_commas_is_read_beside_the_exclusion_that_follows() -> None:
    text = "Le jury, présidé par un professionnel, ne comprend aucun formateur de l'organisme."
    assert _verdicts(text, TEACHERS)["PRESIDENT-PRO"] is Ruling.MANQUE
    assert _verdicts(text, PROS)["PRESIDENT-PRO"] is Ruling.TIENT
    assert _verdicts(text, PROS)["A-LIRE"] is Ruling.INDETERMINE


def test_members_who_are_listed_beside_a_president_are_counted_without_him() -> None:
    for text in ("Un président et deux professionnels.", "Un président professionnel, deux professionnels"):
        assert set(_verdicts(text, PROS).values()) == {Ruling.TIENT}
        assert _verdicts(text, PAIR)["MIN-PRO"] is Ruling.MANQUE


@pytest.mark.parametrize(
    ("share", "lawful"), [("un quart", True), ("un tiers", False), ("la moitié", False), ("trois quarts", False)]
)
def test_a_share_in_words_is_the_share_that_it_names(share: str, lawful: bool) -> None:
    one_in_four = (*TEACHERS, Member("D", Qualite.ENSEIGNANT_CFA))
    told = _verdicts(f"Au moins {share} de professionnels.", one_in_four)
    assert told == {"PART-PRO": Ruling.TIENT if lawful else Ruling.MANQUE}


def test_a_first_sentence_about_votes_takes_nothing_from_those_that_follow() -> None:
    text = "En cas d'égalité, la voix du président est prépondérante. Le jury comprend deux professionnels."
    assert _verdicts(text, PAIR) == {"MIN-PRO": Ruling.TIENT, "A-LIRE": Ruling.INDETERMINE}
    assert _verdicts(text, TEACHERS)["MIN-PRO"] is Ruling.MANQUE


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Un quart de professionnels, pour moitié employeurs", {"PART-PRO", "EGALITE"}),
        ("Un quart de professionnels, pour moitié employeurs et pour moitié salariés", {"PART-PRO", "EGALITE"}),
        ("Le jury est composé pour moitié d'employeurs et pour moitié de salariés", {"EGALITE"}),
        ("Le jury est composé par moitié de professionnels et de formateurs", {"PARITE"}),
        ("Le jury est composé à parts égales de salariés et de formateurs", {"EGALITE-SAL-ENS"}),
        ("Composition paritaire : 2 employeurs, 2 salariés", {"EGALITE", "MIN-EMPL", "MIN-SAL", "EFFECTIF"}),
        ("Jury paritaire composé d'employeurs et de salariés", {"EGALITE"}),
        ("2 à 3 professionnels dont au moins un salarié", {"MIN-PRO", "MAX-PRO", "MIN-SAL"}),
        ("2 professionnels salariés et 1 professionnel employeur", {"MIN-SAL", "MIN-EMPL", "EFFECTIF"}),
        (
            "Le jury est présidé par un professionnel et composé d'enseignants",
            {"PRESIDENT", "PRESIDENT-PRO", "MIN-ENS"},
        ),
    ],
)
def test_halves_and_qualities_are_of_those_that_the_sentence_names(text: str, rules: set[str]) -> None:
    read = lire_composition(text, "RNCP0", "FC")
    assert {rule.id.removeprefix("FICHE-") for rule in read.regles if isinstance(rule, Requirement)} == rules
    assert not read.incompris
    assert not read.partielles


@pytest.mark.parametrize(
    "text",
    [
        "Le jury est composé pour moitié de professionnels.",
        "La moitié des membres du jury sont des professionnels.",
        "Le jury comprend 50 % de professionnels.",
    ],
)
def test_a_half_of_which_no_least_is_told_holds_at_the_half_alone(text: str) -> None:
    even = (PROS[0], TEACHERS[1])
    assert set(_verdicts(text, even).values()) <= {Ruling.TIENT}
    assert _verdicts(text, PROS)["PART-JUSTE-PRO"] is Ruling.INDETERMINE
    assert Ruling.MANQUE not in _verdicts(text, PROS).values()
    assert _verdicts(text, TEACHERS)["PART-PRO"] is Ruling.MANQUE
    at_least = text.replace("moitié", "moitié au moins").replace("50 %", "au moins 50 %")
    assert set(_verdicts(at_least, PROS).values()) <= {Ruling.TIENT}


UNDERSTOOD = (
    "Le jury est composé de trois membres dont deux professionnels",
    "Deux professionnels et un formateur",
    "Le jury est présidé par un enseignant",
    "Un président, deux employeurs et deux salariés",
    "Jury composé de 50 % de professionnels",
    "Un représentant de l'organisme de certification, un référent métier maritime et un référent amiante",
    *(bundled("RNCP35697").voies_acces.FI.jury or "").replace(" :", ",").split("\n")[1:2],
)
NEGATIONS = (
    "ne n' pas non sans aucun ni sauf hormis excepté sinon soit jamais interdit exclus exclure bannis moins seul"
)
TURNS = "n'est pas|à l'exclusion de|à l'exclusion de tout|ou, à défaut,|à défaut|ou bien|hors|plutôt que"
INSERTED = (*NEGATIONS.split(), *TURNS.split("|"))


def _spoilt(sentence: str) -> list[tuple[str, str]]:
    words = sentence.split(" ")
    return [
        (word, " ".join((*words[:rank], word, *words[rank:]))) for rank in range(len(words) + 1) for word in INSERTED
    ]


@pytest.mark.parametrize("sentence", UNDERSTOOD)
def test_a_negation_or_an_alternative_anywhere_is_never_read_over(sentence: str) -> None:
    """Whatever is inserted, wherever: the sentence is quoted, or read as another rule than without it."""
    plain = {
        (rule.id, rule.bound)
        for rule in lire_composition(sentence, "RNCP0", "FC").regles
        if isinstance(rule, Requirement)
    }
    assert plain
    for word, text in _spoilt(sentence):
        read = lire_composition(text, "RNCP0", "FC")
        rules = [rule for rule in read.regles if isinstance(rule, Requirement)]
        quoted = bool(read.incompris or read.partielles)
        told = any(rule.bound == 0 and "-MAX-" in rule.id for rule in rules)
        assert quoted or told, f"« {word} » : {text} → {[rule.id for rule in rules]}"


@pytest.mark.parametrize(
    "text",
    [
        "Présidé par personne",
        "Le jury est présidé par personne.",
        "Le jury est composé de personne",
        "Un professionnel ou personne",
        "−3 membres",
        "≥ 3 membres",
        "< 3 membres",
        "±3 membres",
        "3 × 2 membres",
        "1-3 membres",
        "1–3 membres",
        "3 - 5 membres",
        "3+2 membres",
        "½ de professionnels",
        "²3 membres",
        "٣ membres",
        "0 membre",
        "0 formateur",
        "Deux présidents",
        "Trois membres au moins, cinq au plus",
        "Membres : 3",
        "Les membres",
    ],
)
def test_a_sign_or_a_number_that_no_rule_says_is_quoted_and_judges_nobody(text: str) -> None:
    read = lire_composition(text, "RNCP0", "FI")
    assert read.incompris
    assert not [rule for rule in read.regles if isinstance(rule, Requirement)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("- 3 membres", "EFFECTIF"),
        ("→ 3 membres", "EFFECTIF"),
        ("• 2 professionnels", "MIN-PRO"),
        ("Présidé par une personne qualifiée", "PRESIDENT"),
        ("2 à 3 professionnels", "MIN-PRO"),
    ],
)
def test_a_bullet_or_a_range_in_words_is_still_read(text: str, rule: str) -> None:
    read = lire_composition(text, "RNCP0", "FI")
    assert not read.incompris
    assert f"FICHE-{rule}" in {one.id for one in read.regles}


@pytest.mark.parametrize("qualifier", ["imaginaires", "bénévoles", "fictifs", "honoraires", "retraités"])
@pytest.mark.parametrize("member", ["professionnels", "formateurs", "membres du jury", "représentants"])
@pytest.mark.parametrize("written", [str, str.title])
def test_what_qualifies_a_member_and_names_no_trade_is_quoted_and_counts_nobody(
    member: str, qualifier: str, written: Callable[[str], str]
) -> None:
    member, qualifier = written(member), written(qualifier)
    read = lire_composition(f"Le jury est composé de 2 {member} {qualifier}.", "RNCP0", "FC")
    assert not [rule for rule in read.regles if isinstance(rule, Requirement)]
    assert any(qualifier in quoted for quoted in read.incompris)


@pytest.mark.parametrize("trade", ["amiante", "navires", "bancaires", "informatiques", "de la vigne", "CESI"])
def test_a_trade_or_a_house_after_a_member_is_read_over(trade: str) -> None:
    read = lire_composition(f"Le jury est composé de 2 experts {trade} et d'un formateur.", "RNCP0", "FC")
    assert not read.incompris
    assert {"FICHE-MIN-PRO", "FICHE-MIN-ENS"} <= {rule.id for rule in read.regles}


def _rules(text: str) -> dict[str, int]:
    read = lire_composition(text, "RNCP0", "FC").regles
    return {rule.id.removeprefix("FICHE-"): rule.bound for rule in read if isinstance(rule, Requirement)}


def test_the_members_that_a_sheet_lists_are_so_many_at_least_from_three() -> None:
    assert "EFFECTIF" not in _rules("Le jury comprend un professionnel et un formateur.")
    assert _rules("Le jury comprend deux professionnels et un formateur.")["EFFECTIF"] == 3


def test_members_listed_without_more_are_counted_beside_the_president_and_the_others() -> None:
    assert _rules("Un président ; deux professionnels ; deux membres")["EFFECTIF"] == 5
    assert _rules("Un président ; 2 membres qualifiés")["EFFECTIF"] == 3
    assert _rules("Un président et au moins deux membres dont un professionnel")["EFFECTIF"] == 3
    assert _rules("Un président et trois membres, dont deux professionnels")["EFFECTIF"] == 4


def test_words_that_tell_who_the_professionals_are_ask_for_no_one_else() -> None:
    assert _rules("De membres de la profession, employeurs et salariés") == {"MIN-PRO": 1}
    assert _rules("Le jury comprend des employeurs et salariés").keys() >= {"MIN-EMPL", "MIN-SAL"}


def test_a_sentence_that_is_not_read_and_governs_nothing_leaves_the_next_to_be_read() -> None:
    assert _rules("Deux professionnels bénévoles ; un formateur") == {"MIN-ENS": 1}


@pytest.mark.parametrize(
    "text",
    ["Le jury compte autant d'inspecteurs que de formateurs.", "Jury composé à parité d'inspecteurs et de formateurs."],
)
def test_as_many_of_two_groups_that_no_law_pairs_weighs_each_against_the_other(text: str) -> None:
    (rule,) = [one for one in lire_composition(text, "RNCP0", "FC").regles if isinstance(one, Requirement)]
    assert (rule.id, rule.exact, rule.bound) == ("FICHE-EGALITE-INSP-ENS", True, 0)
    weighed = {
        quality: rule.weigh(Member("A", quality), ParameterValues({}))
        for quality in (Qualite.IEN, Qualite.ENSEIGNANT_PUBLIC, Qualite.EMPLOYEUR)
    }
    assert weighed == {Qualite.IEN: 1, Qualite.ENSEIGNANT_PUBLIC: -1, Qualite.EMPLOYEUR: 0}


@pytest.mark.parametrize(
    "text", ["deux professionnels et autant de formateurs", "professionnels et formateurs en nombre égal"]
)
def test_an_equality_that_gives_no_rule_is_quoted(text: str) -> None:
    assert text in lire_composition(text, "RNCP0", "FC").partielles


def test_a_number_or_a_president_beside_an_equality_is_counted_too() -> None:
    assert _rules("Jury composé à parité de 2 professionnels et de 2 formateurs")["MIN-PRO"] == 2
    assert _rules("Quatre membres, autant d'inspecteurs que de formateurs")["EFFECTIF"] == 4
    assert _rules("Un président et autant d'employeurs que de salariés")["PRESIDENT"] == 1
