"""Small pieces of French sentences: counts that agree with their noun, lists, ordinals, elisions, figures."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from laureat.vocabulary.french.folding import folded
from laureat.vocabulary.numbers import format_hundredths

NARROW = "\u202f"
"""Narrow no-break space: between thousands; on paper, before ; ! ? and inside guillemets."""
NO_BREAK = "\u00a0"
_NUMBER = re.compile(r"(?<=[nN]°) (?=\S)")

_SAME = ("s", "x", "z")
_WITH_X = ("au", "eu")
_ASPIRATED = ("hall", "handicap", "hasard", "haut", "heros", "hongr", "hors", "huit", "holland")
_NOT_ELIDED = ("onz", "oui", "uhlan", "ya", "ye", "yo", "yu")


def number(value: int) -> str:
    """A whole number, thousands apart: 12 345."""
    return f"{value:,}".replace(",", NARROW)


def unbroken(text: str) -> str:
    """A text where no number leaves its « n° » at the end of a line."""
    return _NUMBER.sub(NO_BREAK, text)


def noun(count: int | Fraction, one: str, many: str = "") -> str:
    """The noun that goes with a count: below two it is singular in French, « 0 candidat », « 1,5 point »."""
    if -2 < count < 2:
        return one
    if many:
        return many
    if one.endswith(_SAME):
        return one
    return f"{one[:-2]}aux" if one.endswith("al") else f"{one}x" if one.endswith(_WITH_X) else f"{one}s"


def plural(count: int, one: str, many: str = "") -> str:
    """``0 candidat``, ``1 candidat``, ``270 notes``; ``many`` where the plural is more than the end of one word."""
    return f"{number(count)} {noun(count, one, many)}"


def points(hundredths: int) -> str:
    """Hundredths of a point in words: ``0,5 point``, ``12,5 points``."""
    return f"{format_hundredths(hundredths)} {noun(Fraction(hundredths, 100), 'point')}"


def with_comma(text: str) -> str:
    """A number written with a point, in French: ``12.5`` → ``12,5``."""
    return text.replace(".", ",")


def ordinal(rank: int, *, feminine: bool = False) -> str:
    """``1er``, ``1re``, ``2e``."""
    return f"{rank}{'e' if rank != 1 else 're' if feminine else 'er'}"


def capital(text: str) -> str:
    """The text as a sentence begins, the rest left as it is."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """The text as it stands within a sentence, the rest left as it is."""
    return text[:1].lower() + text[1:]


def enumeration(items: Iterable[str], last: str = "et") -> str:
    """``a, b et c``; ``last`` joins the last two, after a comma where one of them holds it: ``a, b et c, et d``."""
    *first, end = [*items] or [""]
    comma = "," if first and any(f" {last} " in item for item in (*first, end)) else ""
    return f"{', '.join(first)}{comma} {last} {end}" if first else end


def enumeration_of_some(items: Sequence[str], most: int, other: str = "autre") -> str:
    """``a, b et 3 autres``: the first ones, and how many more there are."""
    more = len(items) - most
    return enumeration([*items[:most], *([plural(more, other)] if more > 0 else [])])


def de(what: str) -> str:
    """« de mai », « d'avril », « d'employeurs »."""
    return f"d'{what}" if _elides(what) else f"de {what}"


def le(what: str) -> str:
    """« le décret », « l'arrêté »; ``what`` is masculine where it begins with a consonant."""
    return f"l'{what}" if _elides(what) else f"le {what}"


_JOURNAL = re.compile(
    r"^(?:JORF|JO|BOEN|BO|journal officiel|bulletin officiel)\b.{0,80}?"
    r"(?=\b(?:arr[êe]t[ée]|d[ée]cret|loi|ordonnance|d[ée]cision)\b)",
    re.IGNORECASE,
)


_FIRST_SESSION = re.compile(r"[\s.,;:(]*\bpremi[èe]re session\b[^»]*$", re.IGNORECASE)


def without_its_journal(title: str) -> str:
    """« JO n° 27 Arrêté du 11 décembre 2020 Première session : 2024 » → « Arrêté du 11 décembre 2020 »: neither the
    journal in which a text appeared nor the first session it governs is a part of its name."""
    return _FIRST_SESSION.sub("", _JOURNAL.sub("", title))


def _elides(what: str) -> bool:
    start = folded(what[:12])
    return start[:1] in tuple("aeiouyh") and not start.startswith((*_ASPIRATED, *_NOT_ELIDED))
