"""PDFs for the tests: attachments, seals made on the spot, codes printed on a page."""

import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfReader, PdfWriter, generic

from laureat.credentials import deuxdoc
from laureat.documents.seal import _Signer
from laureat.vocabulary import Mention
from support.titres import FICHE

DECISION: dict[str, Any] = {
    "format": "laureat/decision/1",
    "papier": "diplome",
    "candidat": {"nom": "NGUYỄN", "prenom": "Chloé", "date_naissance": "14/03/2008"},
    "certification": {"fiche": FICHE["numero"], "intitule": FICHE["intitule"]},
    "session": 2026,
    "mention": "B",
    "decision": "admis",
    "emis_le": "10/07/2026",
}


@dataclass(frozen=True)
class Sealing:
    """A key that seals, its certificate, and the authority that issued it, if any."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate
    authority: x509.Certificate | None = None

    @property
    def pem(self) -> str:
        """The certificate."""
        return self.certificate.public_bytes(Encoding.PEM).decode()


def sealing(
    name: str,
    now: datetime,
    authority: "Sealing | None" = None,
    *,
    is_authority: bool = False,
    ends: datetime | None = None,
    stamps: bool = False,
) -> Sealing:
    """A fresh key and certificate, self-signed or issued by an authority; ``stamps``: of one that tells the hour."""
    key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(authority.certificate.subject if authority else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(ends or now + timedelta(days=3000))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority,
                content_commitment=not is_authority,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                **usage,
            ),
            critical=True,
        )
    )
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    certificate = builder.sign(authority.key if authority else key, hashes.SHA256())
    return Sealing(key, certificate, authority.certificate if authority else None)


def sealed(
    content: bytes,
    seal: Sealing,
    field: str = "Cachet",
    *,
    stamped: tuple[Sealing, datetime] | None = None,
    said: datetime | None = None,
) -> bytes:
    """The PDF with a PAdES seal; ``stamped``: with the hour that this authority tells, within it; ``said``: with
    the one that the signer claims.
    """
    certificate, secret, store = _asn1(seal)
    signer = signers.SimpleSigner(signing_cert=certificate, signing_key=secret, cert_registry=store)
    stamper = None
    if stamped:
        authority, hour = stamped
        told = _asn1(authority)
        stamper = DummyTimeStamper(told[0], told[1], certs_to_embed=told[2], fixed_dt=hour)
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    metadata = PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES)
    making = _Signer(metadata, signer, timestamper=stamper)
    making.moment = said or datetime.now(UTC)
    data: bytes = making.sign_pdf(writer).getvalue()
    return data


def _asn1(seal: Sealing) -> tuple[Any, Any, SimpleCertificateStore]:
    """A certificate, its key and its chain, as pyHanko takes them."""
    store = SimpleCertificateStore()
    chain = [seal.certificate, *([seal.authority] if seal.authority else [])]
    store.register_multiple(asn1.Certificate.load(each.public_bytes(Encoding.DER)) for each in chain)
    secret = seal.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return asn1.Certificate.load(seal.certificate.public_bytes(Encoding.DER)), keys.PrivateKeyInfo.load(secret), store


def a_pdf(*pages: Image.Image, **attachments: Any) -> bytes:
    """A PDF with these pages (one blank where none) and JSON attachments (``titre`` → ``titre.json``)."""
    writer = PdfWriter()
    for page in pages:
        drawn = io.BytesIO()
        page.convert("RGB").save(drawn, "PDF", resolution=150)
        writer.append(PdfReader(drawn))
    if not pages:
        writer.add_blank_page(595, 842)
    for name, content in attachments.items():
        writer.add_attachment(f"{name}.json", json.dumps(content).encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def attaching(name: str, content: bytes, *, note: bool = False) -> bytes:
    """A blank PDF with one file attached: to the document, or to a note on its page."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    if note:
        stream = generic.DecodedStreamObject()
        stream.set_data(content)
        held = generic.DictionaryObject({generic.NameObject("/F"): writer._add_object(stream)})
        file = {"/Type": generic.NameObject("/Filespec"), "/F": generic.TextStringObject(name), "/EF": held}
        told = {
            "/Subtype": generic.NameObject("/FileAttachment"),
            "/Rect": generic.ArrayObject(map(generic.NumberObject, (10, 10, 30, 30))),
            "/FS": generic.DictionaryObject({generic.NameObject(key): value for key, value in file.items()}),
        }
        hung = generic.DictionaryObject({generic.NameObject(key): value for key, value in told.items()})
        page[generic.NameObject("/Annots")] = generic.ArrayObject([writer._add_object(hung)])
    else:
        writer.add_attachment(name, content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_code(
    key: ec.EllipticCurvePrivateKey,
    nom: str = "Nguyễn",
    authority: str = "FR01",
    year: int = 2026,
    *,
    usage: str = "",
    issued: date = date(2026, 7, 10),
) -> bytes:
    """The text of a 2D-Doc of a diploma."""
    who = {"nom": nom, "nom_usage": usage, "prenom": "Chloé", "sexe": "F", "date_naissance": "14/03/2008"}
    signing: dict[str, Any] = {"key": key, "authority": authority, "certificate": "0001", "issued": issued}
    return deuxdoc.for_diploma(who, FICHE, year, Mention.B, "2026-000123", **signing).text.encode()


def a_page(*codes: bytes) -> Image.Image:
    """A page of paper, A4 at 150 dots an inch, with these codes printed on it."""
    page = Image.new("L", (1240, 1754), 255)
    for rank, code in enumerate(codes):
        drawn = deuxdoc.DeuxDoc(code.decode(), False).png(scale=4)
        page.paste(Image.open(io.BytesIO(drawn)).convert("L"), (600, 100 + 600 * rank))
    return page


def qr_page(text: str) -> Image.Image:
    """A page of paper, with this QR code printed on it."""
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    page = Image.new("L", (1240, 1754), 255)
    page.paste(Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=6)), (600, 200))
    return page


def png(image: Image.Image) -> bytes:
    """An image as PNG."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
