"""How a printer sets French: spaces, apostrophes, accents on capitals, figures. Names are never touched."""

import functools
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from laureat.vocabulary import format_hundredths, truncated_average
from laureat.vocabulary.french import NARROW, NO_BREAK, folded, plural, unbroken

_BEFORE = re.compile(r"[ \u00a0\u202f]+([;!?»%])")
_COLON = re.compile(r"[ \u00a0\u202f]+:")
_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_ORDINAL = re.compile(r"\b(?:1\s?(?:ère|ere)|(1[0-9]|[2-9]|[2-9][0-9])\s?(?:ème|eme))\b")
_WORD = re.compile(r"[^\W\d_]+")
_INITIAL = re.compile(
    r"\bE(?=(?:tud|conom|duc(?:a|at)|lectri|lectro|quip|tabli|valu|volu|labor|l[eé]ment|nerg|colog|cri[rtv]|cole|lev|"
    r"limin|mett|mission|nonc|num[eé]r|preuv|pur|tap|thiq|tiquet|tanch|tat|v[eè]nement|vacu|vit|clair|cout|cran|cart|coul|"
    r"difi|gal|l[eé]gant|quilibr|rosion|tir|paiss|pandr|chang|chantill|chelle|chell|chafaud|v[eé]rif|pilat|tanc|nergi|"
    r"dit(?:er|ion)))",
    re.IGNORECASE,
)
_BEING = re.compile(r"\bE(?=tres?\b)", re.IGNORECASE)
_COMMON = {
    "MINISTERE": "MINISTÈRE", "ENERGIE": "ÉNERGIE", "METIERS": "MÉTIERS", "METIER": "MÉTIER", "SUPERIEUR": "SUPÉRIEUR",
    "REALISATION": "RÉALISATION", "GENERALE": "GÉNÉRALE", "GENERAL": "GÉNÉRAL", "MECANIQUE": "MÉCANIQUE",
    "MECANIQUES": "MÉCANIQUES", "SECURITE": "SÉCURITÉ", "SOCIETE": "SOCIÉTÉ", "REGION": "RÉGION",
    "REPUBLIQUE": "RÉPUBLIQUE", "NUMERIQUE": "NUMÉRIQUE", "SANTE": "SANTÉ",
    "QUALITE": "QUALITÉ", "ACADEMIE": "ACADÉMIE", "BATIMENT": "BÂTIMENT", "HOTELLERIE": "HÔTELLERIE",
    "INGENIERIE": "INGÉNIERIE", "DEVELOPPEMENT": "DÉVELOPPEMENT",
    "BACCALAUREAT": "BACCALAURÉAT", "METALLURGIE": "MÉTALLURGIE", "CREATION": "CRÉATION",
}  # fmt: skip
"""Words in capitals that titles and certifiers of the register most often lack accents in."""


class AsTyped(str):
    """A text that papers show as it was typed: a name, a number."""

    __slots__ = ()


@functools.lru_cache(maxsize=4096)
def polish(text: str) -> str:
    """Set the spaces and apostrophes of a French sentence."""
    text = _BEFORE.sub(NARROW + r"\1", text)
    text = _COLON.sub(NO_BREAK + ":", text)
    text = _OPENING.sub("«" + NARROW, text)
    text = unbroken(text)
    text = _ORDINAL.sub(lambda found: f"{found[1]}e" if found[1] else "1re", text)
    return _APOSTROPHE.sub("’", _initials(text))


def _initials(text: str) -> str:
    """Capitals at the start of a word with the accent that keyboards refuse them: « Etude » → « Étude »."""
    text = _INITIAL.sub(lambda found: "É" if found[0] == "E" else found[0], text)
    return _BEING.sub(lambda found: "Ê" if found[0] == "E" else found[0], text)


def accented(text: str, words: Mapping[str, str] | None = None) -> str:
    """The accents that capitals lack: « REALISATION DE PRODUITS » → « RÉALISATION DE PRODUITS ».

    ``words``: the accented form of words in capitals, as ``sheet_words`` finds them in the prose of the sheet.
    """
    known = {**(words or {}), **_COMMON}
    return _initials(_WORD.sub(lambda found: known.get(found[0], found[0]) if found[0].isupper() else found[0], text))


def sheet_words(fiche: Mapping[str, Any]) -> Mapping[str, str]:
    """From a register sheet's own prose, the accented form of each word that only ever stands with these accents.

    A word that differs from its bare form by its last syllable alone (« forme », « formé ») is left out: in capitals
    nothing tells which one is meant.
    """
    forms: dict[str, set[str]] = {}
    for text in _texts(fiche):
        for word in _WORD.findall(text):
            if not word.isupper():
                forms.setdefault(folded(word).upper(), set()).add(word.upper())
    return {
        bare: next(iter(accents))
        for bare, accents in forms.items()
        if len(accents) == 1
        and bare not in accents
        and re.sub("ÉE?S?$", "", next(iter(accents))) == next(iter(accents))
    }


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def polished(value: Any) -> Any:
    """The same, through lists and dictionaries (values only)."""
    if isinstance(value, AsTyped):
        return value
    if isinstance(value, str):
        return polish(value)
    if isinstance(value, list | tuple):
        return [polished(item) for item in value]
    if isinstance(value, dict):
        return {key: polished(item) for key, item in value.items()}
    return value


def mark(hundredths: int) -> str:
    """A mark with two decimals: ``12,50``."""
    return format_hundredths(hundredths, decimals=2)


def signed(hundredths: int) -> str:
    """Points with their sign: ``+ 2,50``, ``− 1,00``."""
    sign = "−" if hundredths < 0 else "+"
    return f"{sign}{NARROW}{format_hundredths(abs(hundredths), decimals=2)}"


def average(value: Fraction) -> str:
    """An average cut (never rounded up) to two decimals: ``9,99``."""
    return format_hundredths(truncated_average(value), decimals=2)


def percent(part: int, whole: int) -> str:
    """A share cut to a tenth: ``85,1 %``; a dash of nothing."""
    if whole == 0:
        return "—"
    tenths = part * 1000 // whole
    return f"{tenths // 10},{tenths % 10}{NARROW}%"


def counted(count: int, one: str, many: str = "") -> str:
    """A count that never parts from its noun at the end of a line: ``1 candidat``, ``2 candidats``."""
    return plural(count, one, many).replace(" ", NO_BREAK, 1)
