"""Characters that no eye can check, and texts that a wrong encoding has spoilt.

A character that shows nothing, or that changes what is shown, makes two equal texts differ and prints another text than
the one that was read (« Mar<U+202E>tin » prints « Marnit »): a door refuses it by its code point. A text spoilt by an
encoding is only suspected: its repair is proposed, and a person decides.
"""

import re
import unicodedata

_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE_MARKS = frozenset("\u034f\ufffc" + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))))
LINE_BREAKS = {"\t": "une tabulation", "\n": "un retour à la ligne", "\r": "un retour à la ligne"}
"""Controls that a cell of prose may hold."""

_LOST = "\ufffd"


def is_unreadable(character: str) -> bool:
    """True for control (save line breaks), bidirectional, zero-width, replacement, private, surrogate characters."""
    if character in LINE_BREAKS:
        return False
    suspect = unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
    return suspect or character in _INVISIBLE_MARKS or character == _LOST


def code_point(character: str) -> str:
    """``U+202E``."""
    return f"U+{ord(character):04X}"


def shown(text: str) -> str:
    """The text with its unreadable characters written ``<U+202E>``."""
    return "".join(f"<{code_point(c)}>" if is_unreadable(c) else c for c in text)


def unreadable(text: str) -> str:
    """What is wrong with the first unreadable character of a text, in French; empty where there is none."""
    if _is_plain(text):
        return ""
    found = next((character for character in text if is_unreadable(character)), None)
    if found is None:
        return ""
    proposed = f" ; vouliez-vous « {repair} » ?" if (repair := repaired(text)) else ""
    return f"« {shown(text)} » contient le caractère {code_point(found)}, {_described(found)}{proposed}"


def _is_plain(text: str) -> bool:
    """True where all is printable but its blanks, as nearly every text is, and no mark that Python prints is hidden."""
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    return text.isprintable() and (text.isascii() or _PRINTED.isdisjoint(text))


_BLANKS = ("\xa0", "\u202f", *LINE_BREAKS)
_PRINTED = _INVISIBLE_MARKS | {_LOST}


def _described(character: str) -> str:
    if character == _LOST:
        return "mis à la place d'une lettre perdue dans un changement d'encodage : retaper le texte"
    if character in _BIDIRECTIONAL:
        return "une marque invisible qui change le sens d'écriture : l'effacer"
    match unicodedata.category(character):
        case "Cc" if "\x80" <= character <= "\x9f":
            return "un code de commande qui vient d'un autre encodage : retaper le texte"
        case "Cc":
            return "un code de commande : l'effacer"
        case "Co":
            return "à usage privé, que seule une police particulière sait montrer : retaper le texte"
        case "Cs":
            return "la moitié d'un caractère : retaper le texte"
        case _:
            return "un caractère invisible : l'effacer"


_FOREIGN_RUN = re.compile(r"[^\x00-\x7f]{2,}|[ÂÃâ√├][ \xa0]?")
_PLAUSIBLE = re.compile(r"[\xa0-\u017f\u0300-\u036f\u1e00-\u1eff\u2010-\u203a€]+")
_ENCODINGS = ("cp1252", "mac_roman", "cp850")


_SINGLE = {
    "cp850": re.compile(
        r"[^\W\d_][‚ƒˆ‰‡]|[‚ƒˆ‰‡][^\W\d_]|[a-zß-ÿ]Š|[^\W\d_]Š[a-zß-ÿ]|[^\W\d_][‹“”…][^\W\d_]|(?<![\w ])€[a-z]"
        r"|[\x80-\x9f]"
    ),
    "iso8859-15": re.compile(r"[¼½](?=[cdilnstuCDILNSTU])|(?<=[A-ZÀ-Þ])¾"),
    "mac_roman": re.compile(r"[a-zß-ÿ][ŽŒ]|[^\W\d_][ŽŒ][a-zß-ÿ]|[^\W\d_](?:ˆ|™[^\W\d_])|[\x80-\x9f]"),
}
"""By encoding of one byte a letter, what its letters become where Windows reads them, and no French text has."""
SPOILT_SIGNS = r"[A-Za-zÀ-ÿ][ŠŽŒ]|[‚ƒˆ‰‡‹“”…™€¼½¾\x80-\x9f]"
"""The texts that hold one of them, or may; for engines that cannot look around."""
_FRENCH = re.compile(r"[\x00-\x7fàâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ]*")
_CAPITAL_WITHIN = re.compile(r"[a-z][À-ÞŒŸ]|[A-ZÀ-ÞŒŸ][À-ÞŒŸ][a-zß-ÿ]")


def _of_one_byte(text: str) -> str:
    """The text as it was before Windows read one of DOS (cp850), of a Mac, or in ISO-8859-15; empty elsewhere.

    « LefŠvre » → « Lefèvre », « ¼uvrard » → « Œuvrard ». Every letter must then be one of French, no capital within.
    """
    for encoding, sign in _SINGLE.items():
        if not sign.search(text):
            continue
        octets = _octets(text, "cp1252")
        meant = octets.decode(encoding, errors="replace") if octets else ""
        if meant and _FRENCH.fullmatch(meant) and not _CAPITAL_WITHIN.search(meant):
            return meant
    return ""


def repaired(text: str) -> str:
    """The text as it was before it was read in another encoding (« LefÃ¨vre » → « Lefèvre »), empty elsewhere.

    Knows what Windows (cp1252), older Macs (Mac Roman) and DOS (cp850) make of UTF-8, twice or three times over: only
    whole runs that are valid UTF-8 and give letters of Europe or typographic signs are taken for spoilt. Knows too what
    Windows makes of texts that are written in DOS, on a Mac or in ISO-8859-15 (``_of_one_byte``).
    """
    return _of_utf8(text) or _of_one_byte(text)


def _of_utf8(text: str) -> str:
    current = text
    for _ in range(3):
        before, current = current, _FOREIGN_RUN.sub(lambda run: _decoded(run[0]), current)
        if current == before:
            break
    return "" if current == text else current


def _decoded(run: str) -> str:
    for encoding in _ENCODINGS:
        # A space may stand for the no-break space that « à » becomes.
        octets = _octets(run[:-1] + "\xa0" if run.endswith("Ã ") else run, encoding)
        try:
            text = octets.decode() if octets else ""
        except UnicodeDecodeError:
            continue
        if text and _PLAUSIBLE.fullmatch(text):
            return text
    return run


def _octets(run: str, encoding: str) -> bytes:
    """The bytes of a run; codes of C1 stand for the bytes that cp1252 does not define. Empty where it has none."""
    try:
        return b"".join(
            bytes([ord(c)]) if "\x80" <= c <= "\x9f" and encoding == "cp1252" else c.encode(encoding) for c in run
        )
    except UnicodeEncodeError:
        return b""


def by_fours(text: str) -> str:
    """A digest as people read it aloud: « 1a2b 3c4d »."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
