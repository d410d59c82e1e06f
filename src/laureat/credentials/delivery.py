"""The folder of the credentials of a session: drawn up, signed by all cores, written whole or not at all.

    diplomes/*.json  blocs/*.json  badges/*.png  statuts/*.json  confiance.json  did.json  registre.csv  refus.csv

A run that was cut is simply run again: same facts, same key and same date give the same files, byte for byte.
"""

import csv
import io
import json
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from laureat.credentials import badge
from laureat.credentials.baking import bake
from laureat.credentials.bulk import BulkSigner
from laureat.credentials.claims import Claim, Credential
from laureat.credentials.issuer import Issuance
from laureat.credentials.keys import SigningKey, did_document
from laureat.credentials.status import Lists, Register
from laureat.credentials.strict_json import Unsupported
from laureat.credentials.trust import Seal, write_entry
from laureat.deliberation.outcome import Candidate, Outcome, RetainedFrom, why_provisional
from laureat.vocabulary.spreadsheets import safe

CHUNK = 500
"""Credentials signed by one core at a time; also what is drawn up before the register is written."""
ALONE = 1_500
"""Below this number of credentials, one process is faster than starting others."""


@dataclass
class Delivery:
    """What a run delivered, and what it refused, by candidate number."""

    diplomas: int = 0
    blocs: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Candidate number, reason in French."""


@dataclass(frozen=True)
class Order:
    """How to deliver: what, signed by whom, where, with which status lists."""

    issuance: Issuance
    key: SigningKey
    lists: Lists
    folder: Path
    badges: bool = True
    workers: int = 1
    """Processes to sign with, where there is enough to sign."""
    rank: Callable[[str], int] | None = None
    """The place of a credential among all those of the issuer, where several issue at once (``Register.issue``)."""


Result = tuple[Candidate, Outcome]


def deliver(
    order: Order,
    results: Iterable[Result],
    consents: Callable[[Candidate], bool],
    progress: Callable[[int], None] = lambda _count: None,
) -> Delivery:
    """Sign and write the credentials of all these results. ``progress`` is told how many were just written.

    Provisional decisions are refused unless the issue is a rehearsal; so is a credential that would contradict one
    still in force. The status lists and the trust list are written by ``publish``.
    """
    register = Register.read(order.folder / "registre.csv")
    secret = order.key.secret("statuts")
    delivery = Delivery()
    wanted = _wanted(order, register, results, consents, delivery)
    day = order.issuance.issued.isoformat()

    def drawn_up() -> Iterator[list[Credential]]:
        while chunk := list(islice(wanted, CHUNK)):
            yield [
                credential.with_status(order.lists.entry(register.entries[credential.id].index))
                for credential in register.issue(chunk, secret, day, order.rank)
            ]

    for name in ("diplomes", "blocs", "badges"):
        (order.folder / name).mkdir(parents=True, exist_ok=True)
    chunks = drawn_up()
    first = list(islice(chunks, ALONE // CHUNK))
    rest = next(chunks, None)
    if order.workers > 1 and rest is not None:
        _deliver_by_all(order, chain(first, [rest], chunks), progress)
    else:
        write = _Writer(order.issuance, order.key, order.folder, order.badges)
        for chunk in chain(first, [rest] if rest else [], chunks):
            progress(write(chunk))
    _write_refusals(order.folder / "refus.csv", delivery.refused)
    return delivery


def publish(
    order: Order, now: datetime, until: datetime, deuxdoc: Mapping[tuple[str, str], str], seals: tuple[Seal, ...]
) -> None:
    """Write the signed status lists, the list that a verifier may trust and, for ``did:web``, the DID document."""
    issuer = order.issuance.issuer
    register = Register.read(order.folder / "registre.csv")
    publish_status(order.folder, order.lists, register, order.key, now, until)
    trusted = write_entry(issuer.did, issuer.name, {issuer.key_id: order.key.multikey}, deuxdoc, seals)
    path = order.folder / "confiance.json"
    write_whole(path, _pretty(_with_former_keys(path, trusted)))
    if issuer.did.startswith("did:web:"):
        keys = {key["id"]: key["publicKeyMultibase"] for key in json.loads(path.read_bytes())["emetteurs"][0]["cles"]}
        write_whole(order.folder / "did.json", _pretty(did_document(issuer.did, keys, {})))


def publish_status(
    folder: Path, lists: Lists, register: Register, key: SigningKey, now: datetime, until: datetime
) -> None:
    """Write every status list, signed anew. An older one stays believable until its own ``validUntil``."""
    (folder / "statuts").mkdir(parents=True, exist_ok=True)
    for name, document in lists.signed(register, key, now, until).items():
        write_whole(folder / "statuts" / f"{name}.json", _pretty(document))


def web_address(did: str) -> str:
    """The folder where a ``did:web`` publishes, ending with ``/``; empty for any other DID."""
    if not did.startswith("did:web:"):
        return ""
    host, *path = did.removeprefix("did:web:").split(":")
    return f"https://{'/'.join([unquote(host), *path])}/"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def _write_refusals(path: Path, refused: list[tuple[str, str]]) -> None:
    if not refused:
        path.unlink(missing_ok=True)
        return
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(
        [("numero", "motif"), *(map(safe, row) for row in refused)]
    )
    write_whole(path, text.getvalue().encode())


def _wanted(
    order: Order,
    register: Register,
    results: Iterable[Result],
    consents: Callable[[Candidate], bool],
    delivery: Delivery,
) -> Iterator[Credential]:
    files: set[str] = set()
    for candidate, outcome in results:
        try:
            told = list(order.issuance.credentials(candidate, outcome, order.key.salts, consents(candidate)))
        except Unsupported as error:
            delivery.refused.append((candidate.numero, str(error)))
            continue
        if outcome.depends_on and not order.issuance.mock:
            settled = [credential for credential in told if _is_settled(credential, outcome)]
            if len(settled) < len(told):
                delivery.refused.append((candidate.numero, why_provisional(candidate, outcome)))
            told = settled
        for credential in told:
            if credential.file in files:
                delivery.refused.append((candidate.numero, f"{credential.file} existe déjà dans cette session"))
            elif other := register.contradicts(credential):
                reason = f"{credential.file} a déjà été délivré et dit autre chose : le révoquer d'abord ({other})"
                delivery.refused.append((candidate.numero, reason))
            else:
                files.add(credential.file)
                if credential.claim.kind == "diplome":
                    delivery.diplomas += 1
                else:
                    delivery.blocs += 1
                yield credential


def _is_settled(credential: Credential, outcome: Outcome) -> bool:
    """A provisional outcome leaves its blocks certain, but for a mark of the control test, itself in question."""
    if credential.claim.kind != "bloc":
        return False
    control = {result.unit.bloc for result in outcome.units if result.retained_from is RetainedFrom.CONTROLE}
    return credential.claim.bloc not in control


class _Writer:
    """Signs and writes credentials; one for each process."""

    def __init__(self, issuance: Issuance, key: SigningKey, folder: Path, badges: bool) -> None:
        self.issuance, self.folder, self.badges = issuance, folder, badges
        self.signer = BulkSigner(key, issuance.issuer.key_id, issuance.instant)

    def __call__(self, credentials: list[Credential]) -> int:
        for credential in credentials:
            build = partial(self.issuance.document, credential.claim)
            signed = self.signer.sign(credential.claim, build, credential.values)
            write_whole(self.folder / f"{credential.file}.json", signed)
            if self.badges:
                name = credential.file.partition("/")[2]
                write_whole(
                    self.folder / "badges" / f"{name}.png", bake(self._image(credential.claim), signed.decode())
                )
        return len(credentials)

    def _image(self, claim: Claim) -> bytes:
        numero = str(self.issuance.fiche["numero"])
        code = f"{numero} {claim.bloc.removeprefix(numero)}".strip()
        caption = "Essai sans valeur" if self.issuance.mock else self.issuance.term(claim).capitalize()
        return badge.draw("Bloc" if claim.kind == "bloc" else "Certification", code, caption)


_writer: _Writer
"""The writer of this process, when it is one of several."""


def _start(issuance: Issuance, seed: bytes, folder: Path, badges: bool) -> None:
    global _writer
    _writer = _Writer(issuance, SigningKey(Ed25519PrivateKey.from_private_bytes(seed)), folder, badges)


def _write(credentials: list[Credential]) -> int:
    return _writer(credentials)


def _deliver_by_all(order: Order, chunks: Iterator[list[Credential]], progress: Callable[[int], None]) -> None:
    """Sign by several processes; never more chunks in memory than they can hold in hand."""
    given = (order.issuance, order.key.private.private_bytes_raw(), order.folder, order.badges)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(order.workers, context, _start, given) as pool:
        pending = deque(pool.submit(_write, chunk) for chunk in islice(chunks, 2 * order.workers))
        while pending:
            progress(pending.popleft().result())
            pending.extend(pool.submit(_write, chunk) for chunk in islice(chunks, 1))


def _with_former_keys(path: Path, trusted: dict[str, Any]) -> dict[str, Any]:
    """Keep what the issuer's earlier list says of the same DID: former keys, with their end or revocation."""
    try:
        former = json.loads(path.read_bytes())["emetteurs"][0]
    except (OSError, ValueError, LookupError, TypeError):
        return trusted
    entry = trusted["emetteurs"][0]
    if former.get("id") == entry["id"]:
        ours = {key["id"] for key in entry["cles"]}
        entry["cles"] += [key for key in former.get("cles", []) if key["id"] not in ours]
        for name in ("deuxdoc", "cachets"):
            if name in former:
                entry.setdefault(name, former[name])
    return trusted


def _pretty(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
