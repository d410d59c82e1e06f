"""The code of a paper as people write it: by fours, in any case, and nothing else is one."""

import pytest

from laureat.credentials.paper_codes import ALPHABET, LENGTH, spelled, typed

CODE = ALPHABET[:LENGTH]


def test_a_code_is_spelled_by_fours_and_typed_back_in_any_case() -> None:
    assert spelled(CODE) == "-".join((CODE[:4], CODE[4:8], CODE[8:12], CODE[12:]))
    assert [len(part) for part in spelled(CODE).split("-")] == [4, 4, 4, 4]
    for written in (CODE, spelled(CODE), spelled(CODE).lower(), spelled(CODE).replace("-", " "), f"\u00a0{CODE} "):
        assert typed(written) == CODE


@pytest.mark.parametrize("wrong", ["", CODE[:-1], CODE + ALPHABET[0], CODE[:-1] + "É", CODE[:-1] + "_"])
def test_what_is_no_code_is_none(wrong: str) -> None:
    assert typed(wrong) == ""
