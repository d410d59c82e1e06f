"""What a word that nobody knows may mean: the words that it nearly is, never the contrary of what it says."""

import difflib
from collections.abc import Iterable

_NEGATIONS = frozenset({"non", "sans", "hors", "pas"})
_CONTRARY = 90
"""How alike two words are, in hundredths, negations aside, where one says no and the other does not."""
_AS_NEAR = 5
"""How much less alike than the nearest a word may be, in hundredths, and still be meant as well."""


def near(word: str, known: Iterable[str]) -> list[str]:
    """Of known words (underscores between their parts), those that a misspelt or shortened one may mean.

    Several where nothing tells them apart; those that it begins first, or that hold its parts (« distance »).
    """
    words = list(known)
    begun = [one for one in words if len(word) > 3 and one.startswith(word)]
    begun = begun or [one for one in words if len(word) > 3 and set(word.split("_")) < set(one.split("_"))]
    close = [one for one in difflib.get_close_matches(word, words, n=5) if one not in begun]
    kept = [one for one in (*begun, *close) if not _is_contrary(word, one)]
    if begun and any(one in kept for one in begun):
        return [one for one in kept if one in begun]
    best = max((_alike(word, one) for one in kept), default=0)
    return [one for one in kept if _alike(word, one) >= best - _AS_NEAR]


def _alike(one: str, other: str) -> int:
    return round(100 * difflib.SequenceMatcher(None, one, other).ratio())


def _is_contrary(one: str, other: str) -> bool:
    said, meant = one.split("_"), other.split("_")
    if _NEGATIONS & set(said) == _NEGATIONS & set(meant):
        return False
    bare = ("_".join(part for part in parts if part not in _NEGATIONS) for parts in (said, meant))
    return _alike(*bare) >= _CONTRARY
