"""One corpus of files with the verdict of each, for the three doors: the command, the web, the offline page.

``World`` is what the verifier knows; ``titles`` and ``files`` give the cases. The page must give the verdict of the
case where ``page`` says so, and elsewhere that verdict or « hors_page », never another.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from laureat.credentials import es256, jose, keys, proof
from laureat.credentials.claims import Issuer, StatusEntry
from laureat.credentials.keys import SigningKey
from laureat.credentials.status import Lists, instant
from laureat.credentials.verdict import Reason
from laureat.vocabulary import base64url
from support.pdfs import Sealing, sealing
from support.titres import KEY, candidate, issuance, outcome

WEB = "did:web:exemple.fr"
REVOKED, SUSPENDED, PLAIN = 11, 12, 13
"""Indices in the lists of number 0."""


@dataclass(frozen=True)
class Case:
    """A file, and what it is worth."""

    name: str
    content: bytes
    reason: Reason
    page: bool = False
    """The offline page reads this file."""
    file: str = "titre.json"


@dataclass(frozen=True)
class World:
    """What the verifier knows, fresh today, and what the issuers sign with."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    web_keys: dict[str, SigningKey] = field(
        default_factory=lambda: {
            name: keys.new_signing_key() for name in ("active", "retiree", "revoquee", "autre", "jwk")
        }
    )
    code_key: ec.EllipticCurvePrivateKey = field(default_factory=keys.new_deuxdoc_key)

    @cached_property
    def seal(self) -> Sealing:
        """A seal that the list names."""
        return sealing("Cachet de l'académie de Lyon", self.now)

    @cached_property
    def authority(self) -> Sealing:
        """An authority that the list names with the subject « Rectorat de Lyon »."""
        return sealing("Autorité des cachets", self.now, is_authority=True)

    @cached_property
    def pinned(self) -> Sealing:
        """A seal of the pinned subject."""
        return sealing("Rectorat de Lyon", self.now, self.authority)

    @property
    def issuer(self) -> Issuer:
        """The issuer who is its key."""
        return Issuer.of(KEY, "Académie de Lyon")

    def method(self, name: str) -> str:
        """The verification method of a key of the ``did:web`` issuer."""
        return f"{WEB}#{self.web_keys[name].multikey}"

    def trust(self) -> dict[str, Any]:
        """The verifier's list."""
        day = (self.now - timedelta(days=30)).date().isoformat()
        web = [
            {"id": self.method("active"), "publicKeyMultibase": self.web_keys["active"].multikey},
            {"id": self.method("retiree"), "publicKeyMultibase": self.web_keys["retiree"].multikey, "jusquau": day},
            {"id": self.method("revoquee"), "publicKeyMultibase": self.web_keys["revoquee"].multikey, "revoquee": True},
            {"id": f"{WEB}#ancien-nom", "publicKeyMultibase": self.web_keys["revoquee"].multikey},
            {"id": f"{WEB}#ancien-jwk", "publicKeyJwk": as_jwk(self.web_keys["revoquee"])},
            {"id": self.method("jwk"), "publicKeyJwk": as_jwk(self.web_keys["jwk"])},
            {"id": f"{WEB}#p256", "publicKeyJwk": es256.jwk_of(self.code_key.public_key())},
        ]
        codes = [
            {"autorite": authority, "certificat": "0001", "clePublique": keys.public_pem(self.code_key.public_key())}
            for authority in ("FR00", "FR01")
        ]
        seals = [self.seal.pem, {"autorite": self.authority.pem, "sujet": "CN=Rectorat de Lyon"}]
        own = [{"id": self.issuer.key_id, "publicKeyMultibase": KEY.multikey}]
        lost = self.web_keys["revoquee"]
        return {
            "format": "laureat-confiance-1",
            "autorites_2ddoc": ["FR01"],
            "emetteurs": [
                {"id": KEY.did_key, "nom": "Académie de Lyon", "cles": own, "deuxdoc": codes, "cachets": seals},
                {"id": WEB, "nom": "Rectorat de Lille", "cles": web},
                {
                    "id": lost.did_key,
                    "nom": "Clé volée",
                    "cles": [{"id": lost.did_key, "publicKeyMultibase": lost.multikey, "revoquee": True}],
                },
            ],
        }

    def lists(self) -> dict[str, bytes]:
        """Status lists: fresh (0), stale (1), altered (2), older first (3), of another purpose (4), a token (6).

        Of number 0 of the ``did:web`` issuer, one of today too, by a key retired before.
        """
        day = timedelta(days=1)
        made: dict[str, Any] = {}
        for did, key, method in (
            (KEY.did_key, KEY, self.issuer.key_id),
            (WEB, self.web_keys["active"], self.method("active")),
        ):
            lists = Lists(Issuer(did, "", method))
            start = "z" if did == WEB else "k"

            def sign(
                purpose: str,
                number: int,
                indices: Iterable[int],
                since: timedelta = day,
                *,
                told: str = "",
                life: timedelta = 90 * day,
                lists: Lists = lists,
                key: SigningKey = key,
                method: str = method,
            ) -> dict[str, Any]:
                begun = self.now - since
                document = lists.credential(told or purpose, number, indices, begun, begun + life)
                document["id"] = lists.address(purpose, number)
                return proof.sign(document, key, method, instant(begun))

            made[f"{start}-0-revocation"] = sign("revocation", 0, [REVOKED])
            made[f"{start}-0-suspension"] = sign("suspension", 0, [SUSPENDED])
            made[f"{start}-1-revocation"] = sign("revocation", 1, [], 100 * day)
            made[f"{start}-2-revocation"] = sign("revocation", 2, []) | {"validUntil": "2099-01-01T00:00:00Z"}
            made[f"{start}-3-a-ancienne"] = sign("revocation", 3, [], 20 * day)
            made[f"{start}-3-b-nouvelle"] = sign("revocation", 3, [REVOKED])
            made[f"{start}-3-c-falsifiee"] = sign("revocation", 3, []) | {"validFrom": instant(self.now)}
            made[f"{start}-4-revocation"] = sign("revocation", 4, [], told="suspension")
            made[f"{start}-5-revocation"] = sign("revocation", 5, [])
        written = {f"{name}.json": json.dumps(document).encode() for name, document in made.items()}
        retired, lists = self.method("retiree"), Lists(Issuer(WEB, "", self.method("retiree")))
        today = lists.credential("revocation", 0, [], self.now, self.now + day)
        today |= {"id": lists.address("revocation", 0)}
        made["z-0-cle-retiree"] = proof.sign(today, self.web_keys["retiree"], retired, instant(self.now - 40 * day))
        lists = Lists(self.issuer)
        listed = lists.credential("revocation", 6, [REVOKED], self.now - day, self.now + day)
        token = jose.sign(listed | {"id": lists.address("revocation", 6)}, KEY, self.issuer.key_id)
        return written | {"k-6-revocation.jwt": token.encode()}

    def write(self, folder: Path) -> None:
        """The trust list as ``confiance.json``, the status lists under ``statuts``."""
        (folder / "statuts").mkdir(parents=True)
        (folder / "confiance.json").write_text(json.dumps(self.trust()), encoding="utf-8")
        for name, content in self.lists().items():
            (folder / "statuts" / name).write_bytes(content)

    def status(self, index: int = PLAIN, number: int = 0, did: str = "") -> list[dict[str, str]]:
        """The two status entries of a title."""
        lists = Lists(Issuer(did or KEY.did_key, "", ""))
        entry = StatusEntry(lists.address("revocation", number), lists.address("suspension", 0), index)
        return [
            {
                "id": f"{address}#{index}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": purpose,
                "statusListIndex": str(index),
                "statusListCredential": address,
            }
            for purpose, address in (("revocation", entry.revocation), ("suspension", entry.suspension))
        ]

    def draft(
        self, *, nom: str = "NGUYỄN", used: str = "", blocs: bool = False, marks: bool = False, mock: bool = False
    ) -> Any:
        """A diploma, or a block, of the first issuer, without proof; its status is read in the fresh lists."""
        told = issuance(mock=mock)
        given = list(told.credentials(candidate(nom=nom, nom_usage=used), outcome(), KEY.salts, marks))
        wanted = given[1 if blocs else 0]
        document = told.document(wanted.claim, wanted.with_status(StatusEntry("urn:r", "urn:s", 0)).values)
        return document | {"credentialStatus": self.status()}

    def transcript(self) -> Any:
        """A relevé of the first issuer, without proof."""
        told = issuance()
        made = told.transcript(candidate(), outcome(), KEY.salts).with_status(StatusEntry("urn:r", "urn:s", 0))
        return told.document(made.claim, made.values) | {"credentialStatus": self.status()}

    def record(self, index: int = PLAIN) -> Any:
        """The record (CLR 2.0) of a diploma and a relevé, without proof; the diploma at this place of the lists."""
        told = issuance()
        parts = [self.sign(self.draft() | {"credentialStatus": self.status(index)}), self.sign(self.transcript())]
        made = told.transcript(candidate(), outcome(), KEY.salts)
        whole = told.record(told.record_id(made), StatusEntry("urn:r", "urn:s", 0), made, parts)
        return whole | {"credentialStatus": self.status()}

    def sign(self, document: Any, key: SigningKey = KEY, method: str = "", created: str = "") -> dict[str, Any]:
        """The document with its proof, by the first issuer unless told otherwise."""
        return proof.sign(document, key, method or self.issuer.key_id, created or "2026-07-10T00:00:00Z")

    def web(self, name: str, created: str = "", **changes: Any) -> dict[str, Any]:
        """A diploma of the ``did:web`` issuer, signed by one of its keys."""
        document = self.draft() | {"issuer": {"id": WEB, "type": ["Profile"], "name": "Rectorat de Lille"}}
        document |= {"credentialStatus": self.status(did=WEB)} | changes
        return self.sign(document, self.web_keys[name], self.method(name), created)


def as_jwk(key: SigningKey) -> dict[str, str]:
    """The public key as a JWK."""
    return {"kty": "OKP", "crv": "Ed25519", "x": base64url.encoded(keys.base58_decode(key.multikey[1:])[2:])}


def changed(document: Any, path: str, value: Any) -> dict[str, Any]:
    """A document with another value at ``path``: keys with dots between them."""
    copy: dict[str, Any] = json.loads(json.dumps(document))
    node = copy
    *steps, last = path.split(".")
    for step in steps:
        node = node[step]
    node[last] = value
    return copy


def json_case(name: str, document: Any, reason: Reason, page: bool = True) -> Case:
    """A case in JSON."""
    return Case(name, json.dumps(document, ensure_ascii=False).encode(), reason, page)
