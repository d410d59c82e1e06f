"""Whoever may be a person is found among those one knows, whatever they share."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from laureat.people import Identity, Verdict, compare
from laureat.people.known import Known, identity_of

DAYS = (None, date(2008, 3, 14), date(2008, 3, 15), date(1999, 1, 1))
PEOPLE = st.builds(
    Identity,
    st.sampled_from(["Lefèvre", "LEFEVRE", "Lefebvre", "Léa", "Payet", ""]),
    st.sampled_from(["Léa", "Lea", "Léo", "Lefèvre", ""]),
    st.sampled_from(DAYS),
    st.just(""),
    st.sampled_from(["528777848GG", "528 777 848 gg", "528777849GG", ""]),
    st.sampled_from(["", "Lefèvre"]),
)


@given(st.lists(PEOPLE, max_size=6), PEOPLE)
def test_nobody_who_may_be_the_person_is_missed_and_nobody_else_is_given(known: list[Identity], one: Identity) -> None:
    found = Known((person, rank) for rank, person in enumerate(known)).alike(one)
    expected = {rank for rank, person in enumerate(known) if compare(person, one).verdict is not Verdict.DIFFERENT}
    assert {rank for rank, _comparison in found} == expected


def test_an_identity_is_read_from_its_fields_and_a_date_that_is_none_says_nothing() -> None:
    fields = {"nom": "Lefèvre", "prenom": "Léa", "date_naissance": "14/03/2008", "ine": "528777848GG"}
    assert identity_of(fields) == Identity("Lefèvre", "Léa", DAYS[1], "", "528777848GG")
    assert identity_of({"date_naissance": "31/02/2008"}).birth_date is None
