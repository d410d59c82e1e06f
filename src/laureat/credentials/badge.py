"""The image of a badge: a sober seal with the code of what is attested, no State emblem."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

_SIZE = 400
_INK, _PAPER, _LINE = "#1d3557", "#ffffff", "#a8b6c8"


@cache
def draw(kind: str, code: str, caption: str) -> bytes:
    """A PNG of 400 × 400 pixels: what it is, its code, and a line below. The font has no accented letter."""
    scale = 2
    image = Image.new("RGB", (_SIZE * scale, _SIZE * scale), _PAPER)
    pen = ImageDraw.Draw(image)
    pen.ellipse([20, 20, _SIZE * scale - 20, _SIZE * scale - 20], fill=_INK)
    pen.ellipse([44, 44, _SIZE * scale - 44, _SIZE * scale - 44], outline=_LINE, width=4)
    pen.line([200, 330, 600, 330], fill=_LINE, width=3)
    pen.line([200, 500, 600, 500], fill=_LINE, width=3)
    for text, size, height in ((kind, 56, 270), (code, 76, 415), (caption, 48, 555)):
        font = ImageFont.load_default(size)
        while size > 20 and pen.textlength(text, font) > 620:
            size -= 4
            font = ImageFont.load_default(size)
        pen.text((_SIZE * scale / 2, height), text, fill=_PAPER, font=font, anchor="mm")
    small = image.resize((_SIZE, _SIZE), Image.Resampling.LANCZOS).quantize(32)
    out = BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()
