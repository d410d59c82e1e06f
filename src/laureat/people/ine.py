"""The INE of pupils and students: its four families and, for two of them, the public check.

BEA: ten digits and a letter, the remainder of the ten digits by 23. SISE (NNE): eleven characters, the last a digit
computed on base 36. RNIE (nine digits, two letters) and apprentices (``\\d{4}A\\d{5}[A-Z]``) have no public check.
"""

import re

CHECK_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""Twenty-three letters: no I, no O, no Q."""

_FAMILIES = {
    "RNIE": re.compile(r"[0-9]{9}[A-Z]{2}"),
    "APPRENTI": re.compile(r"[0-9]{4}A[0-9]{5}[A-Z]"),
    "BEA": re.compile(r"[0-9]{10}[A-Z]"),
    "SISE": re.compile(r"[0-9A-Z]{10}[0-9]"),
}
_BASE_36 = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_SEPARATORS = re.compile(r"[\s.\-]+")


def check_letter(digits: str) -> str:
    """The check letter of a UAI (seven digits) or of an INE of the BEA (ten digits)."""
    return CHECK_LETTERS[int(digits) % len(CHECK_LETTERS)]


def ine_key(text: str) -> str:
    """An INE as it compares: capitals, without spaces, points or hyphens."""
    return _SEPARATORS.sub("", text).upper()


def looks_like_ine(text: str) -> bool:
    """True for eleven letters and figures that may have been copied from an INE, even with a slip."""
    key = ine_key(text)
    return re.fullmatch(r"[0-9A-Z]{11}", key) is not None and not _is_filler(key) and any(c.isdigit() for c in key)


def _is_filler(key: str) -> bool:
    """« 00000000000 » and its like, whose check is right: it stands for no INE."""
    return len(set(key)) < 3


def ine_family(text: str) -> str:
    """``RNIE``, ``BEA``, ``SISE`` or ``APPRENTI``; empty where the text is no INE or its check is wrong."""
    key = ine_key(text)
    if _is_filler(key):
        return ""
    family = next((name for name, pattern in _FAMILIES.items() if pattern.fullmatch(key)), "")
    if family == "BEA" and check_letter(key[:10]) != key[10]:
        return ""
    if family == "SISE" and (6 * sum(_BASE_36[c] for c in key[:9]) + _BASE_36[key[9]]) % 10 != int(key[10]):
        return ""
    return family


def is_ine(text: str) -> bool:
    """True for an INE of any of the four families: RNIE, BEA, SISE (NNE), apprentices."""
    return bool(ine_family(text))
