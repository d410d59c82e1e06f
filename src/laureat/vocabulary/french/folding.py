"""Keys: the same word typed by two people compares equal, sorts where a French list puts it, and names a file.

Accents and case go, and letters that no accent explains are opened, never dropped: « Œuvré » → ``oeuvre``, « Đặng » →
``dang``, « Þór » → ``thor``, « Søren » → ``soren``. What is shown to people is always the text as it was typed.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST_KEY = 200
"""The characters of a sorting key that count."""

_LETTERS = str.maketrans(
    {
        **{"œ": "oe", "æ": "ae", "þ": "th", "ŋ": "ng", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t"},
        **{"ı": "i", "ə": "e", "ƒ": "f", "ĸ": "k"},
    }
)
_SIGNS = str.maketrans(dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("–—‑‐−", "-"))
_SEPARATES = re.compile(r"[\W_ʼʻ]+")
"""All that is neither a letter nor a figure."""
_APOSTROPHES = frozenset("’‘ʼ`´")


def folded(text: str) -> str:
    """Without case nor accents, ligatures opened; signs and spaces stay: « L'Haÿ-les-Roses » → ``l'hay-les-roses``."""
    if text.isascii():
        return text.lower()
    return _bare(_bare(text).casefold().translate(_LETTERS))


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A key to compare prose with: ``folded``, one kind of apostrophe and of hyphen, single spaces."""
    return " ".join(folded(text.translate(_SIGNS)).split())


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """A key to compare names with: ``folded`` letters and digits, single spaces: « N'Guyen-Lê » → ``n guyen le``."""
    return _SEPARATES.sub(" ", folded(text)).strip()


def loosely(word: str) -> str:
    """A regular expression for a ``words`` key in a text as it was typed, accents and ligatures included: « ebauche »
    finds « Ébauché »."""
    found = "".join(_VARIANTS.get(letter, letter) if letter.isalnum() else "." for letter in word)
    for ligature, letters in (("œ", "oe"), ("æ", "ae")):
        opened = "".join(_VARIANTS[letter] for letter in letters)
        found = found.replace(opened, f"(?:{opened}|{ligature})")
    return found


def _variants() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in range(0xC0, 0x250):
        key = folded(chr(code))
        if len(key) == 1 and key.isascii() and key.isalpha():
            found[key] = found.get(key, key) + chr(code)
    return {key: f"[{letters}]" for key, letters in found.items()}


_VARIANTS = _variants()


def sort_key(*parts: str) -> str:
    """Where something stands in a French list, part by part: letters alone count, then the next part."""
    return "\x1f".join(map(words, parts))[:LONGEST_KEY]


def search_key(*parts: str) -> str:
    """The words under which something is found; what is searched for goes through ``words``."""
    return " ".join(filter(None, map(words, parts)))


def slug(text: str, longest: int = 40) -> str:
    """A text as part of a file name: ASCII letters, digits and hyphens; « Nguyễn-Šimůnek » → ``nguyen-simunek``."""
    return re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-")[:longest].rstrip("-")


def flat(text: str) -> str:
    """Without case nor accents, each character at its place: positions in it are positions in the text."""
    return "".join(map(_flat_character, text))


@lru_cache(maxsize=1024)
def _flat_character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    return unicodedata.normalize("NFKD", character)[0].lower()[:1] or character


def composed(text: str) -> str:
    """The same text, each accented letter one character (NFC), as it should be stored."""
    return unicodedata.normalize("NFC", text)


def without_variants(text: str) -> str:
    """The same text, each variant of a character (wide, mathematical, raised, ligature) the character itself (NFKC)."""
    return unicodedata.normalize("NFKC", text)
