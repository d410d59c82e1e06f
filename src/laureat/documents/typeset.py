"""From what papers say to PDF: Typst, our templates, our fonts, PDF/A-3a and PDF/UA-1 together."""

import base64
import functools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import typst

from laureat.documents.glyphs import Glyphs
from laureat.documents.infos import Infos
from laureat.documents.packing import packed

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
FONTS = HERE / "fonts"
FAMILIES = ("Source Sans 3", "Source Serif 4")
STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
_ORDINAL = re.compile(r"\b(?:1re|1er|[2-9]e)\b")
"""What may be an ordinal (« 1re », « 2e »): the template, which knows better, looks only where one may be."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file embedded in a PDF as its data (PDF/A-3)."""

    name: str
    content: str
    media_type: str
    description: str


def as_json(value: Any) -> str:
    """Canonical enough to be compared: sorted keys, every accent kept."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)


def logo_svg(infos: Infos) -> str:
    """The certifier's logo as SVG text: a bitmap is wrapped, so that one kind of image reaches the templates."""
    if not infos.logo:
        return ""
    if infos.logo_format == "svg":
        return infos.logo.decode("utf-8")
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(infos.logo)) as image:
        width, height = image.size
    data = base64.b64encode(infos.logo).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:image/{infos.logo_format};base64,{data}"/></svg>'
    )


class Typesetter:
    """Typst ready to set papers; make one a process, it keeps fonts, templates and what papers share warm."""

    def __init__(self, logo: str = "") -> None:
        self._compiler = typst.Compiler(
            TEMPLATES / "papiers.typ", root=TEMPLATES, font_paths=_fonts(), sys_inputs={"logo": logo}
        )
        self.glyphs = Glyphs(self._covers)

    def _covers(self, characters: Iterable[str]) -> bool:
        """Whether every font has a glyph for all of these."""
        shown = _literal("".join(characters))
        fonts = ((family, style) for family in FAMILIES for style in ("weight: 400", "weight: 600", 'style: "italic"'))
        body = "".join(f'#text(font: "{family}", {style}, {shown})\n' for family, style in fonts)
        source = f'#set document(title: "glyphes")\n#set text(lang: "fr")\n{body}'
        try:
            self._compiler.compile(input=source.encode(), format="pdf", pdf_standards=list(STANDARDS))
        except typst.TypstError:
            return False
        return True

    def pdf(self, paper: Mapping[str, Any], issued: date, attachments: Sequence[Attachment] = ()) -> bytes:
        """One paper as PDF/A-3a and PDF/UA-1. The same paper, date and attachments always give the same bytes."""
        files = {a.name: {"contenu": a.content, "type": a.media_type, "texte": a.description} for a in attachments}
        return self._compile([paper], files, issued, STANDARDS)

    def print_file(self, papers: Sequence[Mapping[str, Any]], issued: date) -> bytes:
        """Several papers in one file, to print: neither tags nor attachments."""
        return self._compile(papers, {}, issued, [])

    def _compile(
        self,
        papers: Sequence[Mapping[str, Any]],
        files: Mapping[str, Any],
        issued: date,
        standards: list[Literal["a-3a", "ua-1"]],
    ) -> bytes:
        # The data are in the source, not in sys.inputs: a new sys.inputs makes Typst forget all that it laid out.
        said = _literal(papers)
        ordinals = "true" if _ORDINAL.search(said) else "false"
        source = f'#import "papiers.typ": file\n#file({said}, {_literal(files)}, {ordinals})\n'
        made = self._compiler.compile(
            input=source.encode(),
            format="pdf",
            pdf_standards=list(standards),
            pdf_tags=bool(standards),
            timestamp=datetime(issued.year, issued.month, issued.day, tzinfo=UTC),
        )
        assert isinstance(made, bytes)
        return packed(made) if standards else made


def _literal(value: Any) -> str:
    """A value as a Typst expression."""
    text = json.dumps(value, ensure_ascii=False).replace("\\", "\\\\").replace('"', '\\"')
    return f'json(bytes("{text}"))'


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
