"""French sentences of the house read in another language, where a door shows them.

The rooms below the doors write French, whole sentences with values in them. A phrasebook holds each sentence with its
values numbered, ``la note {0} manque``, and what another language says for it, ``mark {0} is missing``.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from laureat.vocabulary.french.sentences import capital, uncapital

_HOLE = re.compile(r"\{(\d+)\}")
_MARKS = (r"(\s*\n\s*)", r"((?<=[.!?…»)])\s+(?=[A-ZÀÉÈÊÇŒ«(]))", r"(\s+;\s+)", r"(\s+:\s+)", r"(, )")
_SIGNS = {" : ": ": ", " ; ": "; "}
"""What separates sentences, written as English does."""


class Phrasebook:
    """Pure: the sentences are given."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        """``sentences``: French → the other language, holes numbered alike."""
        self._whole = {french: other for french, other in sentences.items() if french and other}
        # A value alone says nothing: every text would be one.
        forms = [(f, other) for f, other in self._whole.items() if _HOLE.search(f) and not _HOLE.fullmatch(f)]
        # The sentence that says most comes first: « la note {0} de {1} manque » before « la note {0} ».
        forms.sort(key=lambda pair: -len(_HOLE.sub("", pair[0])))
        self._forms = [(_longest(french), _pattern(french), _holes(french), other) for french, other in forms]
        self.told: Callable[[str], str | None] = lru_cache(maxsize=4096)(self._told)

    def _told(self, text: str) -> str | None:
        """The text in the other language; None where one of its sentences is not known."""
        bare = text.strip()
        if not bare:
            return text
        found = self._sentence(bare)
        return text.replace(bare, found) if found is not None else None

    def in_part(self, text: str) -> str:
        """The text in the other language, each of its sentences that is known; what is not stays as it is."""
        if (told := self.told(text)) is not None:
            return told
        for mark in _MARKS:
            pieces = re.split(mark, text)
            if len(pieces) > 1:
                return "".join(piece if place % 2 else self.in_part(piece) for place, piece in enumerate(pieces))
        return text

    def _sentence(self, text: str) -> str | None:
        if (known := self._cased(text)) is not None:
            return known
        flat, second_best = text.casefold(), None
        for literal, pattern, holes, other in self._forms:
            if literal in flat and (found := pattern.fullmatch(text)):
                values = dict(zip(holes, found.groups(), strict=True))
                said = self._filled(other, values)
                said = capital(said) if text[:1].isupper() else said
                says_enough = _says_enough(other)
                kept = _is_a_sentence if says_enough else _is_french
                french = [value for value in values.values() if kept(value) and self.told(value) is None]
                if not french:
                    return said
                if second_best is None and says_enough and all(map(_may_be_a_name, french)):
                    second_best = said
        return self._parted(text) or second_best

    def _filled(self, form: str, values: Mapping[int, str]) -> str:
        return _HOLE.sub(lambda hole: self._value(values.get(int(hole[1]), "")), form)

    def _cased(self, text: str) -> str | None:
        """The whole sentence, whichever way its first letter is written, and with its full stop or without."""
        for shown, end in ((text, ""), (text[:-1], text[-1:])):
            if end and end not in ".…:":
                continue
            if shown in self._whole:
                return self._whole[shown] + end
            for first in (shown[:1].lower(), shown[:1].upper()):
                if (known := self._whole.get(first + shown[1:])) is not None:
                    return (capital(known) if shown[:1].isupper() else uncapital(known)) + end
        return None

    def _value(self, value: str) -> str:
        if " " not in value.strip():
            return _NONE.get(value, value)
        told = self.told(value)
        if told is None:
            listed = _LAST_OF_A_LIST.sub(lambda found: _AND[found[1]], value)
            return value if looks_french(listed) else listed
        return told

    def _parted(self, text: str) -> str | None:
        """Several sentences, each told; the parting that keeps them longest is the right one."""
        for mark in _MARKS:
            pieces = re.split(mark, text)
            if len(pieces) == 1 or any(piece.count("(") != piece.count(")") for piece in pieces):
                continue
            told = [piece if place % 2 else self.told(piece) for place, piece in enumerate(pieces)]
            if any(one is not None and one != piece for one, piece in zip(told[::2], pieces[::2], strict=True)) and all(
                one is not None or _says_nothing(piece) for one, piece in zip(told[::2], pieces[::2], strict=True)
            ):
                return "".join(
                    _SIGNS.get(piece, piece) if place % 2 else (told[place] or piece)
                    for place, piece in enumerate(pieces)
                )
        return None


def looks_french(text: str) -> bool:
    """Whether a text reads as French rather than as English: its small words say so, its accents where it has none."""
    flat = text.casefold().replace("’", "'").replace("lauréat", "")
    french, english = len(_FRENCH.findall(flat)), len(_ENGLISH.findall(flat))
    return french > english or (not french and not english and bool(_ACCENTS.search(flat)))


_FRENCH = re.compile(
    r"\b(?:(?:les?|la|une?|des?|du|et|est|à|pas|pour|dans|qu[ie]|sur|par|aux?|ne|ce|cette|ces|avec|sans|sont|ont|ils?|"
    r"elles?|se|vous|votre|vos|nous|notre|nos|plus|pendant|entre|il|mais|si|son|sa|ses|leurs?|ou|où|y|en|été|être|chaque|tout|toute|tous|toutes|aucune?)\b|(?:[ldnsc]|qu)')"
)
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|is|are|a|for|in|not|this|that|these|with|by|from|has|have|no|or|it|its|at|as|be|been|which|"
    r"who|their|his|her|each|every|any|all|on|none)\b"
)
_ACCENTS = re.compile("[àâçéèêëîïôùûœ«»]")


_LAST_OF_A_LIST = re.compile(r" (et|ou) (?=[^,]+$)")
_AND = {"et": " and ", "ou": " or "}
_NONE = {"aucun": "no", "aucune": "no", "Aucun": "No", "Aucune": "No"}
"""What stands for a number before a noun."""


def _is_a_sentence(text: str) -> bool:
    return len(text.split()) > 3 and looks_french(text)


def _is_french(text: str) -> bool:
    return " " in text and looks_french(text)


def _says_enough(form: str) -> bool:
    """Whether a form has words of its own: one word between two holes is found in any sentence."""
    return len(re.findall(r"\w+", _HOLE.sub("", form))) > 1


def _may_be_a_name(text: str) -> bool:
    """What may stay French in a sentence told: a title, a quotation, never the rest of a sentence."""
    return text[:1].isupper() or text[:1].isdigit() or text[:1] in "«“"


def _says_nothing(piece: str) -> bool:
    """A number, a code, a name: the same in any language."""
    return not looks_french(piece)


def _pattern(french: str) -> re.Pattern[str]:
    parts = _HOLE.split(french)
    built = "".join(re.escape(part) if place % 2 == 0 else "(.+?)" for place, part in enumerate(parts))
    return re.compile(built, re.DOTALL | re.IGNORECASE)


def _holes(french: str) -> list[int]:
    return [int(number) for number in _HOLE.findall(french)]


def _longest(french: str) -> str:
    return max(_HOLE.sub("\0", french).split("\0"), key=len).casefold()


def numbered(pieces: Iterable[str | None]) -> str:
    """The form of a sentence: its pieces, None for each value."""
    count = iter(range(1000))
    return "".join(piece if piece is not None else f"{{{next(count)}}}" for piece in pieces)
