"""What may be asked of the sealer, and how it is written: one JSON object a message, never a text or bytes to sign.

A request names a log, a candidate, a kind, a place in a list; what is signed, the sealer reads in the facts and draws
up itself. No pickles: whoever holds the web process must not run anything in the sealer.
"""

import dataclasses
import json
from dataclasses import dataclass
from typing import Any, get_type_hints

LONGEST_REQUEST = 16 * 1024
LONGEST_ANSWER = 64 * 1024 * 1024
"""Bytes."""
LONGEST_TEXT = 300
"""Characters of one field."""
MOST = 100
"""Titles of one candidate, asked at once."""


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked of the sealer."""


@dataclass(frozen=True, slots=True)
class OwedHeads(Request):
    """Number the facts of a log that own a head, and sign their heads. Answers nothing."""

    log: str
    """Empty: every log."""


@dataclass(frozen=True, slots=True)
class Numbers(Request):
    """The same, then give its number to every other fact. Answers nothing."""

    log: str


@dataclass(frozen=True, slots=True)
class Head(Request):
    """The same, then sign a head for what came since the last one. Answers the size; None: someone writes there now.

    Refused where the log that the sealer reads does not hold as many facts as whoever asks has seen: not the same base.
    """

    log: str
    size: int
    """The least that the head is to cover."""


@dataclass(frozen=True, slots=True)
class HouseCheckpoint(Request):
    """The same for the log of the house, with its checkpoint. Answers False where someone writes there now."""


@dataclass(frozen=True, slots=True)
class Titles(Request):
    """Sign the titles of a candidate. Answers for each its identifier, the digest of what it attests, the document."""

    log: str
    candidate: str
    wanted: tuple[tuple[str, int], ...]
    """Each kind, and its place in the status lists."""


@dataclass(frozen=True, slots=True)
class TitleToken(Request):
    """A title already signed, as a VC-JWT."""

    identifier: str


@dataclass(frozen=True, slots=True)
class WalletTitle(Request):
    """A title in force, for the wallet that holds the P-256 key of these coordinates."""

    identifier: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class StatusList(Request):
    """A status list of the house, or of its key."""

    purpose: str
    number: int
    issuer: str


@dataclass(frozen=True, slots=True)
class WalletStatusList(Request):
    """A status list for wallets, from 0."""

    number: int


@dataclass(frozen=True, slots=True)
class Paper(Request):
    """A paper of a candidate, sealed. Answers the PDF in base64."""

    log: str
    candidate: str
    kind: str


@dataclass(frozen=True, slots=True)
class Minutes(Request):
    """The procès-verbal of a sealed deliberation, sealed. Answers the PDF in base64."""

    log: str
    deliberation: int


@dataclass(frozen=True, slots=True)
class VaePaper(Request):
    """A paper of a VAE application, sealed. Answers the PDF in base64."""

    application: str
    kind: str


@dataclass(frozen=True, slots=True)
class VaeMinutes(Request):
    """The procès-verbal of a sitting of the VAE jury of a certification, sealed. Answers the PDF in base64."""

    certification: str
    sitting: int


KINDS: dict[str, type[Request]] = {kind.__name__: kind for kind in Request.__subclasses__()}
_FIELDS = {kind: get_type_hints(kind) for kind in KINDS.values()}


class Malformed(ValueError):
    """What came is no request."""


def encode(request: Request) -> bytes:
    """The message of a request."""
    return json.dumps({"demande": type(request).__name__, **dataclasses.asdict(request)}).encode()


def decode(message: bytes) -> Request:
    """The request of a message. Raises Malformed for anything else, a field too many included."""
    try:
        told = json.loads(message)
        kind = KINDS[told.pop("demande")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Malformed("demande inconnue") from None
    hints = _FIELDS[kind]
    if told.keys() != hints.keys():
        raise Malformed(f"{kind.__name__} : champs inattendus")
    return kind(**{name: _field(told[name], hint) for name, hint in hints.items()})


def _field(value: Any, hint: Any) -> Any:
    if hint is str and isinstance(value, str) and len(value) <= LONGEST_TEXT and value.isprintable():
        return value
    if hint is int and type(value) is int and 0 <= value < 2**53:
        return value
    pairs = hint not in (str, int) and isinstance(value, list) and len(value) <= MOST
    if pairs and all(isinstance(one, list) and len(one) == 2 for one in value):
        return tuple((_field(kind, str), _field(place, int)) for kind, place in value)
    raise Malformed("champ d'une autre sorte que prévu")
