"""The files in which a credential travels: JSON, a baked badge, a PDF with attachment and seal, a scanned 2D-Doc."""

from dataclasses import replace
from io import BytesIO

from laureat.credentials import deuxdoc
from laureat.credentials.canonical import MAX_BYTES
from laureat.credentials.deuxdoc_fields import FIELDS, MENTION_WORDS
from laureat.credentials.trust import TrustList
from laureat.credentials.verdict import Attested, Reason, Verdict
from laureat.credentials.verifier import Verifier

PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
MAX_PIXELS = 64_000_000
_SPECIMEN = "SPÉCIMEN : l'autorité de ce code n'est pas dite officielle par votre liste."


def bake(image: bytes, credential: str) -> bytes:
    """A PNG badge that carries its credential: one uncompressed iTXt chunk, as Open Badges 3.0 prescribes."""
    from openbadgeslib.baking import bake_png

    return bytes(bake_png(image, credential, keyword=KEYWORD))


def unbake(image: bytes) -> str | None:
    """The credential of a badge, or None where the image carries none. Raises ValueError on a hostile image."""
    from openbadgeslib.baking import extract_png
    from openbadgeslib.errors import LibOpenBadgesException

    try:
        text: str | None = extract_png(image, MAX_BYTES, keyword=KEYWORD)
    except (LibOpenBadgesException, ValueError, OSError) as error:
        raise ValueError(f"image PNG incorrecte : {error}") from None
    except Exception as error:  # the PNG reader has exceptions of its own
        raise ValueError(f"image PNG incorrecte : {error}") from None
    return text


def verify_file(content: bytes, verifier: Verifier) -> Verdict:
    """The verdict on a file, whatever its kind."""
    if content.startswith(b"%PDF-"):
        from laureat.credentials.pdf import verify_pdf

        return verify_pdf(content, verifier)
    if content.startswith(PNG):
        try:
            credential = unbake(content)
        except ValueError as error:
            return Verdict(Reason.ILLISIBLE, str(error))
        if credential is not None:
            return replace(verifier.verify(credential), carrier="badge (Open Badges 3.0)")
    if content.lstrip()[:1] == b"{":
        return verifier.verify(content)
    return _verify_image(content, verifier.trust)


def _verify_image(content: bytes, trust: TrustList) -> Verdict:
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(BytesIO(content))
        if image.width * image.height > MAX_PIXELS:
            return Verdict(Reason.TROP_COMPLEXE, "image trop grande")
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return Verdict(Reason.ILLISIBLE, "attendu : un titre JSON, un badge PNG, un PDF ou une image d'un code 2D-Doc")
    return verify_codes(deuxdoc.read_image(image), trust)


def verify_codes(codes: list[bytes], trust: TrustList) -> Verdict:
    if not codes:
        return Verdict(Reason.ILLISIBLE, "aucun code 2D-Doc n'est lisible sur cette image")
    verdicts = [verify_deuxdoc(code, trust) for code in codes]
    return max(verdicts, key=lambda verdict: verdict.reason is not Reason.ILLISIBLE)


def verify_deuxdoc(code: bytes, trust: TrustList) -> Verdict:
    """The verdict on the content of a 2D-Doc."""
    carrier = "code 2D-Doc"
    try:
        reading = deuxdoc.parse(code)
    except deuxdoc.DeuxDocError as error:
        return Verdict(Reason.ILLISIBLE, str(error), carrier=carrier)
    known = trust.deuxdoc(reading.authority, reading.certificate)
    signer = f"autorité {reading.authority}, certificat {reading.certificate}"
    if known is None:
        detail = f"{signer} : absent de votre liste de confiance, signature non vérifiée"
        return Verdict(Reason.CLE_INTROUVABLE, detail, _told(reading), signer, carrier)
    issuer, key = known
    if not reading.is_signed_by(key):
        return Verdict(Reason.ALTERE, signer, None, issuer.name, carrier)
    notes = []
    if reading.authority not in trust.official:
        notes.append(_SPECIMEN)
    if reading.truncated:
        cut = ", ".join(FIELDS[each][0] for each in sorted(reading.truncated))
        notes.append(f"Champs abrégés faute de place : {cut}.")
    return Verdict(Reason.AUTHENTIQUE, signer, _told(reading), issuer.name, carrier, tuple(notes), has_status=False)


def _told(reading: deuxdoc.Reading) -> Attested:
    said = reading.named
    born = said.get("date_naissance", "")
    holder = f"{said.get('prenoms') or said.get('prenom', '')} {said.get('nom', '')}".replace("/", " ")
    known = born.strip("0")
    year = said.get("annee", "")
    return Attested(
        title=", ".join(filter(None, (said.get("domaine"), said.get("intitule"), said.get("specialite")))),
        holder=f"{holder}, né(e) le {born[:2]}/{born[2:4]}/{born[4:]}" if known else holder,
        session=str(int(year, 16)) if year else "",
        mention=MENTION_WORDS.get(said.get("mention", ""), ""),
        issued=f"{reading.issued:%d/%m/%Y}" if reading.issued else "",
        identifier=said.get("numero_diplome", ""),
    )
