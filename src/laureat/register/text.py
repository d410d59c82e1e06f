"""Reading French prose as the register publishes it: broken lines, remains of HTML, varying apostrophes.

The register's V4.1 export has lost its HTML: a paragraph became a run of four spaces or more, or exactly two before a
bullet or a capital; a line folded inside a sentence became three spaces. The printed sheet folds lines anywhere, and a
page break leaves an empty line in the middle of a sentence. Everything here gives paragraphs of single-spaced text
back, with the words as they were written.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from laureat.vocabulary.french import fold

BULLETS = "-–—•●▪◦○►➢✓·*‣"
_TAG = re.compile(
    r"<(?P<end>/)?\s*(?P<name>p|ul|ol|li|br|div|span|b|strong|i|em|u|h[1-6]|table|thead|tbody|tr|td|th|a|font|sup|sub)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
_INLINE = {"span", "b", "strong", "i", "em", "u", "a", "font", "sup", "sub"}
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_ROUND_BULLETS = "•●▪◦○►➢✓·‣"
_INLINE_BULLET = re.compile(rf"\s+(?=[{_ROUND_BULLETS}]\s)")
_WIDE_DASH = re.compile(r"[ \t\xa0](?<=[^\s\d][ \t\xa0])(?:[ \t\xa0]+|(?<=\t))(?=[-–—*]\s)")
_BREAK = "    "
_NEW_LINE = re.compile(rf"  (?<=\S  )(?<!\d  )(?<!\d[.):]  )(?=[{re.escape(BULLETS)}] ?(?=\S)|[A-ZÀ-ÝŒ«])")
_LINE = re.compile(r"[\n\r\f\u2028]|[ \t\xa0]{4,}")
_BULLET = re.compile(rf"[{re.escape(BULLETS)}](?:\s+|(?=[A-ZÀ-Ý]))")
_NUMBER = re.compile(r"(?:[A-Z]{1,3}\.?){0,3}\d{1,2}(?:\.?[A-Z]?\d{1,2}){0,4}\s*[.):°-]?\s*(?=\S)")
_NUMBERED = re.compile(r"(?:[A-Z]{1,3}\.?\d{1,2}|\d{1,2}\.\d)[\w.]*\s*[.):–-]?\s*[A-ZÀ-ÝŒ]")
_OPEN_WORD = re.compile(
    r"(?<![\w'’-])(?:les?|la|une?|des?|du|et|ou|[àa]|aux?|en|par|pour|sur|sous|dans|avec|sans|que|qui|dont|ces?|cette"
    r"|sa|son|ses|leurs?|sont|est|entre|vers|chez|selon)$"
)
_CUT_WORD = re.compile(r"(\w+)[-‐]$")
_WORD = re.compile(r"\w+")
_VERB = re.compile(r"\w+(?:er|ir|ndre|ttre|udre|clure|aitre|ivre|etre|(?<!o)ire)")
_REFLEXIVE = re.compile(r"^(?:se|ne pas|savoir|pouvoir|bien|mieux) ")
_NOUNS = {
    "premier",
    "dernier",
    "dossier",
    "atelier",
    "metier",
    "chantier",
    "cahier",
    "titulaire",
    "stagiaire",
    "papier",
}


INVISIBLE = dict.fromkeys(
    (0x061C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
)
"""To translate a text with: what shows nothing, or turns what is shown around, says nothing of a certification."""


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
    parts = text.split(_BREAK)
    uneven = "\t" in text or "\xa0" in text
    wide = uneven or "  " in "".join(parts)
    if uneven or (wide and "   " in text):
        text = _WIDE_DASH.sub(_BREAK, text)
        parts = text.split(_BREAK)
    if wide and any("  " in part for part in parts):
        parts = [piece for part in parts for piece in _NEW_LINE.split(part)]
    if "\n" in text or "\r" in text or "\f" in text:
        parts = [paragraph for part in parts for paragraph in join_lines(_LINE.split(part), LINES)]
    elif not wide:
        return list(filter(None, map(str.strip, parts)))
    elif "\t" in text or "\xa0" in text:
        parts = [" ".join(part.split()) for part in parts]
    else:
        parts = [" ".join(part.split()) if "  " in part else part for part in map(str.strip, parts)]
    return [part for part in parts if part]


def prose(text: str | None) -> str | None:
    """A free text as a model keeps it: one line a paragraph; None stays None, an empty heading stays empty."""
    return None if text is None else "\n".join(paragraphs(text))


@dataclass(frozen=True, slots=True)
class Folding:
    """How the lines of a text were cut: what says that a line goes on with the one before."""

    touching: bool
    """Lines that touch may be one sentence cut by the width of a page; else each line is a paragraph."""
    width: int | None = None
    """The number of characters at which lines were cut, where it shows: a short line then ends its paragraph."""
    words: frozenset[str] = frozenset()
    """The words of the whole text, which tell a hyphen of the word from one of the printer."""

    def full(self, line: str, following: str) -> bool | None:
        """True where ``line`` had no room for the first word of the next; None where the width is not known."""
        if self.width is None:
            return None
        return len(line.rstrip()) + 1 + len(following.split(" ", 1)[0]) > self.width * 9 // 10

    def joined(self, before: str, after: str) -> str:
        """The two halves of a cut sentence; a word cut at its hyphen takes no space, and loses a printer's hyphen."""
        cut = _CUT_WORD.search(before)
        if cut is None or not after[:1].isalpha():
            return f"{before} {after}"
        head, tail = cut[1].casefold(), _WORD.match(after)[0].casefold()  # type: ignore[index]  # it starts with a letter
        printed = f"{head}{tail}" in self.words or not {head, tail, f"{head}-{tail}"} & self.words
        return f"{before[:-1]}{after}" if printed and self.words and after[0].islower() else f"{before}{after}"


LINES = Folding(touching=False)
FOLDED = Folding(touching=True)


def listing(lines: Sequence[str], folding: Folding) -> Folding:
    """The folding of a list of competences: without bullets nor a width, each of its lines is one of them."""
    bare = not any(_BULLET.match(line.lstrip()) or "<" in line for line in lines)
    return replace(folding, touching=False) if bare and folding.width is None else folding


def join_lines(lines: Iterable[str], folding: Folding) -> list[str]:
    """Paragraphs out of lines: a line that goes on with a sentence is given back to it.

    An empty line ends a paragraph, unless the next line starts in lower case in the middle of a sentence (a page
    break). A bullet always starts a paragraph; so do four spaces, and two before a bullet or a capital.
    """
    result: list[str] = []
    touching, previous = False, ""
    for raw in lines:
        first, *others = (" ".join(piece.split()) for piece in _NEW_LINE.sub(_BREAK, raw.strip()).split(_BREAK))
        if not first:
            touching = False
            continue
        full = folding.full(previous, first)
        if result and continues(result[-1], first, touching=touching and folding.touching, full=full):
            result[-1] = folding.joined(result[-1], first)
        else:
            result.append(first)
        result += filter(None, others)
        touching, previous = True, raw
    return result


def continues(before: str, line: str, *, touching: bool, full: bool | None = None) -> bool:
    """True where ``line`` goes on with the sentence that ``before`` left open.

    ``full``: whether the line before left no room for another word; None when it is not known.
    """
    ended = before.endswith((".", ":", ";", "!", "?"))
    if bullet := _BULLET.match(line):
        # A dash within the sentence of an item, where the items of the list open with a capital.
        item = _BULLET.sub("", before, count=1) if full and touching and not ended and line[0] in "-–—" else before
        return item != before and item[:1].isupper() and line[bullet.end() :][:1].islower()
    if _NUMBERED.match(line):
        return False
    if line[0].islower():
        return (touching and full is not False) or not ended
    if line[0].isupper() and opens_with_verb(line) and not _OPEN_WORD.search(before):
        return False
    if before.endswith((",", "(", "'", "’")) or _OPEN_WORD.search(before):
        return True
    if not touching:
        return full is True and not ended and line[0] in "(["
    return full if full is not None else not (line[0].isupper() and ended and before[-1] != ":")


def opens_with_verb(text: str) -> bool:
    """True where the text opens with an infinitive (« Analyser… », « S'impliquer… »), as a competence does."""
    first = _REFLEXIVE.sub("", fold(text.lstrip()[:32])).split(" ", 1)[0].rpartition("'")[2].strip(".,:;()")
    return first not in _NOUNS and (first == "etre" or _VERB.fullmatch(first) is not None)


def unbullet(paragraph: str) -> tuple[str, bool]:
    """The paragraph without its bullet, and whether it had one."""
    bullet = _BULLET.match(paragraph) if paragraph[:1] in BULLETS else None
    return (paragraph[bullet.end() :].strip(), True) if bullet else (paragraph, False)


def number_of(paragraph: str) -> str:
    """The numbering that opens a paragraph (``A1C2.``, ``3.1.2``, ``C.4.``), or nothing."""
    number = _NUMBER.match(paragraph)
    return number[0].strip() if number else ""
