"""The HTTP side of a witness: two addresses, bounded in bytes, time and connections."""

import re
import time
from collections.abc import Callable, Iterable
from typing import Any

from laureat.witness.protocol import MAX_BODY, TEXT_TYPE, Answer
from laureat.witness.store import Store

SUBMIT = "/add-checkpoint"
_MONITOR = re.compile(r"/([0-9a-f]{64})/checkpoint")
REASONS = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    422: "Unprocessable Entity",
    503: "Service Unavailable",
}
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Application:
    """A WSGI application over the folder of a witness."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store, self._clock = store, clock

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        answer = self._answer(environ)
        body = answer.body.encode()
        headers = [
            ("Content-Type", answer.type),
            ("Content-Length", str(len(body))),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response(f"{answer.status} {REASONS[answer.status]}", headers)
        return [body]

    def _answer(self, environ: dict[str, Any]) -> Answer:
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if path == SUBMIT:
            if method != "POST":
                return Answer(405, "POST est attendu\n")
            body = environ["wsgi.input"].read(MAX_BODY + 1)
            if len(body) > MAX_BODY:
                return Answer(413, f"{MAX_BODY} octets au plus\n")
            return self._store.add_checkpoint(body, int(self._clock()))
        asked = _MONITOR.fullmatch(path)
        if asked is None:
            return Answer(404, "adresse inconnue\n")
        if method != "GET":
            return Answer(405, "GET est attendu\n")
        note = self._store.latest(asked[1])
        return Answer(404, "aucun point de contrôle cosigné\n") if note is None else Answer(200, str(note), TEXT_TYPE)


def serve(store: Store, host: str, port: int) -> None:
    """Serve until stopped. A request is read whole by one thread, within bounds, before another one answers it."""
    from waitress import serve as waitress

    waitress(
        Application(store),
        host=host,
        port=port,
        threads=4,
        ident="laureat-temoin",
        connection_limit=200,
        channel_timeout=20,
        cleanup_interval=5,
        max_request_header_size=16 * 1024,
        max_request_body_size=MAX_BODY,
        inbuf_overflow=MAX_BODY,
    )
