"""A mail server for the tests, on this machine (``aiosmtpd`` speaks SMTP; this says what it takes and refuses)."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from support.serveur import free_port


class Post:
    """A mail server on this machine: what it took, and what it refuses."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refuses = ""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """Refuse one address for ever."""
        if address == self.refuses:
            return "550 5.1.1 boîte inconnue".encode().decode("ascii", "replace")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take a mail."""
        found = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.taken.append(found)
        return "250 OK"


@contextmanager
def listening() -> Iterator[tuple[Post, int]]:
    """A mail server that listens, and its port."""
    post, port = Post(), free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    yield post, port
    controller.stop()
