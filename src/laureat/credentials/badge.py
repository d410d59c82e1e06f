"""The image of a badge: a sober seal with the code of what is attested, no State emblem."""

from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

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


@cache
def draw_svg(kind: str, code: str, caption: str) -> bytes:
    """The same as SVG: what it is, its code, and a line below."""
    middle = 'x="200" text-anchor="middle" font-family="sans-serif"'
    lines = "".join(
        f'<text {middle} y="{height}" font-size="{size}" fill="{_PAPER}">{escape(text)}</text>'
        for text, size, height in ((kind, 28, 145), (code, min(38, 560 // max(len(code), 1)), 220), (caption, 24, 286))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}" width="{_SIZE}" height="{_SIZE}">'
        f'<rect width="{_SIZE}" height="{_SIZE}" fill="{_PAPER}"/><circle cx="200" cy="200" r="190" fill="{_INK}"/>'
        f'<circle cx="200" cy="200" r="178" fill="none" stroke="{_LINE}" stroke-width="2"/>'
        f'<path d="M100 165h200M100 250h200" stroke="{_LINE}" stroke-width="1.5"/>{lines}</svg>'
    ).encode()
