"""Two candidates never share a file, on a disk that takes « A1 » and « a1 » for one name either."""

from hypothesis import given
from hypothesis import strategies as st

from laureat.credentials.holder import file_name
from laureat.documents.order import number_slug

NUMBERS = st.text(st.sampled_from("aAbBéÉ01-_/ ."), min_size=1, max_size=6)


@given(NUMBERS, NUMBERS)
def test_numbers_that_differ_name_files_that_differ_whatever_the_case(one: str, other: str) -> None:
    for name in (file_name, number_slug):
        assert (name(one).casefold() == name(other).casefold()) is (one == other)


def test_a_number_in_digits_and_capitals_is_its_own_name() -> None:
    assert file_name("TRPM-0042") == number_slug("TRPM-0042") == "TRPM-0042"
