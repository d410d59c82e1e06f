"""A request that says its length twice is refused, and its connection closed."""

import pytest
from waitress.adjustments import Adjustments

from laureat.cli.one_length import OneLength

START = b"POST / HTTP/1.1\r\nHost: ici\r\n"


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        (b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", True),
        (b"Transfer-Encoding: chunked\r\nContent-Length: 0\r\n", True),
        (b"Content-Length: 5\r\nContent-Length: 6\r\n", True),
        (b"Transfer-Encoding: chunked\r\n", False),
        (b"Content-Length: 5\r\n", False),
    ],
)
def test_chunks_and_a_length_together_are_refused(headers: bytes, refused: bool) -> None:
    parser = OneLength(Adjustments())
    parser.received(START + headers + b"\r\n")
    assert (parser.error is not None and parser.error.code == 400) == refused
