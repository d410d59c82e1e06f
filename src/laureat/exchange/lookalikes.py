"""Headings that nobody reads and that look like one of ours: what stands under them would be lost without a word.

An officer's own columns ride along untouched. A heading that nearly is one of ours, or is built as the code of a unit
that the certification has not, is no such column: ``spec.Spec.strange`` says what it may mean.
"""

import re
from collections.abc import Collection, Iterable

_SMALL = frozenset({"a", "au", "d", "de", "des", "du", "en", "l", "la", "le", "les"}) | {
    "note",
    "notes",
    "unite",
    "bloc",
}
"""The words of a heading that do not tell it from another."""
_OWN = frozenset({"lieu", "voix"})
"""Words of their own, one letter away from one of ours."""


def nearest(key: str, known: Iterable[str]) -> list[str]:
    """Of known headings (normalised, like ``key``), those that a misspelt one may mean, the nearest alone.

    Small words aside, as many digits in the same order, and one slip of the keyboard, two in a long word.
    """
    word = _bare(key)
    if not word or key in _OWN:
        return []
    found: dict[int, list[str]] = {}
    for heading in known:
        meant = _bare(heading)
        allowed = 0 if len(meant) < 4 else 1 if len(meant) < 8 else 2
        if meant and abs(len(meant) - len(word)) <= allowed and _digits(meant) == _digits(word):
            slips = _slips(word, meant)
            if slips <= allowed:
                found.setdefault(slips, []).append(heading)
    return found[min(found)] if found else []


def alike_codes(key: str, codes: Collection[str]) -> list[str]:
    """Of the codes of the units of a certification (normalised), those built as ``key``: ``ug1``, ``ug2`` for ``ug4``.

    ``uf`` for ``uf1``, and the other way round; empty where it is no code of this kind.
    """
    word = _bare(key)
    shapes = {_shape(word), _shape(re.sub(r"(?<=[0-9])[a-z]$", "", word))}
    if len(word) < 2:
        return []
    return [code for code in codes if {_shape(_bare(code)), f"{_shape(_bare(code))}#", _less(_bare(code))} & shapes]


def _bare(key: str) -> str:
    return "".join(word for word in key.split("_") if word not in _SMALL)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _shape(code: str) -> str:
    """``u31`` → ``u#``."""
    return re.sub(r"[0-9]+", "#", code)


def _less(code: str) -> str:
    """The shape of a code that lost its last figure, where two letters stay: ``ug1`` → ``ug``."""
    less = _shape(code).removesuffix("#")
    return less if len(less) > 1 else ""


def _slips(one: str, other: str) -> int:
    """How many slips of the keyboard make one of the other: a letter too many, too few, another, or two exchanged."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i, *[0] * len(other)]
        for j, wanted in enumerate(other, start=1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and wanted == one[i - 2]:
                row[j] = min(row[j], last[j - 2] + 1)
    return row[-1]
