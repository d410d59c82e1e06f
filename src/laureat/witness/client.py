"""Ask a witness over HTTP: for a cosignature, or for the last checkpoint that it holds of a log."""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from laureat.records.checkpoint import Checkpoint, Seen, cosignatures, whole_number
from laureat.records.signed_note import MAX_NOTE, Note, NoteSignature
from laureat.vocabulary.french.failures import plainly
from laureat.witness.policy import Party
from laureat.witness.protocol import SIZE_TYPE, Request
from laureat.witness.store import origin_hash

TIMEOUT = 15
"""Seconds for one exchange."""
TRIES = 12
"""How many times a witness may say that it is elsewhere: each time, another request may have got there first."""
ProofOf = Callable[[int], tuple[bytes, ...]]
"""From an older size to the proof that the checkpoint prolongs it."""


class Unanswered(Exception):
    """The witness did not answer, or not in the terms of the protocol: ask again later."""


class Contradicted(Exception):
    """The witness holds another history of this log: it is longer, or it is not prolonged by ours."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, read within bounds."""

    status: int
    type: str
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object, **_options: object) -> None:
        """Nobody sends us elsewhere."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def exchange(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
    """One request, POST where there is a body. Raises Unanswered."""
    if not url.startswith(("https://", "http://")):
        raise Unanswered(f"« {url[:100]} » n'est pas une adresse http(s)")
    try:
        request = urllib.request.Request(url, data=body, headers={"User-Agent": "laureat", **(headers or {})})
        with _OPENER.open(request, timeout=TIMEOUT) as answer:
            return Reply(answer.status, answer.headers.get_content_type(), _read(answer))
    except urllib.error.HTTPError as refused:
        with refused:
            return Reply(refused.code, refused.headers.get_content_type(), _read(refused))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unanswered(f"{url} ne répond pas : {plainly(error)}") from None


def _read(answer: http.client.HTTPResponse | urllib.error.HTTPError) -> bytes:
    """The body, within bounds: whoever sends a byte now and then is left."""
    until, body = time.monotonic() + TIMEOUT, b""
    while len(body) < MAX_NOTE and (more := answer.read1(MAX_NOTE - len(body))):
        body += more
        if time.monotonic() > until:
            raise TimeoutError("trop lent")
    return body


def ask(
    witness: Party, checkpoint: Checkpoint, note: Note, known: int, proof_of: ProofOf
) -> tuple[NoteSignature, Seen]:
    """A cosignature of a checkpoint; ``known`` is the size that the witness is thought to be at.

    Raises Unanswered, or Contradicted.
    """
    for _ in range(TRIES):
        proof = proof_of(known) if 0 < known < checkpoint.size else ()
        body = bytes(Request(known, proof, note))
        reply = exchange(f"{witness.url.rstrip('/')}/add-checkpoint", body, {"Content-Type": "text/plain"})
        if reply.status == 200:
            return _verified(witness, note, reply.body)
        if reply.status == 409 and reply.type == SIZE_TYPE:
            known = _size(witness, reply.body)
            if known > checkpoint.size:
                raise Contradicted(
                    f"le témoin {witness.name} a cosigné {known} feuilles de {checkpoint.origin}, qui n'en a ici que "
                    f"{checkpoint.size} : ce journal a été ramené en arrière"
                )
        elif reply.status == 422:
            raise Contradicted(
                f"le témoin {witness.name} refuse : {checkpoint.origin} ne prolonge pas ce qu'il en a vu "
                f"({known} feuilles)"
            )
        else:
            said = reply.body[:200].decode("utf-8", "replace").strip()
            raise Unanswered(f"le témoin {witness.name} répond {reply.status} : {said}")
    raise Unanswered(f"le témoin {witness.name} change de taille à chaque demande")


def latest(url: str, origin: str) -> bytes | None:
    """The last checkpoint that a witness cosigned of a log; None where it has none. Raises Unanswered."""
    reply = exchange(f"{url.rstrip('/')}/{origin_hash(origin)}/checkpoint")
    if reply.status == 404:
        return None
    if reply.status != 200:
        raise Unanswered(f"{url} répond {reply.status}")
    return reply.body


def _size(witness: Party, body: bytes) -> int:
    try:
        return whole_number(body.decode("ascii").removesuffix("\n"), "taille")
    except ValueError as error:
        raise Unanswered(f"le témoin {witness.name} ne dit pas où il en est : {error}") from None


def _verified(witness: Party, note: Note, body: bytes) -> tuple[NoteSignature, Seen]:
    """The cosignature among the lines of the answer. Raises Unanswered where none is the witness's."""
    try:
        lines = body.decode("utf-8").removesuffix("\n").split("\n")
        own = [line for line in map(NoteSignature.parse, lines) if line.is_of(witness.key)]
        seen = cosignatures(Note(note.text, tuple(own[:1])), [(witness.key, witness.verify)])
    except ValueError as error:
        raise Unanswered(f"le témoin {witness.name} répond de travers : {error}") from None
    if not seen:
        raise Unanswered(f"le témoin {witness.name} n'a pas cosigné de la clé que l'on connaît")
    return own[0], seen[0]
