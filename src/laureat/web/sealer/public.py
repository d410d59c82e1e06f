"""The public keys of the house, as the sealer says them in a file: read here, however the sealer is."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from laureat.credentials import es256
from laureat.credentials.keys import VerifyingKey
from laureat.vocabulary import InvalidInput
from laureat.web import data_folder
from laureat.web.sealer import places

JOURNAL, TITLES = "journal", "titres"


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What anyone may know of the keys."""

    journal: str
    """Ed25519, of the tree heads; in hexadecimal, as the next one."""
    titres: str
    """Ed25519, of the titles."""
    portefeuille: dict[str, Any]
    """P-256, of what wallets hold; a JWK."""
    cachet: bool
    """The house has a seal: no paper goes out without it."""

    def to_json(self) -> str:
        """As it is written."""
        return json.dumps(asdict(self), indent=1) + "\n"

    @property
    def title_key(self) -> VerifyingKey:
        """The key of the titles."""
        return VerifyingKey(Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.titres)))

    @property
    def wallet_key(self) -> ec.EllipticCurvePublicKey:
        """The key of what wallets hold."""
        return es256.public(self.portefeuille)


def public_keys(data: Path | None = None) -> PublicKeys:
    """The public keys of a data folder, by default ours. Raises InvalidInput where the sealer never said them."""
    path = places.public_of(data or data_folder.folder())
    try:
        return PublicKeys(**json.loads(path.read_text(encoding="ascii")))
    except FileNotFoundError:
        raise InvalidInput(
            [f"{path} manque : le scelleur l'écrit quand il démarre (auditer : donner --cle-publique)"]
        ) from None
    except (ValueError, TypeError):
        told = f"{path} n'est pas ce que le scelleur écrit : le relancer, il l'écrit de nouveau"
        raise InvalidInput([told]) from None


def by_use(data: Path) -> dict[str, str]:
    """By use, the public keys that the log of the house declares, in hexadecimal; none where none was ever said."""
    if not places.public_of(data).exists():
        return {}
    known = public_keys(data)
    return {JOURNAL: known.journal, TITLES: known.titres}
