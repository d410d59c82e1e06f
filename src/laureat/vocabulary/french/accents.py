"""The accents that capitals lack.

A register sheet stays as the register writes it; papers, titles and pages mend here the words of it that they show.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from laureat.vocabulary.french.folding import folded

_WORD = re.compile(r"[^\W\d_]+")
_INITIAL = re.compile(
    r"\bE(?!(?:conom(?:ics?|y|ists?)|lectronics?|lectric(?:al|ity)?|nergy|cology|quipments?|levators?|lementary|ducational)\b)"
    r"(?=(?:tud|conom|duc(?:a|at)|lectri|lectro|quip|tabli|valu|volu|labor|l[eé]ment|nerg|colog|cri[rtv]|cole|lev|"
    r"limin|mett|mission|nonc|num[eé]r|preuv|pur|tap|thiq|tiquet|tanch|tat|v[eè]nement|vacu|vit|clair|cout|cran|cart|coul|"
    r"difi|gal|l[eé]gant|quilibr|rosion|tir|paiss|pandr|chang|chantill|chelle|chell|chafaud|v[eé]rif|pilat|tanc|nergi|"
    r"dit(?:er|ion)))",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\b(?:of|and|the|for|with)\b", re.IGNORECASE)
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


def initials(text: str) -> str:
    """First letters with the accent that keyboards refuse to capitals: « Etude » → « Étude »; English has none."""
    if _ENGLISH.search(text):
        return text
    text = _INITIAL.sub(lambda found: "É" if found[0] == "E" else found[0], text)
    return _BEING.sub(lambda found: "Ê" if found[0] == "E" else found[0], text)


def accented(text: str, words: Mapping[str, str] | None = None) -> str:
    """The accents that capitals lack: « REALISATION DE PRODUITS » → « RÉALISATION DE PRODUITS ».

    ``words``: the accented form of words in capitals, as ``sheet_words`` finds them in the prose of the sheet.
    """
    known = {**(words or {}), **_COMMON}
    return initials(_WORD.sub(lambda found: known.get(found[0], found[0]) if _shouted(found[0]) else found[0], text))


def _shouted(word: str) -> bool:
    """In capitals, and long enough to be no abbreviation."""
    return len(word) > 3 and word.isupper()


def sheet_words(fiche: Mapping[str, Any]) -> Mapping[str, str]:
    """From a register sheet's own prose, the accented form of each word that only ever stands with these accents.

    A word that differs from its bare form by its last syllable alone (« forme », « formé ») is left out: in capitals
    nothing tells which one is meant.
    """
    forms: dict[str, set[str]] = {}
    for word in {word for text in _texts(fiche) for word in _WORD.findall(text) if not word.isupper()}:
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


def as_shown(fiche: Mapping[str, Any]) -> dict[str, Any]:
    """A register sheet as people are shown it: its title, its blocks and their competences with their accents."""
    words = sheet_words(fiche)
    blocs = [
        {
            **bloc,
            "intitule": accented(str(bloc.get("intitule") or ""), words),
            "competences": [accented(str(each), words) for each in bloc.get("competences") or []],
        }
        for bloc in fiche.get("blocs") or []
    ]
    title = accented(str(fiche.get("intitule") or ""), words)
    return {**fiche, "intitule": title, **({"blocs": blocs} if "blocs" in fiche else {})}


def shouts(text: str) -> bool:
    """It has words in capitals, which the prose of its sheet may mend."""
    return any(map(_shouted, _WORD.findall(text)))
