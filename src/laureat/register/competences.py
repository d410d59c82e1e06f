"""Lists of competences: cutting a text into its items, and comparing the two lists that a sheet gives."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from laureat.register.text import BULLETS, number_of, opens_with_verb, unbullet

_CECRL = re.compile(r"niveau\s+([ABC][12]\+?)(?=[\s,.;)]|$).{0,60}?(?:CECR|cadre europ)", re.IGNORECASE)
_EPS = re.compile(r"comp[ée]tences? (?:attendues )?de niveau\s+([1-5])\s+du r[ée]f[ée]rentiel", re.IGNORECASE)
_LEVEL = re.compile(r"comp[ée]tences? (?:attendues )?de niveau\b", re.IGNORECASE)
_SPACED_DASH = re.compile(
    r"\s+[-–]\s+(?=[A-ZÀ-ÝŒ«\"(]|\d+(?:\.\d+)+\.?\s)|(?<=[\wÀ-ÿ.;)])-\s+(?=[A-ZÀ-ÝŒ][a-zà-ÿœ])|\s+-(?=[A-ZÀ-ÝŒ][a-zà-ÿœ])"
)
_ANY_DASH = re.compile(r"\s+[-–]\s+")
_MARK = re.compile(r"(?<!\S)((?:[A-Z]{1,3}\.?)?(?:\d{1,2}\.)*)(\d{1,2})\s*[.):]\s*(?=[A-ZÀ-ÝŒ])")
_PLAIN = re.compile(r"(?:(?![Cc]omp)[^\W\d_][a-zà-öø-ÿœ'’][^\n]*[^\s;,:](?:\n|\Z))+\Z")
"""One sentence a line, which neither a number nor the name of a level opens, and which introduces nothing."""
_ORDINAL = re.compile(r"(\d{1,2})\s*(?:[.):°]|[-–]\s)\s*(?=[^\W\d])")


class Kind(Enum):
    """What a paragraph of a list is."""

    ITEM = auto()
    HEADING = auto()
    LEVEL = auto()


_ITEM = Kind.ITEM


class Part(NamedTuple):
    """One paragraph of a list of competences."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class CompetenceList:
    """A list of competences, with what stands beside them in the same text."""

    items: tuple[str, ...]
    notes: tuple[str, ...]
    """Headings and introductions: text of the list that is no competence."""
    cecrl: str | None
    eps: int | None


def read_list(texts: Sequence[str]) -> CompetenceList:
    """Cut the paragraphs of a list (export or printed sheet) into its competences."""
    if plain := plain_items(texts):
        return CompetenceList(tuple(plain), (), None, None)
    parts = split(texts)
    notes = tuple([text for kind, text in parts if kind is not _ITEM])
    items = tuple(unnumbered([text for kind, text in parts if kind is _ITEM]))
    return CompetenceList(items, notes, cecrl_level(notes), eps_level(notes))


def plain_items(texts: Sequence[str]) -> list[str] | None:
    """The items of a list that one bullet, or none, opens everywhere, and in which nothing else is to be cut.

    Most lists are so, and a whole one is told at once; None: each paragraph is to be looked at (``split``).
    """
    items, whole = list(texts), "\n".join(texts)
    if whole[:1] in BULLETS and whole[1:2] == " ":
        items = whole[2:].split(f"\n{whole[:2]}")
        whole = "\n".join(items)
    dashed = ("-" in whole and ("- " in whole or " -" in whole)) or "– " in whole
    return items if len(items) == len(texts) and not dashed and _PLAIN.match(whole) else None


def unnumbered(items: list[str]) -> list[str]:
    """The items without « 1. », « 2) », « 3 : », which a numbered list puts before them as another puts a bullet.

    The numbers then follow each other; « C1.2. » and « 1.1 » name a competence, and stay.
    """
    opening = [_ORDINAL.match(item) for item in items]
    ranks = [int(mark[1]) for mark in opening if mark]
    follow = all(rank in (1, before + 1) for before, rank in pairwise(ranks))
    if not ranks or not follow or (len(ranks) == 1 and ranks != [1]):
        return items
    return [item[mark.end() :] if mark else item for mark, item in zip(opening, items, strict=True)]


def cecrl_level(texts: Iterable[str]) -> str | None:
    """The CECRL level named by one of the texts, such as ``B1+``."""
    return next((match[1].upper() for text in texts if (match := _CECRL.search(text))), None)


def eps_level(texts: Iterable[str]) -> int | None:
    """The level of the EPS référentiel named by one of the texts."""
    return next((int(match[1]) for text in texts if (match := _EPS.search(text))), None)


def split(texts: Iterable[str]) -> list[Part]:
    """The competences, headings and levels of a list, in order.

    Bullets and numbers cut; so does a dash glued to its neighbours, in a list that uses dashes. A paragraph without a
    bullet, in a list that has some, is a heading unless it opens with a verb.
    """
    pieces: list[tuple[str, bool]] = []
    for text in texts:
        body, bulleted = unbullet(text)
        cut = ("-" in body and ("- " in body or " -" in body)) or "– " in body
        if not cut:
            pieces.append((body, bulleted))
        elif bulleted and text[0] in "-–—":
            cutter = _SPACED_DASH if body[:1].isupper() or not body[:1].isalpha() else _ANY_DASH
            pieces += [(piece, True) for piece in cutter.split(body)]
        else:
            pieces += _after_heading(body, bulleted)
    parts: list[Part] = []
    bulleted_list = any(bulleted for _, bulleted in pieces)
    for piece, bulleted in pieces:
        # No number opens a piece whose second letter is a small one.
        for item in _numbered(piece) if not piece[1:2].islower() and _MARK.match(piece) else (piece,):
            item = item.strip()
            if item and item[-1] in ";,":
                item = item.rstrip(";,").rstrip()
            if item:
                plain = item[0] not in "Cc" and (bulleted or not (bulleted_list or item[-1] == ":"))
                parts.append(Part(_ITEM if plain else _kind(item, bulleted, bulleted_list), item))
    return parts


def _after_heading(text: str, bulleted: bool) -> list[tuple[str, bool]]:
    """``Être capable de : - Lire - Écrire`` is a heading and two items; a dash inside a sentence cuts nothing."""
    head, colon, tail = text.partition(": - ")
    if not colon:
        return [(text, bulleted)]
    cutter = _SPACED_DASH if tail[:1].isupper() else _ANY_DASH
    return [(f"{head.rstrip()} :", False), *((piece, True) for piece in cutter.split(tail))]


def _numbered(text: str) -> list[str]:
    """``1. Lire 2. Écrire``, which a number opens, is two items when the numbers follow each other."""
    marks = list(_MARK.finditer(text))
    cuts = [0]
    for before, mark in pairwise(marks):
        if mark[1] == before[1] and int(mark[2]) == int(before[2]) + 1:
            cuts.append(mark.start())
    return [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _kind(text: str, bulleted: bool, bulleted_list: bool) -> Kind:
    """Only what may be a heading is looked at closely: a sheet of the export holds hundreds of paragraphs."""
    if text[0] in "Cc" and _LEVEL.match(text):
        return Kind.LEVEL
    introduces = text[-1] == ":"
    if bulleted or not (bulleted_list or introduces):
        return Kind.ITEM
    if bulleted_list and introduces:
        return Kind.HEADING
    if (number_of(text) and not introduces) or opens_with_verb(text):
        return Kind.ITEM
    return Kind.HEADING
