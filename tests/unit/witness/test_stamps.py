"""Time from a third party: tokens of a real authority are checked, and nothing else is believed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from laureat.vocabulary import InvalidInput
from laureat.witness.client import Unanswered
from laureat.witness.stamps import read_certificates, stamp, stamped_at
from support.temoins import OPENSSL, authority, make_authority

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl n'est pas là")
MESSAGE = b"examens.exemple.fr/journal\n12\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The authority's folder."""
    folder = tmp_path_factory.mktemp("heure")
    make_authority(folder)
    return folder


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    """The authority, running."""
    with authority(folder) as address:
        yield address


def test_a_token_says_when_and_of_what(folder: Path, url: str) -> None:
    trusted = read_certificates((folder / "ca.pem").read_bytes(), "ca.pem")
    token, at = stamp(url, MESSAGE, trusted)
    assert abs((datetime.now(UTC) - at).total_seconds()) < 60
    assert stamped_at(token, MESSAGE, trusted) == at
    with pytest.raises(ValueError, match="ne vérifie pas"):
        stamped_at(token, MESSAGE + b"x", trusted)
    for where in (len(token) // 2, len(token) - 20):
        spoilt = token[:where] + bytes([token[where] ^ 1]) + token[where + 1 :]
        with pytest.raises(ValueError, match="horodatage"):
            stamped_at(spoilt, MESSAGE, trusted)
    with pytest.raises(ValueError, match="réponse d'horodatage"):
        stamped_at(b"jeton", MESSAGE, trusted)


def test_an_authority_that_one_does_not_trust_says_nothing(folder: Path, url: str, tmp_path: Path) -> None:
    strangers = read_certificates(make_authority(tmp_path / "autre").read_bytes(), "autre.pem")
    with pytest.raises(Unanswered, match="ne vérifie pas"):
        stamp(url, MESSAGE, strangers)
    with pytest.raises(Unanswered):
        stamp("http://127.0.0.1:9/", MESSAGE, strangers)


def test_what_is_no_certificate_is_refused() -> None:
    with pytest.raises(InvalidInput, match="certificats PEM"):
        read_certificates(b"rien", "horodatage.pem")
