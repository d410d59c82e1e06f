"""French order and search without the database's help (the packaged server has no ICU): keys computed here."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z]+")


def folded(text: str) -> str:
    """Lower case, without accents, ligatures opened: ``Œuvré`` → ``oeuvre``."""
    opened = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("đ", "d").replace("ł", "l").replace("ø", "o")
    return "".join(letter for letter in unicodedata.normalize("NFKD", opened) if not unicodedata.combining(letter))


def sort_key(*parts: str) -> str:
    """A key that sorts as a French list does: letters first, accents and punctuation forgotten."""
    return "\x1f".join(_NOT_WORD.sub(" ", folded(part)).strip() for part in parts)[:200]


def search_key(*parts: str) -> str:
    """The words under which something is found."""
    return " ".join(_NOT_WORD.sub(" ", folded(part)).strip() for part in parts if part)
