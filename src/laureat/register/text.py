"""Reading French prose as the register publishes it: broken lines, remains of HTML, varying apostrophes.

The register's V4.1 export has lost its HTML: a paragraph became a run of four spaces or more, or exactly two before a
bullet or a capital; a line folded inside a sentence became three spaces. The printed sheet folds lines anywhere, and a
page break leaves an empty line in the middle of a sentence. Everything here gives paragraphs of single-spaced text
back, with the words as they were written.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

BULLETS = "-–—•●▪◦○►➢✓·*‣"
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "–": "-", "—": "-", "‑": "-", "‐": "-"})
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_TAG = re.compile(
    r"<(?P<end>/)?\s*(?P<name>p|ul|ol|li|br|div|span|b|strong|i|em|u|h[1-6]|table|thead|tbody|tr|td|th|a|font|sup|sub)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
_INLINE = {"span", "b", "strong", "i", "em", "u", "a", "font", "sup", "sub"}
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_ROUND_BULLETS = "•●▪◦○►➢✓·‣"
_INLINE_BULLET = re.compile(rf"\s+(?=[{_ROUND_BULLETS}]\s)")
_BREAK = "    "
_NEW_LINE = re.compile(rf"(?<=\S)(?<!\d)(?<!\d[.):])  (?=[{re.escape(BULLETS)}] ?(?=\S)|[A-ZÀ-ÝŒ«])")
_LINE = re.compile(r"[\n\r\f\u2028]|[ \t\xa0]{4,}")
_BULLET = re.compile(rf"[{re.escape(BULLETS)}](?:\s+|(?=[A-ZÀ-Ý]))")
_NUMBER = re.compile(r"(?:[A-Z]{1,3}\.?){0,3}\d{1,2}(?:\.?[A-Z]?\d{1,2}){0,4}\s*[.):°-]?\s*(?=\S)")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A key to compare words with: no case, no accent, one kind of apostrophe and of dash, single spaces."""
    text = text.casefold().translate(_APOSTROPHES).translate(_LIGATURES)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.split())


def strip_html(text: str) -> str:
    """The text without its tags and entities; a block tag becomes a line break, ``<li>`` a bullet."""
    if "<" in text:
        text = _TAG.sub(_tag, text)
    if "&" in text and ";" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return text


def _tag(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    if name in _INLINE:
        return ""
    return f"{_BREAK}- " if name == "li" and not tag["end"] else _BREAK


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text of the export, each on single spaces, as they were written.

    A line break separates, unless the next line goes on in lower case with an open sentence.
    """
    text = strip_html(text)
    if not text.isascii() and any(map(text.__contains__, _ROUND_BULLETS)):
        text = _INLINE_BULLET.sub(_BREAK, text)
    if "  " in text:
        text = _NEW_LINE.sub(_BREAK, text)
    parts = text.split(_BREAK)
    if "\n" in text or "\r" in text or "\f" in text:
        parts = [paragraph for part in parts for paragraph in join_lines(_LINE.split(part), folded=False)]
    elif "\t" in text or "\xa0" in text:
        parts = [" ".join(part.split()) for part in parts]
    else:
        parts = [" ".join(part.split()) if "  " in part else part for part in map(str.strip, parts)]
    return [part for part in parts if part]


def prose(text: str | None) -> str | None:
    """A free text as a model keeps it: one line a paragraph; None stays None, an empty heading stays empty."""
    return None if text is None else "\n".join(paragraphs(text))


def join_lines(lines: Iterable[str], *, folded: bool) -> list[str]:
    """Paragraphs out of lines: a line that goes on with a sentence is given back to it.

    ``folded``: lines were cut by the width of a page, so lines that touch belong together until a sentence ends. An
    empty line ends a paragraph, unless the next line starts in lower case in the middle of a sentence (a page break).
    A bullet always starts a paragraph.
    """
    result: list[str] = []
    touching = False
    for raw in lines:
        line = " ".join(raw.split())
        if not line:
            touching = False
            continue
        if result and continues(result[-1], line, touching=touching):
            result[-1] = f"{result[-1]} {line}"
        else:
            result.append(line)
        touching = folded
    return result


def continues(before: str, line: str, *, touching: bool) -> bool:
    """True where ``line`` goes on with the sentence that ``before`` left open."""
    if _BULLET.match(line):
        return False
    if touching or before.endswith((",", "(", "'", "’")):
        return True
    return line[0].islower() and not before.endswith((".", ":", ";", "!", "?"))


def unbullet(paragraph: str) -> tuple[str, bool]:
    """The paragraph without its bullet, and whether it had one."""
    bullet = _BULLET.match(paragraph)
    return (paragraph[bullet.end() :].strip(), True) if bullet else (paragraph, False)


def number_of(paragraph: str) -> str:
    """The numbering that opens a paragraph (``A1C2.``, ``3.1.2``, ``C.4.``), or nothing."""
    number = _NUMBER.match(paragraph)
    return number[0].strip() if number else ""
