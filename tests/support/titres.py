"""What the tests of the credentials share: a sheet, results made by hand, a key, a delivered folder."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from laureat.credentials import proof
from laureat.credentials.bulk import BulkSigner
from laureat.credentials.claims import Issuer, StatusEntry
from laureat.credentials.delivery import Order, deliver, publish, web_address
from laureat.credentials.issuer import Issuance
from laureat.credentials.keys import SigningKey
from laureat.credentials.status import Lists
from laureat.credentials.trust import TrustedIssuer, TrustedKey, TrustList, read_trust
from laureat.credentials.verifier import Verifier
from laureat.deliberation.outcome import Candidate, Outcome, RetainedFrom, Unit, UnitResult
from laureat.reglements import famille
from laureat.vocabulary import Cell, Decision, Mention, UnitStatus
from support.deliberations import PUBLIC

FICHE: dict[str, Any] = {
    "numero": "RNCP35697",
    "intitule": "BAC PRO - Technicien en réalisation de produits mécaniques",
    "niveau": 4,
    "certificateurs": [{"nom": "MINISTERE DE L'EDUCATION NATIONALE"}],
    "codes_nsf": [{"code": "251", "libelle": "Mécanique générale et de précision, usinage"}],
    "blocs": [
        {
            "code": "RNCP35697BC01",
            "intitule": "Étude et préparation de la réalisation",
            "competences": ["Rechercher une information", "Interpréter et vérifier les « données »"],
            "facultatif": False,
        },
        {
            "code": "RNCP35697BC04",
            "intitule": "Mathématiques",
            "competences": ["Expérimenter, simuler", "Critiquer un résultat, argumenter"],
            "facultatif": False,
        },
        {"code": "RNCP35697BC13", "intitule": "Langues vivantes", "competences": [], "facultatif": True},
    ],
}
UNITS = tuple(
    Unit(code, bloc["code"], f"E{rank}", bloc["intitule"], not bloc["facultatif"])
    for rank, (code, bloc) in enumerate(zip(("U2", "U11", "UF_LV"), FICHE["blocs"], strict=True))
)
KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER_KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
ISSUED = date(2026, 7, 10)
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
UNTIL = NOW + timedelta(days=90)
OPTIONS = {"RSP": "réalisation et suivi de productions"}


def candidate(numero: str = "000123", nom: str = "NGUYỄN", prenom: str = "Chloé", **autres: str) -> Candidate:
    """A candidate with an identity; other columns as keywords."""
    identite = {"nom": nom, "prenom": prenom, "date_naissance": "14/03/2008", "sexe": "F"}
    identite |= {"nom_usage": used} if (used := autres.pop("nom_usage", "")) else {}
    return Candidate(numero, PUBLIC, {}, option="RSP", identite=identite, autres=autres)


def outcome(
    decision: Decision = Decision.ADMIS,
    mention: Mention = Mention.B,
    blocs: Iterable[str] = ("RNCP35697BC01", "RNCP35697BC04"),
    depends_on: tuple[str, ...] = (),
) -> Outcome:
    """A result made by hand: 14,5 in each unit attested, 9 in the others."""
    attested = tuple(blocs)
    marks = [(unit, 1450 if unit.bloc in attested else 900) for unit in UNITS]
    units = tuple(
        UnitResult(unit, Cell(UnitStatus.NOTE, mark), 100, mark, RetainedFrom.SESSION, None, mark >= 1000, None)
        for unit, mark in marks
    )
    average = Fraction(1450, 100)
    return Outcome(decision, mention, average, average, None, units, 0, 0, attested, False, depends_on)


def issuance(did: str = "", mock: bool = False, key: SigningKey = KEY) -> Issuance:
    """The session 2026 of the sheet, issued by an académie."""
    issuer = Issuer.of(key, "Académie de Lyon", did, web_address(did))
    return Issuance(issuer, FICHE, 2026, ISSUED, OPTIONS, mock, famille("bac_pro").papiers)


def signed(consents: bool = False, key: SigningKey = KEY, **changes: Any) -> dict[str, Any]:
    """A signed diploma; ``changes`` are made to the document before it is signed."""
    told = issuance(key=key)
    wanted = next(told.credentials(candidate(), outcome(), key.salts, consents))
    entry = Lists(told.issuer).entry(94_567)
    document = told.document(wanted.claim, wanted.with_status(entry).values) | changes
    return proof.sign(document, key, told.issuer.key_id, told.instant)


def signed_text(consents: bool = False) -> str:
    """The same diploma, signed as in bulk."""
    told = issuance()
    wanted = next(told.credentials(candidate(), outcome(), KEY.salts, consents))
    wanted = wanted.with_status(StatusEntry("urn:uuid:r", "urn:uuid:s", 7))
    signer = BulkSigner(KEY, told.issuer.key_id, told.instant)
    return signer.sign(wanted.claim, lambda values: told.document(wanted.claim, values), wanted.values).decode()


def trust(key: SigningKey = KEY, **changes: Any) -> TrustList:
    """A trust list that believes the académie."""
    issuer = Issuer.of(key, "Académie de Lyon")
    trusted = TrustedKey(key.private.public_key(), **changes)
    return TrustList({issuer.did: TrustedIssuer(issuer.did, "Académie de Lyon", {issuer.key_id: trusted})})


def status_lists(
    revoked: Iterable[int] = (), suspended: Iterable[int] = (), now: datetime = NOW, key: SigningKey = KEY
) -> Callable[[str], list[bytes]]:
    """Signed status lists of the académie, as a verifier finds them."""
    lists = Lists(Issuer.of(key, "Académie de Lyon"))
    found = {}
    for purpose, indices in (("revocation", revoked), ("suspension", suspended)):
        document = lists.credential(purpose, 0, indices, now, now + timedelta(days=90))
        content = json.dumps(proof.sign(document, key, lists.issuer.key_id, "2026-09-01T12:00:00Z"))
        found[document["id"]] = content.encode()
    return lambda address: [found[address]] if address in found else []


def verifier(**changes: Any) -> Verifier:
    """A verifier who believes the académie and has its lists."""
    given: dict[str, Any] = {"trust": trust(), "now": NOW, "find_lists": status_lists()}
    return Verifier(**given | changes)


def delivered(folder: Path, did: str = "", count: int = 2, workers: int = 1, mock: bool = False) -> Order:
    """A folder of credentials for ``count`` candidates."""
    told = issuance(did, mock)
    order = Order(told, KEY, Lists(told.issuer, web_address(did)), folder, workers=workers)
    results = [(candidate(f"{number:06d}", nom=f"DURAND{number}"), outcome()) for number in range(1, count + 1)]
    deliver(order, results, lambda who: who.autres.get("consentement_notes") == "oui")
    publish(order, NOW, UNTIL, {}, ())
    return order


def folder_verifier(folder: Path, now: datetime = NOW) -> Verifier:
    """A verifier who believes what the folder's trust list says, and has its status lists."""
    lists = [path.read_bytes() for path in (folder / "statuts").glob("*.json")]
    find = lambda address: [each for each in lists if json.loads(each)["id"] == address]  # noqa: E731
    return Verifier(read_trust(folder / "confiance.json"), now, find)
