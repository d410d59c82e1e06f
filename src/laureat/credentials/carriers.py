"""The files in which a credential travels: JSON, a token, a baked badge, a PDF with attachment and seal, a 2D-Doc."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from lxml import etree

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
SVG_CREDENTIAL = "https://purl.imsglobal.org/ob/v3p0"
"""The namespace of the element of an SVG badge."""
BADGE = "badge (Open Badges 3.0)"
MAX_SVG = 4 * 1024 * 1024
MAX_PIXELS = 64_000_000
_BLANK = b"\xef\xbb\xbf \t\r\n"


def bake(image: bytes, credential: str) -> bytes:
    """A PNG badge that carries its credential: one uncompressed iTXt chunk, as Open Badges 3.0 prescribes."""
    from openbadgeslib.baking import bake_png

    return bytes(bake_png(image, credential, keyword=KEYWORD))


def bake_svg(image: bytes, credential: str) -> bytes:
    """An SVG badge that carries its credential: in an element of its own, as Open Badges 3.0 prescribes (5.3.2).

    A token stands in the attribute ``verify``, a credential in JSON in the text.
    """
    root = _svg(image)
    element = etree.SubElement(root, f"{{{SVG_CREDENTIAL}}}credential", nsmap={"openbadges": SVG_CREDENTIAL})
    if credential.startswith("eyJ"):
        element.set("verify", credential)
    else:
        element.text = etree.CDATA(credential)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def unbake_svg(image: bytes) -> str | None:
    """The credential of an SVG badge, or None where the image carries none. Raises ValueError on a hostile image."""
    found = list(_svg(image).iter(f"{{{SVG_CREDENTIAL}}}credential"))
    if len(found) > 1:
        raise ValueError("image SVG incorrecte : elle porte plusieurs titres")
    if not found:
        return None
    text = found[0].get("verify") or "".join(str(part) for part in found[0].itertext())
    return text.strip() or None


def _svg(image: bytes) -> etree._Element:
    """The root of an SVG, without entities nor network; its document type, where it has one, defines nothing.

    Raises ValueError.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(image, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValueError(f"image SVG incorrecte : {error}") from None
    inner: Any = root.getroottree().docinfo.internalDTD
    defined = inner is not None and [*inner.iterentities(), *inner.iterelements()]
    if etree.QName(root).localname != "svg" or defined:
        raise ValueError("image SVG incorrecte : un document « svg », qui ne définit rien, est attendu")
    return root


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
    if start.startswith((b"{", b"eyJ")):
        return verifier.verify(content)
    if start.startswith((b"<svg", b"<?xml")):
        return _verify_svg(content, verifier)
    if content.startswith(PNG):
        try:
            carried = unbake(content)
        except ValueError as error:
            return Verdict(Reason.ILLISIBLE, str(error))
        if carried is not None:
            return _of_badge(carried, verifier)
    return _verify_image(content, verifier.trust)


def _verify_svg(content: bytes, verifier: Verifier) -> Verdict:
    if len(content) > MAX_SVG:
        return Verdict(Reason.TROP_COMPLEXE, f"image SVG de plus de {MAX_SVG // 1024} Kio")
    try:
        carried = unbake_svg(content)
    except ValueError as error:
        return Verdict(Reason.ILLISIBLE, str(error))
    if carried is None:
        return Verdict(Reason.ILLISIBLE, "cette image SVG ne porte aucun titre")
    return _of_badge(carried, verifier)


def _of_badge(credential: str, verifier: Verifier) -> Verdict:
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
        return Verdict(
            Reason.ILLISIBLE,
            "attendu : un titre JSON ou JWT, un badge PNG ou SVG, un PDF ou une image d'un code 2D-Doc",
        )
    codes = check_images([image], trust)
    if not codes:
        return Verdict(Reason.ILLISIBLE, "aucun code 2D-Doc n'est lisible sur cette image")
    return together(codes).on(Page.NON_LIEE)
