"""What a holder takes away whole: the relevé as a title, and the record (CLR 2.0) of all the titles of one holder.

Written beside the titles that ``deliver`` wrote: ``releves/*.json``, ``dossiers/*.json``; tokens (``*.jwt``) on demand.
"""

import json
from collections.abc import Iterable

from laureat.credentials import jose, proof
from laureat.credentials.claims import Credential
from laureat.credentials.delivery import Order, Result, write_whole
from laureat.credentials.holder import file_name
from laureat.credentials.status import Register


def deliver_records(order: Order, results: Iterable[Result]) -> int:
    """Write the relevé and the record of each candidate who has a title there; gives how many records."""
    register = Register.read(order.folder / "registre.csv")
    issuance = order.issuance
    secret, day = order.key.secret("statuts"), issuance.issued.isoformat()
    for name in ("releves", "dossiers"):
        (order.folder / name).mkdir(parents=True, exist_ok=True)
    count = 0
    for candidate, outcome in results:
        name = file_name(candidate.numero)
        paths = [order.folder / f"diplomes/{name}.json"]
        paths += [order.folder / f"blocs/{name}-{file_name(bloc)}.json" for bloc in outcome.blocs]
        titles = [json.loads(path.read_bytes()) for path in paths if path.exists()]
        if not titles or outcome.is_open or (outcome.depends_on and not issuance.mock):
            continue
        transcript = issuance.transcript(candidate, outcome, order.key.salts)
        whole = Credential(transcript.claim, transcript.values, f"dossiers/{name}").under(
            issuance.record_id(transcript)
        )
        if register.contradicts(transcript) or register.contradicts(whole):
            continue  # revoke first: ``deliver`` says so of the titles
        register.issue([transcript, whole], secret, day, order.rank)
        entries = [order.lists.entry(register.entries[each.id].index) for each in (transcript, whole)]
        placed = transcript.with_status(entries[0])
        signed = _sign(order, issuance.document(placed.claim, placed.values))
        write_whole(order.folder / f"{transcript.file}.json", signed)
        record = issuance.record(whole.id, entries[1], transcript, [*titles, json.loads(signed)])
        write_whole(order.folder / f"{whole.file}.json", _sign(order, record))
        count += 1
    return count


def write_tokens(order: Order) -> int:
    """Write each title of the folder as a token beside it (VC-JWT); gives how many."""
    paths = [path for name in ("diplomes", "blocs", "releves") for path in sorted((order.folder / name).glob("*.json"))]
    for path in paths:
        document = proof.unsecured(json.loads(path.read_bytes()))
        token = jose.sign(document, order.key, order.issuance.issuer.key_id)
        write_whole(path.with_suffix(".jwt"), token.encode())
    return len(paths)


def _sign(order: Order, document: dict[str, object]) -> bytes:
    issuance = order.issuance
    signed = proof.sign(document, order.key, issuance.issuer.key_id, issuance.instant)
    return (json.dumps(signed, ensure_ascii=False, indent=1) + "\n").encode()
