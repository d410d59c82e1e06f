"""Ask the sealer. It is a process apart: it may be down, or busy, and nothing is half-written then."""

import json
import socket
import time
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from laureat.session.framework import Refused
from laureat.web import data_folder
from laureat.web.reader import TryAgain, wire
from laureat.web.sealer import places
from laureat.web.sealer.protocol import LONGEST_ANSWER, Request, encode

PATIENCE = 60.0
"""Seconds without a sign of the sealer after which it is taken for busy."""

Channel = Callable[[bytes], bytes]
"""From the message of a request to that of the answer. Raises Unavailable."""


class Unavailable(TryAgain):
    """The sealer gave no answer."""


class Unknown(LookupError):
    """The sealer knows nothing by that name, or the facts prove it no more."""


def through_the_socket(message: bytes) -> bytes:
    """One question, one connection."""
    try:
        with socket.socket(socket.AF_UNIX) as channel:
            channel.settimeout(PATIENCE)
            channel.connect(str(places.socket_of(data_folder.folder())))
            wire.send(channel, message)
            return wire.receive(channel, LONGEST_ANSWER)
    except TimeoutError:
        raise Unavailable(
            _("Le scelleur, qui signe pour la maison, est trop occupé : réessayez dans un instant.")
        ) from None
    except (OSError, EOFError, wire.Distrusted):
        raise Unavailable(
            _("Le scelleur, qui signe pour la maison, ne répond pas : rien n'est perdu, réessayez dans un instant.")
        ) from None


CHANNEL: list[Channel] = [through_the_socket]
"""The way to the sealer: its socket, save in the sealer itself, which asks itself."""


def ask(request: Request) -> Any:
    """What the sealer answers. Raises Unavailable, Refused with its reasons, Unknown."""
    answer = json.loads(CHANNEL[0](encode(request)))
    if "refus" in answer:
        raise Refused(*answer["refus"])
    if "inconnu" in answer:
        raise Unknown
    if "erreur" in answer:
        raise Unavailable(answer["erreur"])
    return answer["rendu"]


def wait(seconds: float) -> bool:
    """Wait until the sealer listens; False where it does not."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(places.socket_of(data_folder.folder()))) == 0:
                return True
        time.sleep(0.05)
    return False
