"""JSON that anyone may have written: whatever is wrong with it is a ``json.JSONDecodeError``, and nothing else."""

import json
from typing import Any

MAX_DEPTH = 200
"""Levels of lists and objects within one another: far more than any of ours, far fewer than Python can call itself."""
ENDLESS = "des listes dans des listes, sans fin"


def read_json(text: str | bytes) -> Any:
    """The value that a text says. Raises json.JSONDecodeError, in French where we say it, for all that cannot be read.

    Bytes are UTF-8, or tell otherwise. Lists nested without end and numbers of thousands of digits are refused, where
    ``json`` raises RecursionError, at a depth that each Python chooses, and a bare ValueError.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        raise
    except RecursionError:
        raise json.JSONDecodeError(ENDLESS, "", 0) from None
    except UnicodeDecodeError as error:
        raise json.JSONDecodeError("ces octets ne sont pas du texte", "", error.start) from None
    except ValueError:
        raise json.JSONDecodeError("un nombre de plus de chiffres qu'on n'en lit", "", 0) from None
    if _may_be_deep(text) and _is_deep(value):
        raise json.JSONDecodeError(ENDLESS, "", 0)
    return value


def _may_be_deep(text: str | bytes) -> bool:
    opened = text.count("{") + text.count("[") if isinstance(text, str) else text.count(b"{") + text.count(b"[")
    return opened > MAX_DEPTH


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [one for item in level for one in _within(item)]
    return any(isinstance(item, dict | list) for item in level)


def _within(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
