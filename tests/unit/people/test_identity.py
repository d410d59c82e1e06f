"""One room decides « same person? », alike whoever asks and in whatever order."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.people import Agreement, Identity, Verdict, alike, compare, is_ine
from laureat.people.identity import slips

DAY = date(2008, 3, 14)
LEA = Identity("Lefèvre", "Léa", DAY, "Lyon", "528777848GG")


def verdict(other: Identity, one: Identity = LEA) -> Verdict:
    return compare(one, other).verdict


def test_ine_name_and_birth_date_together_make_one_person() -> None:
    assert verdict(Identity("LEFEVRE", "lea", DAY, "", " 528 777 848 gg")) is Verdict.SAME


@pytest.mark.parametrize(
    "other",
    [
        Identity("Payet", "Inès", date(2007, 1, 1), "Paris", "528777848GG"),
        Identity("Lefèvre", "Léa", None, "", "528777848GG"),
        Identity("", "", None, "", "528777848GG"),
    ],
)
def test_the_ine_alone_is_never_enough(other: Identity) -> None:
    assert verdict(other) is Verdict.TO_CONFIRM


@pytest.mark.parametrize(
    ("nom", "prenom", "usage"),
    [
        ("Lefèvre", "Léa", ""),
        ("LEFEVRE", "LÉA", ""),
        ("Lefebvre", "Léa", ""),
        ("Lefèvre", "Léa Marie", ""),
        ("Lefèvre", "Léo", ""),
        ("Léa", "Lefèvre", ""),
        ("Durand", "Léa", "Lefèvre"),
    ],
)
def test_the_same_or_a_near_name_on_the_same_day_is_to_be_confirmed(nom: str, prenom: str, usage: str) -> None:
    assert verdict(Identity(nom, prenom, DAY, "", "", usage)) is Verdict.TO_CONFIRM


@pytest.mark.parametrize(
    "other",
    [
        Identity("Lefèvre", "Léa", date(2007, 5, 2)),
        Identity("Lefèvre", "Hugo", DAY),
        Identity("Payet", "Léa", DAY),
        Identity("Lefebvre", "Léa", DAY, "", "528777849GG"),
        Identity(),
    ],
)
def test_other_people_are_other_people(other: Identity) -> None:
    assert verdict(other) is Verdict.DIFFERENT


def test_a_slip_in_a_birth_date_is_a_question_unless_the_ine_answers_it() -> None:
    slip = Identity("Lefèvre", "Léa", date(2008, 3, 24))
    assert verdict(slip) is Verdict.TO_CONFIRM
    assert verdict(Identity("Lefèvre", "Léa", date(2008, 3, 24), "", "528777849GG")) is Verdict.DIFFERENT


def test_ines_of_two_families_do_not_tell_two_people_apart() -> None:
    apprentice = Identity("Lefèvre", "Léa", DAY, "Lyon", "2024A12345B")
    assert compare(LEA, apprentice).evidence.ine is Agreement.SILENT
    assert verdict(apprentice) is Verdict.TO_CONFIRM


def test_the_evidence_is_said_in_words() -> None:
    assert compare(LEA, Identity("Lefebvre", "Léa", DAY, "Paris")).evidence.text == (
        "noms proches, même date de naissance, lieux de naissance différents"
    )


@pytest.mark.parametrize(
    ("text", "valid"),
    [("0123456789M", True), ("0123456789A", False), ("123456789A0", True), ("123456789A1", False),
     ("528777848GG", True), ("2024A12345B", True), ("", False), ("５２８777848GG", False)],
)  # fmt: skip
def test_the_check_of_an_ine_is_that_of_its_family(text: str, valid: bool) -> None:
    assert is_ine(text) is valid


@pytest.mark.parametrize(
    ("one", "other", "limit", "near"),
    [("lea", "leo", 1, True), ("martin", "matrin", 1, True), ("martin", "marin", 1, True), ("abc", "cba", 1, False),
     ("sophie", "sofie", 2, True), ("jean", "paul", 2, False), ("", "a", 1, True)],
)  # fmt: skip
def test_slips_are_counted(one: str, other: str, limit: int, near: bool) -> None:
    assert slips(one, other, limit) is slips(other, one, limit) is near


identities = st.builds(
    Identity,
    st.sampled_from(["Martin", "MARTIN", "Marin", "Le Gall", "Legall", "Léa", ""]),
    st.sampled_from(["Léa", "lea", "Léo", "Marie", "Martin", ""]),
    st.sampled_from([DAY, DAY + timedelta(days=1), date(2001, 1, 1), None]),
    st.sampled_from(["Lyon", "Lyon 3e", "Paris", ""]),
    st.sampled_from(["528777848GG", "528777849GG", "0123456789M", "faux", ""]),
    st.sampled_from(["", "Marin"]),
)


@given(identities, identities)
def test_the_order_of_two_people_does_not_matter(one: Identity, other: Identity) -> None:
    assert compare(one, other) == compare(other, one)


@given(identities, identities)
def test_the_same_person_is_proved_only_by_all_three(one: Identity, other: Identity) -> None:
    if verdict(other, one) is Verdict.SAME:
        assert one.birth_date == other.birth_date
        assert one.ine == other.ine
        assert is_ine(one.ine)


@given(identities, st.sampled_from([str.upper, str.lower, lambda text: f" {text} "]))
def test_case_and_spaces_change_nothing(one: Identity, written: object) -> None:
    same = Identity(written(one.nom), written(one.prenom), one.birth_date, one.birthplace, one.ine, one.nom_usage)  # type: ignore[operator]
    for other in (LEA, one):
        assert compare(same, other) == compare(one, other)


@given(st.lists(identities, max_size=8))
def test_a_batch_tells_everyone_that_two_by_two_would(people: list[Identity]) -> None:
    found = alike(people)
    for likeness in found:
        assert likeness.earlier < likeness.later
        assert likeness.comparison == compare(people[likeness.earlier], people[likeness.later])
    told = {likeness.later for likeness in found} | {likeness.earlier for likeness in found}
    for one, two in combinations(range(len(people)), 2):
        evidence = compare(people[one], people[two]).evidence
        born = evidence.birth_date is Agreement.AGREE
        if evidence.ine in (Agreement.AGREE, Agreement.NEAR) or (born and evidence.name is Agreement.AGREE):
            assert two in {likeness.later for likeness in found}
        elif born and evidence.name is Agreement.NEAR:
            assert {one, two} & told


@given(st.lists(identities, max_size=6))
def test_a_stranger_changes_nothing_for_the_others(people: list[Identity]) -> None:
    stranger = Identity("Zyx", "Abc", date(1950, 1, 1))
    assert alike([*people, stranger]) == alike(people)
