"""The key of a SIRET, checked here for the numbers written plainly, says what the library of numbers says."""

from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import siret

from laureat.register.values import check_siret

POSTE = st.from_regex(r"356000000\d{5}", fullmatch=True)
PLAIN = st.from_regex(r"[0-9]{14}", fullmatch=True)
ODD = st.text(st.sampled_from("0123456789 \t.a٣²"), max_size=16)


def test_every_key_says_what_the_library_says() -> None:
    # Two digits run over all their values: of each hundred numbers, one has its two keys right.
    for start in ("1003274", "7328293", "8055210"):
        for second in range(100):
            for last in range(10):
                text = f"{start}{second:02}0001{last}"
                assert check_siret(text) == (text, siret.is_valid(text))


@given(PLAIN | POSTE | ODD)
def test_any_text_is_judged_as_the_library_judges_it(text: str) -> None:
    number, valid = check_siret(text)
    assert valid == siret.is_valid(text.strip())
    assert number == (siret.compact(text.strip()) if valid else text.strip())
