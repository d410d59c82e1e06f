"""What a third party says of a title of the site, who has fetched its keys and lists from the public addresses."""

from datetime import UTC, datetime

from django.test import Client

from laureat.credentials.carriers import verify_file
from laureat.credentials.keys import public_from_multikey
from laureat.credentials.trust import TrustedIssuer, TrustedKey, TrustList
from laureat.credentials.verdict import Reason
from laureat.credentials.verifier import Verifier

SITE = "https://titres.exemple.fr/"


def verdict(content: bytes) -> Reason:
    """What a third party says, who has fetched the keys and the lists from the public addresses and nothing else."""
    visitor = Client()
    document = visitor.get("/.well-known/did.json").json()
    methods = {each["id"]: each["publicKeyMultibase"] for each in document["verificationMethod"]}
    trusted = {name: TrustedKey(public_from_multikey(key)) for name, key in methods.items()}
    trust = TrustList({document["id"]: TrustedIssuer(document["id"], "Essai", trusted)})

    def fetch(address: str) -> list[bytes]:
        answer = visitor.get(address.removeprefix(SITE.rstrip("/")))
        assert answer["Access-Control-Allow-Origin"] == "*"
        return [answer.content]

    return verify_file(content, Verifier(trust, datetime.now(UTC), fetch)).reason
