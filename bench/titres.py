"""Signing and verifying: credentials per second and per core, against the raw Ed25519 signatures of the same run.

Also the peer (``openbadgeslib``, one at a time), the cost as the number grows to 100,000, and the folder on disk.
What runs on one core is counted in processor time, so that a busy machine changes nothing.
"""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.ob3 import add_data_integrity_proof
from rich.console import Console
from rich.table import Table

from bench import environment
from laureat.credentials import expansion, proof
from laureat.credentials.bulk import BulkSigner
from laureat.credentials.claims import Credential, Issuer
from laureat.credentials.delivery import Order, deliver, publish
from laureat.credentials.issuer import Issuance
from laureat.credentials.keys import SigningKey, new_signing_key
from laureat.credentials.status import Lists
from laureat.credentials.trust import read_trust
from laureat.credentials.verifier import Verifier
from laureat.deliberation.outcome import Candidate, Outcome, RetainedFrom, UnitResult
from laureat.register import bundled
from laureat.reglements import charger
from laureat.vocabulary import Cell, Decision, Mention, UnitStatus

MENTIONS = tuple(Mention)
GROWTH = (1_000, 10_000, 100_000)
DELIVERED = 10_000
LOADED = expansion
"""What expands JSON-LD takes a fifth of a second to load, once a process: counted apart from signing."""


def results(candidates: int) -> Iterator[tuple[Candidate, Outcome]]:
    """Candidates of RNCP35697, all admitted, with their twelve compulsory blocks."""
    units = [unit for unit in charger("RNCP35697").units if unit.mandatory]
    marks = tuple(
        UnitResult(unit, Cell(UnitStatus.NOTE, 1300), 100, 1300, RetainedFrom.SESSION, None, True, None)
        for unit in units
    )
    blocs = tuple(unit.bloc for unit in units)
    for number in range(candidates):
        identity = {"nom": f"NGUYỄN-LEFÈVRE {number}", "prenom": "Chloé", "date_naissance": "14/03/2008"}
        option = ("RSP", "RMO")[number % 2]
        candidate = Candidate(
            f"{number:010d}", charger("RNCP35697").famille.voie("scolaire_public"), {}, option=option, identite=identity
        )
        mention = MENTIONS[number % len(MENTIONS)]
        average = Fraction(1300, 100)
        yield candidate, Outcome(Decision.ADMIS, mention, average, average, None, marks, 0, 0, blocs, False)


def issuance(key: SigningKey) -> Issuance:
    """The session 2026 of the real sheet."""
    fiche = bundled("RNCP35697")
    assert fiche is not None
    issuer = Issuer.of(key, "Académie de Lyon", "did:web:exemple.fr")
    return Issuance(
        issuer,
        fiche.to_json(),
        2026,
        date(2026, 7, 10),
        dict(charger("RNCP35697").options),
        words=charger("RNCP35697").famille.papiers,
    )


def wanted(told: Issuance, key: SigningKey, count: int) -> Iterator[Credential]:
    """``count`` credentials with their status."""
    lists = Lists(told.issuer, "https://exemple.fr/")
    drawn = 0
    for candidate, outcome in results(count):
        for credential in told.credentials(candidate, outcome, key.salts, False):
            if drawn == count:
                return
            yield credential.with_status(lists.entry(drawn))
            drawn += 1


def raw_signatures(key: SigningKey, count: int = 20_000) -> float:
    """Ed25519 signatures of 64 bytes, per second, on one core."""
    start = time.process_time()
    for number in range(count):
        key.sign(number.to_bytes(64))
    return count / (time.process_time() - start)


def in_bulk(told: Issuance, key: SigningKey, count: int) -> float:
    """Credentials drawn up and signed per second, on one core, in memory."""
    signer = BulkSigner(key, told.issuer.key_id, told.instant)
    start = time.process_time()
    for credential in wanted(told, key, count):
        signer.sign(credential.claim, partial(told.document, credential.claim), credential.values)
    return count / (time.process_time() - start)


def verified(told: Issuance, key: SigningKey, count: int = 400) -> tuple[float, float]:
    """Titles verified per second, on one core, status lists included: the first of a fresh process, then the rest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        order = Order(told, key, Lists(told.issuer, "https://exemple.fr/"), folder, badges=False)
        deliver(order, results(-(-count // 13)), lambda candidate: False)
        now = datetime(2026, 9, 1, 12, tzinfo=UTC)
        publish(order, now, now + timedelta(days=90), {}, ())
        figures = environment.measured("-c", f"from bench.titres import verify_folder; verify_folder({name!r})")
    cold, warm = map(float, figures.split())
    return cold, warm


def verify_folder(name: str) -> None:
    """Verify a delivered folder and print the two figures (called in a process of its own)."""
    folder = Path(name)
    lists: dict[str, list[bytes]] = {}
    for path in (folder / "statuts").glob("*.json"):
        lists[json.loads(path.read_bytes())["id"]] = [path.read_bytes()]
    now = datetime(2026, 9, 1, 12, tzinfo=UTC)
    verifier = Verifier(read_trust(folder / "confiance.json"), now, lambda address: lists.get(address, []))
    titles = [path.read_bytes() for path in sorted(folder.glob("[bd]*s/*.json"))]

    def spent(given: list[bytes]) -> float:
        start = time.process_time()
        for each in given:
            assert verifier.verify(each).reason.exit_code == 0
        return time.process_time() - start

    print(1 / spent(titles[:1]), len(titles[1:]) / spent(titles[1:]))


def one_by_one(told: Issuance, key: SigningKey, count: int = 60) -> tuple[float, float]:
    """The long way: ours, which refuses what would not be signed, and ``openbadgeslib``, per second."""
    documents = [told.document(each.claim, each.values) for each in wanted(told, key, count)]
    start = time.process_time()
    for document in documents:
        proof.sign(document, key, told.issuer.key_id, told.instant)
    ours = count / (time.process_time() - start)
    pem = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    start = time.process_time()
    for document in documents:
        add_data_integrity_proof(document, pem, told.issuer.key_id)
    return ours, count / (time.process_time() - start)


def on_disk(told: Issuance, key: SigningKey, count: int, badges: bool) -> float:
    """Credentials written per second in a folder, by all cores, register included."""
    with tempfile.TemporaryDirectory() as folder:
        lists = Lists(told.issuer, "https://exemple.fr/")
        order = Order(told, key, lists, Path(folder), badges, os.cpu_count() or 1)
        start = time.perf_counter()
        done = deliver(order, results(count // 13), lambda candidate: False)
        return (done.diplomas + done.blocs) / (time.perf_counter() - start)


def measure() -> dict[str, float]:
    """All the figures, per second."""
    key = new_signing_key()
    told = issuance(key)
    figures = {"Signatures Ed25519 nues, par cœur": raw_signatures(key)}
    for count in GROWTH:
        figures[f"Titres signés en nombre, par cœur, sur {count}"] = in_bulk(told, key, count)
    figures["Titres signés un à un, par cœur"], figures["openbadgeslib, un à un, par cœur"] = one_by_one(told, key)
    cores = os.cpu_count() or 1
    cold, warm = verified(told, key)
    figures["Titres vérifiés, par cœur, le premier"], figures["Titres vérifiés, par cœur, les suivants"] = cold, warm
    figures[f"Titres écrits sur disque, {cores} cœurs"] = on_disk(told, key, DELIVERED, badges=False)
    figures[f"Titres et badges écrits sur disque, {cores} cœurs"] = on_disk(told, key, DELIVERED, badges=True)
    return figures


def main() -> None:
    """Measure, print the table and keep the figures in ``bench-resultats/titres.json``."""
    figures = measure()
    raw = next(iter(figures.values()))
    table = Table("Mesure", "par seconde", "fraction des signatures nues", title="Titres numériques")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.0f}".replace(",", " "), f"{value / raw:.3f}".replace(".", ","))
    Console().print(table)
    folder = Path("bench-resultats")
    folder.mkdir(exist_ok=True)
    (folder / "titres.json").write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
