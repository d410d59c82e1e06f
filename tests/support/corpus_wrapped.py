"""The cases of the corpus whose text or title is wrapped: another Unicode encoding, a compression, a PDF in a PDF."""

import gzip
import json
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from laureat.credentials import badge, baking, jose
from laureat.credentials.verdict import Reason
from support.corpus import Case, World
from support.pdfs import a_pdf, attaching, sealed
from support.titres import KEY


def wrapped(world: World) -> Iterator[Case]:
    """Each of them means what it means without its wrapping."""
    whole, other = world.sign(world.draft()), world.sign(world.draft(nom="DURAND"))
    text = json.dumps(whole, ensure_ascii=False)
    forged = text.replace("mention bien", "mention très bien")
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield _case(f"titre en {encoding}", text.encode(encoding), Reason.AUTHENTIQUE)
    yield _case("titre altere en UTF-16", forged.encode("utf-16"), Reason.ALTERE)
    yield _case("titre coupe en UTF-16", text.encode("utf-16")[:-3], Reason.ILLISIBLE)
    token = jose.sign(world.draft(), KEY, world.issuer.key_id)
    yield _case("jeton en UTF-16", token.encode("utf-16"), Reason.AUTHENTIQUE)
    svg = baking.bake_svg(badge.draw_svg("Certification", "RNCP35697", "Session 2026"), text)
    declared = svg.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("encoding='UTF-8'", "")
    yield _case("badge SVG en UTF-16", declared.encode("utf-16"), Reason.AUTHENTIQUE)
    packed = gzip.compress(text.encode())
    yield _case("titre compresse", packed, Reason.AUTHENTIQUE)
    yield _case("titre compresse en deux membres", _in_two(text), Reason.AUTHENTIQUE)
    twice = gzip.compress(gzip.compress(text.encode("utf-16")))
    yield _case("titre compresse deux fois, en UTF-16", twice, Reason.AUTHENTIQUE)
    yield _case("titre altere compresse", gzip.compress(forged.encode()), Reason.ALTERE)
    yield _case("PDF compresse", gzip.compress(a_pdf(titre=whole)), Reason.PAGE_NON_LIEE)
    yield _case("compression coupee", packed[:-20], Reason.ILLISIBLE)
    yield _case("compression sans fin", gzip.compress(b" " * (33 << 20)), Reason.TROP_COMPLEXE)
    yield _case("compressions sans fin", _nested(text), Reason.TROP_COMPLEXE)
    yield from _attached(world, text, forged)
    paper, theirs = sealed(a_pdf(titre=whole), world.seal), sealed(a_pdf(titre=other), world.seal)
    yield _case("PDF dans un PDF", attaching("a.pdf", paper), Reason.PAGE_NON_LIEE)
    yield _case("PDF dans un PDF dans un PDF", attaching("b.pdf", attaching("a.pdf", paper)), Reason.PAGE_NON_LIEE)
    yield _case("PDF altere dans un PDF", attaching("a.pdf", a_pdf(titre=json.loads(forged))), Reason.ALTERE)
    yield _case("PDF d'un autre dans le PDF d'un titre", _beside(text, theirs), Reason.DISCORDANT)
    hidden = attaching("b.pdf", attaching("a.pdf", a_pdf(titre=json.loads(forged))))
    yield _case("titre altere cache au fond de deux PDF", _beside(text, hidden), Reason.ALTERE)
    yield _case("PDF sans rien dans le PDF d'un titre", _beside(text, a_pdf()), Reason.PAGE_NON_LIEE)
    yield _case("PDF abime dans le PDF d'un titre", _beside(text, b"%PDF-1.7 rien"), Reason.PAGE_NON_LIEE)
    many = attaching("a.pdf", _beside(text, attaching("c.pdf", _pages(20))))
    yield _case("trop de pages, de PDF en PDF", _beside(text, many, pages=20), Reason.TROP_COMPLEXE)


def _attached(world: World, text: str, forged: str) -> Iterator[Case]:
    """A title altered, and wrapped, beside a good one, under a good seal."""
    for name, content in (
        ("en UTF-16", forged.encode("utf-16")),
        ("compresse", gzip.compress(forged.encode())),
        ("compresse en UTF-16", gzip.compress(forged.encode("utf-16-le"))),
    ):
        paper = sealed(_beside(text, content), world.seal)
        yield _case(f"titre altere {name}, cache sous un bon cachet", paper, Reason.ALTERE)


def _beside(text: str, content: bytes, *, pages: int = 1) -> bytes:
    """A PDF with this title, and another file, attached."""
    writer = PdfWriter(PdfReader(BytesIO(_pages(pages))))
    writer.add_attachment("titre.json", text.encode())
    writer.add_attachment("autre", content)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _pages(count: int) -> bytes:
    writer = PdfWriter()
    for _page in range(count):
        writer.add_blank_page(100, 100)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _in_two(text: str) -> bytes:
    half = len(text) // 2
    return gzip.compress(text[:half].encode()) + gzip.compress(text[half:].encode())


def _nested(text: str) -> bytes:
    packed = text.encode()
    for _layer in range(4):
        packed = gzip.compress(packed)
    return packed


def _case(name: str, content: bytes, reason: Reason) -> Case:
    return Case(name, content, reason, False, "titre")
