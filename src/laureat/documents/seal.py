"""One PAdES seal a document, and nothing after: a second signature or a DSS would break PDF/A-3a and PDF/UA-1.

B-B; B-T where a time-stamping authority is asked, whose token stands inside the one signature.
"""

import asyncio
import hashlib
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from laureat.documents.keys import SealKey
from laureat.vocabulary import InputProblem, InvalidInput

FIELD = "Cachet"
TRIAL_NAME = "Lauréat : autorité d'essai, sans valeur"
_CUT, _LINES = b"\r\nendstream", 12
"""A stream of pyHanko whose last byte is taken with the end of line that follows: a reader counts one byte less than
its ``/Length``. One cross-reference table in 256 ends so; an end of line more before it makes it another."""
_TRIAL_PASSPHRASE = "essai"  # The key is worth nothing and neither is what hides it.


class _Writer(IncrementalPdfFileWriter):
    """Adds a revision and leaves the metadata as Typst wrote them: pyHanko's own XMP would lose PDF/A and PDF/UA."""

    def _update_meta(self) -> None:
        pass


class _Signer(signers.PdfSigner):
    """Signs at a given moment instead of reading the clock."""

    moment: datetime

    def init_signing_session(self, *arguments: Any, **options: Any) -> Any:
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self.moment
        return session


class Sealer:
    """Seals documents with one key."""

    def __init__(self, source: SealKey, moment: datetime, authority: str, timestamping: str = "") -> None:
        """``authority`` is the name that readers show; ``timestamping`` the address of an RFC 3161 authority, or none.

        Raises InvalidInput when the key cannot be read.
        """
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, name=authority
        )
        spec = fields.SigFieldSpec(
            sig_field_name=FIELD,
            readable_field_name=f"Cachet électronique de {authority}",
            invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True, set_hidden_flag=False),
        )
        stamper = HTTPTimeStamper(timestamping) if timestamping else None
        self._signer = _Signer(metadata, signer=_load(source), timestamper=stamper, new_field_spec=spec)
        self._signer.moment = moment

    def seal(self, pdf: bytes) -> bytes:
        """The document with its seal.

        Raises InvalidInput where the time-stamping authority does not answer: no paper goes out without its hour.
        """
        for lines in range(1, _LINES):
            sealed = self._seal(pdf, lines)
            if _CUT not in sealed[len(pdf) :]:
                break
        return sealed

    def _seal(self, pdf: bytes, lines: int) -> bytes:
        """The same, after some ends of line: Typst ends a file with a bare ``%%EOF``, and a revision needs one."""
        writer = _Writer(BytesIO(pdf + b"\n" * lines))
        # The same document sealed again keeps its identifier, which pyHanko would draw at random.
        writer._document_id[1] = generic.ByteStringObject(hashlib.sha256(pdf).digest()[:16])
        out = BytesIO()
        try:
            asyncio.run(self._signer.async_sign_pdf(writer, output=out))
        except TimestampRequestError as error:
            raise InvalidInput(
                [f"l'autorité d'horodatage ne répond pas : le papier n'est pas cacheté ({error})"]
            ) from None
        return out.getvalue()


def _load(source: SealKey) -> signers.SimpleSigner:
    secret = source.passphrase.encode() or None
    loader: Any = signers.SimpleSigner
    found: signers.SimpleSigner | None
    if source.certificate is None:
        found = loader.load_pkcs12(str(source.key), passphrase=secret)
    else:
        chain = str(source.certificate)
        found = loader.load(str(source.key), chain, ca_chain_files=(chain,), key_passphrase=secret)
    if found is None:
        problem = "clé du cachet illisible : un PKCS#12, ou une clé PEM et son certificat, avec la bonne phrase secrète"
        raise InvalidInput([InputProblem(problem, str(source.key))])
    return found


def trial_authority(folder: Path, moment: datetime) -> SealKey:
    """A local authority for trials: makes (or finds) ``cachet.p12`` and ``autorite.pem`` in the folder.

    Its certificate says that it is worth nothing. The key file is readable by its owner only.
    """
    key_path, authority_path = folder / "cachet.p12", folder / "autorite.pem"
    if key_path.exists() and authority_path.exists():
        return SealKey(key_path, passphrase=_TRIAL_PASSPHRASE)
    folder.mkdir(parents=True, exist_ok=True)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate(TRIAL_NAME, root_key.public_key(), None, root_key, moment)
    leaf = _certificate("Cachet d'essai, sans valeur", key.public_key(), root, root_key, moment)
    bundle = pkcs12.serialize_key_and_certificates(
        b"cachet", key, leaf, [root], BestAvailableEncryption(_TRIAL_PASSPHRASE.encode())
    )
    authority_path.write_bytes(root.public_bytes(Encoding.PEM))
    key_path.touch(mode=0o600)
    key_path.write_bytes(bundle)
    return SealKey(key_path, passphrase=_TRIAL_PASSPHRASE)


def _certificate(
    name: str,
    public: ec.EllipticCurvePublicKey,
    issuer: x509.Certificate | None,
    signer: ec.EllipticCurvePrivateKey,
    moment: datetime,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"), x509.NameAttribute(NameOID.COMMON_NAME, name)])
    is_authority = issuer is None
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))
        .not_valid_after(moment + timedelta(days=3650 if is_authority else 730))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
