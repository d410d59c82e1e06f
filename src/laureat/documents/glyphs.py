"""What our fonts can print, asked before a paper is set: one bad name never stops a lot.

Typst itself is the judge (under PDF/A it refuses a text that a font lacks), once a letter with its marks. Signs that
print as nothing, or turn a text around, are never printed: control, bidirectional, zero-width, private and replacement
ones.
"""

import functools
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from laureat.documents.typography import AsTyped
from laureat.vocabulary.french import composed, enumeration

_NEVER = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me", "Mc"})
_REPLACEMENT = "\ufffd"
LONGEST_WORD = 50
"""Letters of a word of a name: beyond, it leaves the sheet or can no longer be read."""
_NOT_TEXT = frozenset({"deuxdoc", "qr", "genre", "langue", "date"})
_FIELDS = {
    "nom": "le nom",
    "prenom": "le prénom",
    "nom_usage": "le nom d'usage",
    "lieu_naissance": "le lieu de naissance",
    "pays_naissance": "le pays de naissance",
    "etablissement": "l'établissement",
    "numero": "le numéro de candidat",
    "ine": "l'INE",
    "uai": "l'UAI",
}

Covers = Callable[[Iterable[str]], bool]
"""Whether every font prints all of these characters."""


class Glyphs:
    """The characters that papers may show, learnt as they come."""

    def __init__(self, covers: Covers) -> None:
        self._covers = covers
        self._known: dict[str, bool] = {}
        self.unprintable = functools.lru_cache(maxsize=4096)(self._unprintable)
        """Of a text, the letters, with their marks, that cannot be printed, each once; papers often say the same."""

    def prints(self, sign: str) -> bool:
        """Whether a letter can be printed, with the marks that it bears, and shows."""
        if sign not in self._known:
            shows = all(unicodedata.category(c) not in _NEVER and c != _REPLACEMENT for c in sign)
            self._known[sign] = shows and (sign.isascii() or self._covers((sign,)))
        return self._known[sign]

    def _unprintable(self, text: str) -> tuple[str, ...]:
        if text.isascii() and text.isprintable():
            return ()
        return tuple(dict.fromkeys(sign for sign in _signs(composed(text)) if not self.prints(sign)))

    def refused(self, paper: Mapping[str, Any]) -> str:
        """Why a paper cannot be made: what was typed that cannot be printed, and the remedy; empty where it can."""
        for name, text in _typed(paper.get("titulaire") or {}, ""):
            if bad := self.unprintable(text):
                return _refusal(_FIELDS.get(name, "un texte"), bad)
            longest = max((len(composed(word)) for word in text.replace("-", " ").split()), default=0)
            if longest > LONGEST_WORD:
                return (
                    f"{_FIELDS.get(name, 'un texte')} a un mot de {longest} lettres, et les papiers en impriment "
                    f"{LONGEST_WORD} au plus d'un seul tenant : le corriger dans la liste des candidats"
                )
        for _, text in _typed(paper, ""):
            if bad := self.unprintable(text):
                return _refusal("un texte", bad)
        return ""

    def spelled(self, value: Any, *, typed: bool = False) -> Any:
        """The same content, what cannot be printed written by its code point: ``[U+674E]``; in what was typed too, with
        ``typed``: lists name everyone."""
        if isinstance(value, str):
            if (isinstance(value, AsTyped) and not typed) or not (bad := self.unprintable(value)):
                return value
            text = composed(value)
            for sign in sorted(bad, key=len, reverse=True):
                text = text.replace(sign, f"[{code_point(sign)}]" if typed or _is_letter(sign) else " ")
            return AsTyped(text) if isinstance(value, AsTyped) else text
        if isinstance(value, dict):
            return {key: item if key in _NOT_TEXT else self.spelled(item, typed=typed) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.spelled(item, typed=typed) for item in value]
        return value


def code_point(sign: str) -> str:
    """``U+674E``; of a letter with a mark, ``U+0052 U+0325``."""
    return " ".join(f"U+{ord(c):04X}" for c in sign)


def _signs(text: str) -> Iterator[str]:
    """Each letter with the marks that it bears: a font may have both, and be unable to set one on the other."""
    start = 0
    for at, character in enumerate(text):
        if at and not (unicodedata.category(character) in _MARKS and _is_letter(text[start])):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _is_letter(sign: str) -> bool:
    """Whether it shows, and bears the marks that follow it."""
    return unicodedata.category(sign[0]) not in _NEVER and sign[0] != _REPLACEMENT


def _typed(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, AsTyped):
        yield name, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key not in _NOT_TEXT:
                yield from _typed(item, key)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _typed(item, name)


def _refusal(what: str, bad: Sequence[str]) -> str:
    letters = [sign for sign in bad if _is_letter(sign)]
    shown = enumeration(f"« {c} » ({code_point(c)})" if c in letters else code_point(c) for c in bad[:5])
    if letters:
        return (
            f"{what} contient {shown}, que les papiers n'impriment pas : l'écrire en lettres latines, comme à l'état "
            "civil, dans la liste des candidats"
        )
    return f"{what} contient un signe invisible ou abîmé, {shown} : le corriger dans la liste des candidats"
