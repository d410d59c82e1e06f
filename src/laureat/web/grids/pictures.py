"""A photo or a report, drawn again point by point: whatever its file said beside the picture is gone.

Read in the limited process: nothing here knows Django.
"""

import io
from typing import Any

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from laureat.vocabulary import InputProblem, InvalidInput

SIDE = 2400
"""Points of the longest side of what is kept."""
POINTS = 80_000_000
"""Points of the largest picture read."""
PAGES = 20
"""Of a report."""
RESOLUTION = 150
"""Points per inch of a page drawn again."""
QUALITY = 82


def made_anew(content: bytes) -> tuple[str, bytes]:
    """``jpeg`` or ``pdf``, and its bytes. Raises InvalidInput for what is neither a picture nor a report."""
    return ("pdf", _report(content)) if content[:1024].lstrip().startswith(b"%PDF-") else ("jpeg", _photo(content))


def _photo(content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
            if image.width * image.height > POINTS:
                raise _refused("la photo a trop de points ; l'enregistrer plus petite")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _refused(
            "ce fichier n'est ni une photo (JPEG, PNG, WebP), ni un rapport (PDF), ou il est abîmé"
        ) from None
    upright.thumbnail((SIDE, SIDE))
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())  # the points, and nothing that went with them
    return _encoded(bare)


def _encoded(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()


def _report(content: bytes) -> bytes:
    try:
        document = pypdfium2.PdfDocument(content)
        many = len(document)
        if not 0 < many <= PAGES:
            raise _refused(f"le rapport a {many} pages ; attendu : {PAGES} au plus")
        drawn = [_page(document[number]) for number in range(many)]
    except pypdfium2.PdfiumError:
        raise _refused("ce PDF est abîmé, ou demande un mot de passe") from None
    pages = [Image.open(io.BytesIO(one)) for one in drawn]
    target = io.BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=RESOLUTION)
    return target.getvalue()


def _page(page: Any) -> bytes:
    width, height = page.get_size()
    scale = min(RESOLUTION / 72, SIDE / max(width, height, 1))
    return _encoded(page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"))


def _refused(told: str) -> InvalidInput:
    return InvalidInput([InputProblem(told)])
