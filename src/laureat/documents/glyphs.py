"""What our fonts can print, asked before a paper is set: one bad name never stops a lot.

Typst itself is the judge (under PDF/A it refuses a text that a font lacks), once a character. Signs that print as
nothing, or turn a text around, are never printed: control, bidirectional, zero-width, private and replacement ones.
"""

import functools
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from laureat.documents.typography import AsTyped
from laureat.vocabulary.french import composed, enumeration

_NEVER = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
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
        """Of a text, the characters that cannot be printed, each once; papers say the same things over and over."""

    def prints(self, character: str) -> bool:
        """Whether a character can be printed, and shows."""
        if character not in self._known:
            shows = unicodedata.category(character) not in _NEVER and character != _REPLACEMENT
            self._known[character] = shows and self._covers((character,))
        return self._known[character]

    def _unprintable(self, text: str) -> tuple[str, ...]:
        if text.isascii() and text.isprintable():
            return ()
        return tuple(dict.fromkeys(c for c in composed(text) if not self.prints(c)))

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
            for character in bad:
                shown = " " if unicodedata.category(character) in _NEVER and not typed else f"[{code_point(character)}]"
                text = text.replace(character, shown)
            return AsTyped(text) if isinstance(value, AsTyped) else text
        if isinstance(value, dict):
            return {key: item if key in _NOT_TEXT else self.spelled(item, typed=typed) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.spelled(item, typed=typed) for item in value]
        return value


def code_point(character: str) -> str:
    """``U+674E``."""
    return f"U+{ord(character):04X}"


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
    letters = [c for c in bad if unicodedata.category(c) not in _NEVER and c != _REPLACEMENT]
    shown = enumeration(f"« {c} » ({code_point(c)})" if c in letters else code_point(c) for c in bad[:5])
    if letters:
        return (
            f"{what} contient {shown}, que les papiers n'impriment pas : l'écrire en lettres latines, comme à l'état "
            "civil, dans la liste des candidats"
        )
    return f"{what} contient un signe invisible ou abîmé, {shown} : le corriger dans la liste des candidats"
