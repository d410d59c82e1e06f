"""What may be asked of the sealer: names and numbers, each of its kind, and nothing else."""

import json
import os
from pathlib import Path

import pytest

from laureat.web.sealer import places, protocol

LOG = "5b4ee6a1-4c5a-4d57-9d0f-7f5f5f0a1c11"
ASKED = [
    protocol.OwedHeads(""),
    protocol.Head(LOG, 12),
    protocol.HouseCheckpoint(),
    protocol.Titles(LOG, "c1", (("diplome", 3), ("RNCP35697BC01", 4))),
    protocol.WalletTitle("urn:uuid:1", "x", "y"),
    protocol.StatusList("revocation", 0, "did:web:titres.exemple.fr"),
    protocol.Minutes(LOG, 1),
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: type(asked).__name__)
def test_a_request_is_read_as_it_was_written(asked: protocol.Request) -> None:
    assert protocol.decode(protocol.encode(asked)) == asked


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"demande": "Request"},
        {"demande": "Sign", "octets": "00"},
        {"demande": "Head"},
        {"demande": "Head", "log": "l"},
        {"demande": "Head", "log": "l", "size": -1},
        {"demande": "Head", "log": "l", "size": "3"},
        {"demande": "Head", "log": 3, "size": 3},
        {"demande": "Head", "log": "l", "size": 3, "octets": "00"},
        {"demande": "Head", "log": "l\n", "size": 3},
        {"demande": "Head", "log": "l" * 301, "size": 3},
        {"demande": "Minutes", "log": "l", "deliberation": True},
        {"demande": "Minutes", "log": "l", "deliberation": -1},
        {"demande": "Minutes", "log": "l", "deliberation": 1.5},
        {"demande": "Titles", "log": "l", "candidate": "c", "wanted": [["diplome"]]},
        {"demande": "Titles", "log": "l", "candidate": "c", "wanted": [["diplome", "3"]]},
        {"demande": "Titles", "log": "l", "candidate": "c", "wanted": [["diplome", 1]] * 101},
        {"demande": ["Head"], "log": "l"},
    ],
)
def test_anything_else_is_malformed(told: object) -> None:
    with pytest.raises(protocol.Malformed):
        protocol.decode(json.dumps(told).encode())


def test_no_request_carries_bytes_or_free_structure() -> None:
    kinds = {hint for fields in protocol._FIELDS.values() for hint in fields.values()}
    assert kinds == {str, int, tuple[tuple[str, int], ...]}


def test_a_socket_is_where_every_system_can_bind_it_and_the_public_keys_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.socket_of(Path("/var/lib/laureat")) == Path("/var/lib/laureat/scelleur.prise")
    deep = Path("/var/lib") / ("x" * 120)
    assert len(os.fsencode(places.socket_of(deep))) < 100
    assert places.public_of(deep) == deep / "cles_publiques.json"
    monkeypatch.setenv(places.SOCKET, "/run/laureat-scelleur/prise")
    assert places.socket_of(deep) == Path("/run/laureat-scelleur/prise")
    assert places.public_of(deep) == Path("/run/laureat-scelleur/cles_publiques.json")
