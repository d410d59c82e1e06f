"""JSON as the verifier accepts it: strict, and bounded by counts, so that no file costs more than its size."""

import json
import re
from typing import Any

from laureat.vocabulary.french import number, plural

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
MAX_OBJECTS = 1_500
"""Objects and arrays."""
MAX_VALUES = 6_000
"""Texts, numbers, booleans, nulls and keys."""
MAX_DIGITS = 15
"""Digits of a number: beyond, programs do not all read the same one."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_KEYWORDS = frozenset({"@context", "@id", "@type", "@value", "@language", "@direction", "@list", "@set"})


class Unsupported(ValueError):
    """A document that we do not know how to read whole; the message says why, in French."""


class Malformed(Unsupported):
    """A document that breaks its own format: nobody can read it."""


class NotSigned(Unsupported):
    """A document that shows something that its signature does not cover."""


class TooComplex(Unsupported):
    """A document beyond the limits within which we read: nothing is said of what it is worth."""


def parse_json(content: bytes | str) -> dict[str, Any]:
    """Read a JSON object in UTF-8, with or without a byte order mark.

    Raises Malformed (a key written twice, NaN, a number too long), TooComplex beyond ``MAX_BYTES``.
    """
    try:
        data = content.encode() if isinstance(content, str) else content
        if len(data) > MAX_BYTES:
            raise TooComplex(f"plus de {MAX_BYTES // 1024} Kio")
        text = data.decode("utf-8-sig")
        document = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_refuse, parse_int=_integer, parse_float=_decimal
        )
    except UnicodeError:
        raise Malformed("ce n'est pas un texte en UTF-8") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"ce n'est pas du JSON : ligne {error.lineno}, colonne {error.colno}") from None
    except RecursionError:
        raise TooComplex("trop d'objets imbriqués") from None
    if not isinstance(document, dict):
        raise Malformed("un objet JSON est attendu")
    return document


def is_json(content: bytes) -> bool:
    """Whether a content is JSON of any kind, within ``MAX_BYTES``."""
    try:
        json.loads(content[: MAX_BYTES + 1].decode("utf-8-sig"), parse_int=_integer)
    except (ValueError, RecursionError):
        return False
    return len(content) <= MAX_BYTES


def check_bounds(document: Any) -> None:
    """Refuse what would cost too much (TooComplex) or hide something: JSON-LD keywords that move nodes, controls."""
    objects, values, pending = 0, 0, [(document, 1, False)]
    while pending:
        value, depth, in_context = pending.pop()
        if isinstance(value, dict):
            objects += 1
            values += len(value)
            for key, child in value.items():
                if key.startswith("@") and key not in _KEYWORDS and not in_context:
                    raise Unsupported(f"mot-clé JSON-LD {key}")
                _check_text(key)
                pending.append((child, depth + 1, in_context or key == "@context"))
        elif isinstance(value, list):
            objects += 1
            pending.extend((child, depth + 1, in_context) for child in value)
        else:
            values += 1
            if isinstance(value, str):
                _check_text(value)
        if depth > MAX_DEPTH or objects > MAX_OBJECTS or values > MAX_VALUES:
            raise TooComplex(
                f"plus de {number(MAX_DEPTH)} niveaux, de {number(MAX_OBJECTS)} objets ou de "
                f"{number(MAX_VALUES)} valeurs"
            )


def has_control(text: str) -> bool:
    """Whether a text holds a character that implementations do not all write alike in N-Quads."""
    return _CONTROL.search(text) is not None or _SURROGATE.search(text) is not None


def _check_text(text: str) -> None:
    if _SURROGATE.search(text):
        raise Malformed("un texte contient la moitié d'un caractère")
    if _CONTROL.search(text):
        raise Unsupported("un texte contient un caractère de contrôle")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("une clé JSON est écrite deux fois dans le même objet")
    return found


def _refuse(constant: str) -> Any:
    raise Malformed(f"{constant} n'est pas du JSON")


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS + 1:
        raise Malformed(f"un nombre de {plural(len(text), 'chiffre')}")
    return int(text)


def _decimal(text: str) -> float:
    if len(text) > 2 * MAX_DIGITS:
        raise Malformed(f"un nombre de {plural(len(text), 'caractère')}")
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise Malformed(f"le nombre {text} est trop grand")
    return number
