"""The files in which a credential travels: JSON, a baked badge, a PDF with attachment and seal, a scanned 2D-Doc."""

from dataclasses import replace
from io import BytesIO

from laureat.credentials.agreement import together
from laureat.credentials.deuxdoc_check import check_images
from laureat.credentials.pdf import verify_pdf
from laureat.credentials.strict_json import MAX_BYTES
from laureat.credentials.trust import TrustList
from laureat.credentials.verdict import Page, Reason, Verdict
from laureat.credentials.verifier import Verifier
from laureat.vocabulary.french.failures import plainly

PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
BADGE = "badge (Open Badges 3.0)"
MAX_PIXELS = 64_000_000
_BLANK = b"\xef\xbb\xbf \t\r\n"


def bake(image: bytes, credential: str) -> bytes:
    """A PNG badge that carries its credential: one uncompressed iTXt chunk, as Open Badges 3.0 prescribes."""
    from openbadgeslib.baking import bake_png

    return bytes(bake_png(image, credential, keyword=KEYWORD))


def unbake(image: bytes) -> str | None:
    """The credential of a badge, or None where the image carries none. Raises ValueError on a hostile image."""
    from openbadgeslib.baking import extract_png

    try:
        text: str | None = extract_png(image, MAX_BYTES, keyword=KEYWORD)
    except MemoryError:
        raise
    except Exception as error:  # the PNG reader has exceptions of its own
        raise ValueError(f"image PNG incorrecte : {plainly(error)}") from None
    return text


def verify_file(content: bytes, verifier: Verifier) -> Verdict:
    """The verdict on a file, whatever its kind; each piece that it carries is read.

    The picture of a badge is none: it is not signed, and the verdict says so.
    """
    start = content[:512].lstrip(_BLANK)
    if content.startswith(b"%PDF-"):
        return verify_pdf(content, verifier)
    if start.startswith(b"{"):
        return verifier.verify(content)
    if start.startswith((b"eyJ", b"<svg", b"<?xml")):
        return Verdict(Reason.NON_PRIS_EN_CHARGE, "titre en jeton JWT ou en image SVG : demandez-le en JSON ou en PNG")
    if content.startswith(PNG):
        try:
            credential = unbake(content)
        except ValueError as error:
            return Verdict(Reason.ILLISIBLE, str(error))
        if credential is not None:
            return _of_badge(credential, verifier)
    return _verify_image(content, verifier.trust)


def _of_badge(credential: str, verifier: Verifier) -> Verdict:
    if credential.startswith("eyJ"):
        return Verdict(Reason.NON_PRIS_EN_CHARGE, "titre en jeton JWT : demandez-le en JSON", carrier=BADGE)
    verdict = replace(verifier.verify(credential), carrier=BADGE)
    return replace(verdict, page=Page.IMAGE) if verdict.page else verdict


def _verify_image(content: bytes, trust: TrustList) -> Verdict:
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(BytesIO(content))
        if image.width * image.height > MAX_PIXELS:
            return Verdict(Reason.TROP_COMPLEXE, "image trop grande")
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Verdict(Reason.ILLISIBLE, "attendu : un titre JSON, un badge PNG, un PDF ou une image d'un code 2D-Doc")
    codes = check_images([image], trust)
    if not codes:
        return Verdict(Reason.ILLISIBLE, "aucun code 2D-Doc n'est lisible sur cette image")
    return together(codes).on(Page.NON_LIEE)
