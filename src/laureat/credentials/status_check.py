"""Is this title revoked or suspended, as far as the lists that were given can tell? Bitstring Status List 1.0.

Fail closed: every entry must be read in a list that the same issuer signed and that is still fresh; of several lists of
one address the newest counts. What cannot be read is undecidable, never in force.
"""

import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from laureat.credentials import jose
from laureat.credentials.moments import has_begun, instant
from laureat.credentials.names import VC
from laureat.credentials.rdf import Graph, iri_of
from laureat.credentials.strict_json import Unsupported, parse_json
from laureat.credentials.titles import issuer_of
from laureat.credentials.verdict import Reason, Refused
from laureat.vocabulary import base64url
from laureat.vocabulary.french import plural, short_date

STATUS = "https://www.w3.org/ns/credentials/status#"
MIN_BITS, MAX_BYTES = 131_072, 4 * 1024 * 1024
"""The shortest list that the standard allows, and the longest that we unpack."""
MAX_ENTRIES = 16
MAX_AGE = timedelta(days=90)
"""How long a list that does not say its own end is believed."""

FindLists = Callable[[str], Iterable[bytes]]
"""From the address of a status list to the contents of all the lists of that address that were given."""

ReadSigned = Callable[[bytes], Graph]
"""From a content to its statements, once its signature was verified. Raises Refused or Unsupported."""


@dataclass(frozen=True)
class Entry:
    """Where a title says that its status is read."""

    purpose: str
    address: str
    index: int


@dataclass(frozen=True)
class StatusCheck:
    """The lists that were given, and how they are read."""

    find_lists: FindLists
    read_signed: ReadSigned
    now: datetime

    def day_of(self, graph: Graph) -> datetime | None:
        """The date of the oldest list that was needed; None where the title has no revocation status.

        Raises Refused: revoked, suspended, or undecidable.
        """
        found: list[tuple[Reason, datetime]] = []
        failures: list[Refused] = []
        dates, revocable = [], False
        nodes = graph.nodes(graph.root, f"{VC}credentialStatus")
        if len(nodes) > MAX_ENTRIES:
            raise Refused(Reason.STATUT_ABSENT, f"plus de {MAX_ENTRIES} statuts")
        for node in nodes:
            try:
                entry = _entry(graph, node)
                is_set, dated = self._read(entry, issuer_of(graph))
            except Refused as refused:
                failures.append(refused)
                continue
            dates.append(dated)
            revocable = revocable or entry.purpose == "revocation"
            if is_set:
                found.append((Reason.REVOQUE if entry.purpose == "revocation" else Reason.SUSPENDU, dated))
        if found:
            reason, dated = min(found, key=lambda each: each[0].exit_code)
            raise Refused(reason, f"d'après la liste du {short_date(dated)}")
        if failures:
            raise failures[0]
        return min(dates) if revocable else None

    def _read(self, entry: Entry, issuer: str) -> tuple[bool, datetime]:
        """The bit of an entry, and the date of the newest list that tells it."""
        given = list(self.find_lists(entry.address))
        if not given:
            raise Refused(Reason.STATUT_ABSENT, f"liste {entry.address}")
        lists, failed = [], Refused(Reason.STATUT_ALTERE, entry.address)
        for content in given:
            try:
                lists.append(self._list(content, entry, issuer))
            except Refused as refused:
                failed = refused
        if not lists:
            raise failed
        in_time = [each for each in lists if has_begun(each[0], self.now)] or lists
        start = max(each[0] for each in in_time)
        newest = [each for each in in_time if each[0] == start]
        end = max(each[1] for each in newest)
        if not has_begun(start, self.now) or end <= self.now:
            raise Refused(Reason.STATUT_PERIME, f"valable du {short_date(start)} au {short_date(end)}")
        return any(read_bit(encoded, entry.index) for _start, _end, encoded in newest), start

    def _list(self, content: bytes, entry: Entry, issuer: str) -> tuple[datetime, datetime, str]:
        """When a list starts and stops being believed, and what it encodes. Raises Refused when it is not the one."""
        try:
            graph = self.read_signed(content)
        except (Refused, Unsupported) as error:
            if isinstance(error, Refused) and error.reason in (Reason.EXPIRE, Reason.PAS_ENCORE_VALIDE):
                raise Refused(Reason.STATUT_PERIME, f"liste {entry.address} : {error}") from None
            raise Refused(Reason.STATUT_ALTERE, f"liste {entry.address} : {error}") from None
        subjects = graph.nodes(graph.root, f"{VC}credentialSubject")
        purposes = [each for node in subjects for each in graph.literals(node, f"{STATUS}statusPurpose")]
        encoded = [each for node in subjects for each in graph.literals(node, f"{STATUS}encodedList")]
        if issuer_of(graph) != issuer:
            raise Refused(Reason.STATUT_ALTERE, f"la liste est de {issuer_of(graph)}, le titre de {issuer}")
        if (
            iri_of(graph.root) != entry.address
            or f"{STATUS}BitstringStatusListCredential" not in graph.types(graph.root)
            or [graph.types(node) for node in subjects] != [{f"{STATUS}BitstringStatusList"}]
            or entry.purpose not in purposes
            or len(encoded) != 1
        ):
            raise Refused(Reason.STATUT_ALTERE, f"ce n'est pas la liste {entry.address} ({entry.purpose})")
        told = {term: graph.literals(graph.root, f"{VC}{term}") for term in ("validFrom", "validUntil")}
        start = instant("".join(told["validFrom"]))
        end = instant("".join(told["validUntil"])) if told["validUntil"] else start and start + MAX_AGE
        if start is None or end is None:
            raise Refused(Reason.STATUT_PERIME, "la liste ne dit pas de quand elle est")
        return start, end, encoded[0]


def _entry(graph: Graph, node: str) -> Entry:
    """Where a status is read. Raises Refused (STATUT_ABSENT) when it is of a kind that we do not read."""
    if graph.types(node) != {f"{STATUS}BitstringStatusListEntry"}:
        told = sorted(re.split(r"[#/]", each)[-1] for each in graph.types(node))
        raise Refused(Reason.STATUT_ABSENT, f"statut d'une sorte que nous ne lisons pas : {', '.join(told)}")
    purposes = graph.literals(node, f"{STATUS}statusPurpose")
    indices = graph.literals(node, f"{STATUS}statusListIndex")
    addresses = graph.nodes(node, f"{STATUS}statusListCredential")
    if len(purposes) != 1 or purposes[0] not in ("revocation", "suspension"):
        raise Refused(Reason.STATUT_ABSENT, f"statut d'un objet que nous ne lisons pas : {', '.join(purposes)}")
    if len(indices) != 1 or not re.fullmatch(r"[0-9]{1,9}", indices[0]):
        raise Refused(Reason.STATUT_ABSENT, f"indice de statut illisible : {', '.join(indices)}")
    if graph.literals(node, f"{STATUS}statusSize") not in ([], ["1"]):
        raise Refused(Reason.STATUT_ABSENT, "statut de plus d'un bit")
    if len(addresses) != 1 or not iri_of(addresses[0]):
        raise Refused(Reason.STATUT_ABSENT, "l'adresse de la liste de statuts manque")
    return Entry(purposes[0], iri_of(addresses[0]), int(indices[0]))


def address_of(content: bytes) -> str:
    """The address that a status list gives itself, in JSON or as a token; empty for what is none."""
    try:
        document = jose.read(content).document if jose.is_token(content) else parse_json(content)
    except Unsupported:
        return ""
    return address if isinstance(address := document.get("id"), str) else ""


def read_bit(encoded: str, index: int) -> bool:
    """The bit of an ``encodedList``: multibase base64url of a gzip. Raises Refused (STATUT_ABSENT)."""
    try:
        if not re.fullmatch(r"u[A-Za-z0-9_-]+", encoded):
            raise ValueError
        packed = base64url.decoded(encoded[1:])
        unpacker = zlib.decompressobj(wbits=31)
        bits = unpacker.decompress(packed, MAX_BYTES)
        if not unpacker.eof or unpacker.unused_data:
            raise ValueError
    except (ValueError, zlib.error):
        raise Refused(Reason.STATUT_ABSENT, "la liste de statuts est illisible ou trop longue") from None
    if len(bits) * 8 < MIN_BITS:
        raise Refused(Reason.STATUT_ABSENT, f"la liste de statuts est trop courte : {plural(len(bits) * 8, 'place')}")
    if index >= len(bits) * 8:
        raise Refused(Reason.STATUT_ABSENT, f"l'indice {index} est hors de la liste ({plural(len(bits) * 8, 'place')})")
    return bool(bits[index // 8] & (0x80 >> index % 8))
