"""The cases of the corpus that other tools make: wallet titles in CBOR, archives, tokens with a proof, seals."""

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pypdf import PdfWriter

from laureat.credentials import jose, keys, proof, rdf
from laureat.credentials.baking import PNG
from laureat.credentials.verdict import Reason
from support.corpus import Case, World, as_jwk, changed, json_case
from support.pdfs import DECISION, a_pdf, sealed, sealing
from support.titres import KEY


def formats(world: World) -> Iterator[Case]:
    """Every case of this file."""
    yield from _unread(world)
    yield from _tokens(world)
    yield from _keys(world)
    yield from _written_otherwise(world)
    yield from _seals(world)


def _unread(world: World) -> Iterator[Case]:
    """What may hold a title, and is not opened: not supported, never unreadable."""
    no, whole = Reason.NON_PRIS_EN_CHARGE, world.sign(world.draft())
    issued = b"\xa2" + _text("nameSpaces") + b"\xa0" + _text("issuerAuth") + b"\x84\x43\xa1\x01\x26\xa0\x40\x40"
    device = b"\xa1" + _text("documents") + b"\x81\xa1" + _text("issuerSigned") + issued
    signed = b"\xd2\x84\x43\xa1\x01\x27\xa0\x44abcd\x40"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("titre.json", json.dumps(whole))
    envelope = b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + bytes(240)
    for name, content in (
        ("titre de portefeuille en CBOR (mdoc)", issued),
        ("reponse d'un portefeuille en CBOR", device),
        ("titre de portefeuille en CBOR, en lettres", base64.urlsafe_b64encode(issued).rstrip(b"=")),
        ("titre signe en COSE", signed),
        ("titre signe en COSE, sans etiquette", signed[1:]),
        ("titre signe en COSE, en lettres", base64.b64encode(signed + b"\xff" * 9)),
        ("archive d'un titre", archive.getvalue()),
        ("enveloppe CMS", envelope),
        ("titre en XML", b'<?xml version="1.0"?><VerifiableCredential xmlns="http://data.europa.eu/snb/model"/>'),
    ):
        yield Case(name, content, no, False, "titre")
    token = jose.sign(world.draft(), KEY, world.issuer.key_id)
    yield json_case("reponse qui donne un jeton", {"credentials": [{"credential": token}]}, no, page=False)
    yield json_case("objet qui contient un titre", {"credential": whole}, no, page=False)
    yield json_case("objet qui n'en contient aucun", {"credential": {"name": "eyJ"}}, Reason.ILLISIBLE, page=False)
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    picture = PNG + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(1_000))) + _chunk(b"IEND", b"")
    yield Case("image de neuf cents millions de points", picture, Reason.TROP_COMPLEXE, False, "image.png")


def _tokens(world: World) -> Iterator[Case]:
    """Tokens without signature, and tokens that hold a proof too: both must be good."""
    head, payload, _ = jose.sign(world.draft(), KEY, world.issuer.key_id).split(".")
    none = jose.packed(b'{"alg":"none"}')
    yield _token("jeton sans algorithme ni signature", f"{none}.{payload}.", Reason.NON_PRIS_EN_CHARGE)
    yield _token("jeton sans signature", f"{head}.{payload}.", Reason.SANS_PREUVE)
    whole = world.sign(world.draft())
    yield _token("jeton et preuve", jose.sign(whole, KEY, world.issuer.key_id), Reason.AUTHENTIQUE)
    forged = whole | {"name": "Autre"}
    yield _token("jeton juste, preuve d'autre chose", jose.sign(forged, KEY, world.issuer.key_id), Reason.ALTERE)


def _keys(world: World) -> Iterator[Case]:
    """Keys that are their own identifiers, of people whom the list does not know."""
    key = world.web_keys["autre"]
    did = "did:jwk:" + jose.packed(json.dumps(as_jwk(key)).encode())
    theirs = world.draft() | {"issuer": {"id": did, "type": ["Profile"], "name": "Ailleurs"}}
    yield json_case("did:jwk inconnu", world.sign(theirs, key, f"{did}#0"), Reason.EMETTEUR_INCONNU, page=False)
    yield json_case("did:jwk d'une autre cle", world.sign(theirs, key, f"{did}#1"), Reason.MAUVAISE_CLE, page=False)
    altered = world.sign(theirs, key, f"{did}#0") | {"name": "Autre"}
    yield json_case("did:jwk inconnu, altere", altered, Reason.ALTERE, page=False)
    point = world.code_key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    curve = "z" + keys.base58_encode(b"\x80\x24" + point)
    other = world.draft() | {"issuer": {"id": f"did:key:{curve}", "type": ["Profile"], "name": "Ailleurs"}}
    signed = world.sign(other, key, f"did:key:{curve}#{curve}")
    yield json_case("did:key P-256 sous une preuve", signed, Reason.MAUVAISE_CLE, page=False)


def _written_otherwise(world: World) -> Iterator[Case]:
    """What jsonld.js signs in another way than the libraries of other languages."""
    draft, options = world.draft(), proof.options(world.issuer.key_id, "2026-07-10T00:00:00Z")
    directed = draft | {"name": {"@value": "شهادة", "@language": "ar", "@direction": "rtl"}}
    digest = proof.digests_of(rdf.read(directed))[1]
    value = proof.proof_value(KEY.sign(proof.options_hash(options, draft["@context"]) + digest))
    signed = directed | {"proof": options | {"proofValue": value}}
    yield json_case("nom avec sa direction, signee", signed, Reason.AUTHENTIQUE, page=False)
    turned = changed(signed, "name.@direction", "ltr")
    yield json_case("nom dont la direction signee a change", turned, Reason.ALTERE, page=False)
    small = changed(world.sign(draft), "credentialSubject.creditsEarned", 1e-7)
    yield json_case("nombre que JavaScript ecrit avec un exposant", small, Reason.NON_PRIS_EN_CHARGE, page=False)


def _seals(world: World) -> Iterator[Case]:
    """A paper that several people seal: the last one known answers for what was signed since the others."""
    whole, plain = world.sign(world.draft()), a_pdf(decision=DECISION)
    unknown = sealing("Boulangerie Martin", world.now)
    paper = sealed(a_pdf(titre=whole, decision=DECISION), world.seal)
    yield _pdf("deux cachets connus", sealed(sealed(plain, world.seal), world.pinned, "Second"), Reason.SANS_STATUT)
    yield _pdf("titre sous deux cachets connus", sealed(paper, world.pinned, "Second"), Reason.AUTHENTIQUE)
    yield _pdf("titre, cachet connu, puis inconnu", sealed(paper, unknown, "Second"), Reason.PAGE_NON_LIEE)
    first = sealed(a_pdf(titre=whole, decision=DECISION), unknown)
    yield _pdf("titre, cachet inconnu, puis connu", sealed(first, world.seal, "Second"), Reason.AUTHENTIQUE)
    yield _pdf("titre de la page change apres le cachet", _renamed(paper), Reason.ALTERE)


def _renamed(content: bytes) -> bytes:
    writer = PdfWriter(io.BytesIO(content), incremental=True)
    writer.add_metadata({"/Title": "Diplôme, mention très bien"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _text(text: str) -> bytes:
    """A short text in CBOR."""
    return bytes([0x60 + len(text)]) + text.encode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def _token(name: str, text: str, reason: Reason) -> Case:
    return Case(name, text.encode(), reason, False, "titre.jwt")


def _pdf(name: str, content: bytes, reason: Reason) -> Case:
    return Case(name, content, reason, file="papier.pdf")
