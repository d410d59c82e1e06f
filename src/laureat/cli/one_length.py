"""A request says its length once: one that says two is refused, for a proxy in front may believe the other.

Waitress believes the chunks and keeps the connection: what a proxy took for the end of a body would be another request.
"""

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError


class OneLength(HTTPRequestParser):  # type: ignore[misc]  # Waitress says no types
    """The parser of Waitress, that refuses chunks and a length together (RFC 9112, section 6.1)."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers. Raises ParsingError, which answers 400 and closes."""
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("two lengths")


def refuse_two_lengths() -> None:
    """Every connection of this process reads so."""
    HTTPChannel.parser_class = OneLength
