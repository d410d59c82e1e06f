"""What wraps a file is taken off within bounds, to the byte."""

import gzip

import pytest

from laureat.credentials import wrapped
from laureat.credentials.strict_json import TooComplex

PLAIN = b'{"un": "titre", "et": "la suite"}'


@pytest.mark.parametrize("members", [1, 2])
def test_a_compressed_file_may_give_as_much_as_the_bound_and_not_a_byte_more(
    monkeypatch: pytest.MonkeyPatch, members: int
) -> None:
    half = len(PLAIN) // members
    parts = [PLAIN[start : start + half] for start in range(0, len(PLAIN), half)]
    packed = b"".join(map(gzip.compress, parts))
    monkeypatch.setattr(wrapped, "MAX_UNPACKED", len(PLAIN))
    assert wrapped.unwrapped(packed) == PLAIN
    monkeypatch.setattr(wrapped, "MAX_UNPACKED", len(PLAIN) - 1)
    with pytest.raises(TooComplex, match="une fois décompressé"):
        wrapped.unwrapped(packed)


def test_as_many_compressions_as_the_bound_are_taken_off_and_not_one_more() -> None:
    packed = PLAIN
    for _layer in range(wrapped.MAX_LAYERS):
        packed = gzip.compress(packed)
        assert wrapped.unwrapped(packed) == PLAIN
    with pytest.raises(TooComplex, match="l'une dans l'autre"):
        wrapped.unwrapped(gzip.compress(packed))
