"""JSON of anyone: whatever is wrong with it is one kind of error."""

import json

import pytest

from laureat.vocabulary.json_text import read_json

BROKEN = [
    b"",
    b"{",
    "[" * 100_000,
    '{"a":' * 5_000 + "1" + "}" * 5_000,
    "[" * 201 + "]" * 201,
    '{"a":' * 201 + "1" + "}" * 201,
    ('{"a": [' * 101 + "]}" * 101).encode(),
    "9" * 5_000,
    b"\xff\xfe\xfd",
]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_what_cannot_be_read_is_always_the_same_error(text: str | bytes) -> None:
    with pytest.raises(json.JSONDecodeError):
        read_json(text)


def test_what_can_is_read() -> None:
    assert read_json('{"a": [1, "é"]}'.encode()) == {"a": [1, "é"]}


def test_what_is_long_is_not_deep() -> None:
    for sound in ([[]] * 500, [{"a": [{}]}] * 500, json.loads("[" * 200 + "]" * 200)):
        assert read_json(json.dumps(sound)) == sound
