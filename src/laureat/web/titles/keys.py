"""The issuer of the house: its public key, the history of its keys, the identity that they sign under.

With an address of its own (``LAUREAT_SITE``) the house is a ``did:web`` and outlives its keys; else it is its key.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from laureat.credentials.claims import Issuer
from laureat.credentials.keys import VerifyingKey, did_document
from laureat.credentials.trust import PastKey
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french.failures import plainly
from laureat.web import data_folder
from laureat.web.sealer.public import public_keys


def issuing_key() -> VerifyingKey:
    """The public part of the key that signs the credentials, which the sealer holds."""
    return public_keys().title_key


def house_did() -> str:
    """The ``did:web`` of the house; empty where it has no address."""
    return did_of(settings.SITE)


def did_of(site: str) -> str:
    """``https://titres.exemple.fr/`` → ``did:web:titres.exemple.fr``; empty for no address."""
    return "did:web:" + quote(urlsplit(site).netloc, safe="") if site else ""


def issuer(name: str) -> Issuer:
    """The house as issuer, under the name that people read."""
    return Issuer.of(issuing_key(), name, house_did(), settings.SITE)


def history() -> list[PastKey]:
    """The keys of the house, the present one first. A key put in the place of another is noted here the first time.

    Raises InvalidInput where the history is no longer readable: it is never begun again.
    """
    path = settings.DONNEES / data_folder.KEY_HISTORY
    present, today = issuing_key().multikey, datetime.now(UTC).date().isoformat()
    known = list(_read(path)) if path.exists() else []
    if not known or known[0].multikey != present:
        past = [key if key.until else PastKey(key.multikey, key.since, today, key.revoked) for key in known]
        known = [PastKey(present, today), *(key for key in past if key.multikey != present)]
        data_folder.write_private(path, json.dumps([key.as_json() for key in known], indent=1) + "\n")
    return known


def _read(path: Path) -> Iterator[PastKey]:
    try:
        for each in json.loads(path.read_text(encoding="ascii")):
            key = PastKey(
                str(each["cle"]), str(each["depuis"]), str(each.get("jusquau", "")), each.get("revoquee") is True
            )
            assert key.trusted
            yield key
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput([f"{path} : historique des clés illisible ({plainly(error)})"]) from None


def house_document() -> dict[str, Any]:
    """What the ``did:web`` of the house publishes: every key; those that may no longer attest only as verification.

    A key that was retired still attests for what it signed; a revoked one does not.
    """
    did = house_did()
    known = {f"{did}#{key.multikey}": key for key in history()}
    revoked = {name: f"{key.until or key.since}T00:00:00Z" for name, key in known.items() if key.revoked}
    return did_document(did, {name: key.multikey for name, key in known.items()}, revoked)
