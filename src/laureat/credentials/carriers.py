"""The files in which a credential travels: JSON, a token, a baked badge, a PDF with attachment and seal, a 2D-Doc."""

from dataclasses import replace
from io import BytesIO

from laureat.credentials import paper_codes
from laureat.credentials.agreement import together
from laureat.credentials.baking import BLANK, PNG, holds_several, is_of_old_kind, is_svg, unbake, unbake_svg
from laureat.credentials.deuxdoc_check import check_images
from laureat.credentials.pdf import verify_pdf
from laureat.credentials.strict_json import TooComplex, Unsupported
from laureat.credentials.verdict import Page, Reason, Verdict
from laureat.credentials.verifier import Verifier
from laureat.credentials.wrapped import GZIP, other_format, unwrapped

BADGE = "badge (Open Badges 3.0)"
_OLD = Verdict(Reason.NON_PRIS_EN_CHARGE, "document d'un autre modèle que les titres vérifiables du W3C", carrier=BADGE)
MAX_SVG = 4 * 1024 * 1024
MAX_PIXELS, MAX_FRAMES = 64_000_000, 24
"""Of an image: pixels of all its pages together, and pages."""


def verify_file(content: bytes, verifier: Verifier) -> Verdict:
    """The verdict on a file, whatever its kind; each piece that it carries is read.

    The picture of a badge is none: it is not signed, and the verdict says so.
    """
    return _verify(content, verifier).readable


def _verify(content: bytes, verifier: Verifier) -> Verdict:
    try:
        content = unwrapped(content)
    except TooComplex as error:
        return Verdict(Reason.TROP_COMPLEXE, str(error))
    start = content.lstrip(BLANK)[:512]
    before, header, _ = content[:1024].partition(b"%PDF-")
    if header and not start.startswith((b"{", b"eyJ", b"<")):  # readers pass over what stands before it
        return verify_pdf(content[len(before) :], verifier)
    if start.startswith((b"{", b"eyJ")) or holds_several(content):
        return verifier.verify(content)
    if is_svg(content):
        return _verify_svg(content, verifier)
    if other := other_format(content):
        return Verdict(Reason.NON_PRIS_EN_CHARGE, other)
    if content.startswith(PNG):
        try:
            carried = unbake(content)
        except ValueError as error:
            return Verdict(Reason.ILLISIBLE, str(error))
        if carried is not None:
            return _of_badge(carried, verifier)
        if is_of_old_kind(content):
            return _OLD
    return _verify_image(content, verifier)


def _verify_svg(content: bytes, verifier: Verifier) -> Verdict:
    if len(content) > MAX_SVG:
        return Verdict(Reason.TROP_COMPLEXE, f"image SVG de plus de {MAX_SVG // 1024} Kio")
    try:
        carried = unbake_svg(content)
    except Unsupported as error:
        return Verdict(Reason.NON_PRIS_EN_CHARGE, str(error))
    except ValueError as error:
        return Verdict(Reason.ILLISIBLE, str(error))
    if carried is None and is_of_old_kind(content):
        return _OLD
    if carried is None:
        return Verdict(Reason.ILLISIBLE, "cette image SVG ne porte aucun titre")
    return _of_badge(carried, verifier)


def _of_badge(credential: str, verifier: Verifier) -> Verdict:
    verdict = replace(verifier.verify(credential), carrier=BADGE)
    return replace(verdict, page=Page.IMAGE) if verdict.page else verdict


def _verify_image(content: bytes, verifier: Verifier) -> Verdict:
    from PIL import Image, ImageSequence, UnidentifiedImageError

    try:
        image = Image.open(BytesIO(content))
        if image.width * image.height > MAX_PIXELS:
            return Verdict(Reason.TROP_COMPLEXE, "image trop grande")
        count = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)  # a camera keeps previews in an MPO
        if count > MAX_FRAMES or count * image.width * image.height > MAX_PIXELS:
            return Verdict(Reason.TROP_COMPLEXE, "image trop grande")
        image.load()
        frames = [frame.copy() for frame in ImageSequence.Iterator(image)] if count > 1 else [image]
    except Image.DecompressionBombError:
        return Verdict(Reason.TROP_COMPLEXE, "image trop grande")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return Verdict(
            Reason.ILLISIBLE,
            "fichier compressé abîmé"
            if content.startswith(GZIP)
            else "attendu : un titre JSON ou JWT, un badge PNG ou SVG, un PDF ou une image d'un code 2D-Doc",
        )
    codes, told = check_images(frames, verifier.trust, verifier.now), paper_codes.on_images(frames)
    if codes:
        return replace(together(codes).on(Page.NON_LIEE), codes=told)
    if told:
        detail = "cette image ne montre qu'un code QR : le site du service dit ce qu'atteste le papier qui le porte"
        return Verdict(Reason.RIEN_DE_SIGNE, detail, carrier="code QR", codes=told)
    return Verdict(Reason.ILLISIBLE, "aucun code 2D-Doc n'est lisible sur cette image")
